"""The law of the house: whatever is told, pressed, lost or killed, an order has at most one document."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event

from bot.domain.approvals import SPENT, Proposal, ProposalState
from bot.domain.documents import Invoice
from bot.domain.orders import digest
from bot.domain.yeses import has_enough
from bot.errors import Refusal
from tests.builders import CHANGED_AT, a_line, an_order
from tests.flows.desks import LEASE, QUIET, Desks
from tests.flows.dying import DiedError, Fate, MortalBiller, MortalDatabase
from tests.storage.databases import empty_out

TEAMS = st.lists(st.sampled_from(["U1", "U2", "U3"]), min_size=2, max_size=4)
NUMBERS = st.integers(1, 4)
LIMITS = st.sampled_from([Decimal(100), Decimal(100), Decimal(150), None])
PRESSES = st.sampled_from(["yes", "yes", "no", "again", "by hand", "correct"])
TROUBLES = st.sampled_from(
    ["", "lost", "lost", "lost before", "refused", "away", "away later", "used elsewhere"]
)
COMMITS = ("begin", "middle", "end")
PLACES = st.sampled_from(["", "issue called", "issue heard", "issue heard", "carries heard", *COMMITS])
# What fails is not made smaller: every step is a few commits, and there are thousands of tries.
FEW = settings(
    max_examples=6,
    stateful_step_count=12,
    phases=[Phase.generate],
    derandomize=True,
    deadline=None,
    database=None,
)
MANY = settings(FEW, max_examples=100, stateful_step_count=25)


class Business(RuleBasedStateMachine):
    """A shop, people and SmartBill, in any sequence; the process dies now and then and the next one comes."""

    database: MortalDatabase
    fate: Fate

    def __init__(self) -> None:
        super().__init__()
        empty_out(self.database)
        self.fate.live()
        self.biller = MortalBiller(self.fate)
        self.desks = Desks(self.database, self.biller)
        self.minutes = 0
        self.orders = 0
        self.deleted: set[str] = set()

    @initialize(automatic=st.booleans())
    def connect(self, automatic: bool) -> None:
        self.desks.connect(automatic=automatic)

    @rule(trouble=TROUBLES, place=PLACES, after=st.integers(0, 9))
    def an_order_comes_in_a_bad_moment(self, trouble: str, place: str, after: int) -> None:
        self.orders += 1
        self.fate.live()
        self._be_in(trouble)
        self._tell(self.orders, "paid", 2, 0)
        self.desks.run_all()
        self.fate.die_at(place, after if place in COMMITS else 0)
        self.somebody_presses(self.orders, "yes", "U1")
        self._mortally(self.desks.run_all)

    @rule(
        number=NUMBERS,
        status=st.sampled_from(["paid", "paid", "pending", "cancelled"]),
        lamps=st.sampled_from([2, 2, 3]),
        minutes=st.sampled_from([1, 1, 0, -2]),
    )
    def an_order_changes(self, number: int, status: str, lamps: int, minutes: int) -> None:
        self.minutes += max(minutes, 0)
        self._tell(number, status, lamps, min(minutes, 0))

    @rule(number=NUMBERS, what=PRESSES, who=st.sampled_from(["U1", "U2"]))
    def somebody_presses(self, number: int, what: str, who: str) -> None:
        self._mortally(lambda: self._press(number, what, who))

    @rule(pause=st.sampled_from([timedelta(0), timedelta(seconds=15), QUIET + timedelta(seconds=30)]))
    def time_passes(self, pause: timedelta) -> None:
        self._mortally(lambda: self.desks.pass_by(pause))

    @rule(documents=st.sampled_from([1, 1, 2]), then=st.sampled_from(["", "the process ends", "a night"]))
    def somebody_deletes_the_last_documents(self, documents: int, then: str) -> None:
        for _ in range(documents):
            last = self.biller.delete_last("FCT")
            self.deleted.update({last.reference} if last else ())
        if then == "the process ends":
            self.the_process_ends()
        if then == "a night":
            self._mortally(lambda: self.desks.flows.nightly.compare({"shop": "lampi"}))

    @rule()
    def somebody_else_issues_in_the_series(self) -> None:
        self.biller.issue_elsewhere("FCT")

    @rule()
    def the_process_ends(self) -> None:
        """The next one finds the jobs when their leases have run out, and remembers nothing else."""
        self.desks.clock.advance(LEASE)
        self.desks.start_anew()

    @invariant()
    def an_order_has_at_most_one_document(self) -> None:
        made = Counter(document.draft.mentions for document in self.biller.documents if document.draft)
        assert all(count == 1 for count in made.values()), made

    @invariant()
    def every_document_has_the_yeses_that_it_needs(self) -> None:
        shops = self.desks.ledger.shops.all()
        for order_id in range(1, self.orders + 1) if shops else ():
            latest = self.desks.ledger.proposals.latest(order_id)
            if latest is not None and latest.state in SPENT and not _is_found(latest):
                assert has_enough(latest, shops[0].settings), latest

    @invariant()
    def nothing_was_given_up(self) -> None:
        assert self.desks.parked == []

    def teardown(self) -> None:
        """In the end all is known: our documents are in the ledger, and no attempt is without an end."""
        self.biller._failures.clear()
        self.fate.live()
        self.desks.clock.advance(LEASE)
        self.desks.pass_by(timedelta(minutes=10))
        self.an_order_has_at_most_one_document()
        ours = {(one.reference, one.number) for one in self.biller.documents if one.draft}
        known = {self._named(invoice) for invoice in self.desks.ledger.documents.uncollected()}
        assert ours <= known
        assert {reference for reference, _ in known - ours} <= self.deleted
        assert self.desks.ledger.numbers.held() == ()
        waiting = {proposal.state for proposal in self.desks.ledger.proposals.waiting()}
        assert ProposalState.UNKNOWN not in waiting

    def _named(self, invoice: Invoice) -> tuple[str, str]:
        return self.desks.record(invoice.order_id).reference, invoice.number

    def _tell(self, number: int, status: str, lamps: int, minutes: int) -> None:
        order = an_order(
            external_id=str(number),
            number=str(number),
            status=status,
            lines=(a_line(quantity=Decimal(lamps)),),
            total=Decimal(50 * lamps + 21),
            updated_at=CHANGED_AT + timedelta(minutes=self.minutes + minutes),
        )
        self._mortally(lambda: self.desks.told(order))

    def _be_in(self, trouble: str) -> None:
        match trouble:
            case "lost":
                self.biller.lose_next("issue", done=True)
            case "lost before":
                self.biller.lose_next("issue", done=False)
            case "refused":
                self.biller.refuse_next("issue")
            case "away":
                self.biller.be_away_next("issue")
            case "away later":
                self.biller.be_away_next("carries")
            case "used elsewhere":
                self.biller.issue_elsewhere("FCT")

    def _press(self, number: int, what: str, who: str) -> None:
        order_id = self.desks.overview.find(str(number)).record.id
        proposal = self.desks.ledger.proposals.latest(order_id)
        if what == "by hand":
            seen = digest(self.desks.approvals.preview(order_id, by=who)[1])
            self.desks.approvals.issue_by_hand(order_id, seen, by=who)
        elif proposal is None:
            return
        elif what == "yes":
            self.desks.approvals.approve(proposal.id, by=who)
        elif what == "correct":
            self._correct(proposal.id, who)
        elif what == "no":
            self.desks.approvals.decline(proposal.id, by=who, reason="")
        else:
            self.desks.approvals.try_again(proposal.id, by=who)

    def _correct(self, proposal_id: str, who: str) -> None:
        seen = self.desks.correcting.may_correct(proposal_id, by=who)
        buyer = seen.particulars.buyer.model_copy(update={"phone": f"07{self.minutes}"})
        typed = seen.particulars.model_copy(update={"buyer": buyer})
        self.desks.correcting.correct(proposal_id, typed, basis=seen.basis, by=who)

    def _mortally(self, act: Callable[[], object]) -> None:
        """Somebody acts, and the house may say no; or the process dies, and the next one comes."""
        try:
            act()
        except Refusal:
            return
        except DiedError:
            self.the_process_ends()


class BusinessOfSeveral(Business):
    """The same, where one person is not enough."""

    @initialize(automatic=st.booleans(), second_above=LIMITS, four_eyes=st.booleans())
    def connect(self, automatic: bool, second_above: Decimal | None, four_eyes: bool) -> None:
        self.desks.connect(automatic=automatic, second_above=second_above, four_eyes=four_eyes)
        self.an_order_comes_in_a_bad_moment("", "", 0)

    @rule(number=NUMBERS, people=TEAMS, what=st.sampled_from(["yes", "by hand"]))
    def several_press(self, number: int, people: list[str], what: str) -> None:
        for who in people:
            self.somebody_presses(number, what, who)


def _is_found(proposal: Proposal) -> bool:
    """Whether it only says what SmartBill has already."""
    return any(reason.code == "found" for reason in proposal.reasons)


def a_long_time(file: Path, how: settings, business: type[Business] = Business) -> None:
    fate = Fate()
    database = MortalDatabase(file, fate)
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))

    run_state_machine_as_test(type("Here", (business,), {"database": database, "fate": fate}), settings=how)

    database.close()


def test_an_order_has_at_most_one_document_whatever_happens(sqlite_file: Path) -> None:
    a_long_time(sqlite_file, FEW)


@pytest.mark.slow
def test_an_order_has_at_most_one_document_however_long_it_goes_on(sqlite_file: Path) -> None:
    a_long_time(sqlite_file, MANY)


def test_an_order_has_at_most_one_document_and_all_its_yeses_whatever_happens(sqlite_file: Path) -> None:
    a_long_time(sqlite_file, settings(FEW, max_examples=10), BusinessOfSeveral)


@pytest.mark.slow
def test_an_order_has_at_most_one_document_and_all_its_yeses_however_long_it_goes_on(
    sqlite_file: Path,
) -> None:
    a_long_time(sqlite_file, MANY, BusinessOfSeveral)
