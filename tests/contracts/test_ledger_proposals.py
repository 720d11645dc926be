"""What the flows may expect of any ledger: one live proposal for an order, and one answer to it."""

from datetime import timedelta

import pytest

from bot.domain.approvals import Proposal, ProposalState, Yes
from bot.domain.findings import ask
from bot.domain.orders import digest
from bot.domain.payments import PaymentType
from bot.domain.rulebook import NO_TERMS, Terms
from bot.domain.rules import Reason
from tests.builders import a_draft
from tests.contracts.books import Books, at_once
from tests.fakes.clock import FRIDAY

OPEN, APPROVED, REFUSED = ProposalState.OPEN, ProposalState.APPROVED, ProposalState.REFUSED
UNKNOWN, ISSUED = ProposalState.UNKNOWN, ProposalState.ISSUED
STUCK, BY_HAND = ProposalState.STUCK, ProposalState.BY_HAND
DECLINED, WITHDRAWN = ProposalState.DECLINED, ProposalState.WITHDRAWN

FINDINGS = (ask("buyer.outside_eu", country="MD"),)
REASONS = (Reason(code="status_matches", facts={"status": "paid"}),)


def _open(books: Books, order_id: int) -> Proposal | None:
    record = books.ledger.orders.get(order_id)
    return books.ledger.proposals.open(record, a_draft(), FINDINGS, "default", REASONS)


def _state(books: Books, proposal: Proposal) -> ProposalState:
    stored = books.ledger.proposals.get(proposal.id)
    assert stored is not None
    return stored.state


def test_a_proposal_is_read_back_to_the_letter(books: Books) -> None:
    opened = _open(books, books.order().id)

    assert opened is not None
    assert (opened.state, opened.draft, opened.digest) == (OPEN, a_draft(), digest(a_draft()))
    assert (opened.findings, opened.rule, opened.reasons) == (FINDINGS, "default", REASONS)
    assert opened.created_at == FRIDAY
    assert books.ledger.proposals.get(opened.id) == opened


def test_what_its_rule_says_besides_is_read_back_with_it(books: Books) -> None:
    record = books.order()
    terms = Terms(approvers=("U1", "U2"), collects=True, payment_type=PaymentType.CARD)

    opened = books.ledger.proposals.open(record, a_draft(), FINDINGS, "Mari", REASONS, terms)

    assert opened is not None
    assert opened.terms == terms
    assert opened.told == digest(record.order)
    assert books.ledger.proposals.get(opened.id) == opened


def test_a_rule_that_says_nothing_besides_leaves_nothing_behind(books: Books) -> None:
    opened = _open(books, books.order().id)

    assert opened is not None
    assert opened.terms == NO_TERMS


def test_all_proposals_of_an_order_carry_its_reference(books: Books) -> None:
    first = books.proposal(DECLINED)
    second = _open(books, first.order_id)

    assert second is not None
    assert (first.reference, second.reference) == ("df9fbe41ee", "df9fbe41ee")


def test_what_stands_still_is_read_page_by_page_oldest_first(books: Books) -> None:
    states = {"1": APPROVED, "2": OPEN, "3": UNKNOWN, "4": APPROVED, "5": APPROVED, "6": DECLINED}
    made = {
        number: books.proposal(APPROVED if state is UNKNOWN else state, number=number)
        for number, state in states.items()
    }
    books.ledger.proposals.move(made["3"].id, APPROVED, UNKNOWN)
    books.clock.advance(timedelta(minutes=31))
    young = books.proposal(APPROVED, number="7")
    before = books.clock.now() - timedelta(minutes=30)

    def numbers(past: Proposal | None = None) -> list[str]:
        ids = {each.id: number for number, each in (made | {"7": young}).items()}
        return [ids[each.id] for each in books.ledger.proposals.stalled(before, 2, past=past)]

    assert numbers() == ["1", "3"]
    assert numbers(made["3"]) == ["4", "5"]
    assert numbers(made["5"]) == []


def test_every_order_has_a_reference_of_its_own(books: Books) -> None:
    first, second = books.proposal(number="1043"), books.proposal(number="1044")

    assert first.reference != second.reference
    assert books.ledger.proposals.of_reference(first.reference) == first
    assert books.ledger.proposals.of_reference(second.reference) == second


