"""The card of an order: what a person reads, and the buttons that make sense in its state."""

from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.approvals import ASKED, IN_SMARTBILL, Proposal, ProposalState
from bot.domain.documents import Invoice
from bot.domain.fiscal import ROMANIAN_TIME
from bot.domain.personal import masked
from bot.domain.rules import Leave, Reason
from bot.domain.shops import Document
from bot.flows.overview import Life, WaitsFor
from bot.slack import blocks as b
from bot.slack.approve_questions import approve_button
from bot.slack.blocks import Json
from bot.slack.changed_cards import changed_advice, total_differs
from bot.slack.changed_orders import changed_order
from bot.slack.doubt_cards import doubt_advice, doubt_buttons
from bot.slack.drafts import (
    buyer_name,
    declined_before,
    draft_fields,
    finding_list,
    line_list,
    order_number,
    verdict_line,
)
from bot.slack.ids import Action
from bot.slack.mrkdwn import Mrkdwn, day, decimal, escape, mention, moment, money, shortened, tell
from bot.slack.proforma_cards import invoice_button, proforma_named
from bot.slack.yes_cards import (
    first_yes_line,
    has_two_yeses,
    is_half_approved,
    yes_advice,
)
from bot.words.say import Language

#: Of a shop's own words among several reasons.
_LONGEST_FACT = 60
#: What the settings say, which nobody but their people makes long.
_OUR_OWN = frozenset({"approvers", "waits_for"})


@dataclass(frozen=True)
class Message:
    """What is posted: blocks for the screen, `text` for notifications and screen readers."""

    text: str
    blocks: list[Json]


def card(life: Life) -> Message:
    """The order's card as the ledger has it now."""
    language = life.shop.settings.bot_language
    proposal = life.proposal
    body = _undocumented(language, life) if proposal is None else _body(language, life, proposal)
    head = b.section(Mrkdwn(f"{title(language, life)}\n{headline(language, life)}"))
    order = tell(language, "card.order", number=order_number(life.record.order))
    plain = f"{order}: {_plain_headline(language, life)}"
    return Message(text=plain, blocks=b.rendered([head, *body]))


def _undocumented(language: Language, life: Life) -> list[Block]:
    """Why an order has no document, or not yet."""
    if not life.reasons:
        return []
    return [b.context(tell(language, "card.why", reasons=told_reasons(language, life.reasons)))]


def _body(language: Language, life: Life, proposal: Proposal) -> list[Block]:
    parts: list[Block] = [draft_fields(language, proposal.draft, life.record.order)]
    if life.invoice is None:
        parts.append(b.section(line_list(language, proposal.draft)))
        if proposal.state is ProposalState.OPEN:
            parts.extend(verdict_line(language, proposal.draft, proposal.findings))
        parts.extend(finding_list(language, proposal.findings))
    parts.extend(_advice(language, life, proposal))
    parts.extend(changed_order(language, life))
    parts.append(b.context(_story(language, life, proposal)))
    return [*parts, *b.actions(_buttons(language, life, proposal))]


def title(language: Language, life: Life) -> Mrkdwn:
    """Which order, whose, from where."""
    order, buyer = life.record.order, buyer_name(life.record.buyer)
    return Mrkdwn(
        f"*{tell(language, 'card.order', number=order_number(order))}* · {escape(buyer)}"
        f" · {escape(shortened(life.shop.name, 80))}"
    )


def headline(language: Language, life: Life) -> Mrkdwn:
    """Where the order stands, in one line."""
    slug, facts = _state(life)
    return tell(language, f"card.{slug}", facts)


def told_reasons(language: Language, reasons: tuple[Reason, ...]) -> Mrkdwn:
    """All reasons of a decision, as one text: whatever follows a full stop begins with a capital."""
    told = ""
    for reason in reasons:
        slug = "reason.asked_by_hand_by" if _is_named(reason) else f"reason.{reason.code}"
        one = tell(language, slug, _short(reason))
        told += f" {one[:1].upper()}{one[1:]}" if told.endswith(".") else f" {one}"
    return Mrkdwn(told.strip())


def _is_named(reason: Reason) -> bool:
    """Whether it says who asked, which was not always kept."""
    return reason.code == ASKED and "by" in reason.facts


def _short(reason: Reason) -> dict[str, str]:
    """Its facts: long words of a shop leave room for the others."""
    return {
        name: fact if name in _OUR_OWN else shortened(masked(fact), _LONGEST_FACT)
        for name, fact in reason.facts.items()
    }


def _plain_headline(language: Language, life: Life) -> str:
    """The same for notifications: nothing bold, and the amount in front of everything."""
    slug, facts = _state(life)
    sentence = tell(language, f"card.{slug}.plain", facts)
    if life.proposal is None:
        return sentence
    return f"{money(language, life.proposal.draft.money)} – {sentence}"


def _state(life: Life) -> tuple[str, dict[str, str]]:
    if life.invoice is not None:
        return _document_state(life, life.invoice)
    if life.wait is not None:
        return "waits", {"moment": f"{life.wait.until.astimezone(ROMANIAN_TIME):%d.%m.%Y %H:%M}"}
    return _proposal_state(life, life.proposal) if life.proposal is not None else ("left", {})


def _proposal_state(life: Life, proposal: Proposal) -> tuple[str, dict[str, str]]:
    if proposal.state is ProposalState.OPEN and not proposal.is_issuable:
        return "blocked", {}
    if is_half_approved(life, proposal):
        return "half_approved", {}
    if proposal.state is ProposalState.APPROVED and life.waits_for is not None:
        return f"waits_for_{life.waits_for}", {}
    if life.gone is not None:
        return "gone", {"number": life.gone.name}
    return proposal.state.value, {}


