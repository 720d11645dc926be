"""How much of what SmartBill allows is used, against the sandbox's SmartBill, which counts and blocks."""

import time
from collections import Counter

from bot.sandbox.server import Server
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.bench.figures import Report
from tests.bench.sending import send
from tests.bench.world import World, world
from tests.serve.conftest import TOKEN

_ORDERS = 400
_ALLOWED = 3.0
_SECONDS = 90


def run(report: Report, database: str) -> None:
    """More orders of one account wait than its 30 calls in 10 seconds let through."""
    smartbill = SmartBillStandIn(email="ana@example.com", token=TOKEN)
    server = Server(smartbill.api).start()
    try:
        with world(database, SMARTBILL_API_URL=f"{server.url}/SBORO/api", SMARTBILL_RATE="30/10") as running:
            _measure(report, database, running, smartbill)
    finally:
        server.stop()


def _measure(report: Report, database: str, running: World, smartbill: SmartBillStandIn) -> None:
    running.connect(1, automatic=True, series=("FCT",))
    running.start()
    send(running.port, running.notices(1, _ORDERS), connections=16)
    # The allowance of the first moment is no steady state.
    time.sleep(15)
    seen = len(smartbill.calls)
    begun = time.perf_counter()
    time.sleep(_SECONDS)
    took = time.perf_counter() - begun
    calls, allowed = smartbill.calls[seen:], took * _ALLOWED
    report.add("pacing", f"{database}: of the allowed calls used", len(calls) / allowed * 100, "%")
    for path, count in Counter(call.path for call in calls).most_common():
        report.add("pacing", f"{database}: of the allowed calls for {path}", count / allowed * 100, "%")
    refused = sum(call.status in {403, 429} for call in calls)
    report.add("pacing", f"{database}: calls refused for being too many", refused, "calls")