def test_a_reference_leads_to_the_latest_proposal_that_carries_it(books: Books) -> None:
    first = books.proposal(DECLINED)
    second = _open(books, first.order_id)

    assert books.ledger.proposals.of_reference(first.reference) == second


def test_a_reference_that_is_on_no_proposal_leads_nowhere(books: Books) -> None:
    books.proposal()

    assert books.ledger.proposals.of_reference("0123456789") is None


@pytest.mark.parametrize("state", [OPEN, APPROVED, REFUSED, UNKNOWN, STUCK, BY_HAND, ISSUED])
def test_an_order_with_a_live_proposal_gets_no_other(books: Books, state: ProposalState) -> None:
    first = books.proposal(state)

    assert _open(books, first.order_id) is None
    assert books.ledger.proposals.latest(first.order_id) == books.ledger.proposals.get(first.id)


@pytest.mark.parametrize("state", [DECLINED, WITHDRAWN, ProposalState.INVOICED])
def test_an_order_whose_proposal_is_over_gets_another(books: Books, state: ProposalState) -> None:
    first = books.proposal(state)

    second = _open(books, first.order_id)

    assert second is not None
    assert books.ledger.proposals.latest(first.order_id) == second


def test_four_that_propose_at_once_open_one_proposal(books: Books) -> None:
    order_id = books.order().id

    opened = at_once(*[lambda: _open(books, order_id)] * 4)

    assert sum(proposal is not None for proposal in opened) == 1


def test_a_proposal_nobody_opened_is_none(books: Books) -> None:
    assert books.ledger.proposals.get("p-77") is None
    assert books.ledger.proposals.latest(77) is None


def test_an_answer_is_kept_with_its_person_moment_and_reason(books: Books) -> None:
    proposal = books.proposal()
    books.clock.advance(timedelta(minutes=5))

    assert books.ledger.proposals.answer(proposal.id, DECLINED, by="U7", reason="Comandă dublă")

    stored = books.ledger.proposals.get(proposal.id)
    assert stored is not None
    assert (stored.state, stored.answered_by, stored.decline_reason) == (DECLINED, "U7", "Comandă dublă")
    assert stored.answered_at == FRIDAY + timedelta(minutes=5)


@pytest.mark.parametrize("state", [APPROVED, DECLINED, WITHDRAWN, REFUSED, UNKNOWN, STUCK, BY_HAND, ISSUED])
def test_only_an_open_proposal_can_be_answered(books: Books, state: ProposalState) -> None:
    proposal = books.proposal(state)

    assert not books.ledger.proposals.answer(proposal.id, APPROVED, by="U2")
    assert _state(books, proposal) is state


def _answered(books: Books, order_id: int, state: ProposalState) -> Proposal:
    opened = _open(books, order_id)
    assert opened is not None
    assert books.ledger.proposals.answer(opened.id, state, by="U1", reason="De probă")
    return opened


def test_the_last_no_is_the_latest_that_no_yes_came_after(books: Books) -> None:
    order, proposals = books.order().id, books.ledger.proposals

    assert proposals.last_no(order) is None
    _answered(books, order, DECLINED)
    no = _answered(books, order, DECLINED)
    _answered(books, order, WITHDRAWN)
    opened = _open(books, order)
    assert proposals.last_no(order) == proposals.get(no.id)

    assert opened is not None
    proposals.answer(opened.id, APPROVED, by="U2")
    assert proposals.last_no(order) is None


def test_a_no_to_another_order_is_none_to_this(books: Books) -> None:
    other, order = books.order(external_id="1", number="1").id, books.order(external_id="2", number="2").id
    _answered(books, other, DECLINED)

    assert books.ledger.proposals.last_no(order) is None


