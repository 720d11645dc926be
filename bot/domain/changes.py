"""What the shop has changed in an order since its document was made of it.

Two states of the order are compared, the one of then and the one of now: whatever else became different,
settings, rules, rates or what registers say, is no change of the order.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field

from bot.domain.buyers import Buyer, buyer_of
from bot.domain.checks import is_dead
from bot.domain.forgetting import is_forgotten
from bot.domain.money import Money, to_cents
from bot.domain.orders import Charge, Fact, Line, Order, Text, is_absent
from bot.domain.personal import masked
from bot.domain.printing import printable

BuyerField = Literal[
    "is_company",
    "name",
    "vat_code",
    "reg_com",
    "address",
    "city",
    "county",
    "country",
    "email",
    "phone",
    "contact",
]
BUYER_FIELDS: tuple[BuyerField, ...] = get_args(BuyerField)
#: What is told of a company. Of a person, and of everything else, only that it changed.
_TOLD: frozenset[BuyerField] = frozenset({"name", "vat_code"})
_ONE = Decimal(1)


class Part(Fact):
    """Something sold, charged or taken off; `amount` is what it adds to the total, after its own discount.

    With VAT where the shop's prices are. `vat_rate` None, `unit` empty: the shop did not say.
    """

    name: str
    code: str = ""
    unit: str = ""
    quantity: Decimal = _ONE
    price: Decimal
    amount: Decimal
    vat_rate: Decimal | None = None


class PartChange(Fact):
    """One part as it was, and as it is now."""

    came: Part
    now: Part


class BuyerChange(Fact):
    """A field of the buyer that is another now; both values empty: what it holds is not told."""

    field: BuyerField
    came: Text = ""
    now: Text = ""


class Sum(Fact):
    """A total with its currency."""

    amount: Decimal
    currency: str

    @property
    def money(self) -> Money:
        """The same, for whoever writes it."""
        return Money(self.amount, self.currency)


class Difference(Fact):
    """How an order differs by now from what its document was made of.

    `status`: what the shop calls it, where it is cancelled, failed or given back only now; else empty.
    """

    came: Sum
    now: Sum
    status: Annotated[Text, Field(exclude_if=is_absent)] = ""
    changed: Annotated[tuple[PartChange, ...], Field(exclude_if=is_absent)] = ()
    added: Annotated[tuple[Part, ...], Field(exclude_if=is_absent)] = ()
    removed: Annotated[tuple[Part, ...], Field(exclude_if=is_absent)] = ()
    buyer: Annotated[tuple[BuyerChange, ...], Field(exclude_if=is_absent)] = ()

    @property
    def is_of_total(self) -> bool:
        """Whether another amount is to be paid, or in another currency."""
        return self.came != self.now

    @property
    def is_empty(self) -> bool:
        """Whether the order still is what its document says."""
        parts = self.changed or self.added or self.removed
        return not (self.status or self.is_of_total or parts or self.buyer)


def difference(then: Order, now: Order, printed: Buyer) -> Difference:
    """How the order differs from what it was `then`, when its document was made of it.

    `printed`: the buyer as the document has it. What a person had put right there before the shop did is no
    difference. Where the buyer was forgotten, nothing is said of it.
    """
    changed, removed, added = _parts_compared(_parts(then), _parts(now))
    return Difference(
        came=_sum(then),
        now=_sum(now),
        status=now.status if is_dead(now) and now.status != then.status else "",
        changed=changed,
        added=added,
        removed=removed,
        buyer=tuple(_buyer_changes(then, now, printed)),
    )


def untold(found: Difference) -> Difference:
    """The same without anything of the buyer but the names of what changed."""
    return found.model_copy(update={"buyer": tuple(BuyerChange(field=one.field) for one in found.buyer)})


def _sum(order: Order) -> Sum:
    return Sum(amount=to_cents(order.total), currency=order.currency)


def _parts(order: Order) -> list[Part]:
    """All that adds to the total, as a document prints it."""
    off = [_single("Discount", -order.discount, None)] if order.discount else []
    charges = [_charged(charge) for charge in order.charges if to_cents(charge.total)]
    return [*map(_sold, order.lines), *off, *charges]


def _sold(line: Line) -> Part:
    return Part(
        name=_text(line.name),
        code=_text(line.sku),
        unit=_text(line.unit),
        quantity=line.quantity,
        price=line.unit_price,
        amount=to_cents(line.quantity * line.unit_price) - to_cents(line.discount),
        vat_rate=line.vat_rate,
    )


def _charged(charge: Charge) -> Part:
    return _single(charge.name, charge.total, charge.vat_rate)


def _single(name: str, total: Decimal, rate: Decimal | None) -> Part:
    amount = to_cents(total)
    return Part(name=_text(name), price=amount, amount=amount, vat_rate=rate)


def _text(text: str) -> str:
    return masked(printable(text))


def _parts_compared(
    then: list[Part], now: list[Part]
) -> tuple[tuple[PartChange, ...], tuple[Part, ...], tuple[Part, ...]]:
    """What changed, what is gone and what is there now; the sequence does not matter.

    A part is the one of then that is likest it: the same, or of the same code, of the same name, or at least
    so many for so much.
    """
    left, others, pairs = then, now, list[PartChange]()
    for likeness in (_whole, _known, _code, _name, _worth):
        found, left, others = _met(left, others, likeness)
        pairs.extend(found)
    return tuple(pair for pair in pairs if _is_change(pair)), tuple(left), tuple(others)


def _met(
    then: list[Part], now: list[Part], likeness: Callable[[Part], Hashable]
) -> tuple[list[PartChange], list[Part], list[Part]]:
    """The pairs that are alike, each part in one at most; and what is left of both."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for number, part in reversed([*enumerate(now)]):
        waiting[likeness(part)].append(number)
    pairs, left, taken = list[PartChange](), list[Part](), set[int]()
    for part in then:
        key = likeness(part)
        if key is None or not waiting[key]:
            left.append(part)
            continue
        taken.add(number := waiting[key].pop())
        pairs.append(PartChange(came=part, now=now[number]))
    return pairs, left, [part for number, part in enumerate(now) if number not in taken]


