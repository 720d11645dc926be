"""Where people issue in the same series, an invoice is made from a proforma of its own, and never twice."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.anchors import Anchor, proforma_of
from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState, Issued
from bot.domain.numbers import CompanySeries, series_of
from bot.domain.shops import Document
from tests.builders import an_order
from tests.fakes.biller import Booked
from tests.flows.desks import QUIET, Desks

ISSUED, UNKNOWN, STUCK, REFUSED = (
    ProposalState.ISSUED,
    ProposalState.UNKNOWN,
    ProposalState.STUCK,
    ProposalState.REFUSED,
)
SECONDS_10 = timedelta(seconds=10)
AN_HOUR = timedelta(hours=1)

pytestmark = pytest.mark.slow


def anchored(desks: Desks, number: int = 1, **settings: Any) -> Proposal:
    """A proposal of a shop that anchors its invoices in SLKP."""
    if not desks.ledger.shops.all():
        desks.connect(anchor_series="SLKP", **settings)
    desks.told(an_order(external_id=str(number), number=str(number)))
    desks.run_all()
    return desks.latest(number)


def said_yes(desks: Desks, number: int = 1) -> Proposal:
    proposal = anchored(desks, number)
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    return proposal


def lost(desks: Desks, step: int, *, done: bool, number: int = 1) -> Proposal:
    """The answer to the proforma (step 1) or to the invoice (step 2) is lost."""
    proposal = anchored(desks, number)
    desks.approvals.approve(proposal.id, by="U1")
    if step == 2:
        the_answer_is_lost_to_the_second(desks, done=done)
    else:
        desks.biller.lose_next("issue", done=done)
    desks.run_all()
    return proposal


def the_answer_is_lost_to_the_second(desks: Desks, *, done: bool) -> None:
    """The proforma is made and heard of; what is sent after it is lost."""
    wait = desks.ledger.documents.anchored

    def anchored_then_lost(attempt_id: int, number: str) -> bool:
        desks.biller.lose_next("issue", done=done)
        desks.ledger.documents.anchored = wait  # type: ignore[method-assign]
        return wait(attempt_id, number)

    desks.ledger.documents.anchored = anchored_then_lost  # type: ignore[method-assign]


def attempt_of(desks: Desks, proposal: Proposal) -> Attempt:
    attempt = desks.ledger.documents.attempt(proposal.id)
    assert attempt is not None
    return attempt


def invoices(desks: Desks) -> list[Booked]:
    """What we made, without other people's."""
    return [one for one in desks.biller.documents if one.document is Document.INVOICE and one.reference]


def proformas(desks: Desks) -> list[Booked]:
    return [one for one in desks.biller.documents if one.document is Document.PROFORMA]


def name_of_live(desks: Desks, number: int = 1) -> str:
    invoice = desks.ledger.documents.live(number)
    return invoice.name if invoice else ""


def test_the_invoice_is_made_from_a_proforma_that_says_the_same(desks: Desks) -> None:
    proposal = said_yes(desks)

    (proforma,), (invoice,) = proformas(desks), invoices(desks)
    assert invoice.draft == proposal.draft
    assert invoice.made_from is not None
    assert invoice.made_from.name == "SLKP 0226"
    assert (proforma.total, proforma.reference) == (proposal.draft.total, proposal.reference)
    assert invoice.reference == proposal.reference
    assert (desks.latest().state, name_of_live(desks)) == (ISSUED, "FCT 0012")
    assert desks.audit()[-2:] == [("U1", "anchor.made"), ("U1", "invoice.issued")]


def test_while_orders_wait_each_costs_two_calls(desks: Desks) -> None:
    for number in range(1, 11):
        said_yes(desks, number)

    assert desks.biller.calls.count("issue") == 20
    assert desks.biller.calls.count("series") == 1
    assert desks.biller.calls.count("made_from") == 0
    assert desks.biller.calls.count("status") == 0


def test_a_proforma_is_what_is_issued_where_the_shop_issues_proformas(desks: Desks) -> None:
    desks.issued(document=Document.PROFORMA, series="SLKP", anchor_series="SLKP")

    assert [one.number for one in desks.biller.documents] == ["0226"]


