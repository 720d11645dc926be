"""The keeper of CloudCart shops as `serve` builds it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import RemoteRejected
from bot.flows.shopkeepers import Access
from bot.settings import GivenSettings
from bot.shops.cloudcart.keeper import CloudCartShopkeeper
from bot.storage.engine import Database
from bot.wiring import build_keepers
from bot.work.allowance import Share
from tests.registers.wire import Wire, http
from tests.storage.databases import empty_file, open_hastily, sqlite_file

__all__ = ["empty_file", "sqlite_file"]


KEY = "TESTKEYNOTREAL"


@pytest.fixture
def database(sqlite_file: Path) -> Iterator[Database]:
    database = open_hastily(sqlite_file)
    yield database
    database.close()


def built(database: Database, settings: GivenSettings) -> CloudCartShopkeeper:
    keeper = build_keepers(settings, database)["cloudcart"]
    assert isinstance(keeper, CloudCartShopkeeper)
    return keeper


@pytest.mark.parametrize(("rate", "calls", "per"), [("20/60", 20, 60.0), ("5/30", 5, 30.0)])
def test_a_place_lasts_as_long_as_the_slowest_answer(
    rate: str, calls: int, per: float, database: Database
) -> None:
    keeper = built(database, GivenSettings(shop_rate=rate))

    # Ten seconds to connect, and twice 35: until an answer begins, and until it ends.
    assert keeper._transport._allowance._share == Share(calls, per, 80.0)  # type: ignore[attr-defined]


def test_a_shop_on_this_machine_is_asked_where_smartbill_is_on_it_too(database: Database) -> None:
    keeper = built(database, GivenSettings(smartbill_api_url="http://127.0.0.1:9"))

    with Wire() as wire:
        wire.will_play(http(json.dumps({"data": []})))

        assert keeper.hooks(Access(wire.url, KEY)) == ()


def test_beside_the_real_smartbill_no_shop_is_on_this_machine(database: Database) -> None:
    keeper = built(database, GivenSettings())

    with Wire() as wire:
        with pytest.raises(RemoteRejected, match=r"shop\.unknown_address"):
            keeper.hooks(Access(wire.url, KEY))

        assert wire.heard == []
