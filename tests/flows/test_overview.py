"""What people look at: one order by its number, what waits for them, what is not paid."""

from decimal import Decimal

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.payments import Payment, PaymentType
from bot.domain.shops import Document
from bot.errors import Refusal
from bot.flows.overview import is_waiting
from tests.builders import a_line, an_order
from tests.fakes.clock import FRIDAY
from tests.flows.desks import Desks
from tests.flows.proformas import a_proforma, invoiced, paid


def _propose(desks: Desks, *numbers: str, shop: str = "lampi") -> None:
    for number in numbers:
        desks.told(an_order(external_id=number, number=number), shop=shop)
    desks.run_all()


@pytest.mark.parametrize("text", ["1043", "#1043", " 1043 ", "Lămpi Exemplu/1043", "lampi/#1043"])
def test_an_order_is_found_as_people_name_it(desks: Desks, text: str) -> None:
    desks.proposed()

    life = desks.overview.find(text)

    assert (life.record.order.number, life.shop.id) == ("1043", "lampi")
    assert is_waiting(life)


@pytest.mark.parametrize(
    ("text", "slug"), [("", "order.not_named"), ("#", "order.not_named"), ("1044", "order.not_found")]
)
def test_what_cannot_be_found_is_said(desks: Desks, text: str, slug: str) -> None:
    desks.proposed()

    with pytest.raises(Refusal) as refused:
        desks.overview.find(text)

    assert refused.value.slug == slug


def test_a_number_of_two_shops_is_refused_with_the_choices(desks: Desks) -> None:
    desks.connect()
    desks.connect(id="pantofi", name="Pantofi")
    _propose(desks, "1043")
    _propose(desks, "1043", shop="pantofi")

    with pytest.raises(Refusal) as refused:
        desks.overview.find("1043")

    facts = {"ref": "1043", "choices": "Lămpi Exemplu/1043, Pantofi/1043"}
    assert (refused.value.slug, refused.value.facts) == ("order.ambiguous", facts)
    assert desks.overview.find("Pantofi/1043").shop.id == "pantofi"


def test_whoever_is_asked_again_is_told_who_said_no_before(desks: Desks) -> None:
    first = desks.proposed()
    desks.approvals.decline(first.id, by="U1", reason="Comandă de probă")
    desks.later_told(lines=(a_line(quantity=Decimal(3)),), total=Decimal(171))
    desks.run_all()

    life = desks.overview.find("1043")

    assert life.proposal is not None
    assert life.declined is not None
    assert (life.proposal.state, life.declined.id) == (ProposalState.OPEN, first.id)
    assert (life.declined.answered_by, life.declined.decline_reason) == ("U1", "Comandă de probă")


def test_who_said_no_is_known_until_a_document_is_begun(desks: Desks) -> None:
    first = desks.proposed()
    desks.approvals.decline(first.id, by="U1", reason="Comandă de probă")
    before = desks.overview.find("1043").declined
    desks.approvals.issue_by_hand(1, first.digest, by="U2")
    desks.run_all()

    assert before is not None
    assert before.id == first.id
    assert desks.overview.find("1043").declined is None


def test_who_declined_the_invoice_of_a_proforma_is_known(desks: Desks) -> None:
    a_proforma(desks)
    paid(desks, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171))
    invoiced(desks)
    desks.approvals.decline(desks.latest().id, by="U2", reason="Nu a plătit")

    life = desks.overview.find("1043")

    assert life.invoice is not None
    assert life.declined is not None
    assert (life.invoice.document, life.declined.answered_by) == (Document.PROFORMA, "U2")


def test_a_life_has_everything_that_came_of_the_order(desks: Desks) -> None:
    invoice = desks.issued()
    payment = Payment(type=PaymentType.BANK, amount=Decimal("21.00"), paid_on=FRIDAY.date())
    desks.payments.ask(invoice.id, payment, by="U1")

    life = desks.overview.life(1)

    assert life.invoice == invoice
    assert life.attempt is not None
    assert life.proposal is not None
    assert (life.attempt.proposal_id, life.proposal.id) == (invoice.proposal_id, invoice.proposal_id)
    assert [record.payment for record in life.payments] == [payment]
    assert life.is_paying
    assert not is_waiting(life)


def test_a_life_without_anything_is_an_order_and_its_shop(desks: Desks) -> None:
    desks.connect()
    desks.told(an_order(status="pending"))
    desks.run_all()

    life = desks.overview.life(1)

    assert (life.proposal, life.attempt, life.invoice, life.payments) == (None, None, None, ())
    assert not is_waiting(life)


def test_what_waits_for_a_person_is_listed_oldest_first_and_counted(desks: Desks) -> None:
    desks.connect()
    _propose(desks, "1043", "1044", "1045", "1046")
    desks.approvals.decline(desks.latest(2).id, by="U1", reason="")
    desks.biller.refuse_next("issue")
    desks.approvals.approve(desks.latest(3).id, by="U1")
    desks.run_all()

    listing = desks.overview.pending(2)

    assert [life.record.order.number for life in listing.lives] == ["1043", "1045"]
    assert listing.total == 3


def test_what_is_not_paid_is_listed_oldest_first_and_counted(desks: Desks) -> None:
    desks.connect(automatic=True)
    _propose(desks, "1043", "1044", "1045")
    desks.ledger.documents.collected(2, Decimal("121.00"))

    listing = desks.overview.unpaid(1)

    assert [life.record.order.number for life in listing.lives] == ["1043"]
    assert listing.total == 2


def test_a_proforma_is_not_among_the_unpaid(desks: Desks) -> None:
    desks.issued(document=Document.PROFORMA, series="SLKP")

    assert desks.overview.unpaid(10).total == 0


def test_a_history_is_who_did_what_oldest_first(desks: Desks) -> None:
    desks.issued()

    assert [(entry.who, entry.what) for entry in desks.overview.history(1)] == [
        ("rule", "proposal.opened"),
        ("U1", "proposal.approved"),
        ("U1", "invoice.issued"),
    ]