def test_of_four_answers_at_once_exactly_one_counts(books: Books) -> None:
    proposal = books.proposal()

    answers = at_once(
        lambda: books.ledger.proposals.answer(proposal.id, APPROVED, by="U1"),
        lambda: books.ledger.proposals.answer(proposal.id, DECLINED, by="U2"),
        lambda: books.ledger.proposals.answer(proposal.id, APPROVED, by="U3"),
        lambda: books.ledger.proposals.answer(proposal.id, WITHDRAWN, by="rule"),
    )

    stored = books.ledger.proposals.get(proposal.id)
    assert stored is not None
    assert sorted(answers) == [False, False, False, True]
    assert stored.answered_by == ("U1", "U2", "U3", "rule")[answers.index(True)]


def test_an_answer_that_waited_for_another_one_to_commit_comes_too_late(books: Books) -> None:
    proposal = books.proposal()

    def slowly() -> bool:
        with books.ledger.transaction():
            won = books.ledger.proposals.answer(proposal.id, APPROVED, by="U1")
            books.ledger.audit.write("U1", "proposal.approved", shop_id="lampi")
            return won

    assert sorted(at_once(slowly, slowly)) == [False, True]


def test_a_refusal_is_kept_with_its_words_until_the_next_move(books: Books) -> None:
    proposal = books.proposal(APPROVED)
    refusal = Reason(code="smartbill.refused", facts={"said": "Client invalid!"})

    assert books.ledger.proposals.move(proposal.id, APPROVED, REFUSED, refusal=refusal)
    refused = books.ledger.proposals.get(proposal.id)
    assert books.ledger.proposals.move(proposal.id, REFUSED, APPROVED)
    again = books.ledger.proposals.get(proposal.id)

    assert refused is not None
    assert again is not None
    assert (refused.refusal, again.refusal) == (refusal, None)
    assert again.answered_by == "U1"


def test_a_proposal_in_another_state_is_not_moved(books: Books) -> None:
    proposal = books.proposal(APPROVED)

    assert not books.ledger.proposals.move(proposal.id, UNKNOWN, ISSUED)
    assert _state(books, proposal) is APPROVED


def test_of_two_moves_at_once_exactly_one_counts(books: Books) -> None:
    proposal = books.proposal(UNKNOWN)

    moves = at_once(
        lambda: books.ledger.proposals.move(proposal.id, UNKNOWN, ISSUED),
        lambda: books.ledger.proposals.move(proposal.id, UNKNOWN, APPROVED),
    )

    assert sorted(moves) == [False, True]


def test_all_that_wait_for_a_person_are_listed_oldest_first(books: Books) -> None:
    opened = {}
    for number, state in enumerate([*ProposalState]):
        order_id = books.order(external_id=str(number), number=str(number)).id
        proposal = _open(books, order_id)
        assert proposal is not None
        books.ledger.proposals.move(proposal.id, OPEN, state)
        opened[state] = proposal.id

    listed = [(proposal.state, proposal.id) for proposal in books.ledger.proposals.waiting()]

    assert listed == [(state, opened[state]) for state in (OPEN, REFUSED, UNKNOWN, STUCK)]
    assert [each.id for each in books.ledger.proposals.waiting(2)] == [opened[OPEN], opened[REFUSED]]
    assert books.ledger.proposals.count_waiting() == 4
    shop_id = books.ledger.orders.get(1).shop_id
    assert len(books.ledger.proposals.waiting(shop_id=shop_id)) == 4
    assert books.ledger.proposals.waiting(shop_id="another") == ()


def test_the_first_of_two_yeses_is_kept_with_its_person_and_moment(books: Books) -> None:
    proposal = books.proposal()

    assert books.ledger.proposals.first_yes(proposal.id, by="U1")

    stored = books.ledger.proposals.get(proposal.id)
    assert stored is not None
    assert (stored.state, stored.first_yes, stored.answered_by) == (OPEN, Yes("U1", FRIDAY), "")


def test_the_second_yes_is_another_persons(books: Books) -> None:
    proposal, proposals = books.proposal(), books.ledger.proposals

    assert not proposals.second_yes(proposal.id, by="U2")
    assert proposals.first_yes(proposal.id, by="U1")
    assert not proposals.first_yes(proposal.id, by="U2")
    assert not proposals.second_yes(proposal.id, by="U1")
    assert _state(books, proposal) is OPEN
    assert proposals.second_yes(proposal.id, by="U2")

    stored = proposals.get(proposal.id)
    assert stored is not None
    assert (stored.state, stored.first_yes, stored.answered_by) == (APPROVED, Yes("U1", FRIDAY), "U2")


