"""A document that waits for a yes, and what can become of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.findings import Finding, Severity, worst
from bot.domain.invoices import Draft
from bot.domain.orders import digest
from bot.domain.rulebook import NO_TERMS, Terms
from bot.domain.rules import Reason


class ProposalState(StrEnum):
    """open → approved → issued, or refused or unknown on the way; or declined, or withdrawn.

    What is unknown for long and cannot be proved is stuck, until a person says what happened. What was issued
    and no longer exists in SmartBill is gone: only a person's act makes another document for the order. A
    proforma that was issued is invoiced once there is a proposal of its invoice, which is the order's from
    then on.
    """

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    STUCK = "stuck"
    BY_HAND = "by_hand"
    ISSUED = "issued"
    GONE = "gone"
    INVOICED = "invoiced"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


#: States in which a document may come, or has come, into being: no other may be begun for the order.
SPENT = frozenset(
    {
        ProposalState.APPROVED,
        ProposalState.REFUSED,
        ProposalState.UNKNOWN,
        ProposalState.STUCK,
        ProposalState.BY_HAND,
        ProposalState.ISSUED,
    }
)


#: Who answered where nobody needed to be asked.
BY_RULE = "rule"
#: Who answered where somebody made the document in SmartBill, and nobody here.
IN_SMARTBILL = "smartbill"
#: Why there is a document that a person asked for by hand.
ASKED = "asked_by_hand"
#: Reasons of documents that a person wants, whatever the rules say of the order.
_BY_PERSONS = frozenset({ASKED, "corrected"})


@dataclass(frozen=True)
class Yes:
    """One person's yes, by their Slack user id."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Proposal:
    """One exact document for one order; the yes is bound to the draft's digest.

    `reference` is printed on the document, so that it can be found again. `refusal` says why SmartBill
    refused, by slug of `bot.words`, with its own words among the facts. `answered_by` is a Slack user id,
    or `BY_RULE` where nobody needed to be asked, or `IN_SMARTBILL`. `terms`: what its rule says besides the
    document. `first_yes`: the one that was kept until another person's, where the document needs two.
    `told`: the digest of the order as it then was; empty: nobody knows.
    """

    id: str
    order_id: int
    state: ProposalState
    draft: Draft
    digest: str
    findings: tuple[Finding, ...]
    rule: str
    reasons: tuple[Reason, ...]
    reference: str
    created_at: datetime
    answered_by: str = ""
    answered_at: datetime | None = None
    decline_reason: str = ""
    refusal: Reason | None = None
    terms: Terms = NO_TERMS
    first_yes: Yes | None = None
    told: str = ""

    @property
    def is_by_person(self) -> bool:
        """Whether a person asked for it, or put it right."""
        return bool(_BY_PERSONS & {reason.code for reason in self.reasons})

    @property
    def authors(self) -> frozenset[str]:
        """Who asked for it by hand, or put it right; Slack user ids."""
        by_persons = (reason for reason in self.reasons if reason.code in _BY_PERSONS)
        return frozenset(reason.facts["by"] for reason in by_persons if "by" in reason.facts)

    @property
    def is_issuable(self) -> bool:
        """Whether nothing found in the draft forbids the document."""
        return worst(self.findings) is not Severity.STOP


def seen_by_hand(draft: Draft, terms: Terms) -> str:
    """A digest of all that a person sees who issues by hand: the document, and what is recorded as received.

    Where nothing is, it is that of the document.
    """
    seen = digest(draft)
    if not terms.collects:
        return seen
    return hashlib.sha256(f"{seen}/{terms.payment_type or ''}".encode()).hexdigest()


def reference(shop_id: str, external_id: str) -> str:
    """What is printed on an order's documents, so that they can be found again.

    The same for the same order, for ever: a copy of the books that is put back later knows it too.
    """
    return hashlib.sha256(f"{shop_id}/{external_id}".encode()).hexdigest()[:10]
