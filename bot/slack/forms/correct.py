"""The form in which a document is put right, how it is read, and what stands there afterwards."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from slack_sdk.models.blocks import Block, InputInteractiveElement
from slack_sdk.models.blocks.block_elements import DatePickerElement, StaticSelectElement

from bot.domain.amending import BUYER_TEXTS, MOST_LINES, Particulars, Wording
from bot.domain.fiscal import cif
from bot.domain.money import ZERO
from bot.domain.orders import Customer
from bot.domain.places import is_romania
from bot.domain.rates import in_force, rate_text
from bot.domain.shops import Document, ShopSettings
from bot.flows.correcting import Correction
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.drafts import order_number
from bot.slack.forms.fields import VALUE, Values, field, modal, select, text_input, typed
from bot.slack.forms.issue import preview
from bot.slack.ids import Form
from bot.slack.mrkdwn import quantity, tell
from bot.words.say import Language, say

_BETWEEN = ":"
_KINDS = {"company": True, "person": False}
_UNTOLD = "untold"
#: As much as a document prints of one of these.
_LONGEST_TEXT = 200


def correct_form(correction: Correction) -> Json:
    """Everything that can be put right, as it stands; never an amount, a quantity or a price."""
    language: Language = correction.shop.settings.bot_language
    order, shown = correction.record.order, correction.particulars
    blocks: list[Block] = [
        b.section(tell(language, "form.correct.about", number=order_number(order))),
        *_buyer(language, shown.buyer),
        *_lines(language, correction),
        *_terms(language, shown, correction.shop.settings),
    ]
    metadata = f"{correction.proposal.id}{_BETWEEN}{correction.basis}"
    return modal(language, "form.correct", blocks, form=Form.CORRECT, metadata=metadata)


def read_basis(metadata: str) -> tuple[str, str]:
    """The proposal's id, and the basis of what was shown."""
    proposal_id, _, basis = metadata.partition(_BETWEEN)
    return proposal_id, basis


def read_correct(values: Values) -> Particulars | dict[str, str]:
    """What was typed, or a slug for each field that is wrong."""
    errors = _errors(values)
    if errors:
        return errors
    day = typed(values, "delivery_date")
    return Particulars(
        buyer=_read_buyer(values),
        lines=tuple(_read_lines(values)),
        due_days=int(typed(values, "due_days") or 0),
        delivery_date=date.fromisoformat(day) if day else None,
        mentions=typed(values, "mentions"),
    )


def corrected_form(correction: Correction) -> Json:
    """The new document, with its totals and what was found in it; the yes is said on the card."""
    language: Language = correction.shop.settings.bot_language
    proposal, draft = correction.proposal, correction.proposal.draft
    about = "form.corrected.waits" if proposal.is_issuable else "form.corrected.blocked"
    days = str(draft.due_days)
    blocks: list[Block] = [
        b.section(tell(language, about)),
        *preview(language, correction.record.order, draft, proposal.findings),
        b.context(tell(language, "form.corrected.terms", days=days, mentions=draft.mentions)),
    ]
    return modal(language, "form.corrected", blocks, form=Form.SETTINGS_DONE, submit=False)


def _buyer(language: Language, buyer: Customer) -> Iterator[Block]:
    kinds = [(kind, say(language, f"form.correct.{kind}")) for kind in _KINDS]
    now = next(kind for kind, is_company in _KINDS.items() if is_company == buyer.is_company)
    yield _input(language, "is_company", select(kinds, now))
    for name in BUYER_TEXTS:
        element = text_input(getattr(buyer, name), most=_LONGEST_TEXT)
        yield _input(language, name, element, optional=name != "name")


def _lines(language: Language, correction: Correction) -> Iterator[Block]:
    order, shown = correction.record.order, correction.particulars.lines
    if len(order.lines) + len(order.charges) > MOST_LINES:
        yield b.section(tell(language, "form.correct.too_many_lines", limit=str(MOST_LINES)))
    rates = _rates(shown, correction.shop.settings, correction.today)
    for position, line in enumerate(shown):
        number = {"number": str(position + 1)}
        name = text_input(line.name, most=_LONGEST_TEXT)
        yield field(language, _line_name(position), "form.correct.line_name", name, facts=number)
        rate = _rate(language, line, rates)
        yield field(language, _line_rate(position), "form.correct.line_rate", rate, facts=number)


def _terms(language: Language, shown: Particulars, settings: ShopSettings) -> Iterator[Block]:
    yield _input(language, "due_days", text_input(str(shown.due_days), most=3), optional=True)
    if settings.document is Document.INVOICE:
        day = shown.delivery_date.isoformat() if shown.delivery_date else None
        yield _input(
            language, "delivery_date", DatePickerElement(action_id=VALUE, initial_date=day), optional=True
        )
    mentions = text_input(shown.mentions, multiline=True, most=1000)
    yield _input(language, "mentions", mentions, optional=True)


def _input(
    language: Language, name: str, element: InputInteractiveElement, *, optional: bool = False
) -> Block:
    return field(language, name, f"form.correct.{name}", element, optional=optional)


def _rates(lines: tuple[Wording, ...], settings: ShopSettings, today: date) -> list[Decimal]:
    """The rates to choose from, the highest first: those of the lines, of the settings and of the law."""
    told = {line.vat_rate for line in lines} | {settings.vat_fallback}
    named = {Decimal(rate) for rate in settings.vat_names}
    usual = in_force(today) | {ZERO}
    return sorted({rate for rate in told if rate is not None} | named | usual, reverse=True)


def _rate(language: Language, line: Wording, rates: list[Decimal]) -> StaticSelectElement:
    choices = [(rate_text(rate), f"{quantity(language, rate)}%") for rate in rates][:99]
    if line.vat_rate is None:
        return select([(_UNTOLD, say(language, "form.correct.untold")), *choices], _UNTOLD)
    return select(choices, rate_text(line.vat_rate))


def _line_name(position: int) -> str:
    return f"line_name.{position}"


def _line_rate(position: int) -> str:
    return f"line_rate.{position}"


def _errors(values: Values) -> dict[str, str]:
    errors: dict[str, str] = {}
    names = ["name", *(_line_name(position) for position in _positions(values))]
    errors |= {name: "form.error.name" for name in names if not typed(values, name)}
    buyer = _read_buyer(values)
    if buyer.is_company and is_romania(buyer.country) and cif(buyer.vat_code) is None:
        errors["vat_code"] = "form.error.cif"
    days = typed(values, "due_days")
    if days and not (days.isdecimal() and int(days) <= 365):
        errors["due_days"] = "form.error.days"
    return errors


def _read_buyer(values: Values) -> Customer:
    texts = {name: typed(values, name) for name in BUYER_TEXTS}
    return Customer(is_company=_KINDS[typed(values, "is_company")], **texts)


def _read_lines(values: Values) -> Iterator[Wording]:
    for position in _positions(values):
        rate = typed(values, _line_rate(position))
        known = None if rate == _UNTOLD else Decimal(rate)
        yield Wording(name=typed(values, _line_name(position)), vat_rate=known)


def _positions(values: Values) -> range:
    """The places of the lines that the form showed."""
    return range(sum(name.startswith("line_name.") for name in values))