def test_documents_of_people_in_the_same_series_disturb_nothing(desks: Desks) -> None:
    said_yes(desks, 1)
    for _ in range(30):
        desks.biller.issue_elsewhere("FCT")

    said_yes(desks, 2)
    desks.pass_by(timedelta(minutes=10))

    assert name_of_live(desks, 2) == "FCT 0043"
    # No document of anybody is read.
    assert desks.biller.calls.count("references") == 0
    assert desks.notes() == []


def test_a_lost_answer_is_settled_by_one_question_whatever_people_issued_meanwhile(desks: Desks) -> None:
    proposal = lost(desks, 2, done=True)
    for _ in range(30):
        desks.biller.issue_elsewhere("FCT", proposal.draft.total)

    desks.pass_by(SECONDS_10)

    assert (desks.latest().state, name_of_live(desks)) == (ISSUED, "FCT 0012")
    assert desks.biller.calls.count("made_from") == 1
    # No document of anybody is read.
    assert desks.biller.calls.count("references") == 0
    assert len(invoices(desks)) == 1


def test_while_nobody_knows_the_end_of_one_the_others_are_issued(desks: Desks) -> None:
    lost(desks, 2, done=False)

    said_yes(desks, 2)

    assert (desks.latest(1).state, name_of_live(desks, 2)) == (UNKNOWN, "FCT 0012")


def test_an_invoice_that_was_not_made_is_sent_again_from_the_same_proforma(desks: Desks) -> None:
    lost(desks, 2, done=False)

    desks.pass_by(QUIET - SECONDS_10)
    assert desks.latest().state is UNKNOWN

    desks.pass_by(SECONDS_10 * 4)
    assert desks.latest().state is ISSUED
    assert [one.number for one in proformas(desks)] == ["0226"]
    assert len(invoices(desks)) == 1


def test_a_proforma_whose_answer_was_lost_is_found_and_used(desks: Desks) -> None:
    lost(desks, 1, done=True)
    assert desks.latest().state is UNKNOWN
    assert invoices(desks) == []

    desks.pass_by(SECONDS_10)

    assert (desks.latest().state, name_of_live(desks)) == (ISSUED, "FCT 0012")
    assert [one.number for one in proformas(desks)] == ["0226"]


def test_a_proforma_that_was_not_made_is_sent_again(desks: Desks) -> None:
    lost(desks, 1, done=False)

    desks.pass_by(QUIET * 2)

    assert desks.latest().state is ISSUED
    assert [one.number for one in proformas(desks)] == ["0226"]


def test_while_nobody_knows_the_end_of_a_proforma_the_next_waits(desks: Desks) -> None:
    lost(desks, 1, done=False)

    said_yes(desks, 2)
    assert desks.biller.documents == []

    desks.pass_by(QUIET * 2)
    assert sorted([name_of_live(desks, 1), name_of_live(desks, 2)]) == ["FCT 0012", "FCT 0013"]
    assert len(proformas(desks)) == 2


def test_after_a_refusal_the_same_document_is_made_from_the_same_proforma(desks: Desks) -> None:
    proposal = anchored(desks)
    desks.approvals.approve(proposal.id, by="U1")
    series = desks.biller._series.pop("FCT")
    desks.run_all()
    assert desks.latest().state is REFUSED
    desks.biller._series["FCT"] = series

    desks.approvals.try_again(proposal.id, by="U1")
    desks.run_all()

    assert desks.latest().state is ISSUED
    assert (len(proformas(desks)), len(invoices(desks))) == (1, 1)


def test_after_a_refusal_another_document_is_made_from_another_proforma(desks: Desks) -> None:
    proposal = anchored(desks)
    desks.approvals.approve(proposal.id, by="U1")
    series = desks.biller._series.pop("FCT")
    desks.run_all()
    desks.biller._series["FCT"] = series
    desks.change(mentions="Mulțumim!")

    desks.approvals.try_again(proposal.id, by="U1")
    desks.approvals.approve(desks.latest().id, by="U1")
    desks.run_all()

    assert [one.number for one in proformas(desks)] == ["0226", "0227"]
    (invoice,) = invoices(desks)
    assert invoice.draft == desks.latest().draft
    assert invoice.made_from is not None
    assert invoice.made_from.number == "0227"


