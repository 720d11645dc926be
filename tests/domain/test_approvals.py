"""Documents that wait for a yes."""

import pytest

from bot.domain.approvals import SPENT, ProposalState, seen_by_hand
from bot.domain.findings import ask, stop
from bot.domain.orders import digest
from bot.domain.payments import PaymentType
from bot.domain.rulebook import NO_TERMS, Terms
from bot.domain.rules import Reason
from tests.builders import a_draft, a_proposal


def test_a_proposal_in_which_nothing_was_found_may_be_issued() -> None:
    assert a_proposal().is_issuable


def test_a_proposal_with_questions_may_be_issued_by_a_person() -> None:
    assert a_proposal(findings=(ask("vat.zero"),)).is_issuable


def test_a_proposal_with_a_stop_may_not_be_issued() -> None:
    assert not a_proposal(findings=(ask("vat.zero"), stop("total.differs"))).is_issuable


@pytest.mark.parametrize(
    ("codes", "is_by_person"),
    [
        (("status_matches",), False),
        (("asked_by_hand",), True),
        (("corrected", "approvers"), True),
        ((), False),
    ],
)
def test_a_document_that_somebody_asked_for_or_corrected_is_that_persons(
    codes: tuple[str, ...], is_by_person: bool
) -> None:
    reasons = tuple(Reason(code=code) for code in codes)

    assert a_proposal(reasons=reasons).is_by_person is is_by_person


@pytest.mark.parametrize("state", ["approved", "refused", "unknown", "issued"])
def test_a_document_that_may_exist_forbids_another(state: str) -> None:
    assert ProposalState(state) in SPENT


@pytest.mark.parametrize("state", ["open", "declined", "withdrawn"])
def test_a_document_that_cannot_exist_leaves_room_for_another(state: str) -> None:
    assert ProposalState(state) not in SPENT


def test_its_authors_are_those_who_asked_for_it_or_put_it_right() -> None:
    reasons = (
        Reason(code="corrected", facts={"by": "U1"}),
        Reason(code="asked_by_hand", facts={"by": "U2"}),
        # As older versions wrote it.
        Reason(code="asked_by_hand"),
        Reason(code="by_rule", facts={"by": "U3"}),
    )

    assert a_proposal(reasons=reasons).authors == {"U1", "U2"}


def test_what_is_seen_by_hand_is_the_document_and_what_is_recorded_as_received() -> None:
    draft = a_draft()
    terms = [Terms(collects=True), Terms(collects=True, payment_type=PaymentType.CARD)]

    assert seen_by_hand(draft, NO_TERMS) == digest(draft)
    assert seen_by_hand(draft, Terms(approvers=("U1",))) == digest(draft)
    assert len({digest(draft), *(seen_by_hand(draft, one) for one in terms)}) == 3
    assert seen_by_hand(draft, terms[0]) != seen_by_hand(a_draft(series="EXT"), terms[0])
