"""Two people who have to say yes, and the shop, all in the same moment, on real databases."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.orders import digest
from bot.errors import Refusal
from bot.storage.engine import Database
from tests.builders import CHANGED_AT, a_line, an_order
from tests.contracts.books import at_once
from tests.flows.desks import Desks

#: `an_order` comes to 121 lei.
ONE = Decimal(100)
DEARER = an_order(
    lines=(a_line(quantity=Decimal(3)),),
    total=Decimal("171.00"),
    updated_at=CHANGED_AT + timedelta(minutes=1),
)


@pytest.fixture
def desks(database: Database) -> Desks:
    return Desks(database)


def heard(act: Callable[[], object]) -> str:
    """What a person hears who acts; nothing where all is well."""
    try:
        act()
    except Refusal as refused:
        return refused.slug
    return ""


def test_presses_of_two_people_at_once_are_two_yeses_and_one_document(desks: Desks) -> None:
    proposal = desks.proposed(second_above=ONE)

    def press(by: str) -> str:
        return heard(lambda: desks.approvals.approve(proposal.id, by=by))

    told = at_once(*[lambda by=by: press(by) for by in ("U1", "U2", "U1", "U2")])
    desks.run_all()

    assert told.count("") == 2
    assert set(told) <= {"", "approval.another_has_to", "approval.already_approved"}
    latest = desks.latest()
    assert latest.first_yes is not None
    assert {latest.first_yes.by, latest.answered_by} == {"U1", "U2"}
    assert len(desks.biller.documents) == 1


def test_one_persons_presses_at_once_are_one_yes_and_no_document(desks: Desks) -> None:
    proposal = desks.proposed(second_above=ONE)

    told = at_once(*[lambda: heard(lambda: desks.approvals.approve(proposal.id, by="U1"))] * 4)
    desks.run_all()

    assert sorted(told) == ["", *["approval.another_has_to"] * 3]
    assert desks.latest().state is ProposalState.OPEN
    assert desks.biller.documents == []


def test_two_people_by_hand_at_once_make_one_document_at_most(desks: Desks) -> None:
    desks.connect(second_above=ONE)
    desks.told(an_order(status="pending", paid=False))
    desks.run_all()
    seen = digest(desks.approvals.preview(1, by="U1")[1])

    at_once(
        *[
            lambda by=by: heard(lambda: desks.approvals.issue_by_hand(1, seen, by=by))
            for by in ("U1", "U2", "U1", "U2")
        ]
    )
    desks.run_all()

    yes = desks.latest().first_yes
    assert yes is not None
    assert yes.by != desks.latest().answered_by
    assert len(desks.biller.documents) == (desks.latest().state is ProposalState.ISSUED)


def test_a_second_yes_and_the_shops_news_at_once_issue_what_both_saw_or_nothing(desks: Desks) -> None:
    proposal = desks.proposed(second_above=ONE)
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    desks.told(DEARER)
    job = desks.take("w1")
    assert job is not None

    said, _ = at_once(
        lambda: heard(lambda: desks.approvals.approve(proposal.id, by="U2")),
        lambda: heard(lambda: desks.works[job.kind](job.payload)),
    )
    desks.queue.finish(job)
    desks.run_all()

    if said:
        assert said == "approval.already_withdrawn"
        assert (desks.latest().state, desks.latest().first_yes) == (ProposalState.OPEN, None)
        assert desks.biller.documents == []
    else:
        assert [document.draft for document in desks.biller.documents] == [proposal.draft]
