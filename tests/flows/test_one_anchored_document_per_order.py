"""The law of the house where people issue in the same series: a crash at any line makes no second invoice."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event

from bot.domain.approvals import ProposalState
from bot.domain.shops import Document
from bot.errors import Refusal
from tests.builders import an_order
from tests.fakes.biller import Booked
from tests.flows.desks import LEASE, QUIET, Desks
from tests.flows.dying import DiedError, Fate, MortalBiller, MortalDatabase
from tests.storage.databases import empty_out

COMMITS = ("begin", "middle", "end")
CALLS = ("issue called", "issue heard", "made_from heard", "references heard")
TROUBLES = st.sampled_from(["", "lost", "lost before", "refused", "away", "people"])
MANY = settings(
    max_examples=12,
    stateful_step_count=12,
    phases=[Phase.generate],
    derandomize=True,
    deadline=None,
    database=None,
)


class Business(RuleBasedStateMachine):
    """A shop whose people issue in the same series; the process dies now and then and the next one comes."""

    database: MortalDatabase
    fate: Fate

    def __init__(self) -> None:
        super().__init__()
        empty_out(self.database)
        self.fate.live()
        self.biller = MortalBiller(self.fate)
        self.desks = Desks(self.database, self.biller)
        self.orders = 0

    @initialize(automatic=st.booleans())
    def connect(self, automatic: bool) -> None:
        self.desks.connect(automatic=automatic, only_with_billing=False, anchor_series="SLKP")

    @rule(
        first=TROUBLES,
        second=TROUBLES,
        place=st.sampled_from(["", *CALLS, *COMMITS]),
        after=st.integers(0, 12),
    )
    def an_order_comes_in_a_bad_moment(self, first: str, second: str, place: str, after: int) -> None:
        self.orders += 1
        self.fate.live()
        self._be_in(first)
        self._be_in(second)
        self.fate.die_at(place, after if place in COMMITS else after % 2)
        order = an_order(external_id=str(self.orders), number=str(self.orders))
        self._mortally(lambda: self.desks.told(order))
        self._work()
        self._press()

    @rule(pause=st.sampled_from([timedelta(seconds=15), QUIET + timedelta(seconds=30)]))
    def time_passes(self, pause: timedelta) -> None:
        self._work(pause)
        self._press()

    @invariant()
    def an_order_has_at_most_one_invoice(self) -> None:
        made = Counter(one.reference for one in self._invoices())
        assert all(count == 1 for count in made.values()), made

    @invariant()
    def nothing_was_given_up(self) -> None:
        assert self.desks.parked == []

    def teardown(self) -> None:
        """In the end every order has its invoice in the books, and no attempt is without an end."""
        self.biller._failures.clear()
        self.fate.live()
        for _ in range(3):
            self._work(timedelta(minutes=10))
            self._press()
        self._work(timedelta(minutes=10))
        self.an_order_has_at_most_one_invoice()
        waiting = {proposal.state for proposal in self.desks.ledger.proposals.waiting()}
        assert waiting <= {ProposalState.OPEN}
        known = sorted(invoice.number for invoice in self.desks.ledger.documents.uncollected())
        assert known == sorted(one.number for one in self._invoices())

    def _invoices(self) -> list[Booked]:
        return [one for one in self.biller.documents if one.reference and one.document is Document.INVOICE]

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
            case "people":
                self.biller.issue_elsewhere("FCT")

    def _press(self) -> None:
        """Somebody says yes to what is open, and tries again what was refused."""
        for proposal in self.desks.ledger.proposals.waiting():
            if proposal.state is ProposalState.OPEN:
                self._mortally(partial(self.desks.approvals.approve, proposal.id, by="U1"))
            elif proposal.state is ProposalState.REFUSED:
                self._mortally(partial(self.desks.approvals.try_again, proposal.id, by="U1"))
        self._work()

    def _work(self, pause: timedelta = timedelta(0)) -> None:
        self._mortally(lambda: self.desks.pass_by(pause))

    def _mortally(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refusal:
            return
        except DiedError:
            # The next process finds the jobs when their leases have run out.
            self.desks.clock.advance(LEASE)
            self.desks.start_anew()


@pytest.mark.slow
def test_an_order_has_at_most_one_invoice_whatever_happens(sqlite_file: Path) -> None:
    fate = Fate()
    database = MortalDatabase(sqlite_file, fate)
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))

    run_state_machine_as_test(type("Here", (Business,), {"database": database, "fate": fate}), settings=MANY)

    database.close()


@pytest.mark.slow
def test_a_crash_at_every_line_of_the_way_makes_one_invoice_and_only_one(sqlite_file: Path) -> None:
    """Every commit and every call between the yes and the record, one after the other, and a second crash."""
    fate = Fate()
    database = MortalDatabase(sqlite_file, fate)
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    passed = 0
    for place in ("middle", "end", *CALLS[:2]):
        for after in range(60 if place in COMMITS else 2):
            for trouble in ("", "lost", "lost before"):
                died = _one_order(database, fate, place, after, trouble)
                passed += died
            if not died:
                break
    database.close()

    assert passed > 60


def _one_order(database: MortalDatabase, fate: Fate, place: str, after: int, trouble: str) -> bool:
    """Issue one order, dying there once; answers whether it died."""
    empty_out(database)
    fate.live()
    business = type("Here", (Business,), {"database": database, "fate": fate})()
    business.connect(automatic=False)
    business._mortally(lambda: business.desks.told(an_order()))
    business._work()
    business._be_in(trouble)
    fate.die_at(place, after)
    business._press()
    died = fate._place == ""
    business.teardown()
    assert len(business._invoices()) == 1, (place, after, trouble)
    return died
