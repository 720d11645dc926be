"""What the flows may expect of any ledger: all or nothing, and an audit that is only added to."""

from datetime import timedelta

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.orders import OrderNotice
from bot.errors import Refusal
from bot.flows.audit import Entry
from tests.builders import an_order
from tests.contracts.books import Books, at_once
from tests.fakes.clock import FRIDAY


class _DiedError(BaseException):
    """The process ends here."""


def test_the_audit_of_an_order_is_read_oldest_first(books: Books) -> None:
    order_id = books.order().id
    books.ledger.audit.write("rule", "proposal.opened", shop_id="lampi", order_id=order_id, digest="d1")
    books.clock.advance(timedelta(minutes=1))
    books.ledger.audit.write("U1", "proposal.approved", shop_id="lampi", order_id=order_id)
    books.ledger.audit.write("U2", "settings.saved", shop_id="lampi")

    assert books.ledger.audit.of(order_id) == (
        Entry(FRIDAY, "rule", "proposal.opened", {"digest": "d1"}),
        Entry(FRIDAY + timedelta(minutes=1), "U1", "proposal.approved", {}),
    )


@pytest.mark.parametrize("end", [Refusal("approval.gone"), _DiedError(), KeyError("bug")])
def test_a_transaction_that_does_not_reach_its_end_leaves_nothing(books: Books, end: BaseException) -> None:
    proposal = books.proposal()

    def begin() -> None:
        with books.ledger.transaction():
            books.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
            books.ledger.audit.write("U1", "proposal.approved", shop_id="lampi", order_id=proposal.order_id)
            books.ledger.notices.add("lampi", OrderNotice(an_order()), b"{}", event="")
            raise end

    with pytest.raises(type(end)):
        begin()

    assert books.ledger.proposals.get(proposal.id) == proposal
    assert books.ledger.audit.of(proposal.order_id) == ()
    assert books.ledger.notices.add("lampi", OrderNotice(an_order()), b"{}", event="") is not None


def test_what_is_inside_joins_the_outermost_transaction(books: Books) -> None:
    proposal = books.proposal()

    def begin() -> None:
        with books.ledger.transaction():
            with books.ledger.transaction():
                books.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
            raise Refusal("approval.gone")

    with pytest.raises(Refusal):
        begin()

    assert books.ledger.proposals.get(proposal.id) == proposal


def test_a_transaction_reads_what_it_wrote(books: Books) -> None:
    proposal = books.proposal()

    with books.ledger.transaction():
        books.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
        seen = books.ledger.proposals.get(proposal.id)

    assert seen is not None
    assert (seen.state, seen.answered_by) == (ProposalState.APPROVED, "U1")


def test_a_second_proposal_refused_by_the_database_leaves_the_transaction_usable(books: Books) -> None:
    proposal = books.proposal()
    record = books.ledger.orders.get(proposal.order_id)

    with books.ledger.transaction():
        second = books.ledger.proposals.open(record, proposal.draft, (), "default", ())
        books.ledger.audit.write("U1", "proposal.seen", shop_id="lampi", order_id=proposal.order_id)

    assert second is None
    assert [entry.what for entry in books.ledger.audit.of(proposal.order_id)] == ["proposal.seen"]


def test_transactions_of_several_threads_do_not_mix(books: Books) -> None:
    order_id = books.order().id

    def write(name: str, *, is_kept: bool) -> None:
        with books.ledger.transaction():
            books.ledger.audit.write(name, "seen", shop_id="lampi", order_id=order_id)
            if not is_kept:
                raise Refusal("approval.gone")

    def withdrawn() -> None:
        with pytest.raises(Refusal):
            write("U2", is_kept=False)

    at_once(lambda: write("U1", is_kept=True), withdrawn, lambda: write("U3", is_kept=True))

    assert {entry.who for entry in books.ledger.audit.of(order_id)} == {"U1", "U3"}


def test_a_look_is_taken_in_one_go_and_can_be_nested(books: Books) -> None:
    order_id = books.order().id

    with books.ledger.reading(), books.ledger.reading():
        found = books.ledger.orders.get(order_id).shop_id, books.ledger.proposals.latest(order_id)

    assert found == ("lampi", None)


def test_a_look_sees_what_the_transaction_around_it_wrote(books: Books) -> None:
    proposal = books.proposal()

    with books.ledger.transaction():
        books.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
        with books.ledger.reading():
            seen = books.ledger.proposals.get(proposal.id)
        books.ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.UNKNOWN)

    assert seen is not None
    assert seen.state is ProposalState.APPROVED
    latest = books.ledger.proposals.latest(proposal.order_id)
    assert latest is not None
    assert latest.state is ProposalState.UNKNOWN


def test_nothing_can_be_written_in_a_look(books: Books) -> None:
    proposal = books.proposal()

    with pytest.raises(RuntimeError), books.ledger.reading():
        books.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")

    assert books.ledger.proposals.waiting() == (proposal,)
