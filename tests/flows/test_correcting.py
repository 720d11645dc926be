"""A document is put right: a new one waits, the old one's yes is worth nothing, and nobody is overwritten."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.domain.amending import Particulars, Wording
from bot.domain.approvals import Proposal, ProposalState
from bot.domain.rules import Propose, Reason
from bot.errors import Refusal, RemoteUnavailable
from bot.flows.composing import Composing
from bot.flows.correcting import Correcting, Correction
from bot.flows.errands import Errands
from bot.flows.retention import Retention
from bot.storage.engine import Database
from bot.storage.retention import SqlArchive
from tests.builders import CHANGED_AT, a_company, a_customer, a_line, an_order
from tests.contracts.books import at_once
from tests.fakes.people import FakePeople
from tests.flows.desks import LEASE, Desks
from tests.flows.dying import DiedError, Fate, MortalDatabase

OPEN, APPROVED, ISSUED = ProposalState.OPEN, ProposalState.APPROVED, ProposalState.ISSUED
REFUSED, DECLINED, WITHDRAWN = ProposalState.REFUSED, ProposalState.DECLINED, ProposalState.WITHDRAWN
WRONG = an_order(customer=a_company(vat_code="RO12345678"))
RIGHT = {"vat_code": "RO99999992"}
DEARER: dict[str, Any] = {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal("171.00")}


def typed_over(seen: Correction, **changes: Any) -> Particulars:
    """What the form showed, with some of the buyer or of the terms typed over."""
    own = {name: changes.pop(name) for name in [*changes] if name in Particulars.model_fields}
    buyer = seen.particulars.buyer.model_copy(update=changes)
    return seen.particulars.model_copy(update={"buyer": buyer, **own})


def correct(desks: Desks, proposal: Proposal, *, by: str = "U1", **changes: Any) -> Proposal:
    """Somebody opens the form, types this over it, and sends it off."""
    seen = desks.correcting.may_correct(proposal.id, by=by)
    typed = typed_over(seen, **changes)
    return desks.correcting.correct(proposal.id, typed, basis=seen.basis, by=by).proposal


def refused_by_smartbill(desks: Desks, **settings: Any) -> Proposal:
    proposal = desks.proposed(**settings)
    desks.biller.refuse_next("issue")
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    assert desks.latest().state is REFUSED
    return desks.latest()


def test_a_company_gets_its_right_number_and_its_invoice(desks: Desks) -> None:
    wrong = desks.proposed(WRONG)
    assert not wrong.is_issuable

    corrected = correct(desks, wrong, **RIGHT)

    assert (corrected.state, corrected.is_issuable, corrected.findings) == (OPEN, True, ())
    assert corrected.digest != wrong.digest
    desks.approvals.approve(corrected.id, by="U2")
    desks.run_all()
    [document] = desks.biller.documents
    assert document.draft is not None
    assert (document.draft.buyer.cif, document.draft.total) == ("99999992", Decimal("121.00"))


def test_the_new_document_says_who_put_it_right(desks: Desks) -> None:
    corrected = correct(desks, desks.proposed(WRONG), **RIGHT)

    assert corrected.reasons == (Reason(code="corrected", facts={"by": "U1"}),)
    assert corrected.rule == "default"


def test_the_card_is_edited_and_shows_the_new_document(desks: Desks) -> None:
    corrected = correct(desks, desks.proposed(WRONG), name="LEMN SRL", **RIGHT)

    desks.run_all()

    shown = desks.courier.cards_of(1)[-1]
    assert shown.proposal == corrected
    assert shown.record.buyer.name == "LEMN SRL"


def test_the_history_names_what_changed_and_says_nothing_of_it(desks: Desks) -> None:
    corrected = correct(desks, desks.proposed(WRONG), name="LEMN SRL", due_days=3, **RIGHT)

    entry = desks.ledger.audit.of(1)[-1]
    assert (entry.who, entry.what) == ("U1", "proposal.corrected")
    assert entry.facts == {"digest": corrected.digest, "changed": "name, vat_code, due_days"}


def test_lines_days_and_mentions_are_put_right(desks: Desks) -> None:
    proposal = desks.proposed()
    lines = (
        Wording(name="Lampă", vat_rate=Decimal(11)),
        Wording(name="Curier rapid", vat_rate=Decimal(21)),
    )

    day = date(2026, 11, 18)
    draft = correct(desks, proposal, lines=lines, due_days=10, delivery_date=day, mentions="Mulțumim!").draft

    assert [line.name for line in draft.lines] == ["Lampă", "Curier rapid"]
    assert [line.vat_rate for line in draft.lines] == [Decimal(11), Decimal(21)]
    assert (draft.due_days, draft.delivery_date) == (10, day)
    assert draft.mentions == "Comanda 1043\nMulțumim!"
    assert draft.total == Decimal("121.00")


def test_a_correction_can_be_corrected_and_undone(desks: Desks) -> None:
    first = desks.proposed(WRONG)
    second = correct(desks, first, name="LEMN SRL", **RIGHT)

    third = correct(desks, second, by="U2", name="LEMN SA")
    assert (third.draft.buyer.name, third.draft.buyer.cif) == ("LEMN SA", "99999992")

    fourth = correct(desks, third, name=WRONG.customer.name, vat_code="RO12345678")
    assert fourth.digest == first.digest
    assert desks.record().amendment is None


def test_a_yes_to_the_old_document_is_worth_nothing(desks: Desks) -> None:
    first = desks.proposed()
    correct(desks, first, by="U2", name="Ana Pildescu")

    with pytest.raises(Refusal) as refused:
        desks.approvals.approve(first.id, by="U1")

    assert (refused.value.slug, refused.value.facts) == ("approval.already_corrected", {"by": "U2"})
    desks.run_all()
    assert desks.biller.documents == []


def test_what_somebody_said_yes_to_meanwhile_is_not_put_right(desks: Desks) -> None:
    proposal = desks.proposed()
    seen = desks.correcting.may_correct(proposal.id, by="U2")
    desks.approvals.approve(proposal.id, by="U1")

    with pytest.raises(Refusal) as refused:
        desks.correcting.correct(proposal.id, typed_over(seen, name="Ana"), basis=seen.basis, by="U2")

    assert (refused.value.slug, refused.value.facts) == ("approval.already_approved", {"by": "U1"})
    desks.run_all()
    assert [document.draft for document in desks.biller.documents] == [proposal.draft]
    assert desks.record().amendment is None


class _SlowToLook(FakePeople):
    """Lets something happen between the look at a proposal and what is done with it."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def is_full_member(self, user: str) -> bool:
        self._meanwhile()
        return super().is_full_member(user)