def test_what_a_person_made_from_the_proforma_is_the_orders_invoice(desks: Desks) -> None:
    lost(desks, 2, done=False)
    by_hand = desks.biller.issue_elsewhere("FCT")
    by_hand.made_from = attempt_of(desks, desks.latest()).anchor

    desks.pass_by(SECONDS_10)

    assert (desks.latest().state, name_of_live(desks)) == (ISSUED, "FCT 0012")
    assert invoices(desks) == []


def test_two_invoices_from_one_proforma_are_left_to_a_person(desks: Desks) -> None:
    lost(desks, 2, done=True)
    by_hand = desks.biller.issue_elsewhere("FCT")
    by_hand.made_from = invoices(desks)[0].made_from

    desks.pass_by(QUIET * 2)

    assert desks.latest().state is STUCK
    assert desks.biller.calls.count("issue") == 2


def test_a_draft_that_somebody_made_from_the_proforma_is_left_to_a_person(desks: Desks) -> None:
    lost(desks, 2, done=False)
    draft = desks.biller.issue_elsewhere("FCT")
    draft.made_from, draft.number = attempt_of(desks, desks.latest()).anchor, ""

    desks.pass_by(QUIET * 2)

    assert desks.latest().state is STUCK
    assert invoices(desks) == []


def test_what_is_stuck_is_recorded_when_the_draft_has_become_an_invoice(desks: Desks) -> None:
    lost(desks, 2, done=False)
    draft = desks.biller.issue_elsewhere("FCT")
    draft.made_from, draft.number = attempt_of(desks, desks.latest()).anchor, ""
    desks.pass_by(QUIET * 2)
    draft.number = "0012"

    desks.pass_by(QUIET * 5)

    assert (desks.latest().state, name_of_live(desks)) == (ISSUED, "FCT 0012")


def test_a_word_that_it_was_not_issued_is_not_believed_against_smartbill(desks: Desks) -> None:
    proposal = lost(desks, 2, done=True)
    by_hand = desks.biller.issue_elsewhere("FCT")
    by_hand.made_from = invoices(desks)[0].made_from
    desks.pass_by(QUIET * 2)

    desks.doubts.was_not_issued(proposal.id, by="U1")
    desks.run_all()

    refused = desks.latest()
    assert refused.state is REFUSED
    assert refused.refusal is not None
    assert (refused.refusal.code, refused.refusal.facts) == (
        "smartbill.anchor_used",
        {"proforma": "SLKP 0226", "numbers": "FCT 0012, FCT 0013", "said": ""},
    )
    assert len(invoices(desks)) == 1


def test_a_proforma_that_somebody_deleted_is_made_again(desks: Desks) -> None:
    proposal = anchored(desks)
    desks.approvals.approve(proposal.id, by="U1")
    series = desks.biller._series.pop("FCT")
    desks.run_all()
    desks.biller._series["FCT"] = series
    desks.biller.documents.clear()

    desks.approvals.try_again(proposal.id, by="U1")
    desks.run_all()

    assert desks.latest().state is ISSUED
    assert [one.number for one in proformas(desks)] == ["0227"]


def test_while_smartbill_is_away_nothing_is_believed(desks: Desks) -> None:
    lost(desks, 2, done=True)
    desks.biller.away = True

    desks.pass_by(QUIET * 5)
    assert desks.latest().state is UNKNOWN

    desks.biller.away = False
    desks.pass_by(timedelta(minutes=6))
    assert desks.latest().state is ISSUED
    assert len(invoices(desks)) == 1


def test_a_proforma_that_cannot_be_found_out_about_is_given_up_only_after_quiet(desks: Desks) -> None:
    lost(desks, 1, done=True)
    for _ in range(21):
        desks.biller.issue_elsewhere("SLKP")

    desks.pass_by(QUIET - SECONDS_10)
    assert desks.latest().state is UNKNOWN

    desks.pass_by(AN_HOUR)
    assert desks.latest().state is ISSUED
    assert len(invoices(desks)) == 1


