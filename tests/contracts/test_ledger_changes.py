"""What the flows may expect of any ledger: what documents were made of, and how their orders differ by now."""

from datetime import timedelta
from decimal import Decimal

from sqlmodel import Session, select

from bot.domain.approvals import ProposalState
from bot.domain.buyers import buyer_of
from bot.domain.changes import Difference, difference, untold
from bot.domain.forgetting import is_forgotten
from bot.storage.change_tables import ChangeRow
from bot.storage.retention import SqlArchive
from tests.builders import a_company, an_order
from tests.contracts.books import Books

LESS = Decimal("100.00")


def a_difference(**changes: object) -> Difference:
    """Less is to be paid, and by another company."""
    then = an_order(customer=a_company())
    now = an_order(**{"customer": a_company(name="ALTUL SRL"), "total": LESS} | changes)
    return difference(then, now, buyer_of(then.customer))


def test_what_a_document_was_made_of_is_kept_as_it_was(books: Books) -> None:
    proposal = books.proposal()
    then = books.ledger.orders.get(proposal.order_id).order

    books.order(total=LESS)

    assert books.ledger.proposals.made_of(proposal.id) == then
    assert books.ledger.proposals.made_of("nobody's") is None


def test_an_order_that_is_what_its_document_says_has_no_difference(books: Books) -> None:
    invoice = books.invoice()

    books.ledger.changes.keep(invoice, None)

    assert books.ledger.changes.of(invoice) is None


def test_the_latest_difference_takes_the_place_of_the_one_before(books: Books) -> None:
    invoice = books.invoice()
    books.ledger.changes.keep(invoice, a_difference())

    books.ledger.changes.keep(invoice, a_difference(status="refunded"))

    assert books.ledger.changes.of(invoice) == a_difference(status="refunded")


def test_a_difference_ends(books: Books) -> None:
    invoice = books.invoice()
    books.ledger.changes.keep(invoice, a_difference())

    books.ledger.changes.keep(invoice, None)

    assert books.ledger.changes.of(invoice) is None


def test_a_difference_is_one_document_s(books: Books) -> None:
    invoice = books.invoice()
    books.ledger.changes.keep(invoice, a_difference())
    assert books.ledger.vanished.went(invoice.id)
    assert books.ledger.proposals.move(invoice.proposal_id, ProposalState.APPROVED, ProposalState.GONE)

    after = books.invoice("0013")

    assert books.ledger.changes.of(after) is None
    books.ledger.changes.keep(after, a_difference(status="refunded"))
    assert books.ledger.changes.of(after) == a_difference(status="refunded")


def test_who_bought_is_forgotten_in_both(books: Books) -> None:
    invoice = books.invoice()
    books.ledger.changes.keep(invoice, a_difference())
    assert books.ledger.proposals.move(invoice.proposal_id, ProposalState.APPROVED, ProposalState.ISSUED)
    books.clock.advance(timedelta(days=90))

    for _ in range(2):
        SqlArchive(books.database).forget_buyers(books.clock.now(), timedelta(days=30), 100)

    made_of = books.ledger.proposals.made_of(invoice.proposal_id)
    assert made_of is not None
    assert is_forgotten(made_of)
    assert books.ledger.changes.of(invoice) == untold(a_difference())
    with Session(books.database.engine) as session:
        assert "ALTUL" not in session.exec(select(ChangeRow.difference)).one()