def _whole(part: Part) -> Hashable:
    return (*_told(part), part.vat_rate, part.unit)


def _known(part: Part) -> Hashable:
    """All but what the shop may leave unsaid."""
    return _told(part)


def _code(part: Part) -> Hashable:
    return part.code or None


def _name(part: Part) -> Hashable:
    return part.name or None


def _worth(part: Part) -> Hashable:
    return part.quantity, part.amount


def _told(part: Part) -> tuple[Hashable, ...]:
    return part.name, part.code, part.quantity, part.price, part.amount


def _is_change(pair: PartChange) -> bool:
    """Whether both say something else; a rate or a unit that the shop tells only now is none.

    Neither is the rate of what costs nothing.
    """
    came, now = pair.came, pair.now
    rates = {came.vat_rate, now.vat_rate}
    is_taxed_otherwise = came.amount != 0 and None not in rates and len(rates) > 1
    is_measured_otherwise = came.unit and now.unit and came.unit != now.unit
    return _told(came) != _told(now) or is_taxed_otherwise or bool(is_measured_otherwise)


def _buyer_changes(then: Order, now: Order, printed: Buyer) -> Iterator[BuyerChange]:
    if is_forgotten(then) or is_forgotten(now):
        return
    came, comes = buyer_of(then.customer), buyer_of(now.customer)
    are_companies = came.is_company and comes.is_company
    for field in BUYER_FIELDS:
        was, is_now = _value(came, field), _value(comes, field)
        if is_now in {was, _value(printed, field)}:
            continue
        values = {"came": masked(was), "now": masked(is_now)} if are_companies and field in _TOLD else {}
        yield BuyerChange(field=field, **values)


def _value(buyer: Buyer, field: BuyerField) -> str:
    """What the field holds; of a company's number without RO, which may be the register's word."""
    if field == "vat_code":
        return buyer.cif or buyer.foreign_number
    return str(getattr(buyer, field))
