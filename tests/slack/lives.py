"""Orders in every state that a card can show, plain or hostile."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from bot.domain.approvals import Proposal, ProposalState, Yes
from bot.domain.checks import check
from bot.domain.documents import Attempt, AttemptState, Invoice
from bot.domain.findings import Finding, Severity, ask, stop
from bot.domain.invoices import Draft, compose
from bot.domain.money import Money
from bot.domain.orders import Order
from bot.domain.payments import Payment, PaymentType
from bot.domain.rules import Leave, Propose, Reason, Recorded, Wait
from bot.domain.shops import Document, Shop
from bot.flows.audit import Entry
from bot.flows.ledger import OrderRecord, PaymentRecord
from bot.flows.overview import Life, WaitsFor
from bot.words.say import Language
from tests.builders import (
    CHANGED_AT,
    a_charge,
    a_company,
    a_customer,
    a_line,
    a_proposal,
    a_shop,
    an_invoice,
    an_order,
    some_settings,
)

#: 13:45 in Romania.
ANSWERED_AT = datetime(2026, 11, 20, 11, 45, tzinfo=UTC)
WHEN = "<!date^1795175100^{date_short_pretty} {time}|20.11.2026 13:45>"
#: 14:32 in Romania.
UNTIL = datetime(2026, 11, 20, 12, 31, 20, tzinfo=UTC)
TIME = "<!date^1795177920^{time}|14:32>"
WHY = (Reason(code="status_matches", facts={"status": "paid"}), Reason(code="automatic_off"))
LEFT = (
    Reason(code="no_rule_fits"),
    Reason(code="status_not_in_rule", facts={"status": "pending", "waits_for": "paid"}),
)
WAITING = (
    Reason(code="by_rule", facts={"rule": "Firme"}),
    Reason(code="waits", facts={"moment": "20.11.2026 14:31"}),
)
SAID = "Client invalid!"

BEFORE_A_DOCUMENT = (
    "left",
    "waits",
    "open",
    "half_approved",
    "blocked",
    "approved",
    "waits_for_smartbill",
    "waits_for_turn",
    "waits_for_numbers",
    "refused",
    "unknown",
    "stuck",
    "by_hand",
    "declined",
    "withdrawn",
    "gone",
)
WAITS = ("waits_for_smartbill", "waits_for_turn", "waits_for_numbers")
WITH_A_DOCUMENT = ("issued", "proforma", "collecting", "partly_collected", "collected", "total_differs")
STATES = BEFORE_A_DOCUMENT + WITH_A_DOCUMENT

_STOPS = stop("buyer.cif_invalid", typed="RO12345678")
_REFUSED = Reason(code="smartbill.refused", facts={"said": SAID})


@dataclass(frozen=True)
class Story:
    """What a life is told of; `order` is by a company that buys for 1113.20 lei."""

    order: Order
    shop: Shop
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Reason, ...] = WHY
    refusal: Reason = _REFUSED
    decline_reason: str = "E o comandă de probă."

    @cached_property
    def draft(self) -> Draft:
        """The document of the order."""
        return compose(self.order, self.shop.settings)

    @cached_property
    def proposal(self) -> Proposal:
        """The document, proposed and not answered."""
        return a_proposal(draft=self.draft, findings=self.findings, reasons=self.reasons)


def a_story(language: Language = "ro", **changes: Any) -> Story:
    """A company's order of four lamps at 278.30 lei, VAT included."""
    order = an_order(
        customer=a_company(),
        lines=(a_line(quantity=Decimal(4), unit_price=Decimal("278.30")),),
        charges=(),
        total=Decimal("1113.20"),
        payment_method="bank_transfer",
        paid=False,
    )
    shop = a_shop(settings=some_settings(bot_language=language))
    facts: dict[str, Any] = {"order": order, "shop": shop}
    return Story(**facts | changes)


def a_life(state: str, story: Story | None = None) -> Life:
    """The order of this story in one of `STATES`."""
    story = story or a_story()
    record = OrderRecord(
        id=1,
        shop_id=story.shop.id,
        order=story.order,
        decision=_decision(state, story),
    )
    invoice = _invoice(state, story)
    shop = story.shop
    if state == "half_approved":
        shop = shop.model_copy(
            update={"settings": shop.settings.model_copy(update={"second_above": Decimal(9)})}
        )
    return Life(
        shop=shop,
        record=record,
        proposal=_proposal(state, story),
        attempt=_attempt(state),
        invoice=invoice,
        payments=(_payment("sending"),) if state == "collecting" else (),
        waits_for=WaitsFor(state.removeprefix("waits_for_")) if state in WAITS else None,
        waits_until=UNTIL if state in {"unknown", "waits_for_smartbill"} else None,
        by_hand=Entry(UNTIL, "U0MIHAI", "doubt.by_hand", {}) if state == "by_hand" else None,
        gone=an_invoice(series=story.shop.settings.series, is_gone=True) if state == "gone" else None,
    )


def told_by(language: Language, state: str, **changes: Any) -> Life:
    """The plain order in this state, told in this language."""
    return a_life(state, a_story(language, **changes))


