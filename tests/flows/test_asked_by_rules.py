"""What people were asked about stays as they saw it when rules change, and the next news is judged by the new ones."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.payments import PaymentType
from bot.domain.rulebook import NO_TERMS, Action, Terms
from bot.domain.shops import Series
from bot.errors import Refusal
from bot.storage.engine import Database
from tests.builders import a_company, a_line, a_rule, an_order
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import Desks

OPEN = ProposalState.OPEN
BOSS = a_rule(action=Action.PROPOSE, approvers=("U0BOSS",))
ISSUES = a_rule()
LATER = timedelta(hours=2)


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    """A company with one more series of invoices."""
    return Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))


def not_verified(desks: Desks) -> Proposal:
    """What approval is requested about while the register is silent."""
    desks.companies.away = True
    return desks.proposed(an_order(customer=a_company()), verify_buyers=True, automatic=True, rules=(BOSS,))


def answered(desks: Desks) -> None:
    """The register answers, and all that follows from it is done."""
    desks.companies.away = False
    desks.pass_by(LATER)


def reasons(desks: Desks) -> list[str]:
    return [reason.code for reason in desks.latest().reasons]


@pytest.mark.parametrize(
    "rules", [(ISSUES,), (), (a_rule(id="r-2", name="Alta", series="EXT"),), (a_rule(action=Action.LEAVE),)]
)
def test_what_people_were_asked_about_is_never_issued_by_a_later_rule(desks: Desks, rules: object) -> None:
    first = not_verified(desks)
    desks.change(rules=rules)

    answered(desks)

    latest = desks.latest()
    assert desks.biller.documents == []
    assert (latest.state, latest.findings) == (OPEN, ())
    assert (latest.rule, latest.terms, latest.draft.series) == (first.rule, first.terms, "FCT")
    assert reasons(desks) == ["by_rule", "asked_before", "approvers"]
    with pytest.raises(Refusal):
        desks.approvals.approve(latest.id, by="U1")


def test_the_next_news_is_judged_by_the_rules_of_then(desks: Desks) -> None:
    not_verified(desks)
    desks.change(rules=(ISSUES,))
    answered(desks)

    desks.later_told(fulfilled=True)

    assert desks.latest().state is ProposalState.ISSUED


def test_the_same_news_again_changes_nothing(desks: Desks) -> None:
    first = desks.proposed(automatic=True, rules=(BOSS,))
    desks.change(rules=(ISSUES,))

    desks.deciding.decide({"notice": "1"})
    desks.run_all()

    assert desks.latest() == first


def test_news_that_leave_the_document_as_it_was_ask_on_the_terms_of_now(desks: Desks) -> None:
    first = desks.proposed(rules=(a_rule(action=Action.PROPOSE),))
    desks.change(rules=(BOSS.model_copy(update={"name": first.rule}),))

    desks.later_told(fulfilled=True)

    latest = desks.latest()
    assert (latest.state, latest.digest, latest.terms.approvers) == (OPEN, first.digest, ("U0BOSS",))
    assert reasons(desks)[-1] == "approvers"
    decision = desks.record().decision
    assert decision is not None
    assert decision.reasons == latest.reasons
    with pytest.raises(Refusal):
        desks.approvals.approve(latest.id, by="U1")


def test_news_under_the_same_terms_ask_nobody_again(desks: Desks) -> None:
    first = desks.proposed(rules=(BOSS,))

    desks.later_told(fulfilled=True)

    assert desks.latest() == first


def test_a_no_stands_whomever_a_rule_names_later(desks: Desks) -> None:
    first = desks.proposed(rules=(a_rule(action=Action.PROPOSE),))
    desks.approvals.decline(first.id, by="U1", reason="dublă")
    desks.change(rules=(BOSS,))

    desks.later_told(fulfilled=True)

    assert desks.latest().state is ProposalState.DECLINED


def test_what_cannot_be_issued_follows_its_rule_and_keeps_its_terms(desks: Desks) -> None:
    untold = an_order(lines=(a_line(vat_rate=None),))
    first = desks.proposed(untold, rules=(BOSS,))
    assert not first.is_issuable
    desks.change(
        rules=(ISSUES.model_copy(update={"outcome": a_rule(series="EXT").outcome}),), vat_fallback=Decimal(21)
    )

    desks.flows.saving.look_again({"shop": "lampi"})
    desks.run_all()

    latest = desks.latest()
    assert (latest.state, latest.draft.series, latest.terms) == (OPEN, "EXT", first.terms)
    assert reasons(desks) == ["by_rule", "needs_a_look", "approvers"]


def test_what_cannot_be_issued_stays_as_it_was_where_its_rule_is_gone(desks: Desks) -> None:
    rule = a_rule(action=Action.PROPOSE, series="EXT", due_days=9, approvers=("U0BOSS",))
    desks.proposed(an_order(lines=(a_line(vat_rate=None),)), rules=(rule,))
    desks.change(rules=(), vat_fallback=Decimal(21))

    desks.flows.saving.look_again({"shop": "lampi"})
    desks.run_all()

    latest = desks.latest()
    assert latest.is_issuable
    assert (latest.draft.series, latest.draft.due_days, latest.terms.approvers) == ("EXT", 9, ("U0BOSS",))


def corrected(desks: Desks) -> Proposal:
    """A document that the boss put right, by a rule for marked orders that collects too."""
    rule = a_rule(
        tags=("b2b",),
        action=Action.PROPOSE,
        approvers=("U0BOSS",),
        collects=True,
        payment_type=PaymentType.CARD,
    )
    desks.connect(statuses=("completed",), rules=(rule,))
    desks.told(an_order(tags=("b2b",)))
    desks.run_all()
    seen = desks.correcting.may_correct(desks.latest().id, by="U0BOSS")
    typed = seen.particulars.model_copy(update={"mentions": "Vă mulțumim!"})
    desks.correcting.correct(desks.latest().id, typed, basis=seen.basis, by="U0BOSS")
    desks.run_all()
    return desks.latest()


def test_a_corrected_document_keeps_the_terms_that_its_card_names(desks: Desks) -> None:
    first = corrected(desks)
    assert first.terms == Terms(approvers=("U0BOSS",), collects=True, payment_type=PaymentType.CARD)

    # No rule wants the order any more, and a person does.
    desks.later_told(tags=(), lines=(a_line(quantity=Decimal(3)),), total=Decimal("171.00"))

    latest = desks.latest()
    assert (latest.state, latest.id == first.id) == (OPEN, False)
    assert (latest.reasons, latest.terms) == (first.reasons, first.terms)


def test_what_is_tried_again_for_the_reasons_of_before_is_so_on_the_terms_of_before(desks: Desks) -> None:
    first = corrected(desks)
    desks.biller.refuse_next("issue")
    desks.approvals.approve(first.id, by="U0BOSS")
    desks.run_all()
    desks.change(rules=(), series="EXT")

    desks.approvals.try_again(first.id, by="U0BOSS")

    latest = desks.latest()
    assert latest.draft.series == "EXT"
    assert (latest.reasons, latest.terms) == (first.reasons, first.terms)
    assert latest.terms != NO_TERMS
