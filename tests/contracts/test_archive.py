"""Letting go of old rows: what goes, what stays, and what must not go yet."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.domain.amending import Amendment
from bot.domain.approvals import ProposalState
from bot.domain.documents import Invoice
from bot.domain.findings import stop
from bot.domain.forgetting import FORGOTTEN
from bot.domain.orders import OrderNotice
from bot.domain.payments import Payment, PaymentType
from bot.domain.rules import Reason
from bot.errors import Refusal
from bot.flows.errands import Errands
from bot.flows.kinds import Kind
from bot.flows.shops import Secrets
from bot.storage.queue import SqlQueue
from bot.storage.retention import SqlArchive
from bot.storage.tables import InvoiceRow, NoticeRow, OrderRow, ProposalRow, TypedSettingsRow
from bot.storage.work_tables import JobRow
from bot.work.crews import Crew
from tests.builders import CHANGED_AT, a_company, a_customer, a_draft, an_order, some_settings
from tests.contracts.books import FRIDAY, Books

DAY = timedelta(days=1)
QUIET = timedelta(days=30)
CREW = (Crew(frozenset({"done", "parked", "running", "waiting", Kind.DECIDE}), 3),)
BODY = b'{"name": "Andrei Pildescu"}'


@pytest.fixture
def archive(books: Books) -> SqlArchive:
    return SqlArchive(books.database)


def _told(books: Books, **changes: object) -> int:
    if not books.ledger.shops.all():
        books.connect()
    notice = books.ledger.notices.add("lampi", OrderNotice(an_order(**changes)), BODY, event="order.updated")
    assert notice is not None
    return notice


def _issued(books: Books) -> Invoice:
    invoice = books.invoice()
    assert books.ledger.proposals.move(invoice.proposal_id, ProposalState.APPROVED, ProposalState.ISSUED)
    return invoice


def _forget_buyers(books: Books, archive: SqlArchive) -> None:
    for _ in range(2):
        archive.forget_buyers(books.clock.now(), QUIET, 100)


def _names(books: Books) -> list[str]:
    with Session(books.database.engine) as session:
        ids = session.exec(select(OrderRow.id).order_by(col(OrderRow.id))).all()
    return [books.ledger.orders.get(order_id or 0).order.customer.name for order_id in ids]


def _written(books: Books) -> str:
    """Everything that stands in orders, notices and proposals."""
    with Session(books.database.engine) as session:
        rows = [
            row for table in (OrderRow, NoticeRow, ProposalRow) for row in session.exec(select(table)).all()
        ]
    return "\n".join(str(row.model_dump()) for row in rows)


def test_an_old_notice_says_nothing_any_more_and_stays_known(books: Books, archive: SqlArchive) -> None:
    notice = _told(books)
    books.clock.advance(2 * DAY)

    seen = archive.forget_notices(books.clock.now() - DAY, 100)

    assert seen == 1
    assert books.ledger.notices.body(notice) is None
    assert "Pildescu" not in _written(books)
    with pytest.raises(Refusal, match=r"notice\.forgotten"):
        books.ledger.notices.get(notice)
    assert books.ledger.notices.add("lampi", OrderNotice(an_order()), BODY, event="order.updated") is None


def test_what_could_not_be_read_is_forgotten_too(books: Books, archive: SqlArchive) -> None:
    books.connect()
    books.ledger.notices.add_unreadable("lampi", b"Andrei", size=6, digest="d1", why="no JSON")
    books.clock.advance(2 * DAY)

    archive.forget_notices(books.clock.now() - DAY, 100)

    assert "Andrei" not in _written(books)
    assert books.ledger.notices.add_unreadable("lampi", b"Andrei", size=6, digest="d1", why="") is None


def test_a_young_notice_is_kept_and_forgotten_ones_are_not_seen_again(
    books: Books, archive: SqlArchive
) -> None:
    _told(books)
    books.clock.advance(2 * DAY)
    young = _told(books, status="fulfilled")

    assert [archive.forget_notices(books.clock.now() - DAY, 100) for _ in range(2)] == [1, 0]
    assert books.ledger.notices.body(young) == BODY


@pytest.mark.parametrize("is_running", [False, True])
def test_a_notice_whose_decision_was_not_made_is_kept(
    books: Books, archive: SqlArchive, *, is_running: bool
) -> None:
    notice, queue = _told(books), SqlQueue(books.database, books.clock)
    Errands(queue).decide(notice, "lampi", "1043")
    if is_running:
        assert queue.take("w1", DAY, CREW)
    books.clock.advance(90 * DAY)

    assert archive.forget_notices(books.clock.now() - DAY, 100) == 0
    assert books.ledger.notices.get(notice).order == an_order()


def test_no_more_rows_go_at_once_than_were_asked_for(books: Books, archive: SqlArchive) -> None:
    for number in range(5):
        _told(books, number=str(number), external_id=str(number))
    books.clock.advance(2 * DAY)

    assert [archive.forget_notices(books.clock.now(), 2) for _ in range(4)] == [2, 2, 1, 0]


def test_the_buyer_of_a_finished_order_is_forgotten_and_the_rest_stays(
    books: Books, archive: SqlArchive
) -> None:
    invoice = _issued(books)
    before = books.ledger.orders.get(invoice.order_id).order
    books.clock.advance(QUIET)

    _forget_buyers(books, archive)

    order = books.ledger.orders.get(invoice.order_id).order
    assert order.customer == a_customer(
        name=FORGOTTEN, email="", phone="", address="", city="", county="", postcode=""
    )
    assert order.model_copy(update={"customer": before.customer}) == before
    assert "Pildescu" not in _written(books)
    assert "0700000002" not in _written(books)


def test_many_buyers_are_forgotten_in_one_step(books: Books, archive: SqlArchive) -> None:
    for number in ("1", "2", "3"):
        order = books.order(external_id=number)
        opened = books.ledger.proposals.open(order, a_draft(), (), "default", ())
        assert opened is not None
        assert books.ledger.proposals.answer(opened.id, ProposalState.DECLINED, by="U1")
    books.clock.advance(QUIET)

    _forget_buyers(books, archive)

    assert _names(books) == [FORGOTTEN] * 3
    assert "Pildescu" not in _written(books)


def test_what_people_put_right_is_forgotten_with_the_buyer(books: Books, archive: SqlArchive) -> None:
    invoice = _issued(books)
    amendment = Amendment(by="U1", buyer={"name": "Corneliu"}, customer_digest="c", lines_digest="l")
    books.ledger.orders.amend(invoice.order_id, amendment)
    books.clock.advance(QUIET - DAY)
    _forget_buyers(books, archive)
    assert books.ledger.orders.get(invoice.order_id).amendment == amendment

    books.clock.advance(2 * DAY)
    _forget_buyers(books, archive)

    assert books.ledger.orders.get(invoice.order_id).amendment is None
    assert "Corneliu" not in _written(books)


def test_a_company_is_forgotten_with_its_number(books: Books, archive: SqlArchive) -> None:
    books.order(customer=a_company())
    books.clock.advance(QUIET)

    _forget_buyers(books, archive)

    written = _written(books)
    assert not [
        fact
        for fact in a_company().model_dump(exclude={"country", "city"}).values()
        if isinstance(fact, str) and fact and fact in written
    ]


def test_a_document_keeps_its_amounts_vat_and_digest(books: Books, archive: SqlArchive) -> None:
    invoice = _issued(books)
    proposal = books.ledger.proposals.get(invoice.proposal_id)
    books.clock.advance(QUIET)

    _forget_buyers(books, archive)

    kept = books.ledger.proposals.get(invoice.proposal_id)
    assert proposal is not None
    assert kept is not None
    assert (kept.digest, kept.draft.total, kept.draft.vat_by_rate) == (
        proposal.digest,
        proposal.draft.total,
        proposal.draft.vat_by_rate,
    )
    assert books.ledger.documents.get(invoice.id) == invoice
    with Session(books.database.engine) as session:
        assert session.exec(select(InvoiceRow.vat_bani)).one() == {"21": "2100"}


def test_what_people_typed_and_what_findings_quote_goes_too(books: Books, archive: SqlArchive) -> None:
    order = books.order()
    findings = (stop("buyer.cif_invalid", typed="1960101223344"), stop("lines.none"))
    first = books.ledger.proposals.open(order, a_draft(), findings, "default", ())
    assert first is not None
    books.ledger.proposals.answer(first.id, ProposalState.DECLINED, by="U1", reason="Pildescu called")
    second = books.ledger.proposals.open(order, a_draft(), (), "default", ())
    assert second is not None
    said = Reason(code="smartbill.refused", facts={"said": "Pildescu is not known"})
    books.ledger.proposals.move(second.id, ProposalState.OPEN, ProposalState.WITHDRAWN, refusal=said)
    books.clock.advance(QUIET)

    _forget_buyers(books, archive)

    assert "Pildescu" not in _written(books)
    assert "1960101223344" not in _written(books)
    declined = books.ledger.proposals.get(first.id)
    assert declined is not None
    assert [finding.code for finding in declined.findings] == ["buyer.cif_invalid", "lines.none"]


@pytest.mark.parametrize(
    "state", [ProposalState.OPEN, ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.UNKNOWN]
)
def test_a_buyer_is_known_while_a_document_waits(
    books: Books, archive: SqlArchive, state: ProposalState
) -> None:
    proposal = books.proposal(state)
    books.clock.advance(12 * QUIET)

    _forget_buyers(books, archive)

    kept = books.ledger.proposals.get(proposal.id)
    assert kept is not None
    assert kept.draft == proposal.draft
    assert _names(books) == ["Andrei Pildescu"]


@pytest.mark.parametrize("state", [ProposalState.DECLINED, ProposalState.WITHDRAWN, ProposalState.ISSUED])
def test_a_buyer_is_forgotten_when_nothing_waits(
    books: Books, archive: SqlArchive, state: ProposalState
) -> None:
    books.proposal(state)
    books.clock.advance(QUIET)

    _forget_buyers(books, archive)

    assert _names(books) == [FORGOTTEN]


@pytest.mark.parametrize(("state", "name"), [("asked", "Andrei Pildescu"), ("sending", "Andrei Pildescu"), ("unknown", "Andrei Pildescu"), ("booked", FORGOTTEN), ("refused", FORGOTTEN)])  # fmt: skip
def test_a_buyer_is_known_while_money_is_being_booked(
    books: Books, archive: SqlArchive, state: str, name: str
) -> None:
    invoice = _issued(books)
    paid = Payment(type=PaymentType.BANK, amount=a_draft().total, paid_on=FRIDAY)
    payment = books.ledger.payments.ask(invoice.id, paid, by="U1")
    assert payment is not None
    books.ledger.payments.move(payment, "asked", state)
    books.clock.advance(QUIET)

    _forget_buyers(books, archive)

    assert _names(books) == [name]


@pytest.mark.parametrize("event", ["notice", "audit", "proposal"])
def test_the_days_are_counted_from_the_last_event(books: Books, archive: SqlArchive, event: str) -> None:
    order = books.order()
    books.clock.advance(QUIET - DAY)
    match event:
        case "notice":
            _told(books)
        case "audit":
            books.ledger.audit.write("U1", "payment.refused", shop_id="lampi", order_id=order.id)
        case _:
            opened = books.ledger.proposals.open(order, a_draft(), (), "default", ())
            assert opened is not None
            books.ledger.proposals.answer(opened.id, ProposalState.DECLINED, by="U1", reason="no")
    books.clock.advance(DAY)
    _forget_buyers(books, archive)
    early = _names(books)
    books.clock.advance(QUIET - DAY)
    _forget_buyers(books, archive)

    assert (early, _names(books)) == (["Andrei Pildescu"], [FORGOTTEN])


def test_a_draft_written_in_the_moment_of_forgetting_is_found_by_a_second_look(
    books: Books, archive: SqlArchive
) -> None:
    order = books.order()
    books.clock.advance(QUIET)
    _forget_buyers(books, archive)
    opened = books.ledger.proposals.open(order, a_draft(), (), "default", ())
    assert opened is not None
    books.ledger.proposals.answer(opened.id, ProposalState.DECLINED, by="U1", reason="no")

    books.clock.advance(DAY)
    _forget_buyers(books, archive)
    books.clock.advance(QUIET)
    _forget_buyers(books, archive)

    assert "Pildescu" not in _written(books)


def test_forgotten_orders_are_not_looked_at_again(books: Books, archive: SqlArchive) -> None:
    books.order()
    looked_at = []
    for _ in range(4):
        books.clock.advance(QUIET)
        looked_at.append(archive.forget_buyers(books.clock.now(), QUIET, 100))

    assert looked_at == [1, 1, 0, 0]


def test_a_shop_that_tells_again_is_believed_and_forgotten_again(books: Books, archive: SqlArchive) -> None:
    books.order()
    for _ in range(3):
        books.clock.advance(QUIET)
        _forget_buyers(books, archive)

    books.order(updated_at=CHANGED_AT + DAY)
    told_again = _names(books)
    for _ in range(2):
        books.clock.advance(QUIET)
        _forget_buyers(books, archive)

    assert (told_again, _names(books)) == (["Andrei Pildescu"], [FORGOTTEN])


def test_jobs_that_are_done_go_and_others_stay(books: Books, archive: SqlArchive) -> None:
    queue = SqlQueue(books.database, books.clock)
    for kind in ("done", "parked", "running", "waiting"):
        queue.enqueue(kind, {}, lane=kind)
    done, parked, _ = queue.take("w1", DAY, CREW)
    assert queue.finish(done)
    assert queue.park(parked, "why")
    early = archive.drop_jobs(books.clock.now(), 100)
    books.clock.advance(90 * DAY)

    assert (early, archive.drop_jobs(books.clock.now(), 100)) == (0, 1)
    with Session(books.database.engine) as session:
        assert sorted(session.exec(select(JobRow.kind))) == ["parked", "running", "waiting"]


def test_typed_settings_that_nobody_checked_go(books: Books, archive: SqlArchive) -> None:
    books.connect()
    books.ledger.shops.keep_typed(some_settings(), shop_id="lampi", secrets=Secrets("t"), by="U1")
    books.clock.advance(DAY)
    books.ledger.shops.keep_typed(some_settings(), shop_id="lampi", secrets=Secrets("t"), by="U2")

    archive.drop_typed_settings(books.clock.now(), 100)

    with Session(books.database.engine) as session:
        assert list(session.exec(select(TypedSettingsRow.typed_by))) == ["U2"]