def test_a_series_of_anchors_that_is_gone_is_refused_in_words(desks: Desks) -> None:
    proposal = anchored(desks)
    del desks.biller._series["SLKP"]

    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()

    refusal = desks.latest().refusal
    assert refusal is not None
    assert (refusal.code, refusal.facts) == ("smartbill.no_such_series", {"series": "SLKP", "said": ""})


def test_an_answer_to_the_proforma_that_comes_after_others_took_over_is_used_once(desks: Desks) -> None:
    proposal = anchored(desks)
    desks.approvals.approve(proposal.id, by="U1")
    approved = desks.latest()
    desks.biller.lose_next("issue", done=True)
    desks.run_all()
    attempt = attempt_of(desks, proposal)

    desks.anchoring.anchored(approved, attempt, Issued("SLKP", "0226"))
    desks.pass_by(QUIET * 2)

    assert desks.latest().state is ISSUED
    assert (len(proformas(desks)), len(invoices(desks))) == (1, 1)


def test_an_answer_to_the_proforma_that_was_given_up_is_dropped(desks: Desks) -> None:
    proposal = lost(desks, 1, done=False)
    attempt = attempt_of(desks, proposal)
    desks.pass_by(QUIET * 2)
    assert desks.latest().state is ISSUED

    late = desks.anchoring.anchored(proposal, attempt, Issued("SLKP", "0230"))

    assert late is None
    counter = desks.ledger.numbers.counter("99999917/proforma/SLKP")
    assert counter is not None
    assert counter.next_number == 227


@pytest.mark.parametrize("forgotten", ["the invoice", "everything"])
def test_books_put_back_from_a_copy_find_the_invoice_by_its_proforma(desks: Desks, forgotten: str) -> None:
    """The copy was made before the order was known, or before its invoice was recorded."""
    proposal = anchored(desks)
    account = desks.ledger.shops.account("lampi")
    desks.numbering.next_number(account, _anchors(proposal), "lampi")
    desks.approvals.approve(proposal.id, by="U1")
    _the_original_went_on(desks, proposal, known=forgotten == "the invoice")
    desks.start_anew()

    desks.pass_by(timedelta(minutes=10))

    assert (desks.latest().state, name_of_live(desks)) == (ISSUED, "FCT 0012")
    assert len(invoices(desks)) == 1


def test_a_stray_proforma_that_was_not_invoiced_is_left_and_a_new_one_made(desks: Desks) -> None:
    proposal = anchored(desks)
    desks.numbering.next_number(desks.ledger.shops.account("lampi"), _anchors(proposal), "lampi")
    desks.approvals.approve(proposal.id, by="U1")
    _send(desks, proposal, anchor=False)
    desks.start_anew()

    desks.pass_by(timedelta(minutes=10))

    (invoice,) = invoices(desks)
    assert invoice.made_from is not None
    assert invoice.made_from.number == "0227"
    assert desks.latest().state is ISSUED


def _anchors(proposal: Proposal) -> CompanySeries:

    return series_of(proforma_of(proposal.draft))


def _send(desks: Desks, proposal: Proposal, *, anchor: bool) -> None:
    """What another process sent of which our books know nothing."""

    desks.biller.issue(
        desks.ledger.shops.account("lampi"),
        proposal.draft if anchor else proforma_of(proposal.draft),
        reference=proposal.reference,
        issue_date=desks.clock.now().date(),
        anchor=Anchor("SLKP", "0226") if anchor else None,
    )


def _the_original_went_on(desks: Desks, proposal: Proposal, *, known: bool) -> None:
    """Both steps were done; `known`: our books have the first."""
    _send(desks, proposal, anchor=False)
    if known:
        attempt = desks.ledger.documents.begin(proposal, 226, desks.clock.now().date(), Anchor("SLKP"))
        assert attempt is not None
        assert desks.ledger.documents.anchored(attempt.id, "0226")
        desks.ledger.numbers.stands_at(_anchors(proposal).key, 227)
        assert attempt_of(desks, proposal).state is AttemptState.ANCHORED
    _send(desks, proposal, anchor=True)