def _document_state(life: Life, invoice: Invoice) -> tuple[str, dict[str, str]]:
    facts = {"number": invoice.name}
    if invoice.document is Document.PROFORMA:
        return "proforma", facts
    if invoice.total_shown is not None:
        return "total_differs", {**facts, **total_differs(invoice)}
    if invoice.is_collected:
        return "collected", facts
    if life.is_paying:
        return "collecting", facts
    if invoice.collected > 0:
        language = life.shop.settings.bot_language
        rest = f"{decimal(language, invoice.to_collect.amount)} {invoice.total.currency}"
        return "partly_collected", {**facts, "rest": rest}
    return "issued", facts


def _advice(language: Language, life: Life, proposal: Proposal) -> list[Block]:
    """What to do now, where somebody has to do something."""
    if proposal.state is ProposalState.REFUSED and proposal.refusal is not None:
        refusal = proposal.refusal
        return [b.section(tell(language, f"error.{refusal.code}", refusal.facts))]
    waits = _waiting_advice(language, life, proposal)
    asked = waits or yes_advice(language, life, proposal)
    told = asked or doubt_advice(language, life, proposal) or changed_advice(language, life)
    return [b.section(told)] if told else []


def _waiting_advice(language: Language, life: Life, proposal: Proposal) -> Mrkdwn | None:
    """What an approved order waits for, and that nothing has to be done, or what has."""
    if proposal.state is not ProposalState.APPROVED:
        return None
    match life.waits_for:
        case None:
            return None
        case WaitsFor.SMARTBILL:
            return tell(language, "card.waits_for_smartbill.advice", until=life.waits_until)
        case WaitsFor.NUMBERS | WaitsFor.TURN:
            return tell(language, f"card.waits_for_{life.waits_for}.advice", series=proposal.draft.series)


def _story(language: Language, life: Life, proposal: Proposal) -> Mrkdwn:
    """Why there is a proposal, and who answered it when."""
    # Of a document that was taken back because the order changed, why it is not there any more.
    is_over = proposal.state is ProposalState.WITHDRAWN and isinstance(life.record.decision, Leave)
    reasons = life.reasons if is_over or life.wait is not None else proposal.reasons
    parts = [tell(language, "card.why", reasons=told_reasons(language, reasons))]
    before = declined_before(language, life.declined)
    if before and proposal.state is ProposalState.OPEN:
        parts.append(before)
    if proposal.answered_at is not None and proposal.state is not ProposalState.WITHDRAWN:
        first = first_yes_line(language, proposal)
        parts.extend([first] if first else [])
        facts = {"by": mention(language, proposal.answered_by), "at": moment(proposal.answered_at)}
        parts.append(tell(language, _answer(proposal), facts, reason=proposal.decline_reason))
    if life.by_hand is not None:
        at = moment(life.by_hand.at)
        parts.append(tell(language, "card.taken_by", by=life.by_hand.who, at=at))
    if life.invoice is not None:
        parts.append(tell(language, "card.issued_on", day=day(life.invoice.issue_date)))
    parts.extend(proforma_named(language, proposal.draft))
    return Mrkdwn("\n".join(parts))


def _answer(proposal: Proposal) -> str:
    """The slug of how it was answered, and by whom."""
    if proposal.state is ProposalState.DECLINED:
        return "card.declined_by"
    if proposal.answered_by == IN_SMARTBILL:
        return "card.made_in_smartbill"
    return "card.second_yes" if has_two_yeses(proposal) else "card.approved_by"


def _buttons(language: Language, life: Life, proposal: Proposal) -> list[ButtonElement]:
    if life.invoice is not None:
        return _document_buttons(language, life, life.invoice)
    match proposal.state:
        case ProposalState.OPEN:
            approve = [approve_button(language, life, proposal)] if proposal.is_issuable else []
            return [
                *approve,
                _correct(language, proposal),
                b.button(
                    language, "button.decline", action=Action.DECLINE, value=proposal.id, style="danger"
                ),
            ]
        case ProposalState.REFUSED:
            return [
                b.button(
                    language, "button.try_again", action=Action.TRY_AGAIN, value=proposal.id, style="primary"
                ),
                _correct(language, proposal),
                b.button(language, "button.settings", action=Action.SETTINGS, value=life.shop.id),
            ]
        case ProposalState.STUCK:
            return doubt_buttons(language, life, proposal)
        case _:
            return []


def _correct(language: Language, proposal: Proposal) -> ButtonElement:
    return b.button(language, "button.correct", action=Action.CORRECT, value=proposal.id)


def _document_buttons(language: Language, life: Life, invoice: Invoice) -> list[ButtonElement]:
    buttons = []
    if invoice.document is Document.PROFORMA:
        buttons.append(invoice_button(language, life, invoice))
    if invoice.may_be_collected and not life.is_paying:
        buttons.append(collect_button(language, invoice))
    if invoice.url.startswith("https://"):
        buttons.append(
            b.button(
                language, "button.open", action=Action.OPEN_DOCUMENT, value=str(invoice.id), url=invoice.url
            )
        )
    return buttons


def collect_button(language: Language, invoice: Invoice) -> ButtonElement:
    """The button that opens the form for money received."""
    return b.button(language, "button.collect", action=Action.COLLECT, value=str(invoice.id), style="primary")
