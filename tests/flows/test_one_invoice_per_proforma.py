"""The law of the house for proformas: whatever is pressed, lost, killed or done by hand, each has one invoice."""

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

from bot.domain.approvals import BY_RULE, SPENT, ProposalState
from bot.domain.documents import Invoice
from bot.domain.orders import digest
from bot.domain.shops import Document
from bot.errors import Refusal
from tests.builders import CHANGED_AT, a_line, an_order
from tests.fakes.biller import Booked
from tests.flows.desks import LEASE, QUIET, Desks
from tests.flows.dying import DiedError, Fate, MortalBiller, MortalDatabase
from tests.storage.databases import empty_out

NUMBERS = st.integers(1, 3)
TROUBLES = st.sampled_from(["", "lost", "lost before", "refused", "away", "away earlier", "people"])
STATUSES = st.sampled_from(["pending", "paid", "paid", "cancelled"])
INSTEAD = st.sampled_from(["", "from the proforma", "by itself"])
#: Proformas of invoices that are no copies; of these, one too many harms nobody.
ANCHORS = "ANC"
#: After this time all is known that happened in SmartBill.
SURELY = timedelta(minutes=40)
COMMITS = ("begin", "middle", "end")
CALLS = ("made_from called", "made_from heard", "references heard", "issue called", "issue heard")
PLACES = st.sampled_from(["", *CALLS, *COMMITS])
FEW = settings(
    max_examples=6,
    stateful_step_count=14,
    phases=[Phase.generate],
    derandomize=True,
    deadline=None,
    database=None,
)
MANY = settings(FEW, max_examples=80, stateful_step_count=25)


