"""Every desk of the house, wired as the real ones are: a real ledger and queue, the world outside played by fakes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from bot.domain.approvals import Proposal
from bot.domain.background import AccountVat
from bot.domain.documents import Attempt, Invoice
from bot.domain.orders import Order, OrderNotice
from bot.errors import BotError, RemoteUnavailable
from bot.flows.connecting_forms import Connected, ConnectForm
from bot.flows.desks import Outside, Times, desks
from bot.flows.kinds import Kind
from bot.flows.ledger import OrderRecord
from bot.flows.roster import works
from bot.flows.rule_forms import RuleForm
from bot.flows.settings_forms import SettingsForm, SettingsTrial
from bot.flows.shops import Hook
from bot.storage.engine import Database
from bot.storage.ledger import SqlLedger
from bot.storage.queue import SqlQueue
from bot.storage.retention import SqlArchive
from bot.storage.secrets import Cipher
from bot.storage.timetable import SqlTimetable
from bot.storage.work_tables import JobRow
from bot.work.crews import Crew
from bot.work.jobs import Job, Urgency
from bot.work.retry import pause
from bot.work.schedule import Looks, Visits
from tests.builders import CHANGED_AT, a_shop, an_order, some_settings
from tests.fakes.allowance import USUAL_SHARE
from tests.fakes.biller import FakeBiller
from tests.fakes.clock import FakeClock
from tests.fakes.courier import FakeCourier
from tests.fakes.people import FakePeople
from tests.fakes.registers import FakeCompanyRegister, FakeExchangeRates
from tests.fakes.shopkeepers import FakeShopkeeper
from tests.storage.databases import KEY

TOKEN = "003|5f1d9f0a7be4c2d81e6a3b905c7d1f3a"
QUIET = timedelta(minutes=2)
LEASE = timedelta(seconds=10)
_MOST_JOBS = 200
_UNDONE = select(JobRow.state, JobRow.due_at, JobRow.leased_until).where(
    col(JobRow.state).in_(["waiting", "running"])
)
_A_MOMENT = timedelta(seconds=0.5)
USUAL_VAT = AccountVat({Decimal(21): ("Normala",), Decimal(11): ("Redusa",), Decimal(0): ("SDD",)})


@dataclass
class FakeForms:
    """Plays `bot.flows.ports.Forms`: remembers what every open view was brought to."""

    shown: list[tuple[str, SettingsForm]] = field(default_factory=list)
    connecting: list[tuple[str, ConnectForm | Connected]] = field(default_factory=list)
    rules: list[tuple[str, RuleForm]] = field(default_factory=list)
    trials: list[tuple[str, SettingsTrial]] = field(default_factory=list)

    def show_settings(self, view_id: str, form: SettingsForm) -> None:
        self.shown.append((view_id, form))

    def show_connecting(self, view_id: str, form: ConnectForm | Connected) -> None:
        self.connecting.append((view_id, form))

    def show_rule(self, view_id: str, form: RuleForm) -> None:
        self.rules.append((view_id, form))

    def show_trial(self, view_id: str, form: SettingsTrial) -> None:
        self.trials.append((view_id, form))

    @property
    def last(self) -> SettingsForm:
        return self.shown[-1][1]

    def last_in(self, view_id: str) -> SettingsForm:
        """What this view was brought to last."""
        return next(form for view, form in reversed(self.shown) if view == view_id)


class Desks:
    """The desks, the fakes around them, and a worker that works when a test tells it to."""

    def __init__(self, database: Database, biller: FakeBiller | None = None) -> None:
        self.database = database
        # Half an hour after the shop last changed `an_order`.
        self.clock = FakeClock(CHANGED_AT + timedelta(minutes=30))
        database.steady = lambda: self.clock.now().timestamp()
        self.ledger = SqlLedger(database, Cipher((KEY,)), self.clock)
        self.queue = SqlQueue(database, self.clock)
        self.biller = biller or FakeBiller()
        self.courier, self.people = FakeCourier(), FakePeople()
        self.forms = FakeForms()
        self.companies, self.exchange = FakeCompanyRegister(), FakeExchangeRates()
        self.keeper = FakeShopkeeper()
        self.public_url = ""
        self.parked: list[tuple[str, str]] = []
        self._build()

    def _build(self) -> None:
        outside = Outside(
            self.biller,
            self.courier,
            self.people,
            self.forms,
            SqlArchive(self.database),
            SqlTimetable(self.database, self.queue, self.clock),
            USUAL_SHARE,
            self.companies,
            self.exchange,
            {"standard": self.keeper, "cloudcart": self.keeper},
            self.public_url,
        )
        flows = desks(
            self.ledger, self.queue, outside, clock=self.clock, times=Times(Looks(), Visits(), QUIET)
        )
        self.flows = flows
        self.works = works(flows)
        self.overview, self.issuing = flows.overview, flows.issuing
        self.payments, self.booking = flows.payments, flows.booking
        self.intake, self.deciding, self.approvals = flows.intake, flows.deciding, flows.approvals
        self.correcting, self.invoicing = flows.correcting, flows.invoicing
        self.anchoring, self.retracing = flows.anchoring, flows.retracing
        self.numbering, self.doubts, self.cards = flows.numbering, flows.doubts, flows.cards
        self.visiting, self.hooking = flows.visiting, flows.hooking
        self.watching, self.reconciling, self.settings = flows.watching, flows.reconciling, flows.settings

    def live_at(self, public_url: str) -> None:
        """Somebody says where shops reach the bot."""
        self.public_url = public_url
        self._build()

    def start_anew(self) -> None:
        """The process ends, and another one begins on the same books."""
        self._build()

    def connect(
        self,
        id: str = "lampi",  # noqa: A002 - a shop's id
        name: str = "Lămpi Exemplu",
        *,
        kind: str = "standard",
        is_checked: bool = True,
        **settings: Any,
    ) -> Hook:
        """Connect a shop with `some_settings`; answers its address.

        Unless SmartBill was not asked whether they work, the books know from then on where its series stand.
        """
        shop = a_shop(id=id, name=name, kind=kind, settings=some_settings(**settings))
        self.ledger.registers.keep_account_vat(shop.settings.cif, USUAL_VAT, self.clock.now())
        self.ledger.shops.add(shop, smartbill_token=TOKEN, hook_token=f"hook-{id}", hook_secret="whsec")
        if is_checked:
            self.numbering.meet(shop.settings.cif, self.biller._series.values())
        hook = self.intake.hook(kind, f"hook-{id}")
        assert hook is not None
        return hook

    def change(self, **settings: Any) -> None:
        """Save these settings of the shop."""
        now = self.ledger.shops.get("lampi").settings
        self.ledger.shops.save("lampi", now.model_copy(update=settings), smartbill_token=None)

    def told(self, order: Order | None = None, *, shop: str = "lampi") -> bool:
        """The shop tells of this order, or of `an_order`; False: it was old news."""
        hook = self.intake.hook(self.ledger.shops.get(shop).kind, f"hook-{shop}")
        assert hook is not None
        return self.intake.receive(hook, OrderNotice(order or an_order()), b"{}", event="order.updated")

    def later_told(self, minutes: int = 1, **changes: Any) -> OrderRecord:
        """The shop tells of the order again, changed so many minutes later; everything due is done."""
        record = self.record()
        at = record.order.updated_at + timedelta(minutes=minutes)
        self.told(Order(**dict(record.order) | {"updated_at": at} | changes))
        self.run_all()
        return self.record()

    def proposed(self, order: Order | None = None, **settings: Any) -> Proposal:
        """The proposal that the order led to; the shop is connected first, where it is not."""
        if not self.ledger.shops.all():
            self.connect(**settings)
        self.told(order)
        self.run_all()
        return self.latest()

    def issued(self, order: Order | None = None, **settings: Any) -> Invoice:
        """The document of an order that somebody approved."""
        proposal = self.proposed(order, **settings)
        self.approvals.approve(proposal.id, by="U1")
        self.run_all()
        invoice = self.ledger.documents.live(proposal.order_id)
        assert invoice is not None
        return invoice

    def begun(self, proposal: Proposal) -> Attempt:
        """An attempt at the proposal, written down, by a process that comes no further."""
        attempt = self.ledger.documents.begin(proposal, 12, self.clock.now().date())
        assert attempt is not None
        return attempt

    def record(self, order_id: int = 1) -> OrderRecord:
        return self.ledger.orders.get(order_id)

    def latest(self, order_id: int = 1) -> Proposal:
        proposal = self.ledger.proposals.latest(order_id)
        assert proposal is not None
        return proposal

    def audit(self, order_id: int = 1) -> list[tuple[str, str]]:
        """Who did what for the order."""
        return [(entry.who, entry.what) for entry in self.ledger.audit.of(order_id)]

    def notes(self) -> list[str]:
        """What was said in threads, by slug."""
        return [told.slug for told in self.courier.told]

    def pass_by(self, pause: timedelta) -> None:
        """Let time pass and do what becomes due in it, at its moment."""
        end = self.clock.now() + pause
        self.run_all()
        while (moment := self._next_moment()) is not None and moment <= end:
            self.clock.advance(moment - self.clock.now())
            self.run_all()
        self.clock.advance(end - self.clock.now())

    def _next_moment(self) -> datetime | None:
        """When the next job becomes due, or the lease of one runs out."""
        with self.database.reading() as session:
            rows = session.execute(_UNDONE).all()
        moments = [due_at if state == "waiting" else leased_until for state, due_at, leased_until in rows]
        return min((moment for moment in moments if moment and moment > self.clock.now()), default=None)

    def run_all(self) -> None:
        """Do all that is due, or is in a moment, until nothing is."""
        for _ in range(_MOST_JOBS):
            if not self.run_one() and not self._wait_a_moment():
                return
        raise AssertionError("The work does not come to an end.")

    def _wait_a_moment(self) -> bool:
        """Let that little time pass in which something becomes due; False: there is nothing to wait for."""
        moment = self._next_moment()
        if moment is None or moment - self.clock.now() > _A_MOMENT:
            return False
        self.clock.advance(moment - self.clock.now())
        return True

    def take(self, worker: str) -> Job | None:
        """The next job that is due, held by this worker; None: there is none."""
        return next(iter(self.queue.take(worker, LEASE, [Crew(frozenset(Kind), 1)])), None)

    def run_one(self) -> bool:
        """Do the next job that is due, as the worker would; False: there is none.

        What the worker would take for an accident of ours fails the test.
        """
        job = self.take("w1")
        if job is None:
            return False
        try:
            self.works[job.kind](job.payload)
        except BotError as error:
            self._failed(job, error)
        else:
            assert self.queue.finish(job)
        return True

    def _failed(self, job: Job, error: BotError) -> None:
        wait = pause(error, job.attempts)
        if wait is None:
            self.parked.append((job.kind, error.slug))
            assert self.queue.park(job, error.slug)
        else:
            keeps_turn = isinstance(error, RemoteUnavailable) and job.urgency is not Urgency.IDLE
            assert self.queue.postpone(
                job,
                wait,
                error.slug,
                keeps_turn=keeps_turn,
                is_failure=not getattr(error, "retry_after", None),
            )
