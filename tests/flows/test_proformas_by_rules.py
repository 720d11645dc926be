"""A rule makes a proforma, and its invoice follows that rule, whatever others would say by then."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.documents import Invoice
from bot.domain.kinds import Document
from bot.domain.orders import digest
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Rule
from bot.domain.shops import Series
from bot.errors import Refusal
from bot.storage.engine import Database
from tests.builders import a_line, a_rule
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import Desks
from tests.flows.proformas import a_proforma, invoiced, invoices, life, names, paid, the_proforma, unpaid

#: A shop of invoices, where firms get a proforma first.
INVOICES: dict[str, Any] = {"document": Document.INVOICE, "series": "FCT", "invoice_series": ""}
FIRST = a_rule(name="Proforme", statuses=("pending",), document=Document.PROFORMA, series="SLKP")
#: What the order meets once it is paid.
LATER = a_rule(id="r-2", name="Plătite", statuses=("paid",), series="EXT", due_days=30, language="EN")
BOSS = FIRST.model_copy(update={"outcome": FIRST.outcome.model_copy(update={"approvers": ("U0BOSS",)})})
NOT_THEIRS = "approval.not_the_rules_approver"


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    """A company with one more series of invoices."""
    return Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))


def refused(do: Any) -> str:
    with pytest.raises(Refusal) as caught:
        do()
    return caught.value.slug


def by_boss(desks: Desks, **settings: Any) -> Invoice:
    """A proforma by the rule of the boss, who said yes to it."""
    desks.connect(**INVOICES | {"rules": (BOSS,), "approvers": ("U1",)} | settings)
    desks.told(unpaid())
    desks.run_all()
    desks.approvals.approve(desks.latest().id, by="U0BOSS")
    desks.run_all()
    return the_proforma(desks)


def changed(desks: Desks) -> None:
    """Another quantity, which makes the invoice no copy of the proforma."""
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()


def test_a_rule_makes_a_proforma_and_its_invoice_is_numbered_as_the_shops(desks: Desks) -> None:
    a_proforma(desks, **INVOICES, rules=(FIRST,))
    assert names(desks) == ["SLKP 0226"]

    invoiced(desks)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert invoices(desks)[0].made_from is not None


@pytest.mark.parametrize("is_automatic", [False, True])
def test_another_rule_never_makes_a_second_document_beside_a_proforma(
    desks: Desks, is_automatic: bool
) -> None:
    a_proforma(desks, **INVOICES, rules=(FIRST, LATER))
    decided = desks.record().decision
    desks.change(automatic=is_automatic)

    paid(desks)
    desks.pass_by(timedelta(hours=1))

    assert (names(desks), desks.record().decision) == (["SLKP 0226"], decided)
    assert desks.notes()[-1] == "note.shop_says_paid_proforma"

    invoiced(desks)
    desks.later_told(fulfilled=True)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_its_invoice_speaks_and_is_due_as_the_proforma_whatever_rule_it_would_meet_now(desks: Desks) -> None:
    rule = FIRST.model_copy(
        update={"outcome": FIRST.outcome.model_copy(update={"language": "FR", "due_days": 9})}
    )
    a_proforma(desks, **INVOICES, rules=(rule, LATER), invoice_proforma_on_paid=True)

    paid(desks)

    (invoice,) = invoices(desks)
    assert invoice.draft is not None
    assert (invoice.series, invoice.draft.language, invoice.draft.due_days) == ("FCT", "FR", 9)


def test_only_those_whom_its_rule_names_have_it_invoiced(desks: Desks) -> None:
    proforma = by_boss(desks)
    # Neither does it help to name others afterwards.
    desks.change(rules=(LATER,))

    assert refused(lambda: desks.invoicing.ask(proforma.id, by="U1")) == NOT_THEIRS
    assert refused(lambda: desks.approvals.preview(1, by="U1")) == NOT_THEIRS
    assert refused(lambda: desks.approvals.issue_by_hand(1, "seen", by="U1")) == NOT_THEIRS
    desks.run_all()
    assert invoices(desks) == []

    desks.invoicing.ask(proforma.id, by="U0BOSS")
    desks.run_all()
    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert [reason.code for reason in desks.latest().reasons] == ["asked_by_hand", "approvers"]


def test_only_those_answer_where_the_order_changed_and_a_yes_is_needed(desks: Desks) -> None:
    proforma = by_boss(desks)
    changed(desks)
    desks.invoicing.ask(proforma.id, by="U0BOSS")
    desks.later_told(minutes=2, lines=(a_line(quantity=Decimal(4)),), total=Decimal(221))
    desks.run_all()

    waits = desks.latest()
    assert waits.state is ProposalState.OPEN
    assert refused(lambda: desks.approvals.approve(waits.id, by="U1")) == NOT_THEIRS
    assert refused(lambda: desks.approvals.decline(waits.id, by="U1", reason="")) == NOT_THEIRS
    assert refused(lambda: desks.correcting.may_correct(waits.id, by="U1")) == NOT_THEIRS
    desks.approvals.approve(waits.id, by="U0BOSS")
    desks.run_all()
    assert len(invoices(desks)) == 1


def test_by_hand_it_is_the_same_invoice(desks: Desks) -> None:
    by_boss(desks)

    _, draft, _ = desks.approvals.preview(1, by="U0BOSS")
    desks.approvals.issue_by_hand(1, digest(draft), by="U0BOSS")
    desks.run_all()

    assert (names(desks), desks.latest().terms.approvers) == (["FCT 0012", "SLKP 0226"], ("U0BOSS",))


def test_what_its_rule_collects_is_collected_for_the_invoice_and_not_for_the_proforma(desks: Desks) -> None:
    rule = a_rule(statuses=("pending",), collects=True, payment_type=PaymentType.CARD)
    a_proforma(desks, rules=(rule,))
    assert desks.biller.calls.count("collect") == 0

    desks.change(rules=())
    invoiced(desks)

    (invoice,) = invoices(desks)
    assert [(one.type, one.amount) for one in invoice.payments] == [(PaymentType.CARD, invoice.total)]


def test_what_people_invoiced_in_smartbill_is_collected_by_the_same_rule(desks: Desks) -> None:
    rule = a_rule(statuses=("pending",), collects=True, payment_type=PaymentType.CARD)
    proforma = a_proforma(desks, rules=(rule,))
    desks.biller.invoice_elsewhere("SLKP", proforma.number, "FCT")

    invoiced(desks)

    made = desks.biller.find("FCT", "0012")
    assert made is not None
    assert [one.type for one in made.payments] == [PaymentType.CARD]


def test_only_the_first_document_of_an_order_waits(desks: Desks) -> None:
    waiting = FIRST.model_copy(update={"outcome": FIRST.outcome.model_copy(update={"wait_minutes": 30})})
    later = LATER.model_copy(update={"outcome": LATER.outcome.model_copy(update={"wait_minutes": 60})})
    desks.connect(**INVOICES, rules=(waiting, later), automatic=True, invoice_proforma_on_paid=True)
    desks.told(unpaid())
    desks.run_all()
    assert (life(desks).wait is not None, names(desks)) == (True, [])
    desks.pass_by(timedelta(minutes=31))
    assert names(desks) == ["SLKP 0226"]

    paid(desks, minutes=40)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert life(desks).wait is None


def test_a_proforma_that_was_wanted_before_its_wait_was_over_is_invoiced_all_the_same(desks: Desks) -> None:
    waiting = FIRST.model_copy(update={"outcome": FIRST.outcome.model_copy(update={"wait_minutes": 30})})
    desks.connect(**INVOICES, rules=(waiting,))
    desks.told(unpaid())
    desks.run_all()
    _, draft, _ = desks.approvals.preview(1, by="U1")
    desks.approvals.issue_by_hand(1, digest(draft), by="U1")
    desks.run_all()

    invoiced(desks)
    desks.pass_by(timedelta(hours=1))

    assert (names(desks), life(desks).wait) == (["FCT 0012", "SLKP 0226"], None)
    assert [reason.code for reason in life(desks).reasons] == ["asked_by_hand"]


def test_a_refused_invoice_that_is_tried_again_is_still_why_the_shop_was_paid(desks: Desks) -> None:
    a_proforma(desks, **INVOICES, rules=(FIRST, LATER), invoice_proforma_on_paid=True)
    desks.biller.refuse_next("issue")
    paid(desks)
    first = desks.latest()
    desks.later_told(lines=(a_line(quantity=Decimal(3)),), total=Decimal(171))

    desks.approvals.try_again(first.id, by="U1")
    desks.run_all()

    again = desks.latest()
    assert (again.state, again.draft.series, again.rule) == (ProposalState.OPEN, "FCT", first.rule)
    assert [reason.code for reason in again.reasons] == ["proforma_paid"]


@pytest.mark.parametrize(
    ("settings", "rule", "compared"),
    [
        (INVOICES, FIRST, 2),
        ({"document": Document.PROFORMA, "series": "SLKP", "invoice_series": "FCT"}, LATER, 3),
        ({"document": Document.PROFORMA, "series": "SLKP", "invoice_series": "FCT"}, FIRST, 2),
        ({"document": Document.PROFORMA, "series": "SLKP", "invoice_series": ""}, FIRST, 1),
    ],
    ids=["a rule's proformas", "a rule's invoices", "the shop's proformas", "proformas alone"],
)
def test_at_night_every_series_is_compared_once(
    desks: Desks, settings: dict[str, Any], rule: Rule, compared: int
) -> None:
    made = {"document": Document.INVOICE} if rule is LATER else {"document": Document.PROFORMA}
    desks.connect(
        **settings,
        rules=(rule.model_copy(update={"outcome": rule.outcome.model_copy(update=made)}),),
    )

    desks.flows.nightly.compare({"shop": "lampi"})

    assert desks.biller.calls.count("series") == compared


def test_where_a_document_needs_two_yeses_its_invoice_does_too(desks: Desks) -> None:
    proforma = a_proforma(desks, **INVOICES, rules=(FIRST,))
    desks.change(second_above=Decimal(100))

    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()

    waits = desks.latest()
    assert waits.first_yes is not None
    assert (waits.state, waits.first_yes.by, invoices(desks)) == (ProposalState.OPEN, "U1", [])
    assert ("U1", "proposal.first_yes") in desks.audit()
    assert refused(lambda: desks.approvals.approve(waits.id, by="U1")) == "approval.another_has_to"
    desks.approvals.approve(waits.id, by="U2")
    desks.run_all()
    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_where_four_eyes_are_asked_for_nobody_answers_to_the_invoice_that_they_wanted(desks: Desks) -> None:
    proforma = a_proforma(desks, **INVOICES, rules=(FIRST,))
    desks.change(four_eyes=True)

    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()

    waits = desks.latest()
    assert (waits.state, invoices(desks)) == (ProposalState.OPEN, [])
    assert refused(lambda: desks.approvals.approve(waits.id, by="U1")) == "approval.own"
    desks.approvals.approve(waits.id, by="U2")
    desks.run_all()
    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_what_needs_two_yeses_is_not_invoiced_by_what_the_shop_says(desks: Desks) -> None:
    a_proforma(desks, **INVOICES, rules=(FIRST,), invoice_proforma_on_paid=True)
    desks.change(second_above=Decimal(100))

    paid(desks)

    assert (desks.latest().state, invoices(desks)) == (ProposalState.OPEN, [])
    assert [reason.code for reason in desks.latest().reasons] == ["proforma_paid", "two_approve"]
    desks.approvals.approve(desks.latest().id, by="U1")
    desks.approvals.approve(desks.latest().id, by="U2")
    desks.run_all()
    assert names(desks) == ["FCT 0012", "SLKP 0226"]
