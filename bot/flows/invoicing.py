"""An order has a proforma: a person wants its invoice, or the shop says that it was paid."""

import logging

from bot.domain.amending import still_corrected
from bot.domain.approvals import ASKED, BY_RULE, SPENT, Proposal, ProposalState
from bot.domain.checks import is_dead
from bot.domain.documents import Invoice
from bot.domain.findings import news
from bot.domain.invoices import Draft
from bot.domain.orders import digest
from bot.domain.proformas import invoice_series, is_invoiced_at_once
from bot.domain.rules import Reason
from bot.domain.ruling import terms_told
from bot.domain.shops import Document, Shop, ShopSettings
from bot.domain.yeses import needs_two
from bot.errors import Refusal
from bot.flows.composing import Composed, Composing
from bot.flows.errands import Errands
from bot.flows.firsts import who_was_first
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.ports import People
from bot.flows.rights import must_be_allowed
from bot.work.jobs import Urgency

log = logging.getLogger(__name__)

INVOICED = "proforma_invoiced"
_DIFFERS = "proforma_differs"


def must_name_invoices(shop: Shop) -> None:
    """Where a shop's series is one of proformas, its invoices need a series too.

    Raises:
        Refusal: nobody has named one.
    """
    if not invoice_series(shop.settings):
        raise Refusal("proforma.no_invoice_series")


def make_room(ledger: Ledger, order_id: int) -> None:
    """Whatever is proposed for the order from here on takes the place of its issued proforma."""
    latest = ledger.proposals.latest(order_id)
    if latest is not None and latest.draft.document is Document.PROFORMA:
        ledger.proposals.move(latest.id, ProposalState.ISSUED, ProposalState.INVOICED)


