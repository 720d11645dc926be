"""How many orders a second become invoices with cards and PDFs, and what each costs."""

import time

from tests.bench import machine
from tests.bench.figures import Report
from tests.bench.sending import send
from tests.bench.world import World, world


def run(report: Report, database: str, *, count: int = 600) -> None:
    """Automatic orders in one burst: over 20 series and over one, SmartBill at 0 and at 150 ms."""
    for series, delay in ((20, 0.0), (20, 0.15), (1, 0.0), (1, 0.15)):
        with world(database, delay=delay) as running:
            running.connect(series, automatic=True)
            running.start()
            _measure(report, f"{database}, {series} series, {delay * 1000:.0f} ms", running, series, count)


def _measure(report: Report, name: str, running: World, series: int, count: int) -> None:
    _burst(running, 1, 2 * series, series)
    running.wait_done()
    issued = running.counts()["/SBORO/api/invoice/v2"]
    cpu, begun = machine.cpu_seconds(running.pid), time.perf_counter()
    _burst(running, 1000, count, series)
    running.wait_done()
    took = time.perf_counter() - begun
    report.add("draining", f"{name}: orders with invoice and card", count / took, "/s")
    running.wait_done(with_pdfs=True)
    took, cpu = time.perf_counter() - begun, machine.cpu_seconds(running.pid) - cpu
    report.add("draining", f"{name}: the same with PDFs in their threads", count / took, "/s")
    report.add("draining", f"{name}: CPU of everything", cpu / count * 1000, "ms/order")
    assert running.counts()["/SBORO/api/invoice/v2"] - issued == count


def _burst(running: World, first: int, count: int, shops: int) -> None:
    sent = send(running.port, running.notices(first, count, shops=shops), connections=16)
    assert not sent.refused, sent.refused[:5]
