"""What people put right in an order's document, kept beside what the shop told: never an amount or a price.

What they see and type are `Particulars`, what of it differs from the shop's own is an `Amendment`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import Field

from bot.domain.forgetting import is_forgotten
from bot.domain.invoices import Draft
from bot.domain.orders import Charge, Customer, Fact, Line, Order, Rate, Text, digest, is_absent
from bot.domain.personal import masked
from bot.domain.printing import one_line, printable
from bot.domain.rules import Decision, Leave, Propose, Reason
from bot.domain.shops import Document, ShopSettings

#: Longer orders keep all their lines as they are: nobody looks through so many fields.
MOST_LINES = 20
#: A delivery that far from its order is a slip of the pen.
_FAR = timedelta(days=366)
_LONGEST_MENTIONS = 1000

_Value = TypeVar("_Value")

BuyerText = Literal[
    "name",
    "vat_code",
    "reg_com",
    "address",
    "city",
    "county",
    "postcode",
    "country",
    "email",
    "phone",
    "contact",
]
BUYER_TEXTS: tuple[BuyerText, ...] = get_args(BuyerText)


class Wording(Fact):
    """What can be put right on one line. `vat_rate` in percent; None: nobody told."""

    name: Text
    vat_rate: Rate | None


class Particulars(Fact):
    """All that can be put right, as a form shows it; texts as a document would carry them.

    `lines`: the goods and then the charges of the order, or none where they are too many to be shown.
    `mentions`: what is printed below the order's number.
    """

    buyer: Customer
    lines: tuple[Wording, ...]
    due_days: Annotated[int, Field(ge=0, le=365)]
    delivery_date: date | None
    mentions: str


class LineChange(Fact):
    """What was put right on the line at `position` among goods and charges, from 0; None: nothing."""

    position: Annotated[int, Field(ge=0)]
    name: Text | None = None
    vat_rate: Rate | None = None


class Amendment(Fact):
    """What a person put right, and only that; `by` is their Slack user id.

    `others`: those who had put right before what they went on with.

    It was made on the customer and on the lines of these digests: once the shop tells others, it knows
    better, and what was put right there lapses.
    """

    by: str
    others: Annotated[tuple[str, ...], Field(exclude_if=is_absent)] = ()
    is_company: bool | None = None
    buyer: dict[BuyerText, Text] = {}
    lines: tuple[LineChange, ...] = ()
    due_days: Annotated[int | None, Field(ge=0, le=365)] = None
    delivery_date: date | None = None
    mentions: str | None = None
    customer_digest: str
    lines_digest: str

    @property
    def is_empty(self) -> bool:
        """Whether it puts nothing right."""
        on_buyer = self.is_company is not None or self.buyer
        on_terms = any(term is not None for term in (self.due_days, self.delivery_date, self.mentions))
        return not (on_buyer or self.lines or on_terms)


def in_force(order: Order, amendment: Amendment | None) -> Amendment | None:
    """What of the amendment still holds for the order as the shop tells it now; None: nothing.

    Nothing holds where the buyer is forgotten: nobody could tell whom a document is made out to.
    """
    if amendment is None or is_forgotten(order):
        return None
    lapsed: dict[str, object] = {}
    if digest(order.customer) != amendment.customer_digest:
        lapsed |= {"is_company": None, "buyer": {}}
    if _lines_digest(order) != amendment.lines_digest:
        lapsed |= {"lines": ()}
    left = amendment.model_copy(update=lapsed)
    return None if left.is_empty else left


def amended(order: Order, settings: ShopSettings, amendment: Amendment | None) -> tuple[Order, ShopSettings]:
    """The order and the settings that a corrected document is composed of; amounts stay what they are."""
    left = in_force(order, amendment)
    if left is None:
        return order, settings
    parts = _parts_with(order, left.lines)
    goods = len(order.lines)
    terms = {"due_days": left.due_days, "mentions": left.mentions}
    changes = {
        "customer": _buyer_with(order.customer, left),
        "lines": parts[:goods],
        "charges": parts[goods:],
    }
    known = {name: term for name, term in terms.items() if term is not None}
    return order.model_copy(update=changes), settings.model_copy(update=known)


def delivered(draft: Draft, amendment: Amendment | None) -> Draft:
    """The draft with the day of delivery that a person gave, if it is an invoice: a proforma has none."""
    if amendment is None or draft.document is not Document.INVOICE:
        return draft
    return draft.model_copy(update={"delivery_date": amendment.delivery_date})


def corrected_buyer(order: Order, amendment: Amendment | None) -> Customer:
    """Who buys: what the shop told, with what people put right."""
    left = in_force(order, amendment)
    return order.customer if left is None else _buyer_with(order.customer, left)


def still_asked(decision: Decision, amendment: Amendment | None) -> Decision:
    """The decision about an order with an amendment in force: it is never issued without a person's yes."""
    if amendment is None or isinstance(decision, Leave):
        return decision
    reasons = (*decision.reasons, *_by_all_of(amendment))
    return Propose(rule=decision.rule, rule_id=decision.rule_id, reasons=reasons)


def corrected_by(*people: str) -> tuple[Reason, ...]:
    """Why there is a document like this: these people put it right, the last of them first."""
    return tuple(Reason(code="corrected", facts={"by": person}) for person in people)


