"""Who does which kind of job, how many at once, and what comes round by itself."""

from collections.abc import Mapping
from datetime import timedelta

from bot.flows.desks import Flows
from bot.flows.kinds import Kind
from bot.work.crews import Crew
from bot.work.jobs import Work
from bot.work.schedule import Visits
from bot.work.timetable import Daily, Every, Round

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
_OF_ONE_SHOP = {Kind.VISIT, Kind.LOOK_AT_HOOKS, Kind.MEND_HOOKS, Kind.SEARCH, Kind.BACKFILL}
_OF_ALL_SHOPS = {Kind.VISIT_ALL, Kind.LOOK_AT_ALL_HOOKS}
_OF_MANY_ORDERS = {Kind.CATCH_UP, Kind.PROPOSE_MISSING}
CREWS = (
    Crew(frozenset(_OF_SMARTBILL | _OF_FORMS), threads=24),
    Crew(frozenset({Kind.CARD, Kind.NOTE, Kind.ANNOUNCE, Kind.REPORT_MISSING}), threads=6),
    Crew(frozenset({Kind.LOOK_UP}), threads=4),
    # Of shops, which may be slow, each is asked by itself.
    Crew(frozenset(_OF_ONE_SHOP), threads=4),
    # It waits for nobody outside: more threads would decide no faster, and take their turns from presses.
    Crew(frozenset({Kind.DECIDE, Kind.DECIDE_AGAIN, Kind.TELL_CHANGES}), threads=1),
    Crew(
        frozenset({Kind.LOOK_AGAIN, *_OF_MANY_ORDERS, Kind.SWEEP, Kind.NIGHT, Kind.PRUNE, *_OF_ALL_SHOPS}),
        threads=2,
    ),
)


def rounds(visits: Visits) -> tuple[Round, ...]:
    """What comes round by itself: one line each, a kind and its rhythm."""
    return (
        Round(Kind.SWEEP, Every(timedelta(minutes=5))),
        Round(Kind.NIGHT, Daily(2, 30)),
        Round(Kind.PRUNE, Every(timedelta(hours=1))),
        Round(Kind.VISIT_ALL, Every(visits.every)),
        Round(Kind.LOOK_AT_ALL_HOOKS, Every(visits.between_hooks)),
    )


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
        Kind.TELL_CHANGES: flows.changing.tell,
        Kind.PDF: flows.cards.attach_pdf,
        Kind.COLLECT: flows.booking.book,
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
        **_of_shops(flows),
    }


def _of_shops(flows: Flows) -> Mapping[str, Work]:
    """Who asks shops, and sees to what they tell."""
    return {
        Kind.VISIT_ALL: flows.visiting.begin,
        Kind.VISIT: flows.visiting.visit,
        Kind.LOOK_AT_ALL_HOOKS: flows.hooking.begin,
        Kind.LOOK_AT_HOOKS: flows.hooking.look,
        Kind.MEND_HOOKS: flows.hooking.mend,
        Kind.SEARCH: flows.searching.search,
        Kind.REPORT_MISSING: flows.missing.report,
        Kind.PROPOSE_MISSING: flows.proposing.propose_all,
        Kind.BACKFILL: flows.backfilling.backfill,
    }
