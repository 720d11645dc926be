"""Rules of a shop where they meet people, money and changes of mind."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ProposalState, seen_by_hand
from bot.domain.kinds import Document
from bot.domain.orders import Fault, digest
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action
from bot.domain.shops import CollectOnPaid, Series
from bot.errors import Refusal
from bot.storage.engine import Database
from tests.builders import a_company, a_rule, an_order
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import Desks

OPEN, ISSUED = ProposalState.OPEN, ProposalState.ISSUED
BOSS = a_rule(action=Action.PROPOSE, approvers=("U0BOSS",))


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    """A company with one more series of invoices."""
    return Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))


def refused(do: Any) -> str:
    with pytest.raises(Refusal) as caught:
        do()
    return caught.value.slug


def totals(desks: Desks) -> list[Decimal]:
    return [document.total for document in desks.biller.documents]


def test_only_those_whom_the_rule_names_may_answer(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,), approvers=("U1",))

    approvals, correcting = desks.approvals, desks.correcting
    assert refused(lambda: approvals.approve(proposal.id, by="U1")) == "approval.not_the_rules_approver"
    assert refused(lambda: approvals.decline(proposal.id, by="U1", reason="")) == (
        "approval.not_the_rules_approver"
    )
    assert refused(lambda: approvals.may_decline(proposal.id, by="U1")) == "approval.not_the_rules_approver"
    assert refused(lambda: correcting.may_correct(proposal.id, by="U1")) == "approval.not_the_rules_approver"
    assert refused(lambda: approvals.preview(1, by="U1")) == "approval.not_the_rules_approver"
    seen = digest(proposal.draft)
    assert refused(lambda: approvals.issue_by_hand(1, seen, by="U1")) == "approval.not_the_rules_approver"
    desks.run_all()
    assert desks.biller.documents == []

    approvals.approve(proposal.id, by="U0BOSS")
    desks.run_all()
    assert totals(desks) == [Decimal("121.00")]


def test_by_hand_nobody_gets_round_those_who_are_asked_when_their_rule_is_gone(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,))
    desks.change(rules=())

    preview, issue = desks.approvals.preview, desks.approvals.issue_by_hand
    assert refused(lambda: preview(1, by="U1")) == "approval.not_the_rules_approver"
    seen = digest(proposal.draft)
    assert refused(lambda: issue(1, seen, by="U1")) == "approval.not_the_rules_approver"
    issue(1, seen, by="U0BOSS")

    assert desks.latest().answered_by == "U0BOSS"


def test_by_hand_those_whom_nobody_asks_any_more_are_not_asked(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,))
    desks.approvals.decline(proposal.id, by="U0BOSS", reason="Nu")
    desks.change(rules=())

    _, draft, _ = desks.approvals.preview(1, by="U1")

    assert draft == proposal.draft


@pytest.mark.parametrize("settings", [{"rules": (BOSS,)}, {"approvers": ("U0BOSS",)}], ids=["rule", "shop"])
def test_whoever_is_named_and_is_a_guest_may_not_answer(desks: Desks, settings: Any) -> None:
    proposal = desks.proposed(**settings)
    desks.people.guests.add("U0BOSS")

    assert refused(lambda: desks.approvals.approve(proposal.id, by="U0BOSS")) == "approval.not_a_member"
    desks.run_all()

    assert desks.biller.documents == []


def test_who_tries_again_is_asked_by_the_rule_too(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,))
    desks.biller.refuse_next("issue")
    desks.approvals.approve(proposal.id, by="U0BOSS")
    desks.run_all()

    again = desks.approvals.try_again
    assert refused(lambda: again(proposal.id, by="U1")) == "approval.not_the_rules_approver"

    again(proposal.id, by="U0BOSS")
    desks.run_all()
    assert desks.latest().state is ISSUED


def test_who_says_what_became_of_it_is_asked_by_the_rule_too(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,))

    may_say = desks.doubts.may_say
    assert refused(lambda: may_say(proposal.id, by="U1")) == "approval.not_the_rules_approver"
    assert refused(lambda: may_say(proposal.id, by="U0BOSS")) == "doubt.settled"


def test_where_a_rule_names_nobody_the_shops_approvers_answer(desks: Desks) -> None:
    proposal = desks.proposed(rules=(a_rule(),), approvers=("U1",))

    assert refused(lambda: desks.approvals.approve(proposal.id, by="U2")) == "approval.not_an_approver"
    desks.approvals.approve(proposal.id, by="U1")


def test_whom_a_rule_names_need_not_be_among_the_shops_approvers(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,), approvers=("U1",))

    desks.approvals.decline(proposal.id, by="U0BOSS", reason="")

    assert desks.latest().state is ProposalState.DECLINED


def test_changing_rules_changes_nothing_of_what_people_were_asked(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,), approvers=("U1",))

    desks.change(rules=(a_rule(series="EXT"),))
    desks.run_all()

    assert desks.latest() == proposal
    assert refused(lambda: desks.approvals.approve(proposal.id, by="U1")) == "approval.not_the_rules_approver"
    desks.approvals.approve(proposal.id, by="U0BOSS")
    desks.run_all()
    assert [document.draft for document in desks.biller.documents] == [proposal.draft]


def test_a_corrected_document_is_made_by_the_rule_that_now_matches_its_buyer(desks: Desks) -> None:
    firms = a_rule(id="r-2", name="Firme", is_company=True, series="EXT", due_days=30, approvers=("U0BOSS",))
    proposal = desks.proposed(rules=(firms,), due_days=7)
    seen = desks.correcting.may_correct(proposal.id, by="U1")
    assert (proposal.draft.series, seen.particulars.due_days) == ("FCT", 7)

    typed = seen.particulars.model_copy(update={"buyer": a_company()})
    corrected = desks.correcting.correct(proposal.id, typed, basis=seen.basis, by="U1")

    draft = corrected.proposal.draft
    assert (draft.series, draft.due_days, corrected.particulars.due_days) == ("EXT", 30, 30)
    new = corrected.proposal.id
    assert refused(lambda: desks.approvals.approve(new, by="U1")) == "approval.not_the_rules_approver"


def test_a_correction_shows_and_keeps_what_the_rule_says_of_the_document(desks: Desks) -> None:
    proposal = desks.proposed(rules=(a_rule(due_days=30),), due_days=7)
    seen = desks.correcting.may_correct(proposal.id, by="U1")

    typed = seen.particulars.model_copy(update={"mentions": "Vă mulțumim!"})
    corrected = desks.correcting.correct(proposal.id, typed, basis=seen.basis, by="U1")

    assert seen.particulars.due_days == 30
    assert corrected.proposal.draft.due_days == 30
    amendment = desks.record().amendment
    assert amendment is not None
    assert amendment.due_days is None


def test_a_corrected_document_does_not_wait(desks: Desks) -> None:
    proposal = desks.proposed(automatic=False)
    seen = desks.correcting.may_correct(proposal.id, by="U1")
    typed = seen.particulars.model_copy(update={"mentions": "Vă mulțumim!"})
    desks.correcting.correct(proposal.id, typed, basis=seen.basis, by="U1")

    desks.change(rules=(a_rule(wait_minutes=30, series="EXT"),), automatic=True)
    desks.later_told(fulfilled=True)

    assert (desks.latest().state, desks.latest().draft.series) == (OPEN, "EXT")


def test_what_a_rule_collects_waits_for_the_yes(desks: Desks) -> None:
    rule = a_rule(action=Action.PROPOSE, collects=True, payment_type=PaymentType.CARD)
    proposal = desks.proposed(an_order(paid=False), rules=(rule,))
    assert proposal.reasons[-1].code == "collects_as"

    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()

    (document,) = desks.biller.documents
    assert [(payment.type, payment.amount) for payment in document.payments] == [
        (PaymentType.CARD, Decimal("121.00"))
    ]
    assert desks.ledger.documents.get(1).is_collected


@pytest.mark.parametrize("way", CollectOnPaid)
def test_it_is_collected_once_whatever_the_shop_says_later(desks: Desks, way: CollectOnPaid) -> None:
    rule = a_rule(collects=True, payment_type=PaymentType.CARD)
    desks.proposed(an_order(paid=False), rules=(rule,), automatic=True, collect_on_paid=way)

    desks.later_told(paid=True, status="completed")
    desks.pass_by(timedelta(hours=1))

    (document,) = desks.biller.documents
    assert [payment.type for payment in document.payments] == [PaymentType.CARD]
    assert "note.shop_says_paid" not in desks.notes()


def test_a_lost_answer_to_the_payment_is_never_repeated(desks: Desks) -> None:
    desks.biller.lose_next("collect", done=True)

    desks.proposed(rules=(a_rule(collects=True),), automatic=True)
    desks.pass_by(timedelta(hours=1))

    (document,) = desks.biller.documents
    assert len(document.payments) == 1
    assert desks.biller.calls.count("collect") == 1


def test_a_receipt_is_left_to_people_who_know_its_series(desks: Desks) -> None:
    types = {"card": PaymentType.RECEIPT}

    desks.proposed(rules=(a_rule(collects=True),), automatic=True, payment_types=types)

    (document,) = desks.biller.documents
    assert document.payments == []
    assert desks.notes()[-1] == "note.rule_collects"


def test_no_money_is_recorded_for_a_proforma(desks: Desks) -> None:
    desks.proposed(rules=(a_rule(collects=True),), automatic=True, document=Document.PROFORMA, series="SLKP")

    (document,) = desks.biller.documents
    assert document.payments == []


def test_what_is_issued_by_hand_is_issued_as_its_rule_says(desks: Desks) -> None:
    rule = a_rule(action=Action.PROPOSE, series="EXT", collects=True)
    desks.proposed(rules=(rule,))

    _, draft, _ = desks.approvals.preview(1, by="U1")
    terms = desks.approvals.terms_by_hand(1)
    desks.approvals.issue_by_hand(1, seen_by_hand(draft, terms), by="U1")
    desks.run_all()

    (document,) = desks.biller.documents
    assert (document.series, len(document.payments)) == ("EXT", 1)


def test_by_hand_no_money_is_recorded_that_nobody_was_shown(desks: Desks) -> None:
    proposal = desks.proposed(an_order(paid=False), rules=(a_rule(action=Action.PROPOSE),))
    desks.change(rules=(a_rule(action=Action.PROPOSE, collects=True),))

    issue = desks.approvals.issue_by_hand
    assert refused(lambda: issue(1, digest(proposal.draft), by="U1")) == "issue.changed"
    desks.run_all()

    assert desks.biller.documents == []


def test_a_rule_that_asks_for_payers_of_vat_asks_the_register(desks: Desks) -> None:
    payers = a_rule(id="r-2", name="Plătitori", pays_vat=True, series="EXT")
    others = a_rule(id="r-3", name="Neplătitori", pays_vat=False, action=Action.LEAVE)
    desks.connect(automatic=True, verify_buyers=True, rules=(payers, others))

    # Whoever typed the number left the RO out.
    desks.told(an_order(customer=a_company(vat_code="99999992")))
    desks.run_all()

    assert desks.latest().draft.series == "EXT"
    assert desks.latest().draft.buyer.vat_payer


def test_a_total_that_is_no_number_does_not_hide_the_order_from_people(desks: Desks) -> None:
    small = a_rule(total_to=50, action=Action.LEAVE)
    faulty = an_order(total=Decimal(0), faults=(Fault(where="totals.total", typed="24,20"),))

    proposal = desks.proposed(faulty, rules=(small,), automatic=True, only_with_billing=False)

    assert (proposal.state, proposal.is_issuable) == (OPEN, False)
    assert "number.impossible" in {finding.code for finding in proposal.findings}


def test_the_hour_is_that_of_the_news_whenever_it_is_looked_at(desks: Desks) -> None:
    # The shop last changed it at half past eleven.
    day = a_rule(hour_from=9, hour_to=17, series="EXT")
    proposal = desks.proposed(rules=(day,))

    desks.pass_by(timedelta(hours=10))
    desks.deciding.decide_again({"order": "1"})

    assert (desks.latest().id, desks.latest().state) == (proposal.id, OPEN)
    assert proposal.draft.series == "EXT"


def test_what_is_tried_again_as_another_document_is_asked_of_those_whom_rules_now_name(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,))
    desks.biller.refuse_next("issue")
    desks.approvals.approve(proposal.id, by="U0BOSS")
    desks.run_all()
    desks.change(rules=(a_rule(id="r-2", name="Alta", series="EXT", approvers=("U0NEW",)),))

    desks.approvals.try_again(proposal.id, by="U0BOSS")
    desks.run_all()

    again = desks.latest()
    assert (again.state, again.rule, again.draft.series) == (OPEN, "Alta", "EXT")
    assert [reason.code for reason in again.reasons] == ["by_rule", "automatic_off", "approvers"]
    assert refused(lambda: desks.approvals.approve(again.id, by="U0BOSS")) == (
        "approval.not_the_rules_approver"
    )
    desks.approvals.approve(again.id, by="U0NEW")


def test_what_a_person_wanted_stays_theirs_when_it_is_tried_again(desks: Desks) -> None:
    desks.connect(statuses=("fulfilled",), rules=(BOSS,))
    desks.told()
    desks.run_all()
    _, draft, _ = desks.approvals.preview(1, by="U0BOSS")
    desks.biller.refuse_next("issue")
    desks.approvals.issue_by_hand(1, digest(draft), by="U0BOSS")
    desks.run_all()
    desks.change(rules=(a_rule(series="EXT"),))

    desks.approvals.try_again(desks.latest().id, by="U0BOSS")

    assert (desks.latest().rule, desks.latest().reasons[0].code) == ("by_hand", "asked_by_hand")


def test_whoever_corrects_sees_who_may_approve_what_came_of_it(desks: Desks) -> None:
    proposal = desks.proposed(rules=(BOSS,))
    seen = desks.correcting.may_correct(proposal.id, by="U0BOSS")
    typed = seen.particulars.model_copy(update={"mentions": "Vă mulțumim!"})

    corrected = desks.correcting.correct(proposal.id, typed, basis=seen.basis, by="U0BOSS").proposal

    assert corrected.rule == "Toate"
    assert [reason.code for reason in corrected.reasons] == ["corrected", "approvers"]


def test_a_payment_that_smartbill_refused_is_not_tried_again_by_what_the_shop_says(desks: Desks) -> None:
    desks.biller.refuse_next("collect")
    rule = a_rule(collects=True)
    desks.proposed(an_order(paid=False), rules=(rule,), automatic=True, collect_on_paid=CollectOnPaid.AUTO)

    desks.later_told(paid=True, status="completed")

    assert desks.biller.calls.count("collect") == 1
    assert desks.notes()[-1] == "note.payment_refused"