class Invoicing:
    """The desk where a proforma's invoice is asked for. It commits rows and touches nothing outside.

    What says the same as the proforma is issued at this one word: people have seen it. Where the order has
    changed since, or something is found that was not there, the new document is proposed instead.
    """

    def __init__(self, ledger: Ledger, errands: Errands, people: People, composing: Composing) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people
        self._composing = composing

    def ask(self, proforma_id: int, *, by: str) -> None:
        """A person wants the invoice of this proforma; at most one is ever begun.

        Raises:
            Refusal: not this person's to ask for, somebody was first, the order has another document by now,
                or the shop has no series for invoices.
        """
        proforma = self._ledger.documents.get(proforma_id)
        shop = self._ledger.shops.get(self._ledger.orders.get(proforma.order_id).shop_id)
        must_be_allowed(self._people, shop, by, of_rule=self._approvers(proforma))
        must_name_invoices(shop)
        with self._ledger.transaction():
            record = self._ledger.orders.get(proforma.order_id)
            self._must_be_open(record, proforma)
            if not self._begin(record, proforma, self._composing.document(record), by=by):
                # Another process had the same press, and committed it meanwhile.
                self._must_be_open(record, proforma)
                raise Refusal("issue.under_way")

    def shop_says(self, record: OrderRecord, proforma: Invoice, *, is_looked_up: bool = False) -> None:
        """The shop's latest word on an order with a proforma: what waits is renewed, and money heard of."""
        latest = self._invoice_of(record)
        if latest is not None and latest.state is ProposalState.OPEN:
            self._renew(record, latest)
        elif latest is not None and latest.state in SPENT:
            return
        elif latest is not None and _is_taken_back(latest) and not is_dead(record.order):
            self._open(record, self._composing.document(record), latest.rule, latest.reasons)
        elif record.order.paid and not is_dead(record.order):
            self._paid(record, proforma, latest, is_looked_up=is_looked_up)

    def _must_be_open(self, record: OrderRecord, proforma: Invoice) -> None:
        if proforma.is_gone:
            raise Refusal("proforma.gone", number=proforma.name)
        latest = self._invoice_of(record)
        if latest is not None and (latest.state in SPENT or latest.state is ProposalState.OPEN):
            raise who_was_first(self._ledger, latest)
        live = self._ledger.documents.live(record.id)
        if live is None or live.id != proforma.id:
            raise Refusal("issue.already", number=live.name if live else proforma.name)

    def _paid(
        self, record: OrderRecord, proforma: Invoice, latest: Proposal | None, *, is_looked_up: bool
    ) -> None:
        settings = self._ledger.shops.get(record.shop_id).settings
        is_at_once = is_invoiced_at_once(record.order, settings)
        # Why somebody deleted its invoice only people know, and whether they wrote another one elsewhere.
        if not is_at_once or self._ledger.vanished.of(record.id, Document.INVOICE) is not None:
            if self._ledger.documents.offer_payment(proforma.id):
                self._errands.note(record.id, "note.shop_says_paid_proforma", number=proforma.name)
            return
        if not is_looked_up and self._composing.needs(record):
            self._errands.look_up(record.id, settings.cif)
            return
        composed = self._composing.document(record)
        is_declined = latest is not None and latest.state is ProposalState.DECLINED
        if is_declined and latest is not None and latest.digest == digest(composed.draft):
            return
        self._begin(record, proforma, composed, by=BY_RULE)

    def _approvers(self, proforma: Invoice) -> tuple[str, ...]:
        """Whom the rule that the proforma came by names: they are asked for its invoice too."""
        came = self._ledger.proposals.get(proforma.proposal_id)
        return came.terms.approvers if came is not None else ()

    def _begin(self, record: OrderRecord, proforma: Invoice, composed: Composed, *, by: str) -> bool:
        """Issue what says the same as the proforma; propose anything else. False: there is something else."""
        draft, findings, ruling = composed
        is_by_rule = by == BY_RULE
        why = Reason(code="proforma_paid") if is_by_rule else Reason(code=ASKED, facts={"by": by})
        two = _of_two(draft, ruling.settings) if is_by_rule else ()
        corrected = still_corrected(record.order, record.amendment)
        reasons = (why, *two, *corrected, *terms_told(ruling.terms))
        proposal = self._open(record, composed, INVOICED, reasons)
        if proposal is None:
            return False
        self._ledger.audit.write(
            by, "proforma.invoice_asked", shop_id=record.shop_id, order_id=record.id, number=proforma.name
        )
        came = self._ledger.proposals.get(proforma.proposal_id)
        if draft.is_made_from_proforma and not news(findings, came.findings if came else ()):
            self._say_yes(proposal, ruling.settings, by=by)
        elif self._composing.needs(record):
            # What is shown says that it is not known yet.
            self._errands.look_up(record.id, self._ledger.shops.get(record.shop_id).settings.cif)
        log.info("proforma.invoice_asked", extra={"order": record.id})
        return True

    def _say_yes(self, proposal: Proposal, settings: ShopSettings, *, by: str) -> None:
        """Issue it, unless another person's yes has to come: that of somebody else, or a second one."""
        is_by_rule = by == BY_RULE
        if settings.four_eyes and not is_by_rule:
            return
        if not needs_two(proposal.draft, settings):
            self._ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by=by)
            self._errands.issue(proposal, urgency=Urgency.NORMAL if is_by_rule else Urgency.PERSON)
        elif not is_by_rule:
            self._ledger.proposals.first_yes(proposal.id, by=by)
            shop_id = self._ledger.orders.get(proposal.order_id).shop_id
            self._ledger.audit.write(
                by, "proposal.first_yes", shop_id=shop_id, order_id=proposal.order_id, digest=proposal.digest
            )

    def _open(
        self, record: OrderRecord, composed: Composed, rule: str, reasons: tuple[Reason, ...]
    ) -> Proposal | None:
        draft, findings, ruling = composed
        make_room(self._ledger, record.id)
        kept = tuple(reason for reason in reasons if reason.code != _DIFFERS)
        why = (*kept, *_difference(draft))
        proposal = self._ledger.proposals.open(record, draft, findings, rule, why, ruling.terms)
        if proposal is None:
            return None
        if not draft.is_made_from_proforma and draft.proforma is not None:
            self._errands.note(record.id, "note.proforma_differs", number=draft.proforma.name)
        self._errands.card(record.id, urgency=Urgency.PERSON)
        return proposal

    def _renew(self, record: OrderRecord, latest: Proposal) -> None:
        """A proposal that waits is that of the order as it is now, or none."""
        composed = self._composing.document(record)
        shown = (digest(composed.draft), composed.findings)
        is_over = is_dead(record.order)
        if not is_over and shown == (latest.digest, latest.findings):
            return
        self._ledger.proposals.answer(latest.id, ProposalState.WITHDRAWN, by=BY_RULE)
        self._errands.card(record.id)
        if not is_over:
            self._open(record, composed, latest.rule, latest.reasons)

    def _invoice_of(self, record: OrderRecord) -> Proposal | None:
        """The latest proposal of the order's invoice."""
        latest = self._ledger.proposals.latest(record.id)
        return latest if latest is not None and latest.draft.document is Document.INVOICE else None


def _is_taken_back(latest: Proposal) -> bool:
    """Whether a person had said yes, and the document was no longer right when it was to be issued."""
    return latest.state is ProposalState.WITHDRAWN and latest.answered_by not in {"", BY_RULE}


def _difference(draft: Draft) -> tuple[Reason, ...]:
    if draft.proforma is None or draft.proforma.is_source:
        return ()
    return (Reason(code=_DIFFERS, facts={"number": draft.proforma.name}),)


def _of_two(draft: Draft, settings: ShopSettings) -> tuple[Reason, ...]:
    """Why the shop's word alone is not enough."""
    if not needs_two(draft, settings):
        return ()
    return (Reason(code="two_approve", facts={"most": f"{settings.second_above:f}"}),)