class Business(RuleBasedStateMachine):
    """A shop of proformas, its people and SmartBill; the process dies now and then and the next one comes."""

    database: MortalDatabase
    fate: Fate

    def __init__(self) -> None:
        super().__init__()
        empty_out(self.database)
        self.fate.live()
        self.biller = MortalBiller(self.fate)
        self.desks = Desks(self.database, self.biller)
        self.biller.add_series("MAN", "invoice", 1)
        self.biller.add_series(ANCHORS, "proforma", 1)
        self.minutes = 0
        self.deleted: set[str] = set()

    @initialize(on_paid=st.booleans(), shared=st.booleans())
    def connect(self, on_paid: bool, shared: bool) -> None:
        self.desks.connect(
            document=Document.PROFORMA,
            series="SLKP",
            invoice_series="FCT",
            invoice_proforma_on_paid=on_paid,
            anchor_series=ANCHORS if shared else "",
            statuses=("new_order",),
            automatic=True,
            only_with_billing=False,
        )

    @rule(
        number=NUMBERS,
        status=STATUSES,
        lamps=st.sampled_from([2, 2, 2, 3]),
    )
    def an_order_changes(self, number: int, status: str, lamps: int) -> None:
        self._tell(number, status, lamps)
        self._mortally(self.desks.run_all)

    @rule(number=NUMBERS, trouble=TROUBLES, place=PLACES, after=st.integers(0, 11))
    def its_invoice_is_wanted_in_a_bad_moment(
        self, number: int, trouble: str, place: str, after: int
    ) -> None:
        self._tell(number, "pending", 2)
        self.fate.live()
        self._mortally(self.desks.run_all)
        self._be_in(trouble)
        self.fate.die_at(place, after if place in COMMITS else 0)
        self.somebody_presses(number, "invoice it", "U1")
        self._mortally(self.desks.run_all)

    @rule(
        number=NUMBERS,
        what=st.sampled_from(["invoice it", "invoice it", "yes", "no", "again", "by hand"]),
        who=st.sampled_from(["U1", "U2"]),
    )
    def somebody_presses(self, number: int, what: str, who: str) -> None:
        self._mortally(lambda: self._press(number, what, who))

    @rule(number=NUMBERS)
    def a_person_invoices_the_proforma_in_smartbill(self, number: int) -> None:
        ours = next((one for one in self._ours(Document.PROFORMA) if _order_of(one) == number), None)
        if ours is not None and not self._made_from(ours):
            self.biller.invoice_elsewhere(ours.series, ours.number, "FCT")

    @rule(is_noticed=st.sampled_from([True, True, False]), instead=INSTEAD, status=STATUSES)
    def somebody_deletes_the_last_invoice_in_smartbill(
        self, is_noticed: bool, instead: str, status: str
    ) -> None:
        self._mortally(self.desks.run_all)
        last = next((one for one in reversed(self.biller.documents) if one.series == "FCT"), None)
        number = next((one for one in (1, 2, 3) if last and _name(last) in self._names_of(one)), 0)
        if last is None or not number or self._is_something_under_way():
            return
        self.biller.delete_last("FCT")
        self.deleted.add(_name(last))
        if is_noticed:
            self._mortally(lambda: self.desks.pass_by(SURELY))
        if instead == "from the proforma":
            self.a_person_invoices_the_proforma_in_smartbill(number)
        elif instead == "by itself":
            self.biller.issue_elsewhere("MAN", last.total)
        self.an_order_changes(number, status, 2)

    @rule(pause=st.sampled_from([timedelta(0), timedelta(seconds=15), QUIET + timedelta(seconds=30)]))
    def time_passes(self, pause: timedelta) -> None:
        self._mortally(lambda: self.desks.pass_by(pause))

    @rule()
    def the_process_ends(self) -> None:
        self.desks.clock.advance(LEASE)
        self.desks.start_anew()

    @invariant()
    def an_order_has_at_most_one_document_of_ours_of_each_kind(self) -> None:
        for kind in Document:
            made = Counter(one.reference for one in self._ours(kind))
            assert all(count == 1 for count in made.values()), (kind, made)

    @invariant()
    def nothing_of_ours_follows_what_a_person_made(self) -> None:
        for proforma in self._ours(Document.PROFORMA):
            made = [bool(one.reference) for one in self._invoices_of(proforma)]
            assert made in ([], [True], [False], [True, False]), made

    @invariant()
    def a_copy_says_what_was_approved(self) -> None:
        for invoice in self.desks.ledger.documents.uncollected():
            booked = self.biller.find(invoice.series, invoice.number)
            # The number of a deleted document may be another one's by now.
            if booked is not None and invoice.name not in self.deleted:
                assert booked.total == invoice.total.amount

    @invariant()
    def nothing_takes_the_place_of_a_deleted_invoice_by_rule(self) -> None:
        for order_id in self._order_ids():
            gone = self.desks.ledger.vanished.of(order_id, Document.INVOICE)
            latest = self.desks.ledger.proposals.latest(order_id)
            if gone is None or latest is None or latest.state not in SPENT:
                continue
            is_recorded = "invoiced_elsewhere" in {reason.code for reason in latest.reasons}
            assert is_recorded or latest.answered_by != BY_RULE, latest

    @invariant()
    def nothing_was_given_up(self) -> None:
        assert self.desks.parked == []

    def teardown(self) -> None:
        """In the end all is known: our documents are in the ledger, and no attempt is without an end."""
        self.biller._failures.clear()
        self.fate.live()
        self.desks.clock.advance(LEASE)
        self.desks.pass_by(SURELY)
        self.an_order_has_at_most_one_document_of_ours_of_each_kind()
        self.nothing_of_ours_follows_what_a_person_made()
        known = {invoice.name for invoice in self._known()}
        assert {_name(one) for kind in Document for one in self._ours(kind)} <= known
        alone = [made for made in map(self._invoices_of, self._ours(Document.PROFORMA)) if len(made) == 1]
        assert {_name(made) for (made,) in alone} <= known
        assert self.desks.ledger.numbers.held() == ()
        waiting = {proposal.state for proposal in self.desks.ledger.proposals.waiting()}
        assert ProposalState.UNKNOWN not in waiting

    def _known(self) -> list[Invoice]:
        living = self.desks.ledger.documents.living
        return [one for order_id in self._order_ids() for one in living(order_id)]

    def _names_of(self, number: int) -> set[str]:
        """The documents of that order, as our books have them."""
        order_id = self._order_id(number)
        return {one.name for one in self.desks.ledger.documents.living(order_id)} if order_id else set()

    def _is_something_under_way(self) -> bool:
        """Whether a document may come into being just now, so that nobody knows the next number."""
        proposals = self.desks.ledger.proposals
        return bool(proposals.approved(1) or proposals.doubtful(1))

    def _order_ids(self) -> list[int]:
        return [order_id for order_id in map(self._order_id, (1, 2, 3)) if order_id]

    def _order_id(self, number: int) -> int:
        try:
            return self.desks.overview.find(str(number)).record.id
        except Refusal:
            return 0

    def _ours(self, kind: Document) -> list[Booked]:
        ours = [one for one in self.biller.documents if one.reference and one.series != ANCHORS]
        return [one for one in ours if one.document is kind]

    def _made_from(self, proforma: Booked) -> list[Booked]:
        name = (proforma.series, proforma.number)
        return [
            one
            for one in self.biller.documents
            if one.made_from and (one.made_from.series, one.made_from.number) == name
        ]

    def _invoices_of(self, proforma: Booked) -> list[Booked]:
        """What was made from it, and what was made for its order beside it, oldest first."""
        made = self._made_from(proforma)
        beside = [one for one in self._ours(Document.INVOICE) if one.reference == proforma.reference]
        return [one for one in self.biller.documents if one in made or one in beside]

    def _tell(self, number: int, status: str, lamps: int) -> None:
        self.minutes += 1
        order = an_order(
            external_id=str(number),
            number=str(number),
            status=status,
            paid=status == "paid",
            lines=(a_line(quantity=Decimal(lamps)),),
            total=Decimal(50 * lamps + 21),
            updated_at=CHANGED_AT + timedelta(minutes=self.minutes),
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
            case "away earlier":
                self.biller.be_away_next("made_from")
            case "people":
                self.biller.issue_elsewhere("FCT")

    def _press(self, number: int, what: str, who: str) -> None:
        life = self.desks.overview.find(str(number))
        order_id, proforma = life.record.id, life.invoice or life.proforma
        proposal = self.desks.ledger.proposals.latest(order_id)
        if what == "invoice it" and proforma is not None:
            self.desks.invoicing.ask(proforma.id, by=who)
        elif what == "by hand":
            seen = digest(self.desks.approvals.preview(order_id, by=who)[1])
            self.desks.approvals.issue_by_hand(order_id, seen, by=who)
        elif proposal is None:
            return
        elif what == "yes":
            self.desks.approvals.approve(proposal.id, by=who)
        elif what == "no":
            self.desks.approvals.decline(proposal.id, by=who, reason="")
        elif what == "again":
            self.desks.approvals.try_again(proposal.id, by=who)

    def _mortally(self, act: Callable[[], object]) -> None:
        """Somebody acts, and the house may say no; or the process dies, and the next one comes."""
        try:
            act()
        except Refusal:
            return
        except DiedError:
            self.the_process_ends()


def _name(booked: Booked) -> str:
    return f"{booked.series} {booked.number}"


def _order_of(booked: Booked) -> int:
    return int(booked.draft.mentions.split()[1]) if booked.draft else 0


def a_long_time(file: Path, how: settings) -> None:
    fate = Fate()
    database = MortalDatabase(file, fate)
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))

    run_state_machine_as_test(type("Here", (Business,), {"database": database, "fate": fate}), settings=how)

    database.close()


