"""The law of the house: whatever is told, pressed, lost or killed, an order has at most one document."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event

from bot.domain.approvals import ProposalState
from bot.domain.orders import digest
from bot.errors import Refusal
from tests.builders import CHANGED_AT, a_line, an_order
from tests.flows.desks import LEASE, QUIET, Desks
from tests.flows.dying import DiedError, Fate, MortalBiller, MortalDatabase
from tests.storage.databases import empty_out

NUMBERS = st.sampled_from(["1043", "1044"])
STATUSES = st.sampled_from(["pending", "paid", "paid", "completed", "cancelled"])
LAMPS = st.sampled_from([2, 2, 3])


class Business(RuleBasedStateMachine):
    """A shop, people and SmartBill, in any sequence; the process dies now and then and comes back."""

    database: MortalDatabase
    fate: Fate

    def __init__(self) -> None:
        super().__init__()
        empty_out(self.database)
        self.fate.live()
        self.biller = MortalBiller(self.fate)
        self.desks = Desks(self.database, self.biller)
        self.minutes = 0

    @initialize(automatic=st.booleans())
    def connect(self, automatic: bool) -> None:
        self.desks.connect(automatic=automatic)

    @rule(number=NUMBERS, status=STATUSES, lamps=LAMPS, minutes=st.sampled_from([1, 1, 1, 0, -2]))
    def the_shop_tells(self, number: str, status: str, lamps: int, minutes: int) -> None:
        self.minutes += max(minutes, 0)
        self.desks.told(
            an_order(
                external_id=number,
                number=number,
                status=status,
                lines=(a_line(quantity=Decimal(lamps)),),
                total=Decimal(50 * lamps + 21),
                updated_at=CHANGED_AT + timedelta(minutes=self.minutes + min(minutes, 0)),
            )
        )
        self.work()

    @rule(order_id=st.sampled_from([1, 2]), who=st.sampled_from(["U1", "U2"]))
    def somebody_says_yes(self, order_id: int, who: str) -> None:
        proposal = self.desks.ledger.proposals.latest(order_id)
        if proposal is not None:
            _pressed(lambda: self.desks.approvals.approve(proposal.id, by=who))

    @rule(order_id=st.sampled_from([1, 2]))
    def somebody_says_no(self, order_id: int) -> None:
        proposal = self.desks.ledger.proposals.latest(order_id)
        if proposal is not None:
            _pressed(lambda: self.desks.approvals.decline(proposal.id, by="U3", reason=""))

    @rule(order_id=st.sampled_from([1, 2]))
    def somebody_tries_again(self, order_id: int) -> None:
        proposal = self.desks.ledger.proposals.latest(order_id)
        if proposal is not None:
            _pressed(lambda: self.desks.approvals.try_again(proposal.id, by="U1"))

    @rule(number=NUMBERS)
    def somebody_issues_by_hand(self, number: str) -> None:
        def press() -> None:
            order_id = self.desks.overview.find(number).record.id
            seen = digest(self.desks.approvals.preview(order_id, by="U2")[1])
            self.desks.approvals.issue_by_hand(order_id, seen, by="U2")

        _pressed(press)

    @rule(done=st.booleans())
    def the_next_answer_is_lost(self, done: bool) -> None:
        self.biller.lose_next("issue", done=done)

    @rule(call=st.sampled_from(["series", "issue", "status", "carries"]))
    def smartbill_is_away_once(self, call: str) -> None:
        self.biller.be_away_next(call)

    @rule()
    def smartbill_refuses_once(self) -> None:
        self.biller.refuse_next("issue")

    @rule()
    def somebody_else_uses_the_series(self) -> None:
        self.biller.issue_elsewhere("FCT")

    @rule(steps=st.integers(0, 60))
    def the_process_dies_at_its_work(self, steps: int) -> None:
        self.fate.die_after(steps)
        try:
            self.desks.run_all()
        except DiedError:
            # The next process finds the jobs when their leases have run out.
            self.desks.clock.advance(LEASE)
        self.fate.live()

    @rule()
    def work(self) -> None:
        self.desks.run_all()

    @rule(pause=st.sampled_from([timedelta(seconds=15), QUIET + timedelta(seconds=30)]))
    def time_passes(self, pause: timedelta) -> None:
        self.desks.pass_by(pause)

    @invariant()
    def an_order_has_at_most_one_document(self) -> None:
        made = Counter(document.draft.mentions for document in self.biller.documents if document.draft)
        assert all(count == 1 for count in made.values()), made

    @invariant()
    def nothing_was_given_up(self) -> None:
        assert self.desks.parked == []

    def teardown(self) -> None:
        """In the end all is known: every document of ours is in the ledger, and no attempt is without an end."""
        self.biller._failures.clear()
        self.fate.live()
        self.desks.clock.advance(LEASE)
        self.desks.pass_by(timedelta(minutes=30))
        self.an_order_has_at_most_one_document()
        ours = sorted(document.number for document in self.biller.documents if document.draft)
        assert sorted(invoice.number for invoice in self.desks.ledger.documents.uncollected()) == ours
        for order_id in (1, 2):
            proposal = self.desks.ledger.proposals.latest(order_id)
            assert proposal is None or proposal.state not in {ProposalState.APPROVED, ProposalState.UNKNOWN}


def _pressed(press: Callable[[], None]) -> None:
    """Somebody pressed a button; the house may say no."""
    try:
        press()
    except Refusal:
        return


def test_an_order_has_at_most_one_document_whatever_happens(sqlite_file: Path) -> None:
    fate = Fate()
    database = MortalDatabase(sqlite_file, fate)
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    here = type("Here", (Business,), {"database": database, "fate": fate})

    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=20, stateful_step_count=25, derandomize=True, deadline=None, database=None
        ),
    )

    database.close()