def _correct_slowly(desks: Desks, meanwhile: Callable[[], object]) -> None:
    """Somebody corrects, and this happens after their proposal was looked at."""
    proposal = desks.latest()
    seen = desks.correcting.may_correct(proposal.id, by="U2")
    composing = Composing(desks.ledger, clock=desks.clock)
    slow = Correcting(desks.ledger, Errands(desks.queue), _SlowToLook(meanwhile), composing)
    slow.correct(proposal.id, typed_over(seen, name="Ana"), basis=seen.basis, by="U2")


def test_a_yes_in_the_very_moment_of_a_correction_is_the_first(desks: Desks) -> None:
    proposal = desks.proposed()

    with pytest.raises(Refusal) as refused:
        _correct_slowly(desks, lambda: desks.approvals.approve(proposal.id, by="U1"))

    assert (refused.value.slug, refused.value.facts) == ("approval.already_approved", {"by": "U1"})
    assert (desks.latest().id, desks.latest().state) == (proposal.id, APPROVED)
    assert desks.record().amendment is None


def test_a_no_in_the_very_moment_of_a_correction_is_the_first(desks: Desks) -> None:
    proposal = desks.proposed()

    with pytest.raises(Refusal, match=r"approval\.already_declined"):
        _correct_slowly(desks, lambda: desks.approvals.decline(proposal.id, by="U1", reason="no"))

    assert (desks.latest().id, desks.latest().state) == (proposal.id, DECLINED)
    assert desks.record().amendment is None


