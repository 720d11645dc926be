"""Letting go, and what still works afterwards; and that the history never says who bought."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.domain.approvals import ProposalState
from bot.domain.orders import OrderNotice, digest
from bot.domain.payments import Payment, PaymentType
from bot.errors import Refusal
from bot.flows.retention import Retention
from bot.slack.cards import card
from bot.slack.lives import life_message
from bot.storage.audit_tables import AuditRow
from bot.storage.retention import SqlArchive
from bot.storage.tables import NoticeRow, OrderRow, ProposalRow
from bot.storage.work_tables import JobRow
from tests.builders import a_company, a_customer, an_order
from tests.flows.desks import Desks

DAY = timedelta(days=1)


class Rests:
    """Counts how often others were let in."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def _months_later(desks: Desks, rests: Rests | None = None) -> None:
    """Three nightly runs, long after everything."""
    desk = Retention(SqlArchive(desks.database), clock=desks.clock, rest=rests or Rests())
    desks.clock.advance(60 * DAY)
    for _ in range(3):
        desks.clock.advance(2 * DAY)
        desk.prune({})


def _count(desks: Desks, table: type[OrderRow | NoticeRow | ProposalRow]) -> int:
    with Session(desks.database.engine) as session:
        return len(session.exec(select(table)).all())


def _everything(desks: Desks) -> str:
    with Session(desks.database.engine) as session:
        rows = [
            row for table in (OrderRow, NoticeRow, ProposalRow) for row in session.exec(select(table)).all()
        ]
    return "\n".join(str(row.model_dump()) for row in rows)


def test_nothing_tells_any_more_who_bought_long_ago(desks: Desks) -> None:
    desks.issued()

    _months_later(desks)

    written = _everything(desks)
    personal = [
        value
        for value in a_customer().model_dump(exclude={"country", "county", "is_company"}).values()
        if value
    ]
    assert [value for value in personal if value in written] == []
    assert "(șters)" in written


def test_a_forgotten_order_still_shows_its_card_and_its_life(desks: Desks) -> None:
    invoice = desks.issued()
    _months_later(desks)

    life = desks.overview.life(invoice.order_id)
    told = str(card(life).blocks) + str(life_message(life, desks.overview.history(invoice.order_id)).blocks)

    assert "(șters)" in told
    assert "121,00 RON" in told
    assert "FCT 0012" in told
    assert "Lampă de birou" in str(life.proposal)


def test_the_same_news_after_forgetting_is_no_news(desks: Desks) -> None:
    desks.issued()
    _months_later(desks)

    assert desks.told() is False
    desks.run_all()

    assert (_count(desks, OrderRow), _count(desks, ProposalRow), len(desks.biller.documents)) == (1, 1, 1)
    assert desks.record().order.customer.name == "(șters)"


def test_the_same_news_of_an_order_that_was_declined_opens_nothing(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U1", reason="no")
    _months_later(desks)

    assert desks.told() is False
    desks.run_all()

    assert [desks.latest().state, _count(desks, ProposalRow)] == [ProposalState.DECLINED, 1]


def test_news_after_forgetting_issues_nothing_twice(desks: Desks) -> None:
    desks.proposed(automatic=True)
    _months_later(desks)

    desks.told(an_order(status="completed", updated_at=desks.clock.now()))
    desks.run_all()

    assert (_count(desks, OrderRow), _count(desks, ProposalRow), len(desks.biller.documents)) == (1, 1, 1)
    assert desks.record().order.customer == a_customer()


def test_a_declined_document_that_is_told_again_is_not_proposed_again(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U1", reason="no")
    _months_later(desks)

    desks.told(an_order(updated_at=desks.clock.now()))
    desks.run_all()

    assert _count(desks, ProposalRow) == 1


def test_a_forgotten_order_is_not_issued_by_hand(desks: Desks) -> None:
    desks.connect()
    desks.told(an_order(status="pending", paid=False))
    desks.run_all()
    _months_later(desks)

    _, _, findings = desks.approvals.preview(1, by="U1")

    assert [finding.code for finding in findings] == ["buyer.forgotten"]
    with pytest.raises(Refusal, match=r"approval\.not_issuable"):
        desks.approvals.issue_by_hand(1, _seen(desks), by="U1")
    assert desks.biller.documents == []


def _seen(desks: Desks) -> str:
    return digest(desks.approvals.preview(1, by="U1")[1])


def test_an_order_that_waits_is_known_however_long_it_waits(desks: Desks) -> None:
    desks.proposed()

    _months_later(desks)

    assert desks.record().order.customer == a_customer()
    desks.approvals.approve(desks.latest().id, by="U1")
    desks.run_all()
    assert len(desks.biller.documents) == 1


def test_a_run_lets_others_in_between_its_steps(desks: Desks) -> None:
    desks.connect()
    for number in range(120):
        notice = OrderNotice(an_order(external_id=str(number)))
        desks.ledger.notices.add("lampi", notice, b"Pildescu", event="")
    rests = Rests()

    _months_later(desks, rests)

    assert rests.times >= 2
    assert "Pildescu" not in "".join(str(row) for row in _notices(desks) if row.forgotten)


def _notices(desks: Desks) -> list[NoticeRow]:
    with Session(desks.database.engine) as session:
        return list(session.exec(select(NoticeRow)).all())


def test_work_that_was_done_is_gone_and_the_rest_waits(desks: Desks) -> None:
    desks.issued()

    _months_later(desks)

    with Session(desks.database.engine) as session:
        assert set(session.exec(select(col(JobRow.state)))) == {"waiting"}


def test_the_history_is_whole_after_forgetting(desks: Desks) -> None:
    desks.issued()
    before = desks.ledger.audit.verify()

    _months_later(desks)

    assert desks.ledger.audit.verify() == before
    assert desks.audit() == [
        ("rule", "proposal.opened"),
        ("U1", "proposal.approved"),
        ("U1", "invoice.issued"),
    ]


@pytest.mark.parametrize("customer", [a_customer(), a_company()])
def test_the_history_says_nothing_of_who_bought(desks: Desks, customer: object) -> None:
    order = an_order(customer=customer)
    invoice = desks.issued(order)
    paid = Payment(type=PaymentType.BANK, amount=invoice.total.amount, paid_on=desks.clock.now().date())
    desks.payments.ask(invoice.id, paid, by="U1")
    desks.run_all()
    other = an_order(customer=customer, number="7", external_id="7")
    desks.told(other)
    desks.run_all()
    desks.approvals.decline(desks.latest(2).id, by="U1", reason=f"{order.customer.name} called")

    with Session(desks.database.engine) as session:
        entries = session.exec(select(AuditRow)).all()

    written = "\n".join(str(entry.model_dump()) for entry in entries)
    personal = order.customer.model_dump(exclude={"country", "is_company"}).values()
    assert len(entries) >= 6
    assert [value for value in personal if value and value in written] == []


def test_what_the_shop_sent_is_kept_for_a_month(desks: Desks) -> None:
    desks.connect()
    desks.told()
    desks.run_all()
    desk = Retention(SqlArchive(desks.database), clock=desks.clock, rest=Rests())

    desks.clock.advance(30 * DAY)
    desk.prune({})
    after_thirty_days = desks.ledger.notices.get(1).order
    desks.clock.advance(DAY)
    desk.prune({})

    assert after_thirty_days == OrderNotice(an_order()).order
    with pytest.raises(Refusal, match=r"notice\.forgotten"):
        desks.ledger.notices.get(1)
