"""Every desk of the house, and whom they work with outside."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.flows.aftercare import Aftercare
from bot.flows.anchoring import Anchoring
from bot.flows.answering import Answering
from bot.flows.approvals import Approvals
from bot.flows.backfilling import Backfilling
from bot.flows.booking import Booking
from bot.flows.cards import Cards
from bot.flows.catching_up import CatchingUp
from bot.flows.changing import Changing
from bot.flows.composing import Composing
from bot.flows.confirming import Confirming
from bot.flows.connecting import Connecting, Contacts
from bot.flows.converting import Converting
from bot.flows.correcting import Correcting
from bot.flows.deciding import Deciding
from bot.flows.doubts import Doubts
from bot.flows.errands import Errands
from bot.flows.hooking import Hooking
from bot.flows.intake import Intake
from bot.flows.invoicing import Invoicing
from bot.flows.issuing import Issuing
from bot.flows.knocking import Knocking
from bot.flows.ledger import Ledger
from bot.flows.looking_up import LookingUp, Sources
from bot.flows.missing import Missing
from bot.flows.nightly import Nightly
from bot.flows.numbering import Numbering
from bot.flows.overview import Overview, Prospects
from bot.flows.payments import Payments
from bot.flows.ports import Biller, CompanyRegister, Courier, ExchangeRates, Forms, People
from bot.flows.proposing import Proposing
from bot.flows.reconciling import Reconciling
from bot.flows.retention import Archive, Retention
from bot.flows.retracing import Retracing
from bot.flows.rule_desks import RuleDesks, RuleHelpers, rule_desks
from bot.flows.saving import Saving
from bot.flows.searching import Searching
from bot.flows.settings import Settings
from bot.flows.settings_filling import Filling
from bot.flows.settings_history import SettingsHistory
from bot.flows.settings_trials import SettingsTrials
from bot.flows.shopkeepers import Shopkeeper
from bot.flows.standing import Standing
from bot.flows.sweeping import Sweeping
from bot.flows.trying import Trying
from bot.flows.visiting import Visiting
from bot.flows.watching import Watching
from bot.flows.watching_proformas import WatchingProformas
from bot.work.allowance import Share
from bot.work.ports import Clock, Queue, Timetable
from bot.work.schedule import Looks, Visits

#: Between two short transactions of the night, in seconds.
_BREATH = 0.02


@dataclass(frozen=True)
class Times:
    """How often things are looked at, shops are visited, and how long SmartBill may be `quiet`."""

    looks: Looks
    visits: Visits
    quiet: timedelta


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
    keepers: Mapping[str, Shopkeeper] = field(default_factory=dict)
    public_url: str = ""


@dataclass(frozen=True)
class SettingsDesks:
    """The desks where shops are connected, and where what is set for them is changed."""

    settings: Settings
    saving: Saving
    settings_history: SettingsHistory
    settings_trials: SettingsTrials
    catching_up: CatchingUp
    knocking: Knocking
    connecting: Connecting
    trying: Trying
    rules: RuleDesks


@dataclass(frozen=True)
class ShopDesks:
    """The desks that hear of orders: from shops by themselves, and when they are asked."""

    intake: Intake
    confirming: Confirming
    changing: Changing
    visiting: Visiting
    hooking: Hooking


@dataclass(frozen=True)
class GapDesks:
    """The desks that find orders without a document, and have them proposed where people want it."""

    searching: Searching
    missing: Missing
    proposing: Proposing
    backfilling: Backfilling


@dataclass(frozen=True)
class MoneyDesks:
    """The desks where money that came is reported, booked and looked for."""

    payments: Payments
    booking: Booking
    watching: Watching


@dataclass(frozen=True)
class RoundDesks:
    """The desks whose work comes round by itself."""

    sweeping: Sweeping
    nightly: Nightly
    retention: Retention


@dataclass(frozen=True)
class Flows(SettingsDesks, ShopDesks, GapDesks, MoneyDesks, RoundDesks):
    """Every desk of the house."""

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
    proformas: WatchingProformas
    cards: Cards
    overview: Overview
    standing: Standing


def desks(ledger: Ledger, queue: Queue, outside: Outside, *, clock: Clock, times: Times) -> Flows:
    """All desks, each built once."""
    biller, people, errands = outside.biller, outside.people, Errands(queue)
    looks, quiet = times.looks, times.quiet
    of_shops = _of_shops(ledger, errands, outside, clock=clock, times=times)
    composing, prospects = Composing(ledger, clock=clock), Prospects(clock.now, quiet, biller.blocked_for)
    overview = Overview(ledger, prospects)
    of_money = _of_money(ledger, errands, outside, clock=clock, times=times)
    invoicing = Invoicing(ledger, errands, people, composing)
    aftercare = Aftercare(of_money.payments, invoicing, of_shops.changing)
    deciding = Deciding(ledger, errands, composing, of_shops.confirming, aftercare, clock=clock)
    numbering = Numbering(ledger, errands, biller, clock=clock)
    issuing = Issuing(ledger, errands, biller, numbering, of_money.payments, clock=clock)
    reconciling = Reconciling(ledger, errands, numbering, issuing, quiet=quiet)
    anchoring = Anchoring(ledger, errands, biller, numbering, issuing)
    converting = Converting(ledger, errands, biller, issuing, anchoring)
    return Flows(
        **vars(_of_settings(ledger, errands, outside, composing, numbering, clock=clock)),
        **vars(of_shops),
        **vars(_of_gaps(ledger, errands, outside, composing, of_shops, clock=clock)),
        **vars(of_money),
        **vars(_coming_round(ledger, queue, outside, numbering, clock=clock)),
        composing=composing,
        deciding=deciding,
        looking_up=LookingUp(ledger, errands, composing, deciding, _sources(outside), clock=clock),
        approvals=_approvals(ledger, errands, people, composing, of_shops.confirming),
        correcting=Correcting(ledger, errands, people, composing),
        issuing=issuing,
        reconciling=reconciling,
        anchoring=anchoring,
        invoicing=invoicing,
        converting=converting,
        retracing=Retracing(ledger, biller, reconciling, issuing, anchoring),
        numbering=numbering,
        doubts=Doubts(ledger, errands, biller, issuing, people),
        proformas=WatchingProformas(ledger, errands, converting, clock=clock, quiet=quiet, looks=looks),
        cards=Cards(ledger, overview, outside.courier, biller),
        overview=overview,
        standing=Standing(ledger, queue, outside.timetable, prospects, outside.share),
    )


def _approvals(
    ledger: Ledger, errands: Errands, people: People, composing: Composing, confirming: Confirming
) -> Approvals:
    return Approvals(ledger, errands, people, composing, Answering(ledger, errands, confirming))


def _of_money(
    ledger: Ledger, errands: Errands, outside: Outside, *, clock: Clock, times: Times
) -> MoneyDesks:
    biller, looks = outside.biller, times.looks
    return MoneyDesks(
        payments=Payments(ledger, errands, outside.people, clock=clock, looks=looks),
        booking=Booking(ledger, errands, biller),
        watching=Watching(ledger, errands, biller, clock=clock, quiet=times.quiet, looks=looks),
    )


def _coming_round(
    ledger: Ledger, queue: Queue, outside: Outside, numbering: Numbering, *, clock: Clock
) -> RoundDesks:
    errands = Errands(queue)
    return RoundDesks(
        sweeping=Sweeping(ledger, errands, queue, clock=clock),
        nightly=Nightly(ledger, errands, numbering, clock=clock),
        retention=Retention(outside.archive, clock=clock, rest=partial(time.sleep, _BREATH)),
    )


def _of_shops(ledger: Ledger, errands: Errands, outside: Outside, *, clock: Clock, times: Times) -> ShopDesks:
    intake, visits = Intake(ledger, errands), times.visits
    return ShopDesks(
        intake=intake,
        confirming=Confirming(ledger, errands, clock=clock, visits=visits),
        changing=Changing(ledger, errands, looks=times.looks),
        visiting=Visiting(ledger, errands, intake, outside.keepers, clock=clock, visits=visits),
        hooking=Hooking(ledger, errands, outside.people, outside.keepers, public_url=outside.public_url),
    )


def _of_gaps(
    ledger: Ledger,
    errands: Errands,
    outside: Outside,
    composing: Composing,
    of_shops: ShopDesks,
    *,
    clock: Clock,
) -> GapDesks:
    intake, people, keepers = of_shops.intake, outside.people, outside.keepers
    missing = Missing(ledger, composing, outside.courier, clock=clock)
    proposing = Proposing(ledger, errands, people, composing, of_shops.confirming, missing)
    return GapDesks(
        searching=Searching(ledger, errands, intake, keepers, clock=clock),
        missing=missing,
        proposing=proposing,
        backfilling=Backfilling(ledger, errands, people, intake, keepers, proposing, clock=clock),
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
    knocking = Knocking(ledger, outside.keepers)
    filling = Filling(ledger, biller, people, knocking, clock=clock)
    settings = Settings(ledger, errands, filling, forms, people, saving)
    contacts = Contacts(knocking, biller, forms, people, outside.public_url)
    helpers = RuleHelpers(biller, forms, people, trying)
    return SettingsDesks(
        settings=settings,
        saving=saving,
        settings_history=SettingsHistory(ledger, people, settings),
        settings_trials=SettingsTrials(ledger, errands, people, forms, settings, trying),
        catching_up=CatchingUp(ledger, errands, people),
        knocking=knocking,
        connecting=Connecting(ledger, errands, numbering, saving, contacts, clock=clock),
        trying=trying,
        rules=rule_desks(ledger, errands, saving, helpers, clock=clock),
    )


def _sources(outside: Outside) -> Sources:
    return Sources(outside.biller, outside.companies, outside.exchange)
