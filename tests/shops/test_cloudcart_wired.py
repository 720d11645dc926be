"""The keeper of CloudCart shops as `serve` builds it."""

from pathlib import Path

import pytest

from bot.settings import GivenSettings
from bot.shops.cloudcart.keeper import CloudCartShopkeeper
from bot.wiring import build_keepers
from bot.work.allowance import Share
from tests.storage.databases import empty_file, open_hastily, sqlite_file

__all__ = ["empty_file", "sqlite_file"]


def built(file: Path, settings: GivenSettings) -> CloudCartShopkeeper:
    database = open_hastily(file)
    keeper = build_keepers(settings, database)["cloudcart"]
    database.close()
    assert isinstance(keeper, CloudCartShopkeeper)
    return keeper


@pytest.mark.parametrize(("rate", "calls", "per"), [("20/60", 20, 60.0), ("5/30", 5, 30.0)])
def test_a_place_lasts_as_long_as_the_slowest_answer(
    rate: str, calls: int, per: float, sqlite_file: Path
) -> None:
    keeper = built(sqlite_file, GivenSettings(shop_rate=rate))

    # Ten seconds to connect, and twice 35: until an answer begins, and until it ends.
    assert keeper._transport._allowance._share == Share(calls, per, 80.0)  # type: ignore[attr-defined]