def history() -> tuple[Entry, ...]:
    """Thirty things that somebody did."""
    what = ("proposal.approved", {"digest": "3f"})
    return tuple(Entry(CHANGED_AT + timedelta(minutes=n), "U0ANA", *what) for n in range(30))


def _decision(state: str, story: Story) -> Recorded:
    if state == "left":
        return Leave(reasons=LEFT)
    if state == "waits":
        return Wait(rule="Firme", rule_id="r-1", reasons=WAITING, since=CHANGED_AT, until=UNTIL)
    return Propose(rule="default", reasons=story.reasons)


def _proposal(state: str, story: Story) -> Proposal | None:
    if state in {"left", "waits"}:
        return None
    known = dict.fromkeys(("blocked", "half_approved"), ProposalState.OPEN)
    known |= dict.fromkeys(WITH_A_DOCUMENT, ProposalState.ISSUED)
    known |= dict.fromkeys(WAITS, ProposalState.APPROVED)
    now = known[state] if state in known else ProposalState(state)
    proposal = replace(story.proposal, state=now)
    if state == "blocked":
        proposal = replace(proposal, findings=(*story.findings, _STOPS))
    if state == "half_approved":
        proposal = replace(proposal, first_yes=Yes("U0MIHAI", ANSWERED_AT))
    if state == "proforma":
        draft = story.draft.model_copy(update={"document": Document.PROFORMA, "series": "SLKP"})
        proposal = replace(proposal, draft=draft)
    return proposal if now is ProposalState.OPEN else _answered(proposal, story)


def _answered(proposal: Proposal, story: Story) -> Proposal:
    is_declined = proposal.state is ProposalState.DECLINED
    return replace(
        proposal,
        answered_by="U0ANA",
        answered_at=ANSWERED_AT,
        decline_reason=story.decline_reason if is_declined else "",
        refusal=story.refusal if proposal.state is ProposalState.REFUSED else None,
    )


def _attempt(state: str) -> Attempt | None:
    if state not in {"unknown", "stuck", "by_hand"}:
        return None
    return Attempt(1, "p-1", AttemptState.UNKNOWN, 12, date(2026, 11, 20), ANSWERED_AT)


def _invoice(state: str, story: Story) -> Invoice | None:
    if state not in WITH_A_DOCUMENT:
        return None
    collected = {"collected": Decimal("1113.20")}
    collected |= dict.fromkeys(("partly_collected", "total_differs"), Decimal("113.20"))
    is_proforma = state == "proforma"
    return an_invoice(
        document=Document.PROFORMA if is_proforma else Document.INVOICE,
        series="SLKP" if is_proforma else story.shop.settings.series,
        number="0226" if is_proforma else "0012",
        total=Money(Decimal("1113.20"), "RON"),
        collected=collected.get(state, Decimal(0)),
        url="https://cloud.smartbill.example/factura/12",
        total_shown=Decimal("500.00") if state == "total_differs" else None,
    )


def _payment(state: str) -> PaymentRecord:
    payment = Payment(type=PaymentType.BANK, amount=Decimal("1113.20"), paid_on=date(2026, 11, 20))
    return PaymentRecord(1, 1, payment, state, "U0ANA", ANSWERED_AT)


HOSTILE = {
    "long": "Ș" * 5000,
    "pinging": "<!channel> <!here|x> <@U0MIHAI> <#C0FACTURI> <https://evil.example|apasă> @channel",
    "ampersands": "&" * 5000,
    "emoji": "👩‍👩‍👧‍👦 🧾 " * 600,
    "right to left": "\u202eשלום \u2066مرحبا\u2069 " * 300,
    "several lines": "Ana\n*Aprobată de Ana*\r\n```\n" * 200,
    "blank": "  \n\t ",
}


@cache
def a_hostile_story(kind: str, language: Language) -> Story:
    """Every foreign text is this one, with four hundred lines and more than fifty findings; none stops it."""
    text = HOSTILE[kind]
    order = an_order(
        number=text,
        status=text,
        payment_method=text,
        customer=_hostile_customer(text, is_company=kind != "pinging"),
        lines=tuple(a_line(name=text if n < 15 else text[:40], vat_rate=Decimal(n % 9)) for n in range(400)),
        charges=(a_charge(name=text),),
    )
    settings = some_settings(bot_language=language, series=text[:60], mentions=text)
    shop = a_shop(name=text, settings=settings)
    foreign = {"by_rule": "rule", "status_matches": "status", "paid_by": "method", "marked": "tags"}
    told = [Reason(code=code, facts={name: text}) for code, name in foreign.items()]
    sent = Reason(code="sent_by", facts={"shipping": text})
    asked = Reason(code="approvers", facts={"approvers": text})
    reasons = (*told, sent, Reason(code="automatic_off"), asked)
    refusal = Reason(code="smartbill.refused", facts={"said": text})
    story = Story(order, shop, (), reasons, refusal, decline_reason=text[:500])
    found = (finding for finding in check(story.draft, order) if finding.severity is not Severity.STOP)
    return replace(story, findings=(*found, *(ask("buyer.outside_eu", country=text) for _ in range(50))))


def _hostile_customer(text: str, *, is_company: bool) -> Any:
    facts = {"name": text, "address": text, "city": text, "county": text, "vat_code": text}
    return a_company(**facts) if is_company else a_customer(**facts)
