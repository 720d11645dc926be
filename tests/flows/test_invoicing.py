"""An order with a proforma gets its invoice from it: at one word, once, and as the proforma says."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.exchange import ExchangeRate
from bot.domain.orders import digest
from bot.domain.shops import Document
from bot.errors import Refusal
from tests.builders import CHANGED_AT, a_company, a_line
from tests.flows.desks import Desks
from tests.flows.proformas import a_proforma, invoiced, invoices, life, names, paid, the_proforma, unpaid

ISSUED, OPEN, INVOICED = ProposalState.ISSUED, ProposalState.OPEN, ProposalState.INVOICED


def test_the_invoice_is_made_from_the_proforma_and_says_the_same(desks: Desks) -> None:
    proforma = a_proforma(desks)

    invoiced(desks)

    (invoice,) = invoices(desks)
    assert invoice.made_from is not None
    assert (invoice.made_from.name, invoice.total) == (proforma.name, proforma.total.amount)
    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert desks.audit()[-2:] == [("U2", "proforma.invoice_asked"), ("U2", "invoice.issued")]
    assert desks.latest().answered_by == "U2"
    assert desks.biller.calls.count("issue") == 2


def test_the_life_shows_the_invoice_and_names_the_proforma(desks: Desks) -> None:
    a_proforma(desks)
    before = life(desks)
    assert (before.invoice, before.proforma) == (the_proforma(desks), None)

    invoiced(desks)

    after = life(desks)
    assert after.invoice is not None
    assert after.proforma is not None
    assert (after.invoice.name, after.proforma.name) == ("FCT 0012", "SLKP 0226")


def test_a_proforma_is_not_unpaid_and_its_invoice_is(desks: Desks) -> None:
    a_proforma(desks)
    assert desks.overview.unpaid(10).total == 0

    invoiced(desks)

    assert desks.overview.unpaid(10).total == 1


def test_who_presses_second_is_told_who_was_first(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.invoicing.ask(proforma.id, by="U1")

    with pytest.raises(Refusal) as refused:
        desks.invoicing.ask(proforma.id, by="U2")

    assert (refused.value.slug, refused.value.facts) == ("approval.already_approved", {"by": "U1"})
    desks.run_all()
    with pytest.raises(Refusal, match=r"approval\.already_issued"):
        desks.invoicing.ask(proforma.id, by="U2")
    assert len(invoices(desks)) == 1


def test_only_approvers_have_it_invoiced(desks: Desks) -> None:
    proforma = a_proforma(desks, approvers=("U1",))

    with pytest.raises(Refusal, match=r"approval\.not_an_approver"):
        desks.invoicing.ask(proforma.id, by="U2")

    desks.run_all()
    assert invoices(desks) == []


def test_without_a_series_for_invoices_the_person_hears_what_to_do(desks: Desks) -> None:
    proforma = a_proforma(desks, invoice_series="")

    with pytest.raises(Refusal, match=r"proforma\.no_invoice_series"):
        desks.invoicing.ask(proforma.id, by="U1")
    with pytest.raises(Refusal, match=r"proforma\.no_invoice_series"):
        desks.approvals.preview(1, by="U1")

    assert desks.latest().state is ISSUED


def test_a_shop_of_invoices_numbers_them_in_its_own_series(desks: Desks) -> None:
    """The proforma may be a rule's, or from before the settings changed."""
    a_proforma(desks)
    desks.change(document=Document.INVOICE, series="FCT", invoice_series="")

    invoiced(desks)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_an_order_that_changed_since_is_proposed_anew_and_not_converted(desks: Desks) -> None:
    a_proforma(desks)
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()

    invoiced(desks)

    proposed = desks.latest()
    assert (proposed.state, invoices(desks)) == (OPEN, [])
    assert [reason.code for reason in proposed.reasons] == ["asked_by_hand", "proforma_differs"]
    assert "note.proforma_differs" in desks.notes()
    assert life(desks).invoice is None

    desks.approvals.approve(proposed.id, by="U1")
    desks.run_all()
    (invoice,) = invoices(desks)
    assert (invoice.total, invoice.made_from) == (Decimal(171), None)
    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_an_order_that_changes_back_while_its_new_document_waits_is_a_copy_again(desks: Desks) -> None:
    a_proforma(desks)
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()
    invoiced(desks)

    desks.told(unpaid(minutes=2))
    desks.run_all()

    proposed = desks.latest()
    assert (proposed.state, proposed.draft.is_made_from_proforma) == (OPEN, True)
    assert [reason.code for reason in proposed.reasons] == ["asked_by_hand"]


