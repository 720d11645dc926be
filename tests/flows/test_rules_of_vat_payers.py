"""Rules that look at the buyer's VAT go by what ANAF's register said, and nobody gets round them while it is silent."""

from datetime import timedelta

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.orders import digest
from bot.domain.rulebook import Action
from bot.domain.shops import Series
from bot.errors import Refusal
from bot.storage.engine import Database
from tests.builders import a_company, a_rule, an_order
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import Desks

OPEN = ProposalState.OPEN
#: The shop says that this company pays VAT; the register says that it does not.
FLORIST = an_order(customer=a_company(name="PILDESCU IOANA FLORĂRIE PFA", vat_code="RO99999984"))
NO_PAYER = a_rule(pays_vat=False, action=Action.PROPOSE, series="EXT", approvers=("U0BOSS",))
A_DAY = timedelta(hours=25)


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    """A shop that looks companies up, and has those who pay no VAT approved by the boss."""
    desks = Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))
    desks.connect(verify_buyers=True, rules=(NO_PAYER,))
    return desks


def refused(desks: Desks, by: str) -> str:
    with pytest.raises(Refusal) as caught:
        desks.approvals.preview(1, by=by)
    return caught.value.slug


@pytest.mark.parametrize("is_away", [False, True])
def test_an_answer_that_is_a_day_old_still_says_by_which_rule_it_goes(desks: Desks, *, is_away: bool) -> None:
    proposal = desks.proposed(FLORIST)
    assert (proposal.rule, proposal.draft.series) == ("Toate", "EXT")
    desks.companies.away = is_away
    desks.clock.advance(A_DAY)

    assert refused(desks, "U1") == "approval.not_the_rules_approver"
    desks.later_told(fulfilled=True)

    assert refused(desks, "U1") == "approval.not_the_rules_approver"
    assert (desks.latest().rule, desks.latest().draft.series, desks.latest().state) == ("Toate", "EXT", OPEN)
    _, draft, _ = desks.approvals.preview(1, by="U0BOSS")
    assert draft.series == "EXT"


def test_nothing_is_issued_by_hand_while_nobody_knows_by_whose_rule(desks: Desks) -> None:
    desks.companies.away = True
    proposal = desks.proposed(FLORIST)
    assert proposal.rule == "default"

    assert refused(desks, "U1") == "issue.register_is_asked"
    with pytest.raises(Refusal):
        desks.approvals.issue_by_hand(1, digest(proposal.draft), by="U1")
    desks.run_all()

    assert desks.biller.documents == []


def test_whoever_is_refused_while_the_register_is_asked_may_try_again(desks: Desks) -> None:
    desks.change(statuses=("completed",), rules=(NO_PAYER.model_copy(update={"active": False}),))
    desks.told(FLORIST)
    desks.run_all()
    desks.change(rules=(NO_PAYER,))
    assert refused(desks, "U1") == "issue.register_is_asked"

    desks.run_all()

    assert refused(desks, "U1") == "approval.not_the_rules_approver"
    desks.approvals.preview(1, by="U0BOSS")


def test_where_no_rule_looks_at_vat_a_silent_register_keeps_nobody_from_issuing_by_hand(desks: Desks) -> None:
    desks.change(rules=())
    desks.companies.away = True
    desks.proposed(FLORIST)

    _, _, findings = desks.approvals.preview(1, by="U1")

    assert "buyer.not_verified" in {finding.code for finding in findings}
