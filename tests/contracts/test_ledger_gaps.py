"""What the flows may expect of any ledger: orders without a document, and what people were told of them."""

from datetime import date, timedelta

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.missing import Gap, MissingOrder, Why
from tests.builders import CHANGED_AT
from tests.contracts.books import Books

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
LATER = CHANGED_AT + timedelta(seconds=1)


def a_missing(order_id: int, *, declined: str = "") -> MissingOrder:
    return MissingOrder(order_id, "1043", Gap(Why.DECLINED if declined else Why.UNDECIDED, declined=declined))


def test_orders_without_a_proposal_have_no_document(books: Books) -> None:
    first, second = books.order(external_id="1", number="1"), books.order(external_id="2", number="2")

    assert books.ledger.gaps.open("lampi", CHANGED_AT) == (first.id, second.id)


def test_orders_that_changed_before_are_not_among_them(books: Books) -> None:
    books.order()

    assert books.ledger.gaps.open("lampi", LATER) == ()


def test_each_shop_has_its_own(books: Books) -> None:
    order = books.order()
    books.connect(id="pantofi", name="Pantofi")
    books.ledger.gaps.told("lampi", [a_missing(order.id)], FRIDAY)

    assert books.ledger.gaps.open("pantofi", CHANGED_AT) == ()
    assert books.ledger.gaps.told_on("pantofi") is None


@pytest.mark.parametrize("state", sorted(set(ProposalState)))
def test_orders_whose_document_waits_is_on_its_way_or_was_made_are_not_among_them(
    books: Books, state: ProposalState
) -> None:
    proposal = books.proposal(state)

    is_open = state in {"declined", "refused", "withdrawn", "gone", "invoiced"}
    assert books.ledger.gaps.open("lampi", CHANGED_AT) == ((proposal.order_id,) if is_open else ())


def test_an_order_with_a_document_is_not_among_them_whatever_its_proposal_says(books: Books) -> None:
    invoice = books.invoice()
    books.ledger.proposals.move(invoice.proposal_id, ProposalState.ISSUED, ProposalState.INVOICED)

    assert books.ledger.gaps.open("lampi", CHANGED_AT) == ()


def test_the_last_day_on_which_people_were_told_is_known(books: Books) -> None:
    first, second = books.order(external_id="1", number="1"), books.order(external_id="2", number="2")
    gaps = books.ledger.gaps
    assert gaps.told_on("lampi") is None

    gaps.told("lampi", [a_missing(first.id), a_missing(second.id)], FRIDAY)
    gaps.told("lampi", [a_missing(first.id)], SATURDAY)

    assert gaps.told_on("lampi") == SATURDAY


def test_a_no_that_was_told_is_known_and_another_one_is_not(books: Books) -> None:
    order, gaps = books.order(), books.ledger.gaps
    gaps.told("lampi", [a_missing(order.id)], FRIDAY)
    assert not gaps.knows_no(order.id, "p-1")
    assert not gaps.knows_no(order.id, "")

    gaps.told("lampi", [a_missing(order.id, declined="p-1")], SATURDAY)

    assert gaps.knows_no(order.id, "p-1")
    assert not gaps.knows_no(order.id, "p-2")