def test_news_in_the_very_moment_of_a_correction_are_not_typed_over(desks: Desks) -> None:
    proposal = desks.proposed()
    later = an_order(customer=a_customer(postcode="400999"), updated_at=CHANGED_AT + timedelta(minutes=1))

    with pytest.raises(Refusal, match=r"correct\.changed"):
        _correct_slowly(desks, lambda: desks.ledger.orders.update("lampi", later))

    assert desks.latest() == proposal
    assert (desks.record().order, desks.record().amendment) == (later, None)


def _is_done(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refusal:
        return False
    return True


def test_of_a_yes_and_a_correction_at_once_one_is_done(sqlite_file: Path) -> None:
    desks = Desks(Database(f"sqlite:///{sqlite_file}"))
    proposal = desks.proposed()
    seen = desks.correcting.may_correct(proposal.id, by="U2")
    typed = typed_over(seen, name="Ana Pildescu")

    is_approved, is_corrected = at_once(
        lambda: _is_done(lambda: desks.approvals.approve(proposal.id, by="U1")),
        lambda: _is_done(lambda: desks.correcting.correct(proposal.id, typed, basis=seen.basis, by="U2")),
    )

    assert is_approved is not is_corrected
    desks.run_all()
    assert len(desks.biller.documents) == (1 if is_approved else 0)
    assert desks.latest().state is (ISSUED if is_approved else OPEN)
    desks.database.close()


def test_a_form_sent_twice_makes_one_document(desks: Desks) -> None:
    first = desks.proposed()
    seen = desks.correcting.may_correct(first.id, by="U1")
    typed = typed_over(seen, name="Ana Pildescu")
    corrected = desks.correcting.correct(first.id, typed, basis=seen.basis, by="U1")

    with pytest.raises(Refusal) as refused:
        desks.correcting.correct(first.id, typed, basis=seen.basis, by="U1")

    assert (refused.value.slug, refused.value.facts) == ("approval.already_corrected", {"by": "U1"})
    assert desks.latest() == corrected.proposal
    assert [what for _, what in desks.audit()].count("proposal.corrected") == 1


def test_of_two_who_correct_the_second_is_told_who_was_first(desks: Desks) -> None:
    first = desks.proposed()
    seen = desks.correcting.may_correct(first.id, by="U2")
    correct(desks, first, by="U1", name="Ana Pildescu")

    with pytest.raises(Refusal) as refused:
        desks.correcting.correct(first.id, typed_over(seen, phone="07"), basis=seen.basis, by="U2")

    assert (refused.value.slug, refused.value.facts) == ("approval.already_corrected", {"by": "U1"})
    assert desks.latest().draft.buyer.phone == "0700000002"


@pytest.mark.parametrize("answer", ["approved", "declined"])
def test_what_was_answered_is_not_opened_for_correcting(desks: Desks, answer: str) -> None:
    proposal = desks.proposed()
    if answer == "approved":
        desks.approvals.approve(proposal.id, by="U2")
    else:
        desks.approvals.decline(proposal.id, by="U2", reason="no")

    with pytest.raises(Refusal, match=rf"approval\.already_{answer}"):
        desks.correcting.may_correct(proposal.id, by="U1")


def test_what_does_not_exist_cannot_be_put_right(desks: Desks) -> None:
    with pytest.raises(Refusal, match=r"approval\.gone"):
        desks.correcting.may_correct("p-77", by="U1")


def test_a_guest_corrects_nothing(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.people.guests.add("UGUEST")
    seen = desks.correcting.may_correct(proposal.id, by="U1")

    with pytest.raises(Refusal, match=r"approval\.not_a_member"):
        desks.correcting.may_correct(proposal.id, by="UGUEST")
    with pytest.raises(Refusal, match=r"approval\.not_a_member"):
        desks.correcting.correct(proposal.id, typed_over(seen, name="A"), basis=seen.basis, by="UGUEST")
    assert desks.latest() == proposal


def test_where_approvers_are_named_only_they_may_correct(desks: Desks) -> None:
    proposal = desks.proposed(approvers=("U1",))

    with pytest.raises(Refusal, match=r"approval\.not_an_approver"):
        desks.correcting.may_correct(proposal.id, by="U2")


def test_while_slack_cannot_say_who_it_is_nothing_is_put_right(desks: Desks) -> None:
    proposal = desks.proposed()
    seen = desks.correcting.may_correct(proposal.id, by="U1")
    desks.people.away = True

    with pytest.raises(RemoteUnavailable):
        desks.correcting.correct(proposal.id, typed_over(seen, name="A"), basis=seen.basis, by="U1")

    assert desks.latest() == proposal


@pytest.mark.parametrize(
    "changes", [{}, {"name": " Andrei  Pildescu "}, {"postcode": "400002"}], ids=["none", "blanks", "unseen"]
)
def test_where_the_document_stays_the_same_the_proposal_stays(desks: Desks, changes: dict[str, str]) -> None:
    proposal = desks.proposed()

    with pytest.raises(Refusal) as refused:
        correct(desks, proposal, **changes)

    assert (refused.value.slug, refused.value.field) == ("correct.nothing", "name")
    assert desks.latest() == proposal
    assert desks.record().amendment is None


def test_a_delivery_years_away_is_marked_in_its_field(desks: Desks) -> None:
    proposal = desks.proposed()

    with pytest.raises(Refusal) as refused:
        correct(desks, proposal, delivery_date=date(2062, 11, 18))

    assert (refused.value.slug, refused.value.field) == ("correct.day_too_far", "delivery_date")
    assert desks.latest() == proposal


def test_nobody_types_over_what_the_shop_told_meanwhile(desks: Desks) -> None:
    proposal = desks.proposed()
    seen = desks.correcting.may_correct(proposal.id, by="U1")
    desks.later_told(customer=a_customer(postcode="400999"))
    assert desks.latest() == proposal

    with pytest.raises(Refusal, match=r"correct\.changed"):
        desks.correcting.correct(proposal.id, typed_over(seen, name="Ana"), basis=seen.basis, by="U1")

    assert desks.latest() == proposal


def test_what_smartbill_refused_is_put_right_and_asked_for_again(desks: Desks) -> None:
    refused = refused_by_smartbill(desks)

    corrected = correct(desks, refused, by="U2", name="Ana Pildescu")

    before = desks.ledger.proposals.get(refused.id)
    assert before is not None
    assert (before.state, corrected.state) == (WITHDRAWN, OPEN)
    desks.run_all()
    assert desks.biller.documents == []
    desks.approvals.approve(corrected.id, by="U1")
    desks.run_all()
    assert [one.draft.buyer.name for one in desks.biller.documents if one.draft] == ["Ana Pildescu"]


def test_what_is_tried_again_first_is_not_put_right(desks: Desks) -> None:
    refused = refused_by_smartbill(desks)
    seen = desks.correcting.may_correct(refused.id, by="U2")
    desks.approvals.try_again(refused.id, by="U1")

    with pytest.raises(Refusal, match=r"approval\.already_approved"):
        desks.correcting.correct(refused.id, typed_over(seen, name="Ana"), basis=seen.basis, by="U2")

    desks.run_all()
    assert len(desks.biller.documents) == 1


def test_what_was_put_right_first_is_not_tried_again(desks: Desks) -> None:
    refused = refused_by_smartbill(desks)
    correct(desks, refused, by="U2", name="Ana Pildescu")

    with pytest.raises(Refusal) as told:
        desks.approvals.try_again(refused.id, by="U1")

    assert (told.value.slug, told.value.facts) == ("approval.already_corrected", {"by": "U2"})


def test_the_same_news_of_a_corrected_order_keep_it_as_it_is(desks: Desks) -> None:
    corrected = correct(desks, desks.proposed(WRONG), **RIGHT)

    desks.later_told(fulfilled=True)

    assert desks.latest() == corrected


def test_other_lines_keep_the_corrected_buyer_and_say_why(desks: Desks) -> None:
    correct(desks, desks.proposed(WRONG), **RIGHT)

    desks.later_told(**DEARER)

    again = desks.latest()
    assert (again.state, again.draft.buyer.cif, again.draft.total) == (OPEN, "99999992", Decimal("171.00"))
    assert again.reasons[-1] == Reason(code="corrected", facts={"by": "U1"})


def test_another_customer_from_the_shop_outdoes_the_corrected_one(desks: Desks) -> None:
    correct(desks, desks.proposed(WRONG), **RIGHT)

    desks.later_told(customer=a_customer())

    assert desks.latest().draft.buyer.name == "Andrei Pildescu"
    assert desks.record().buyer == a_customer()


def test_a_declined_correction_is_not_proposed_again(desks: Desks) -> None:
    corrected = correct(desks, desks.proposed(WRONG), **RIGHT)
    desks.approvals.decline(corrected.id, by="U1", reason="no")

    desks.later_told(fulfilled=True)

    assert (desks.latest().id, desks.latest().state) == (corrected.id, DECLINED)


def test_what_was_put_right_is_never_issued_by_a_rule(desks: Desks) -> None:
    correct(desks, desks.proposed(WRONG, automatic=True), **RIGHT)

    desks.later_told(**DEARER)

    assert desks.latest().state is OPEN
    assert isinstance(desks.record().decision, Propose)
    assert desks.biller.documents == []


def test_what_has_lapsed_keeps_no_rule_from_issuing(desks: Desks) -> None:
    correct(desks, desks.proposed(WRONG, automatic=True), **RIGHT)

    desks.later_told(customer=a_company())

    assert desks.latest().state is ISSUED


def test_a_look_at_new_settings_keeps_what_was_put_right(desks: Desks) -> None:
    still_wrong = correct(desks, desks.proposed(WRONG), name="LEMN SRL")
    assert not still_wrong.is_issuable
    desks.change(series="LMP")

    desks.deciding.decide_again({"order": "1"})

    assert (desks.latest().draft.series, desks.latest().draft.buyer.name) == ("LMP", "LEMN SRL")


def test_by_hand_the_corrected_document_is_issued(desks: Desks) -> None:
    corrected = correct(desks, desks.proposed(WRONG), **RIGHT)

    _, draft, _ = desks.approvals.preview(1, by="U1")

    assert draft == corrected.draft


def test_what_was_put_right_is_forgotten_with_the_buyer(desks: Desks) -> None:
    corrected = correct(desks, desks.proposed(WRONG), name="LEMN SRL", **RIGHT)
    desks.approvals.approve(corrected.id, by="U1")
    desks.run_all()
    desk = Retention(SqlArchive(desks.database), clock=desks.clock, rest=lambda: None)

    desks.clock.advance(timedelta(days=40))
    desk.prune({})

    record = desks.record()
    assert (record.amendment, record.buyer.name) == (None, "(șters)")


@pytest.mark.parametrize("place", ["begin", "middle", "end"])
def test_a_process_that_dies_while_it_corrects_has_done_all_of_it_or_nothing(
    sqlite_file: Path, place: str
) -> None:
    fate = Fate()
    desks = Desks(MortalDatabase(sqlite_file, fate))
    first = desks.proposed(WRONG)
    seen = desks.correcting.may_correct(first.id, by="U1")
    fate.die_at(place)

    with pytest.raises(DiedError):
        desks.correcting.correct(first.id, typed_over(seen, **RIGHT), basis=seen.basis, by="U1")

    desks.clock.advance(LEASE)
    desks.run_all()
    is_done = place == "end"
    assert (desks.latest().id == first.id) is not is_done
    assert (desks.record().amendment is not None) is is_done
    assert (("U1", "proposal.corrected") in desks.audit()) is is_done
    assert desks.courier.cards_of(1)[-1].proposal == desks.latest()
