"""What SmartBill can answer besides yes and no, met by the real process."""

import asyncio
import sys
import time
from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.server import Server
from tests.serve.conftest import Served, eventually, surrounded

pytestmark = pytest.mark.slow

HURRIED = {
    "SMARTBILL_TIMEOUT": "1",
    "SMARTBILL_QUIET": "1",
    "HURRIED_DOUBTS": "0.5",
    # On a busy machine a call may arrive after we have given it up; SmartBill counts it then.
    "SMARTBILL_RATE": "20/10",
}
_DRIP_SECONDS = 0.3


class Tap:
    """SmartBill, whose answers to POSTs drip while it `drips`: byte by byte, each in time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.drips = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_wanted = self.drips and scope["type"] == "http" and scope["method"] == "POST"
        self.drips -= bool(is_wanted)
        await self._app(scope, receive, _dripping(send) if is_wanted else send)


def _dripping(send: Send) -> Send:
    async def drip(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
            return
        for number in range(len(message["body"])):
            byte = message["body"][number : number + 1]
            await send({"type": "http.response.body", "body": byte, "more_body": True})
            await asyncio.sleep(_DRIP_SECONDS)
        await send({"type": "http.response.body", "body": b""})

    return drip


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with surrounded(tmp_path_factory.mktemp("odd"), HURRIED) as served:
        served.command = [sys.executable, "-m", "tests.serve.hurried"]
        yield served


@pytest.fixture(scope="module")
def tap(hurried: Served) -> Iterator[Tap]:
    """What stands between the process and SmartBill."""
    tap = Tap(hurried.traffic)
    with Server(tap) as server:
        hurried.environment["SMARTBILL_API_URL"] = f"{server.url}/SBORO/api"
        hurried.start()
        yield tap


@pytest.mark.usefixtures("tap")
@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (41001, "number_and_errorText"),
        (41002, "200_without_number"),
        (41003, "json_error_after_commit"),
        (41004, "drop_after_commit"),
        (41005, "drop_before_commit"),
        (41006, "html500"),
        (41007, "html502"),
        (41008, "slow:1.6"),
        (41009, "late_commit:1.3"),
        (41010, "external_issue"),
        (41011, "delete_last"),
    ],
)
def test_an_odd_answer_ends_in_one_invoice(number: int, fault: str, hurried: Served) -> None:
    hurried.smartbill.fault(fault, path="/invoice/v2", times=1)

    hurried.approve(number)

    eventually(lambda: hurried.is_issued(number), seconds=60)
    assert hurried.invoices(number) == ["1113.20"]
    assert hurried.traffic.most_at_once == 1


def test_an_answer_that_only_drips_is_waited_for_no_longer_than_any_other(hurried: Served, tap: Tap) -> None:
    tap.drips = 1
    began = time.monotonic()

    hurried.approve(41012)
    eventually(lambda: hurried.is_issued(41012), seconds=60)

    # The body alone would take a minute.
    assert time.monotonic() - began < 40
    assert tap.drips == 0
    assert hurried.invoices(41012) == ["1113.20"]
