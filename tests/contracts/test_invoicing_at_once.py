"""Several people press *Invoice it* in the same moment: on each database one invoice is begun, by one of them."""

from collections.abc import Callable
from functools import partial

from bot.domain.approvals import ProposalState
from bot.domain.orders import digest
from bot.errors import Refusal
from bot.storage.engine import Database
from tests.contracts.books import at_once
from tests.flows.desks import Desks
from tests.flows.proformas import a_proforma, invoices, names


def refusal_of(press: Callable[[], object]) -> Callable[[], str]:
    """What whoever presses is told; empty: the word counts."""

    def told() -> str:
        try:
            press()
        except Refusal as refused:
            return refused.slug
        return ""

    return told


def test_of_four_that_press_at_once_one_is_heard_and_three_are_told(database: Database) -> None:
    desks = Desks(database)
    proforma = a_proforma(desks)

    presses = [partial(desks.invoicing.ask, proforma.id, by=by) for by in ("U1", "U2", "U3", "U4")]
    told = at_once(*map(refusal_of, presses))

    assert sorted(told) == ["", *["approval.already_approved"] * 3]
    desks.run_all()
    assert (len(invoices(desks)), names(desks)) == (1, ["FCT 0012", "SLKP 0226"])


def test_a_press_and_a_document_by_hand_at_once_make_one_invoice(database: Database) -> None:
    desks = Desks(database)
    proforma = a_proforma(desks)
    seen = digest(desks.approvals.preview(1, by="U2")[1])

    told = at_once(
        refusal_of(lambda: desks.invoicing.ask(proforma.id, by="U1")),
        refusal_of(lambda: desks.approvals.issue_by_hand(1, seen, by="U2")),
    )

    heard, refused = sorted(told)
    assert heard == ""
    assert refused in {"approval.already_approved", "issue.under_way", "issue.already"}
    desks.run_all()
    assert len(invoices(desks)) == 1
    assert desks.latest().state is ProposalState.ISSUED
