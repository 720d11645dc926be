"""An attempt whose commit failed was never written down: its number may be another one's."""

from collections.abc import Callable
from typing import Any

from bot.domain.approvals import ProposalState
from bot.domain.documents import AttemptState, Issued
from bot.errors import RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.storage.engine import Database
from tests.builders import an_order
from tests.fakes.biller import FakeBiller
from tests.flows.desks import Desks


class _LosesCommits(FakeBiller):
    """The commit before each call fails, and another order's turn comes before that is heard."""

    desks: Desks

    def issue(self, *_args: Any, may_send: Callable[[], None] = nothing_against_it, **_said: Any) -> Issued:
        try:
            with self.desks.ledger.transaction():
                may_send()
                raise RemoteUnavailable("database.unavailable")
        finally:
            self.desks.begun(self.desks.latest(2))


def test_an_attempt_that_was_not_written_down_ends_no_other(sqlite: Database) -> None:
    biller = _LosesCommits()
    desks = biller.desks = Desks(sqlite, biller)
    proposal = desks.proposed()
    desks.told(an_order(external_id="1044", number="1044"))
    desks.run_all()
    desks.approvals.approve(proposal.id, by="U1")

    desks.run_all()

    other = desks.ledger.documents.attempt(desks.latest(2).id)
    assert other is not None
    assert other.state is AttemptState.SENDING
    assert desks.latest(1).state is ProposalState.APPROVED
    assert desks.ledger.documents.attempt(proposal.id) is None
