"""Build everything once, from settings, and pass it down: the only place that knows every floor."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import requests
from slack_sdk import WebClient
from starlette.applications import Starlette

from bot import health, metrics
from bot.domain.shops import Account
from bot.errors import BotError
from bot.flows.addresses import is_on_this_machine
from bot.flows.desks import Flows, Outside, Times, desks
from bot.flows.errands import Errands
from bot.flows.ports import People
from bot.flows.resting import tell_blocked
from bot.flows.roster import CREWS, rounds, works
from bot.flows.shopkeepers import Shopkeeper
from bot.registers.anaf import SHARE as ANAF_SHARE
from bot.registers.anaf import AnafRegister
from bot.registers.bnr import BnrRates
from bot.settings import Settings
from bot.shops.cloudcart.keeper import CloudCartShopkeeper
from bot.shops.cloudcart.transport import SHARE as SHOP_SHARE
from bot.shops.http import routes as shop_routes
from bot.slack.app import Listeners, build_app
from bot.slack.approvals import ApprovalListeners
from bot.slack.client import client as slack_client
from bot.slack.commands import Commands
from bot.slack.connecting import ConnectListeners
from bot.slack.corrections import CorrectionListeners
from bot.slack.courier import PostPace, SlackCourier
from bot.slack.doubts import DoubtListeners
from bot.slack.http import routes as slack_routes
from bot.slack.languages import usual_language
from bot.slack.missing import MissingListeners
from bot.slack.payments import PaymentListeners
from bot.slack.people import SlackPeople
from bot.slack.proformas import ProformaListeners
from bot.slack.questions import Questions
from bot.slack.rules import RuleListeners
from bot.slack.settings import SettingsListeners
from bot.slack.settings_history import HistoryListeners
from bot.slack.showing import SlackForms
from bot.slack.socket import Socket
from bot.smartbill.biller import SmartBillBiller
from bot.smartbill.transport import tell_nobody
from bot.storage.allowance import SqlAllowance
from bot.storage.engine import Database
from bot.storage.ledger import SqlLedger
from bot.storage.queue import SqlQueue
from bot.storage.retention import SqlArchive
from bot.storage.schema import migrate
from bot.storage.secrets import Cipher
from bot.storage.steady import SteadyClock
from bot.storage.timetable import SqlTimetable
from bot.storage.workroom import WorkRoom
from bot.words.say import Language
from bot.work.allowance import Share
from bot.work.bell import Bell
from bot.work.ports import Clock
from bot.work.schedule import Looks, Visits
from bot.work.worker import Worker

log = logging.getLogger(__name__)

#: Shops wait for an answer; jobs for a quarter of a second at most.
_PATIENCE = 0.25


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Duties:
    """What this process does of the whole: hear shops and people, and work."""

    hears: bool = True
    works: bool = True


#: One process does everything, if nobody says otherwise.
_EVERYTHING = Duties()


class App:
    """The running bot: its HTTP application, its work and, in Socket Mode, its connection to Slack."""

    def __init__(
        self, database: Database, ledger: SqlLedger, flows: Flows, work: WorkRoom, socket: Socket | None
    ) -> None:
        self.database = database
        self.ledger = ledger
        self.flows = flows
        self.work = work
        self.socket = socket
        self.http = Starlette()

    def why_not_ready(self) -> str:
        """Why work is not accepted or not done; empty: it is."""
        if not self.work.is_alive:
            return "The worker is not running."
        if self.socket is not None and not self.socket.is_connected:
            return "Slack is not connected."
        try:
            self.ledger.shops.all()
        except BotError:
            return "The database does not answer."
        return ""

    def start(self) -> None:
        """Bring the database to today's shape, then begin to work and to listen."""
        migrate(self.database)
        self.work.start()
        if self.socket is not None:
            self.socket.start()

    def take_no_more(self) -> None:
        """Begin no more work; what runs goes on. It does not wait for anything."""
        self.work.take_no_more()

    def stop(self) -> bool:
        """Take nothing new, finish what runs, and let go of everything.

        False: something still runs, which must die with the process before another one takes over.
        """
        if self.socket is not None:
            self.socket.stop()
        is_idle = self.work.stop()
        if is_idle:
            self.database.close()
        return is_idle


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    looks: Looks | None = None,
    visits: Visits | None = None,
    duties: Duties = _EVERYTHING,
) -> App:
    """The whole bot for these settings; nothing runs yet and nothing outside is asked."""
    clock = clock or SystemClock()
    database, ledger = open_ledger(settings, clock)
    queue = SqlQueue(database, SteadyClock(database, clock), patience=_PATIENCE)
    client = slack_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    timetable = SqlTimetable(database, queue, clock)
    biller = build_biller(settings, database, clock, partial(tell_blocked, ledger, Errands(queue)))
    outside = _outside(settings, database, biller, timetable, client)
    quiet = timedelta(seconds=settings.smartbill_quiet)
    visits = visits or Visits(every=timedelta(seconds=settings.shop_poll_seconds))
    flows = desks(ledger, queue, outside, clock=clock, times=Times(looks or Looks(), visits, quiet))
    lease = timedelta(seconds=settings.lease_seconds)
    bell = Bell(timetable, rounds(visits), time.monotonic)
    worker = (
        Worker(queue, works(flows), CREWS, lease=lease, bell=bell, witness=flows.sweeping)
        if duties.works
        else None
    )
    bolt = build_app(
        client,
        _listeners(flows, outside.people, clock, usual_language(ledger)),
        language=usual_language(ledger),
    )
    app_token = settings.slack_app_token.get_secret_value()
    socket = Socket(bolt, app_token) if app_token and duties.hears else None
    app = App(database, ledger, flows, WorkRoom(database, queue, worker), socket)
    signing_secret = settings.slack_signing_secret.get_secret_value()
    if duties.hears:
        app.http.routes.extend(shop_routes(flows.intake))
        app.http.routes.extend(slack_routes(bolt, signing_secret) if signing_secret else [])
    app.http.routes.extend(metrics.routes(flows.standing, clock.now))
    app.http.routes.extend(health.routes(app.why_not_ready))
    return app


