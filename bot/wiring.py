"""Build everything once, from settings, and pass it down: the only place that knows every floor."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import requests
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.errors import BotError
from bot.flows.anchoring import Anchoring
from bot.flows.approvals import Approvals
from bot.flows.cards import Cards
from bot.flows.deciding import Deciding
from bot.flows.doubts import Doubts
from bot.flows.errands import Errands, Kind
from bot.flows.intake import Intake
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.numbering import Numbering
from bot.flows.overview import Overview
from bot.flows.payments import Payments
from bot.flows.reconciling import Reconciling
from bot.flows.retracing import Retracing
from bot.flows.settings import Settings as SettingsDesk
from bot.flows.watching import Watching
from bot.settings import Settings
from bot.shops.http import routes as shop_routes
from bot.slack.app import Listeners, build_app
from bot.slack.approvals import ApprovalListeners
from bot.slack.commands import Commands
from bot.slack.courier import PostPace, SlackCourier
from bot.slack.http import routes as slack_routes
from bot.slack.payments import PaymentListeners
from bot.slack.people import SlackPeople
from bot.slack.settings import SettingsListeners, SlackForms
from bot.slack.socket import Socket
from bot.smartbill.biller import SmartBillBiller
from bot.storage.allowance import SqlAllowance
from bot.storage.engine import Database
from bot.storage.ledger import SqlLedger
from bot.storage.queue import SqlQueue
from bot.storage.schema import migrate
from bot.storage.secrets import Cipher
from bot.words.say import Language
from bot.work.allowance import Share
from bot.work.jobs import Work
from bot.work.ports import Clock
from bot.work.schedule import Looks
from bot.work.worker import Worker

log = logging.getLogger(__name__)

_WORKERS = 8
_SLACK_SECONDS = 10
_DRAIN_SECONDS = 8.0


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Flows:
    """Every desk of the house."""

    intake: Intake
    deciding: Deciding
    approvals: Approvals
    issuing: Issuing
    reconciling: Reconciling
    anchoring: Anchoring
    retracing: Retracing
    numbering: Numbering
    doubts: Doubts
    payments: Payments
    watching: Watching
    cards: Cards
    settings: SettingsDesk
    overview: Overview


class App:
    """The running bot: its HTTP application, its worker and, in Socket Mode, its connection to Slack."""

    def __init__(
        self, database: Database, ledger: SqlLedger, flows: Flows, worker: Worker, socket: Socket | None
    ) -> None:
        self.database = database
        self.ledger = ledger
        self.flows = flows
        self.worker = worker
        self.socket = socket
        self.http = Starlette()

    def start(self) -> None:
        """Bring the database to today's shape, then begin to work and to listen."""
        migrate(self.database)
        self.worker.start()
        if self.socket is not None:
            self.socket.start()

    def stop(self) -> bool:
        """Take nothing new, finish what runs, and let go of everything.

        False: something still runs, which must die with the process before another one takes over.
        """
        if self.socket is not None:
            self.socket.stop()
        is_idle = self.worker.stop(_DRAIN_SECONDS)
        if is_idle:
            self.database.close()
        return is_idle


def build(settings: Settings, *, clock: Clock | None = None, looks: Looks | None = None) -> App:
    """The whole bot for these settings; nothing runs yet and nothing outside is asked."""
    clock = clock or SystemClock()
    database, ledger = open_ledger(settings, clock)
    queue = SqlQueue(database, clock)
    client = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=_SLACK_SECONDS,
        retry_handlers=[],
    )
    outside = _outside(settings, database, clock, client)
    flows = _flows(settings, ledger, queue, outside, clock=clock, looks=looks or Looks())
    worker = Worker(queue, _works(flows), threads=_WORKERS, lease=timedelta(seconds=settings.lease_seconds))
    bolt = build_app(
        client,
        _listeners(flows, clock, _language(ledger)),
        language=_language(ledger),
    )
    app_token = settings.slack_app_token.get_secret_value()
    app = App(database, ledger, flows, worker, Socket(bolt, app_token) if app_token else None)
    signing_secret = settings.slack_signing_secret.get_secret_value()
    app.http.routes.extend(
        [
            *shop_routes(flows.intake),
            *(slack_routes(bolt, signing_secret) if signing_secret else []),
            Route("/health", _health),
            Route("/ready", _Readiness(app).answer),
        ]
    )
    return app


def open_ledger(settings: Settings, clock: Clock | None = None) -> tuple[Database, SqlLedger]:
    """The database and the ledger on it, for whoever needs no more."""
    database = Database(settings.database_url)
    return database, SqlLedger(database, Cipher(settings.keys), clock or SystemClock())


def build_biller(settings: Settings, database: Database, clock: Clock) -> SmartBillBiller:
    """SmartBill, reached and paced as the settings say."""
    session = requests.Session()
    # A proxy of the environment cannot lead back to this machine.
    session.trust_env = settings.is_smartbill_real
    return SmartBillBiller(
        session,
        settings.smartbill_api_url,
        timeout=timedelta(seconds=settings.smartbill_timeout),
        allowance=build_allowance(settings, database),
        now=clock.now,
    )