def test_a_proforma_has_at_most_one_invoice_whatever_happens(sqlite_file: Path) -> None:
    a_long_time(sqlite_file, FEW)


@pytest.mark.slow
def test_a_proforma_has_at_most_one_invoice_however_long_it_goes_on(sqlite_file: Path) -> None:
    a_long_time(sqlite_file, MANY)


@pytest.mark.parametrize("instead", ["", "from the proforma", "by itself"])
def test_a_deleted_invoice_is_nobodys_but_a_persons_to_replace(sqlite_file: Path, instead: str) -> None:
    fate = Fate()
    database = MortalDatabase(sqlite_file, fate)
    business = type("Here", (Business,), {"database": database, "fate": fate})()
    business.connect(on_paid=True, shared=False)
    business.an_order_changes(1, "pending", 2)
    business.an_order_changes(1, "paid", 2)
    assert len(business._ours(Document.INVOICE)) == 1

    business.somebody_deletes_the_last_invoice_in_smartbill(True, instead, "paid")

    business.nothing_takes_the_place_of_a_deleted_invoice_by_rule()
    assert business._ours(Document.INVOICE) == []
    business.teardown()
    database.close()


@pytest.mark.slow
@pytest.mark.parametrize("shared", [False, True])
def test_a_crash_at_every_line_from_the_press_on_makes_one_invoice(
    sqlite_file: Path, *, shared: bool
) -> None:
    fate = Fate()
    database = MortalDatabase(sqlite_file, fate)
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    passed = 0
    for place in (*CALLS, "middle", "end"):
        for after in range(60 if place in COMMITS else 2):
            for trouble in ("", "lost", "lost before"):
                died = _one_order(database, fate, place, after, trouble, shared=shared)
                passed += died
            if not died:
                break
    database.close()

    assert passed > 40


def _one_order(
    database: MortalDatabase, fate: Fate, place: str, after: int, trouble: str, *, shared: bool
) -> bool:
    """Invoice one proforma, dying there once; answers whether it died."""
    empty_out(database)
    fate.live()
    business = type("Here", (Business,), {"database": database, "fate": fate})()
    business.connect(on_paid=False, shared=shared)
    business._tell(1, "pending", 2)
    business._mortally(business.desks.run_all)
    business._be_in(trouble)
    fate.die_at(place, after)
    business.somebody_presses(1, "invoice it", "U1")
    business._mortally(business.desks.run_all)
    died = fate._place == ""
    fate.live()
    # Where the process died before the press was kept, the person presses again.
    business.somebody_presses(1, "invoice it", "U1")
    business.teardown()
    assert len(business._ours(Document.INVOICE)) == 1, (place, after, trouble)
    return died
