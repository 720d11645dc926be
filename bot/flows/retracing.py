"""Nobody knows what became of an invoice with an anchor, or of the anchor: ask SmartBill, and settle it."""

from collections.abc import Mapping

from bot.domain.anchors import Anchor, proforma_of, sole_invoice
from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, Issued
from bot.domain.numbers import Stray, series_of
from bot.domain.shops import Account
from bot.flows.accounts import account_for
from bot.flows.anchoring import Anchoring
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.looks import asked_later
from bot.flows.ports import Biller
from bot.flows.reconciling import DOUBTFUL, Absent, Reconciling, Unclear
from bot.work.schedule import ENOUGH_LOOKS


class Retracing:
    """The desk for attempts without an end that have to do with an anchor.

    SmartBill says of a proforma what was made from it, at any time; that nothing was is believed only after
    the quiet time and two looks. A proforma that is not found after that is given up: one too many is
    harmless.
    """

    def __init__(
        self, ledger: Ledger, biller: Biller, reconciling: Reconciling, issuing: Issuing, anchoring: Anchoring
    ) -> None:
        self._ledger = ledger
        self._biller = biller
        self._reconciling = reconciling
        self._issuing = issuing
        self._anchoring = anchoring

    def settle(self, payload: Mapping[str, str]) -> None:
        """The job: one look; it comes again until the attempt has an end."""
        proposal = self._ledger.proposals.get(payload["proposal"])
        attempt = self._ledger.documents.attempt(payload["proposal"])
        if proposal is None or attempt is None or proposal.state not in DOUBTFUL:
            return
        looks = self._reconciling.looks(payload, attempt)
        is_enough = proposal.state is ProposalState.UNKNOWN and looks >= ENOUGH_LOOKS
        match asked_later(lambda: self._look(proposal, attempt)):
            case Stray() as stray:
                self._found(proposal, attempt, stray)
            case Issued() as issued:
                self._issuing.recorded(proposal, attempt, issued)
            case Unclear() as unclear if is_enough and not attempt.makes_anchor:
                self._reconciling.is_stuck(proposal, attempt, unclear.suspects)
            case Absent() | Unclear() if is_enough:
                self._reconciling.was_not_issued(proposal, attempt)
            case _:
                self._reconciling.look_again(proposal, attempt, looks)

    def _look(self, proposal: Proposal, attempt: Attempt) -> Stray | Issued | Absent | Unclear:
        account = account_for(self._ledger, proposal)
        if attempt.anchor is not None and attempt.anchor.number:
            return self._invoiced(account, attempt.anchor)
        series = series_of(proforma_of(proposal.draft))
        return self._reconciling.look(account, series, proposal, attempt)

    def _invoiced(self, account: Account, anchor: Anchor) -> Issued | Absent | Unclear:
        made = self._biller.made_from(account, anchor)
        if made == ():
            return Absent()
        only = sole_invoice(made or ())
        return Issued(only.series, only.number) if only else Unclear()

    def _found(self, proposal: Proposal, attempt: Attempt, stray: Stray) -> None:
        with self._ledger.transaction():
            self._anchoring.anchored(proposal, attempt, Issued(proposal.draft.anchor_series, stray.number))
            self._ledger.numbers.booked(stray.id)