def test_a_first_yes_that_counts_no_more_is_replaced_and_no_other_is(books: Books) -> None:
    proposal, proposals = books.proposal(), books.ledger.proposals
    assert not proposals.first_yes(proposal.id, by="U2", instead_of="U1")
    proposals.first_yes(proposal.id, by="U1")
    books.clock.advance(timedelta(hours=1))

    assert not proposals.first_yes(proposal.id, by="U2", instead_of="U3")
    assert proposals.first_yes(proposal.id, by="U2", instead_of="U1")
    assert not proposals.first_yes(proposal.id, by="U3", instead_of="U1")

    stored = proposals.get(proposal.id)
    assert stored is not None
    assert (stored.state, stored.first_yes) == (OPEN, Yes("U2", FRIDAY + timedelta(hours=1)))


def test_of_four_who_replace_a_first_yes_at_once_one_does(books: Books) -> None:
    proposal, proposals = books.proposal(), books.ledger.proposals
    proposals.first_yes(proposal.id, by="U0")

    def press(by: str) -> bool:
        return proposals.first_yes(proposal.id, by=by, instead_of="U0")

    done = at_once(*[lambda by=by: press(by) for by in ("U1", "U2", "U3", "U4")])

    assert done.count(True) == 1


@pytest.mark.parametrize("state", [APPROVED, DECLINED, WITHDRAWN, REFUSED, UNKNOWN, STUCK, BY_HAND, ISSUED])
def test_only_an_open_proposal_takes_a_yes(books: Books, state: ProposalState) -> None:
    proposal = books.proposal()
    assert books.ledger.proposals.first_yes(proposal.id, by="U1")
    books.ledger.proposals.move(proposal.id, OPEN, state)
    other = books.proposal(state, number="1044")

    assert not books.ledger.proposals.second_yes(proposal.id, by="U2")
    assert not books.ledger.proposals.first_yes(other.id, by="U2")
    assert not books.ledger.proposals.first_yes(proposal.id, by="U2", instead_of="U1")
    assert _state(books, proposal) is state


def test_of_four_people_at_once_one_is_first_and_one_is_second(books: Books) -> None:
    """Each does what a press does: the first yes or, where somebody was faster, the second."""
    proposal, proposals = books.proposal(), books.ledger.proposals

    def press(by: str) -> str:
        with books.ledger.transaction():
            if proposals.first_yes(proposal.id, by=by):
                return "first"
            return "second" if proposals.second_yes(proposal.id, by=by) else "late"

    said = at_once(*[lambda by=by: press(by) for by in ("U1", "U2", "U3", "U4")])

    stored = proposals.get(proposal.id)
    assert stored is not None
    assert stored.first_yes is not None
    assert sorted(said) == ["first", "late", "late", "second"]
    assert stored.first_yes.by == f"U{said.index('first') + 1}"
    assert (stored.state, stored.answered_by) == (APPROVED, f"U{said.index('second') + 1}")


def test_one_person_who_presses_four_times_at_once_says_one_yes(books: Books) -> None:
    proposal, proposals = books.proposal(), books.ledger.proposals

    def press() -> str:
        with books.ledger.transaction():
            if proposals.first_yes(proposal.id, by="U1"):
                return "first"
            return "second" if proposals.second_yes(proposal.id, by="U1") else "late"

    assert sorted(at_once(*[press] * 4)) == ["first", "late", "late", "late"]
    assert _state(books, proposal) is OPEN


def test_a_second_yes_and_the_orders_change_at_once_exclude_each_other(books: Books) -> None:
    proposal, proposals = books.proposal(), books.ledger.proposals
    assert proposals.first_yes(proposal.id, by="U1")

    yes, withdrawn = at_once(
        lambda: proposals.second_yes(proposal.id, by="U2"),
        lambda: proposals.answer(proposal.id, WITHDRAWN, by="rule"),
    )

    assert yes is not withdrawn
    assert _state(books, proposal) is (APPROVED if yes else WITHDRAWN)
