"""What cannot be proved is a person's to say, once, and what they say is looked up."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import AttemptState
from bot.domain.shops import Document
from bot.errors import Refusal, RemoteError, RemoteRejected, RemoteUnavailable
from bot.storage.engine import Database
from tests.builders import an_order
from tests.fakes.biller import FakeBiller
from tests.flows.desks import QUIET, Desks

ISSUED, STUCK = ProposalState.ISSUED, ProposalState.STUCK
LONG = timedelta(hours=1)


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    return Desks(sqlite, FakeBiller(width=12))


def stuck(desks: Desks, *, done: bool = True) -> Proposal:
    """An order whose answer was lost, in a series that writes its numbers as nobody expects."""
    proposal = desks.proposed()
    desks.biller.lose_next("issue", done=done)
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    if not done:
        desks.biller.issue_elsewhere("FCT")
    desks.pass_by(QUIET * 3)
    assert desks.latest().state is STUCK
    return desks.latest()


def test_a_number_that_a_person_names_is_looked_up_and_recorded(desks: Desks) -> None:
    proposal = stuck(desks)

    desks.doubts.was_issued(proposal.id, " 000000000012 ", by="U1")
    desks.run_all()

    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert invoice.number == "000000000012"
    assert desks.latest().state is ISSUED
    assert ("U1", "doubt.issued") in desks.audit()


def test_a_number_typed_without_its_zeros_is_found_as_smartbill_writes_it(sqlite: Database) -> None:
    desks = Desks(sqlite, FakeBiller(width=12))
    proposal = stuck(desks)
    desks.biller.documents[0].number = "0012"

    desks.doubts.was_issued(proposal.id, "12", by="U1")
    desks.run_all()

    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert invoice.number == "0012"


def test_the_numbers_of_two_people_are_both_looked_up(desks: Desks) -> None:
    proposal = stuck(desks)

    desks.doubts.was_issued(proposal.id, "77", by="U1")
    desks.doubts.was_issued(proposal.id, "000000000012", by="U2")
    desks.run_all()

    assert "note.no_such_number" in desks.notes()
    assert desks.latest().state is ISSUED
    assert ("U2", "doubt.issued") in desks.audit()


@pytest.mark.parametrize(
    "error", [RemoteRejected("smartbill.pdf_unreadable"), RemoteUnavailable("smartbill.no_pdf")]
)
def test_a_proforma_that_cannot_be_read_is_said_and_not_looked_at_for_ever(
    desks: Desks, error: RemoteError
) -> None:
    proposal = desks.proposed(document=Document.PROFORMA, series="SLKP")
    attempt = desks.begun(proposal)
    desks.ledger.documents.end(attempt.id, AttemptState.STUCK)
    desks.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
    desks.ledger.proposals.move(proposal.id, ProposalState.APPROVED, STUCK)
    desks.biller.fail_next("references", error)

    desks.doubts.was_issued(proposal.id, "226", by="U1")
    desks.run_all()

    assert desks.notes() == ["note.unreadable"]
    assert desks.latest().state is STUCK
    assert all(depth.due + depth.later == 0 for depth in desks.queue.depths())


def test_a_number_that_smartbill_does_not_know_is_not_believed(desks: Desks) -> None:
    proposal = stuck(desks)

    desks.doubts.was_issued(proposal.id, "77", by="U1")
    desks.run_all()

    assert desks.latest().state is STUCK
    assert desks.notes()[-1] == "note.no_such_number"


def test_the_number_of_another_total_is_not_believed(desks: Desks) -> None:
    proposal = stuck(desks)
    other = desks.biller.issue_elsewhere("FCT")

    desks.doubts.was_issued(proposal.id, other.number, by="U1")
    desks.run_all()

    assert desks.latest().state is STUCK
    assert desks.notes()[-1] == "note.another_total"


def test_the_document_of_another_order_is_not_believed_even_with_the_same_total(desks: Desks) -> None:
    proposal = stuck(desks)
    desks.told(an_order(external_id="2", number="2"))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()
    other = desks.ledger.documents.live(2)
    assert other is not None

    desks.doubts.was_issued(proposal.id, other.number, by="U1")
    desks.run_all()

    assert desks.latest().state is STUCK
    assert desks.notes()[-1] == "note.another_order"


@pytest.mark.parametrize(
    "error",
    [
        RemoteUnavailable("smartbill.blocked", retry_after=timedelta(minutes=10)),
        RemoteUnavailable("smartbill.unreachable"),
        RemoteRejected("smartbill.auth", said="Autentificare esuata"),
    ],
    ids=lambda error: str(error.slug),
)
def test_a_document_whose_pdf_cannot_be_asked_for_now_is_not_believed_unread(
    desks: Desks, error: RemoteError
) -> None:
    proposal = stuck(desks)
    other = desks.biller.issue_elsewhere("FCT", total=proposal.draft.total)
    other.reference = "aaaaaaaaaa"
    desks.biller.fail_next("references", error)

    desks.doubts.was_issued(proposal.id, other.number, by="U1")
    desks.run_all()
    assert desks.latest().state is STUCK
    desks.pass_by(timedelta(minutes=15))

    assert desks.latest().state is STUCK
    assert desks.notes()[-1] == "note.another_order"


def test_the_document_of_another_shop_of_the_company_is_not_believed_either(desks: Desks) -> None:
    proposal = stuck(desks)
    desks.connect(id="alte", name="Alte")
    desks.told(an_order(external_id="2", number="2"), shop="alte")
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()
    other = desks.ledger.documents.live(2)
    assert other is not None
    desks.biller.fail_next("references", RemoteRejected("smartbill.pdf_unreadable"))

    desks.doubts.was_issued(proposal.id, other.number, by="U1")
    desks.run_all()

    assert desks.notes()[-1] == "note.another_order"
    assert desks.ledger.documents.live(2) == other


def test_a_document_that_carries_the_order_s_reference_is_believed_though_the_books_give_it_to_another(
    desks: Desks,
) -> None:
    proposal = stuck(desks)
    desks.told(an_order(external_id="2", number="2"))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()
    later = desks.ledger.documents.live(2)
    assert later is not None
    ours, _ = desks.biller.documents
    ours.number = later.number
    desks.biller.documents[:] = [ours]

    desks.doubts.was_issued(proposal.id, later.number, by="U1")
    desks.run_all()

    now = desks.ledger.documents.live(proposal.order_id)
    assert now is not None
    assert now.name == later.name
    assert desks.ledger.documents.get(later.id).is_gone


def test_what_is_no_number_is_refused_at_once(desks: Desks) -> None:
    proposal = stuck(desks)

    with pytest.raises(Refusal) as caught:
        desks.doubts.was_issued(proposal.id, "FCT 12", by="U1")

    assert (caught.value.slug, caught.value.field) == ("doubt.no_number", "number")


def test_it_was_not_sends_the_same_document_again(desks: Desks) -> None:
    proposal = stuck(desks, done=False)

    desks.doubts.was_not_issued(proposal.id, by="U1")
    desks.run_all()

    ours = [one for one in desks.biller.documents if one.reference == proposal.reference]
    assert len(ours) == 1
    assert desks.latest().state is ISSUED


def test_it_was_not_asks_anew_where_the_one_yes_is_not_enough_any_more(desks: Desks) -> None:
    proposal = stuck(desks, done=False)
    desks.change(second_above=Decimal(0))

    desks.doubts.was_not_issued(proposal.id, by="U1")
    desks.run_all()

    assert (desks.latest().state, desks.latest().draft) == (ProposalState.OPEN, proposal.draft)
    assert [one for one in desks.biller.documents if one.reference == proposal.reference] == []


def test_by_hand_ends_it_for_ever(desks: Desks) -> None:
    proposal = stuck(desks)

    desks.doubts.by_hand(proposal.id, by="U1")
    desks.later_told(minutes=5, number="1043-2")
    desks.pass_by(LONG)

    assert desks.latest().state is ProposalState.BY_HAND
    assert desks.biller.calls.count("issue") == 1
    with pytest.raises(Refusal, match=r"issue\.under_way"):
        desks.approvals.preview(1, by="U1")


def test_the_second_of_two_people_is_told(desks: Desks) -> None:
    proposal = stuck(desks)
    desks.doubts.by_hand(proposal.id, by="U1")

    with pytest.raises(Refusal, match=r"doubt\.settled"):
        desks.doubts.was_not_issued(proposal.id, by="U2")


def test_only_who_may_approve_may_say(desks: Desks) -> None:
    proposal = stuck(desks)
    desks.change(approvers=("U9",))

    with pytest.raises(Refusal, match=r"approval\.not_an_approver"):
        desks.doubts.was_not_issued(proposal.id, by="U1")


def test_while_one_order_is_stuck_its_series_goes_on(desks: Desks) -> None:
    stuck(desks)
    desks.told(an_order(external_id="2", number="2"))
    desks.run_all()

    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()

    assert desks.latest(2).state is ISSUED
    assert desks.latest().state is STUCK


def test_proof_that_comes_later_settles_what_was_stuck(desks: Desks) -> None:
    stuck(desks)
    desks.biller.documents[0].number = "0012"

    desks.pass_by(timedelta(minutes=6))

    assert desks.latest().state is ISSUED