def test_a_waiting_document_of_an_order_that_is_cancelled_is_taken_back(desks: Desks) -> None:
    a_proforma(desks)
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()
    invoiced(desks)

    desks.told(unpaid(minutes=2, status="cancelled"))
    desks.run_all()

    assert desks.latest().state is ProposalState.WITHDRAWN
    shown = life(desks)
    assert (shown.invoice, shown.proposal and shown.proposal.state) == (the_proforma(desks), INVOICED)


def test_after_a_no_the_proforma_stands_and_can_be_invoiced_again(desks: Desks) -> None:
    a_proforma(desks)
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()
    invoiced(desks)
    desks.approvals.decline(desks.latest().id, by="U1", reason="")
    assert life(desks).invoice == the_proforma(desks)
    desks.told(unpaid(minutes=2))
    desks.run_all()

    invoiced(desks)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_something_that_was_not_found_in_the_proforma_asks_a_person(desks: Desks) -> None:
    a_proforma(desks)
    desks.told(unpaid(minutes=1, total=Decimal(120)))
    desks.run_all()

    invoiced(desks)

    proposed = desks.latest()
    assert (proposed.state, proposed.is_issuable) == (OPEN, False)
    assert proposed.draft.is_made_from_proforma
    assert invoices(desks) == []


def test_a_proforma_of_a_company_whose_look_up_is_forgotten_is_still_copied(desks: Desks) -> None:
    """Who buys has not changed; only nobody knows any more what the register said then."""
    customer = a_company(address="", city="", county="")
    proforma = a_proforma(desks, order=unpaid(customer=customer), verify_buyers=True)
    came = desks.ledger.proposals.get(proforma.proposal_id)
    assert came is not None
    assert came.draft.buyer.address == "Str. Exemplului nr. 12"
    desks.pass_by(timedelta(days=3))

    invoiced(desks)

    (invoice,) = invoices(desks)
    assert invoice.draft is not None
    assert invoice.draft.buyer == came.draft.buyer


def test_a_proforma_in_another_currency_is_invoiced_at_the_rate_of_the_day_after_a_yes(desks: Desks) -> None:
    proforma = a_proforma(desks, order=unpaid(currency="EUR"))
    came = desks.ledger.proposals.get(proforma.proposal_id)
    assert came is not None
    desks.pass_by(timedelta(days=1))
    friday = ExchangeRate(currency="EUR", day=CHANGED_AT.date(), lei=Decimal("5.2"))
    desks.exchange.rates = (*desks.exchange.rates, friday)

    invoiced(desks)

    proposed = desks.latest()
    assert (proposed.state, proposed.draft.is_made_from_proforma) == (OPEN, True)
    assert proposed.draft.exchange_rate == friday != came.draft.exchange_rate
    desks.approvals.approve(proposed.id, by="U1")
    desks.run_all()
    (invoice,) = invoices(desks)
    assert (invoice.made_from and invoice.made_from.name) == "SLKP 0226"


def test_an_order_that_was_forgotten_gets_no_invoice_until_the_shop_tells_it_again(desks: Desks) -> None:
    a_proforma(desks)
    desks.pass_by(timedelta(days=40))
    desks.flows.retention.prune({})

    invoiced(desks)

    proposed = desks.latest()
    assert (proposed.is_issuable, invoices(desks)) == (False, [])
    assert "buyer.forgotten" in {finding.code for finding in proposed.findings}

    desks.told(unpaid(minutes=60 * 24 * 41))
    desks.run_all()
    told = desks.latest()
    assert (told.state, told.is_issuable, told.draft.buyer.name) == (OPEN, True, "Andrei Pildescu")