def build_allowance(settings: Settings, database: Database) -> SqlAllowance:
    """Our share of SmartBill's calls; a call can take a connection and an answer."""
    rate = settings.smartbill_pace
    longest = 2 * settings.smartbill_timeout
    return SqlAllowance(database, Share(rate.calls, rate.per.total_seconds(), longest))


@dataclass(frozen=True)
class _Outside:
    """Whom the flows work with outside the house."""

    biller: SmartBillBiller
    courier: SlackCourier
    people: SlackPeople
    forms: SlackForms


def _outside(settings: Settings, database: Database, clock: Clock, client: WebClient) -> _Outside:
    share = settings.slack_pace
    return _Outside(
        biller=build_biller(settings, database, clock),
        courier=SlackCourier(client, PostPace.real(share.calls, share.per.total_seconds())),
        people=SlackPeople(client, now=time.monotonic),
        forms=SlackForms(client),
    )


def _flows(
    settings: Settings, ledger: Ledger, queue: SqlQueue, outside: _Outside, *, clock: Clock, looks: Looks
) -> Flows:
    quiet = timedelta(seconds=settings.smartbill_quiet)
    biller, people, errands = outside.biller, outside.people, Errands(queue)
    overview = Overview(ledger)
    payments = Payments(ledger, errands, biller, people, clock=clock, looks=looks)
    numbering = Numbering(ledger, errands, biller, clock=clock)
    issuing = Issuing(ledger, errands, biller, numbering, payments, clock=clock)
    reconciling = Reconciling(ledger, errands, numbering, issuing, quiet=quiet)
    anchoring = Anchoring(ledger, errands, biller, numbering, issuing)
    return Flows(
        intake=Intake(ledger, errands),
        deciding=Deciding(ledger, errands, payments),
        approvals=Approvals(ledger, errands, people),
        issuing=issuing,
        reconciling=reconciling,
        anchoring=anchoring,
        retracing=Retracing(ledger, biller, reconciling, issuing, anchoring),
        numbering=numbering,
        doubts=Doubts(ledger, errands, biller, issuing, people),
        payments=payments,
        watching=Watching(ledger, errands, biller, clock=clock, quiet=quiet, looks=looks),
        cards=Cards(ledger, overview, outside.courier, biller),
        settings=SettingsDesk(ledger, errands, biller, outside.forms, people),
        overview=overview,
    )


def _works(flows: Flows) -> Mapping[str, Work]:
    return {
        Kind.DECIDE: flows.deciding.decide,
        Kind.DECIDE_AGAIN: flows.deciding.decide_again,
        Kind.ISSUE: flows.issuing.issue,
        Kind.SETTLE: flows.reconciling.settle,
        Kind.ISSUE_ANCHORED: flows.anchoring.issue,
        Kind.SETTLE_ANCHORED: flows.retracing.settle,
        Kind.EXPLAIN: flows.numbering.explain,
        Kind.VERIFY: flows.doubts.verify,
        Kind.PDF: flows.cards.attach_pdf,
        Kind.COLLECT: flows.payments.book,
        Kind.WATCH: flows.watching.watch,
        Kind.CARD: flows.cards.show,
        Kind.NOTE: flows.cards.note,
        Kind.ANNOUNCE: flows.cards.announce,
        Kind.LOAD_SETTINGS: flows.settings.load,
        Kind.CHECK_SETTINGS: flows.settings.check,
    }


def _listeners(flows: Flows, clock: Clock, language: Callable[[], Language]) -> Listeners:
    return Listeners(
        commands=Commands(flows.overview, flows.approvals, flows.payments, language=language, now=clock.now),
        approvals=ApprovalListeners(flows.approvals, language=language),
        payments=PaymentListeners(flows.payments, flows.overview, language=language),
        settings=SettingsListeners(flows.settings, language=language),
    )


def _language(ledger: Ledger) -> Callable[[], Language]:
    """The language of answers that belong to no order: the first shop's, else Romanian."""

    def language() -> Language:
        shops = ledger.shops.all()
        return shops[0].settings.bot_language if shops else "ro"

    return language


async def _health(_request: Request) -> Response:
    return JSONResponse({"ok": True})


class _Readiness:
    """Whether work is accepted and done; the reason where it is not."""

    def __init__(self, app: App) -> None:
        self._app = app

    def answer(self, _request: Request) -> Response:
        why = self._why_not()
        return JSONResponse({"ready": not why, "why": why}, status_code=503 if why else 200)

    def _why_not(self) -> str:
        if not self._app.worker.is_alive:
            return "The worker is not running."
        if self._app.socket is not None and not self._app.socket.is_connected:
            return "Slack is not connected."
        try:
            self._app.ledger.shops.all()
        except BotError:
            return "The database does not answer."
        return ""