def open_ledger(settings: Settings, clock: Clock | None = None) -> tuple[Database, SqlLedger]:
    """The database and the ledger on it, for whoever needs no more."""
    database = Database(settings.database_url)
    return database, SqlLedger(database, Cipher(settings.keys), clock or SystemClock())


def build_biller(
    settings: Settings,
    database: Database,
    clock: Clock,
    on_block: Callable[[Account], None] = tell_nobody,
) -> SmartBillBiller:
    """SmartBill, reached and paced as the settings say; `on_block` hears whose calls it blocks."""
    return SmartBillBiller(
        _session(settings.smartbill_api_url),
        settings.smartbill_api_url,
        timeout=timedelta(seconds=settings.smartbill_timeout),
        allowance=build_allowance(settings, database),
        now=clock.now,
        on_block=on_block,
    )


def build_companies(settings: Settings, database: Database) -> AnafRegister:
    """ANAF's register, asked once a second by all processes together."""
    url = settings.anaf_api_url
    return AnafRegister(partial(_session, url), url, allowance=SqlAllowance(database, ANAF_SHARE))


def build_exchange(settings: Settings) -> BnrRates:
    """The National Bank's rates."""
    return BnrRates(partial(_session, settings.bnr_api_url), settings.bnr_api_url)


def build_keepers(settings: Settings, database: Database) -> Mapping[str, Shopkeeper]:
    """Who answers for the kinds of shop that can be asked; all processes together share what each allows."""
    pace = settings.shop_pace
    share = replace(SHOP_SHARE, calls=pace.calls, per=pace.per.total_seconds())
    allowance, stand_ins = SqlAllowance(database, share), not settings.is_smartbill_real
    return {"cloudcart": CloudCartShopkeeper(requests.Session, allowance=allowance, stand_ins=stand_ins)}


def _session(address: str) -> requests.Session:
    session = requests.Session()
    # A proxy of the environment cannot lead back to this machine.
    session.trust_env = not is_on_this_machine(address)
    return session


def build_allowance(settings: Settings, database: Database) -> SqlAllowance:
    """Our share of SmartBill's calls; a call can take a connection and an answer."""
    return SqlAllowance(database, _share(settings))


def _share(settings: Settings) -> Share:
    rate = settings.smartbill_pace
    longest = 2 * settings.smartbill_timeout
    return Share(rate.calls, rate.per.total_seconds(), longest)


def _outside(
    settings: Settings,
    database: Database,
    biller: SmartBillBiller,
    timetable: SqlTimetable,
    client: WebClient,
) -> Outside:
    share = settings.slack_pace
    return Outside(
        biller=biller,
        courier=SlackCourier(client, PostPace.real(share.calls, share.per.total_seconds())),
        people=SlackPeople(client, now=time.monotonic),
        forms=SlackForms(client),
        archive=SqlArchive(database),
        timetable=timetable,
        share=_share(settings),
        companies=build_companies(settings, database),
        exchange=build_exchange(settings),
        keepers=build_keepers(settings, database),
        public_url=settings.public_url,
    )


def _listeners(flows: Flows, people: People, clock: Clock, language: Callable[[], Language]) -> Listeners:
    return Listeners(
        commands=Commands(flows.overview, flows.approvals, flows.payments, people, language=language),
        questions=Questions(
            flows.overview, flows.standing, flows.missing, people, language=language, now=clock.now
        ),
        connecting=ConnectListeners(flows.connecting, flows.hooking, language=language),
        doubts=DoubtListeners(flows.doubts, language=language),
        approvals=ApprovalListeners(flows.approvals, language=language),
        corrections=CorrectionListeners(flows.correcting, language=language),
        payments=PaymentListeners(flows.payments, flows.overview, language=language),
        proformas=ProformaListeners(flows.invoicing),
        settings=SettingsListeners(
            flows.settings, flows.settings_trials, flows.catching_up, language=language
        ),
        history=HistoryListeners(flows.settings, flows.settings_history, language=language),
        missing=MissingListeners(flows.proposing, flows.backfilling),
        rules=RuleListeners(flows.settings, flows.rules, language=language),
    )
