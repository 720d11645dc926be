"""How the bot is doing, as Prometheus reads it: `GET /metrics`."""

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import BotError
from bot.flows.standing import Report, Standing


def routes(standing: Standing, now: Callable[[], datetime]) -> list[Route]:
    """The one address. Nothing is counted between two looks: every figure is read from the database."""
    registry = CollectorRegistry()
    registry.register(_Figures(standing, now))

    def answer(_request: Request) -> Response:
        try:
            return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
        except BotError:
            return Response(status_code=503)

    return [Route("/metrics", answer)]


class _Figures(Collector):
    """Reads the standing when it is asked."""

    def __init__(self, standing: Standing, now: Callable[[], datetime]) -> None:
        self._standing = standing
        self._now = now

    def describe(self) -> Iterator[Metric]:
        """Nothing in advance: the database need not be there yet."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        report, now = self._standing.report(), self._now()
        yield from _of_work(report, now)
        yield from _of_smartbill(report, now)
        yield from _of_rounds(report)


def _of_work(report: Report, now: datetime) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("smartbill_bot_jobs", "Jobs by kind and state", labels=["kind", "state"])
    oldest = GaugeMetricFamily(
        "smartbill_bot_oldest_job_seconds",
        "How long the oldest due job of a kind has waited",
        labels=["kind"],
    )
    for depth in report.depths:
        for state in ("due", "later", "running", "parked"):
            jobs.add_metric([depth.kind, state], getattr(depth, state))
        if depth.oldest_due_at is not None:
            oldest.add_metric([depth.kind], max((now - depth.oldest_due_at).total_seconds(), 0))
    yield jobs
    yield oldest


def _of_smartbill(report: Report, now: datetime) -> Iterator[Metric]:
    doubts = GaugeMetricFamily(
        "smartbill_bot_doubts", "Orders that nobody knows the end of", labels=["waits_for"]
    )
    stuck = sum(doubt.is_stuck for doubt in report.doubts)
    doubts.add_metric(["person"], stuck)
    doubts.add_metric(["proof"], len(report.doubts) - stuck)
    blocked = GaugeMetricFamily(
        "smartbill_bot_blocked_seconds", "How long SmartBill's block of a shop's token lasts", labels=["shop"]
    )
    for block in report.blocks:
        blocked.add_metric([block.shop], (block.until - now).total_seconds())
    yield doubts
    yield blocked
    yield GaugeMetricFamily("smartbill_bot_held_series", "Series on hold", value=len(report.held))
    calls = report.share.calls / report.share.per
    yield GaugeMetricFamily(
        "smartbill_bot_calls_per_second", "Our share of SmartBill's calls for one token", value=calls
    )


def _of_rounds(report: Report) -> Iterator[Metric]:
    ended = GaugeMetricFamily(
        "smartbill_bot_round_ended_timestamp_seconds", "When a round last ended", labels=["round", "outcome"]
    )
    for run in report.runs:
        if run.ended_at is not None:
            ended.add_metric([run.name, run.outcome or "well"], run.ended_at.timestamp())
    yield ended
