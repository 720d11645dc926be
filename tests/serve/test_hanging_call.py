import signal
import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.domain.shops import Shop, ShopSettings
from bot.sandbox.smartbill.account import Series
from bot.sandbox.smartbill.limits import RateLimit
from bot.settings import GivenSettings
from bot.wiring import open_ledger
from tests.serve.conftest import KEY, TOKEN, Served, eventually, surrounded

SHOPS = range(8)


def _connect_eight(served: Served) -> None:
    """Shops with a series each, so that their calls need not wait for one another."""
    settings = GivenSettings(
        database_url=served.environment["DATABASE_URL"],
        encryption_key=SecretStr(served.environment["ENCRYPTION_KEY"]),
    )
    database, ledger = open_ledger(settings)
    for number in SHOPS:
        series = f"S{number}"
        served.smartbill.account.series[series] = Series(series, "f", 1)
        how = ShopSettings(
            smartbill_email="ana@example.com", cif="RO99999917", series=series, channel="C0FACTURI"
        )
        shop = Shop(id=series, name=series, kind="cloudcart", settings=how)
        ledger.shops.add(shop, smartbill_token=TOKEN, hook_token=series, hook_secret=KEY)
    database.close()


@pytest.mark.slow
def test_eight_calls_that_hang_when_the_process_is_told_to_end_are_settled_by_the_next(
    tmp_path: Path,
) -> None:
    # Nothing here is about the pace.
    with surrounded(tmp_path, {"SMARTBILL_RATE": "100/10"}) as served:
        served.smartbill.limit = RateLimit(1000, 10.0, 1.0)
        _connect_eight(served)
        first = served.start()
        for number in SHOPS:
            assert served.notice(32001 + number, address=f"/hooks/cloudcart/S{number}").ok
        cards = [served.card(32001 + number) for number in SHOPS]
        served.smartbill.fault("slow:30", path="/invoice/v2", times=8)
        for card in cards:
            served.slack.press("U0ANA", "approval.approve", ts=card.ts)
        eventually(lambda: len(served.smartbill.documents) == len(SHOPS))

        began = time.monotonic()
        first.send_signal(signal.SIGTERM)
        code = first.wait(timeout=15)
        took = time.monotonic() - began
        served.start()

        assert (code, took < 10) == (0, True)
        eventually(lambda: all(served.is_issued(32001 + number) for number in SHOPS))
        assert sorted(each.key.series for each in served.smartbill.documents) == [
            f"S{number}" for number in SHOPS
        ]