def still_corrected(order: Order, amendment: Amendment | None) -> tuple[Reason, ...]:
    """As `corrected_by`: everybody whose corrections still hold for the order."""
    left = in_force(order, amendment)
    return _by_all_of(left) if left is not None else ()


def going_on(amendment: Amendment | None, before: Amendment | None) -> Amendment | None:
    """The amendment with those on whose work it goes on; `before`: what was in force until now."""
    if amendment is None or before is None:
        return amendment
    others = (person for person in (before.by, *before.others) if person != amendment.by)
    return amendment.model_copy(update={"others": tuple(others)})


def _by_all_of(amendment: Amendment) -> tuple[Reason, ...]:
    return corrected_by(amendment.by, *amendment.others)


def particulars(order: Order, settings: ShopSettings, amendment: Amendment | None) -> Particulars:
    """What a person may put right, as it stands."""
    left = in_force(order, amendment)
    now, terms = amended(order, settings, left)
    parts: tuple[Line | Charge, ...] = (*now.lines, *now.charges)
    return Particulars(
        buyer=_shown(now.customer),
        lines=tuple(_wording(part) for part in parts) if len(parts) <= MOST_LINES else (),
        due_days=terms.due_days,
        delivery_date=left.delivery_date if left is not None else None,
        mentions=_shown_mentions(terms.mentions),
    )


def changed(before: Particulars, after: Particulars) -> tuple[str, ...]:
    """The names of what differs, in the order in which people see them; nothing of what they hold."""
    buyers = ("is_company", *BUYER_TEXTS)
    on_buyer = [name for name in buyers if getattr(before.buyer, name) != getattr(after.buyer, name)]
    others = ("lines", "due_days", "delivery_date", "mentions")
    return (*on_buyer, *(name for name in others if getattr(before, name) != getattr(after, name)))


def amendment_of(order: Order, settings: ShopSettings, typed: Particulars, *, by: str) -> Amendment | None:
    """What of these particulars differs from the shop's own; None: nothing does."""
    told = particulars(order, settings, None)
    buyer = _shown(typed.buyer)
    mentions = _shown_mentions(typed.mentions)
    made = Amendment(
        by=by,
        is_company=_other(buyer.is_company, told.buyer.is_company),
        buyer={name: getattr(buyer, name) for name in BUYER_TEXTS if _differs(name, buyer, told.buyer)},
        lines=tuple(_line_changes(told.lines, typed.lines)),
        due_days=_other(typed.due_days, told.due_days),
        delivery_date=typed.delivery_date,
        mentions=_other(mentions, told.mentions),
        customer_digest=digest(order.customer),
        lines_digest=_lines_digest(order),
    )
    return None if made.is_empty else made


def is_likely_delivery(day: date, order: Order) -> bool:
    """Whether the order may have been delivered on that day: within a year of when it was placed."""
    return abs(day - order.created_at.date()) <= _FAR


class _Sold(Fact):
    """What the names and the rates of lines were put right on."""

    lines: tuple[Line, ...]
    charges: tuple[Charge, ...]


def _lines_digest(order: Order) -> str:
    return digest(_Sold(lines=order.lines, charges=order.charges))


def _buyer_with(customer: Customer, amendment: Amendment) -> Customer:
    put_right: dict[str, object] = {str(name): text for name, text in amendment.buyer.items()}
    if amendment.is_company is not None:
        put_right["is_company"] = amendment.is_company
    return customer.model_copy(update=put_right)


def _parts_with(order: Order, changes: tuple[LineChange, ...]) -> tuple[Line | Charge, ...]:
    parts: list[Line | Charge] = [*order.lines, *order.charges]
    for change in changes:
        told = {"name": change.name, "vat_rate": change.vat_rate}
        put_right = {name: value for name, value in told.items() if value is not None}
        parts[change.position] = parts[change.position].model_copy(update=put_right)
    return tuple(parts)


def _line_changes(told: tuple[Wording, ...], typed: tuple[Wording, ...]) -> Iterator[LineChange]:
    """What differs, line by line; nothing where the lines were not shown."""
    for position, (own, now) in enumerate(zip(told, typed, strict=False)):
        name, rate = _other(_field(now.name), own.name), _other(now.vat_rate, own.vat_rate)
        if name is not None or rate is not None:
            yield LineChange(position=position, name=name, vat_rate=rate)


def _shown(customer: Customer) -> Customer:
    """The customer as a document would print it, and a field of a form hold it."""
    texts = {str(name): _field(getattr(customer, name)) for name in BUYER_TEXTS}
    return customer.model_copy(update=texts)


def _wording(part: Line | Charge) -> Wording:
    return Wording(name=_field(part.name), vat_rate=part.vat_rate)


def _shown_mentions(mentions: str) -> str:
    text = masked(mentions.replace("\r\n", "\n").strip())
    return masked(text[:_LONGEST_MENTIONS].strip())


def _field(text: str) -> str:
    """A text as a field shows and keeps it: on one line, cut, and with no personal number in full.

    What is shown and comes back as it was stays the same, so that it is no change.
    """
    # Cutting before masking would leave most of a number; cutting may also make one of a longer number.
    return masked(printable(masked(one_line(text))))


def _other(now: _Value, told: _Value) -> _Value | None:
    return now if now != told else None


def _differs(name: str, one: Customer, other: Customer) -> bool:
    return bool(getattr(one, name) != getattr(other, name))
