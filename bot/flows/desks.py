"""Every desk of the house, whom they work with outside, and which of them does which job."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.flows.anchoring import Anchoring
from bot.flows.approvals import Approvals
from bot.flows.cards import Cards
from bot.flows.catching_up import CatchingUp
from bot.flows.composing import Composing
from bot.flows.connecting import Connecting, Contacts
from bot.flows.converting import Converting
from bot.flows.correcting import Correcting
from bot.flows.deciding import Deciding
from bot.flows.doubts import Doubts
from bot.flows.errands import Errands, Kind
from bot.flows.intake import Intake
from bot.flows.invoicing import Invoicing
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.looking_up import LookingUp, Sources
from bot.flows.nightly import Nightly
from bot.flows.numbering import Numbering
from bot.flows.overview import Overview, Prospects
from bot.flows.payments import Payments
from bot.flows.ports import Biller, CompanyRegister, Courier, ExchangeRates, Forms, People
from bot.flows.reconciling import Reconciling
from bot.flows.retention import Archive, Retention
from bot.flows.retracing import Retracing
from bot.flows.rule_desks import RuleDesks, RuleHelpers, rule_desks
from bot.flows.saving import Saving
from bot.flows.settings import Settings
from bot.flows.settings_history import SettingsHistory
from bot.flows.settings_trials import SettingsTrials
from bot.flows.standing import Standing
from bot.flows.sweeping import Sweeping
from bot.flows.trying import Trying
from bot.flows.watching import Watching
from bot.flows.watching_proformas import WatchingProformas
from bot.work.allowance import Share
from bot.work.crews import Crew
from bot.work.jobs import Work
from bot.work.ports import Clock, Queue, Timetable
from bot.work.schedule import Looks
from bot.work.timetable import Daily, Every, Round

#: Between two short transactions of the night, in seconds.
_BREATH = 0.02
#: What waits for SmartBill, what waits for Slack, and what waits for nobody do not wait for each other.
_OF_SMARTBILL = {
    Kind.ISSUE,
    Kind.SETTLE,
    Kind.ISSUE_ANCHORED,
    Kind.SETTLE_ANCHORED,
    Kind.INVOICE_PROFORMA,
    Kind.WATCH_PROFORMA,
    Kind.EXPLAIN,
    Kind.VERIFY,
    Kind.PDF,
    Kind.COLLECT,
    Kind.WATCH,
    Kind.COMPARE,
    Kind.READ_VAT,
}
_OF_FORMS = {
    *(Kind.LOAD_SETTINGS, Kind.CHECK_SETTINGS, Kind.TRY_SETTINGS, Kind.SHOW_SAVED),
    *(Kind.CHECK_RULE, Kind.CONNECT),
}
CREWS = (
    Crew(frozenset(_OF_SMARTBILL | _OF_FORMS), threads=24),
    Crew(frozenset({Kind.CARD, Kind.NOTE, Kind.ANNOUNCE}), threads=6),
    Crew(frozenset({Kind.LOOK_UP}), threads=4),
    # It waits for nobody outside: more threads would decide no faster, and take their turns from presses.
    Crew(frozenset({Kind.DECIDE, Kind.DECIDE_AGAIN}), threads=1),
    Crew(
        frozenset({Kind.LOOK_AGAIN, Kind.CATCH_UP, Kind.SWEEP, Kind.NIGHT, Kind.PRUNE}),
        threads=2,
    ),
)
#: What comes round by itself: one line each, a kind and its rhythm.
ROUNDS = (
    Round(Kind.SWEEP, Every(timedelta(minutes=5))),
    Round(Kind.NIGHT, Daily(2, 30)),
    Round(Kind.PRUNE, Every(timedelta(hours=1))),
)


@dataclass(frozen=True)
class Outside:
    """Whom the flows work with outside the house; at `public_url` shops reach it, empty where nobody said."""

    biller: Biller
    courier: Courier
    people: People
    forms: Forms
    archive: Archive
    timetable: Timetable
    share: Share
    companies: CompanyRegister
    exchange: ExchangeRates
    public_url: str = ""


@dataclass(frozen=True)
class SettingsDesks:
    """The desks where shops are connected, and where what is set for them is changed."""

    settings: Settings
    saving: Saving
    settings_history: SettingsHistory
    settings_trials: SettingsTrials
    catching_up: CatchingUp
    connecting: Connecting
    trying: Trying
    rules: RuleDesks


@dataclass(frozen=True)
class Flows(SettingsDesks):
    """Every desk of the house."""

    intake: Intake
    composing: Composing
    deciding: Deciding
    looking_up: LookingUp
    approvals: Approvals
    correcting: Correcting
    issuing: Issuing
    reconciling: Reconciling
    anchoring: Anchoring
    invoicing: Invoicing
    converting: Converting
    retracing: Retracing
    numbering: Numbering
    doubts: Doubts
    payments: Payments
    watching: Watching
    proformas: WatchingProformas
    sweeping: Sweeping
    nightly: Nightly
    retention: Retention
    cards: Cards
    overview: Overview
    standing: Standing


def desks(
    ledger: Ledger, queue: Queue, outside: Outside, *, clock: Clock, looks: Looks, quiet: timedelta
) -> Flows:
    """All desks, each built once."""
    biller, people, errands = outside.biller, outside.people, Errands(queue)
    composing = Composing(ledger, clock=clock)
    prospects = Prospects(clock.now, quiet, outside.biller.blocked_for)
    overview = Overview(ledger, prospects)
    payments = Payments(ledger, errands, biller, people, clock=clock, looks=looks)
    invoicing = Invoicing(ledger, errands, people, composing)
    deciding = Deciding(ledger, errands, payments, composing, invoicing, clock=clock)
    numbering = Numbering(ledger, errands, biller, clock=clock)
    issuing = Issuing(ledger, errands, biller, numbering, payments, clock=clock)
    reconciling = Reconciling(ledger, errands, numbering, issuing, quiet=quiet)
    anchoring = Anchoring(ledger, errands, biller, numbering, issuing)
    of_settings = _of_settings(ledger, errands, outside, composing, numbering, clock=clock)
    converting = Converting(ledger, errands, biller, issuing, anchoring)
    return Flows(
        **vars(of_settings),
        intake=Intake(ledger, errands),
        composing=composing,
        deciding=deciding,
        looking_up=LookingUp(ledger, errands, composing, deciding, _sources(outside), clock=clock),
        approvals=Approvals(ledger, errands, people, composing),
        correcting=Correcting(ledger, errands, people, composing),
        issuing=issuing,
        reconciling=reconciling,
        anchoring=anchoring,
        invoicing=invoicing,
        converting=converting,
        retracing=Retracing(ledger, biller, reconciling, issuing, anchoring),
        numbering=numbering,
        doubts=Doubts(ledger, errands, biller, issuing, people),
        payments=payments,
        watching=Watching(ledger, errands, biller, clock=clock, quiet=quiet, looks=looks),
        proformas=WatchingProformas(ledger, errands, converting, clock=clock, quiet=quiet, looks=looks),
        sweeping=Sweeping(ledger, errands, queue, clock=clock),
        nightly=Nightly(ledger, errands, numbering, clock=clock),
        retention=Retention(outside.archive, clock=clock, rest=_breath),
        cards=Cards(ledger, overview, outside.courier, biller),
        overview=overview,
        standing=Standing(ledger, queue, outside.timetable, prospects, outside.share),
    )


def _of_settings(
    ledger: Ledger,
    errands: Errands,
    outside: Outside,
    composing: Composing,
    numbering: Numbering,
    *,
    clock: Clock,
) -> SettingsDesks:
    biller, forms, people = outside.biller, outside.forms, outside.people
    saving, trying = Saving(ledger, errands, clock=clock), Trying(ledger, people, composing)
    settings = Settings(ledger, errands, biller, forms, people, saving, clock=clock)
    contacts = Contacts(biller, forms, people, outside.public_url)
    helpers = RuleHelpers(biller, forms, people, trying)
    return SettingsDesks(
        settings=settings,
        saving=saving,
        settings_history=SettingsHistory(ledger, people, settings),
        settings_trials=SettingsTrials(ledger, errands, people, forms, settings, trying),
        catching_up=CatchingUp(ledger, errands, people),
        connecting=Connecting(ledger, errands, numbering, saving, contacts, clock=clock),
        trying=trying,
        rules=rule_desks(ledger, errands, saving, helpers, clock=clock),
    )


def _sources(outside: Outside) -> Sources:
    return Sources(outside.biller, outside.companies, outside.exchange)


def works(flows: Flows) -> Mapping[str, Work]:
    """Who does which kind of job."""
    return {
        Kind.DECIDE: flows.deciding.decide,
        Kind.DECIDE_AGAIN: flows.deciding.decide_again,
        Kind.LOOK_UP: flows.looking_up.look_up,
        Kind.READ_VAT: flows.looking_up.read_vat,
        Kind.ISSUE: flows.issuing.issue,
        Kind.SETTLE: flows.reconciling.settle,
        Kind.ISSUE_ANCHORED: flows.anchoring.issue,
        Kind.SETTLE_ANCHORED: flows.retracing.settle,
        Kind.INVOICE_PROFORMA: flows.converting.issue,
        Kind.WATCH_PROFORMA: flows.proformas.watch,
        Kind.EXPLAIN: flows.numbering.explain,
        Kind.VERIFY: flows.doubts.verify,
        Kind.PDF: flows.cards.attach_pdf,
        Kind.COLLECT: flows.payments.book,
        Kind.WATCH: flows.watching.watch,
        Kind.CARD: flows.cards.show,
        Kind.NOTE: flows.cards.note,
        Kind.ANNOUNCE: flows.cards.announce,
        Kind.SWEEP: flows.sweeping.sweep,
        Kind.NIGHT: flows.nightly.begin,
        Kind.PRUNE: flows.retention.prune,
        Kind.COMPARE: flows.nightly.compare,
        Kind.LOAD_SETTINGS: flows.settings.load,
        Kind.CHECK_SETTINGS: flows.settings.check,
        Kind.TRY_SETTINGS: flows.settings_trials.run,
        Kind.CHECK_RULE: flows.rules.checks.check,
        Kind.SHOW_SAVED: flows.settings.show_saved,
        Kind.LOOK_AGAIN: flows.saving.look_again,
        Kind.CATCH_UP: flows.catching_up.catch_up,
        Kind.CONNECT: flows.connecting.check,
    }


def _breath() -> None:
    """Let others write."""
    time.sleep(_BREATH)