def test_why_there_is_an_invoice_is_told_and_not_why_there_was_a_proforma(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    assert [reason.code for reason in life(desks).reasons] == ["status_matches", "automatic_off"]

    paid(desks)

    assert [reason.code for reason in life(desks).reasons] == ["proforma_paid"]


def test_by_hand_the_invoice_is_made_from_the_proforma(desks: Desks) -> None:
    a_proforma(desks)
    _, draft, _ = desks.approvals.preview(1, by="U2")
    assert draft.is_made_from_proforma

    desks.approvals.issue_by_hand(1, digest(draft), by="U2")
    desks.run_all()

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    with pytest.raises(Refusal) as refused:
        desks.approvals.preview(1, by="U2")
    assert (refused.value.slug, refused.value.facts) == ("issue.already", {"number": "FCT 0012"})


def test_while_an_invoice_is_on_its_way_none_is_made_by_hand(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.invoicing.ask(proforma.id, by="U1")

    with pytest.raises(Refusal, match=r"issue\.under_way"):
        desks.approvals.preview(1, by="U2")


def test_an_order_that_a_person_does_by_hand_gets_no_invoice_from_us(desks: Desks) -> None:
    """The proforma came late: nobody had known its end, and a person had taken the order over."""
    proforma = a_proforma(desks, invoice_proforma_on_paid=True)
    desks.ledger.proposals.move(proforma.proposal_id, ISSUED, ProposalState.BY_HAND)

    with pytest.raises(Refusal, match=r"issue\.under_way"):
        desks.invoicing.ask(proforma.id, by="U1")
    paid(desks)

    assert (desks.parked, invoices(desks)) == ([], [])
    assert desks.audit().count(("rule", "proforma.invoice_asked")) == 0


def test_when_the_shop_says_paid_the_invoice_is_offered_once(desks: Desks) -> None:
    a_proforma(desks)

    paid(desks, 1)
    paid(desks, 2, fulfilled=True)

    assert desks.notes().count("note.shop_says_paid_proforma") == 1
    assert invoices(desks) == []


def test_where_it_is_wished_the_invoice_is_issued_when_the_shop_says_paid(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    desks.told(unpaid(minutes=1, fulfilled=True))
    desks.run_all()
    assert invoices(desks) == []

    paid(desks, 2)
    paid(desks, 3, fulfilled=True)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert desks.latest().answered_by == "rule"
    assert desks.notes().count("note.shop_says_paid") == 1


def test_an_order_that_was_paid_before_is_invoiced_right_after_its_proforma(desks: Desks) -> None:
    desks.connect(
        document=Document.PROFORMA, series="SLKP", invoice_series="FCT", invoice_proforma_on_paid=True
    )

    desks.issued()

    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_an_order_that_was_paid_before_is_not_told_about_once_more(desks: Desks) -> None:
    desks.issued(document=Document.PROFORMA, series="SLKP", invoice_series="FCT")

    assert desks.notes() == []


def test_a_cancelled_order_is_not_invoiced_because_it_was_paid(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)

    desks.told(unpaid(minutes=1, status="cancelled", paid=True))
    desks.run_all()

    assert invoices(desks) == []


def test_a_paid_order_that_changed_since_is_proposed_even_where_it_is_wished(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)

    paid(desks, 1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171))

    assert (desks.latest().state, invoices(desks)) == (OPEN, [])


def test_a_no_to_the_invoice_of_a_paid_order_stands(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    changed = {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal(171)}
    paid(desks, 1, **changed)
    desks.approvals.decline(desks.latest().id, by="U1", reason="")

    paid(desks, 2, fulfilled=True, **changed)

    assert desks.latest().state is ProposalState.DECLINED
    assert invoices(desks) == []


def test_news_of_an_order_that_has_both_makes_nothing_more(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    paid(desks, 1)

    paid(desks, 2, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171))
    desks.pass_by(timedelta(days=2))

    assert len(desks.biller.documents) == 2
    assert desks.latest().state is ISSUED
