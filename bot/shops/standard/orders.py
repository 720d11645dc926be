"""From a generic notice to an order in our own shape."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from bot.domain.orders import Charge, Customer, Line, Order
from bot.domain.rates import rate_text
from bot.shops.faults import faults_in, known
from bot.shops.fields import added, clean, priced
from bot.shops.standard.wire import OrderNews, ToldCharge, ToldCustomer, ToldLine, ToldOrder


def order_told(news: OrderNews) -> Order:
    """The order in our shape; one without lines is an order too."""
    told = news.data.order
    changed_at = told.updated_at or news.timestamp
    prices = tuple(priced(line.quantity, line.unit_price) for line in told.lines)
    discount = added(each.total for each in told.discounts if not each.in_lines)
    return Order(
        external_id=told.id,
        number=_number(told),
        status=told.status,
        paid=told.payment.paid or told.payment_status == "paid",
        fulfilled="fulfilled" in {told.fulfilment_status, told.status},
        currency=told.currency,
        prices_include_vat=told.prices_include_vat,
        created_at=told.created_at or changed_at,
        updated_at=changed_at,
        customer=_customer(told.customer),
        has_billing=_has_billing(told.customer),
        lines=tuple(map(_line, told.lines, prices)),
        charges=_charges(told),
        payment_method=told.payment.method or "",
        total=told.totals.total,
        vat_by_rate=_vat_by_rate(told),
        discount=discount,
        tags=_some(told.tags),
        shipping_methods=_some([told.shipping.name] if told.shipping else []),
        faults=(*faults_in(told), *faults_in(prices, "lines"), *faults_in(discount, "discounts")),
    )


def _some(words: Iterable[str]) -> tuple[str, ...]:
    """The words that say something, each once."""
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _number(told: ToldOrder) -> str:
    return (told.number or "").strip().removeprefix("#").strip() or told.id


def _customer(told: ToldCustomer) -> Customer:
    return Customer(
        is_company=told.type == "company",
        name=told.name.strip(),
        vat_code=told.vat_code or "",
        reg_com=told.reg_com or "",
        contact=told.contact or "",
        email=told.email or "",
        phone=told.phone or "",
        address=told.address or "",
        city=told.city or "",
        county=told.county or "",
        postcode=told.postcode or "",
        country=(told.country or "").upper(),
    )


def _has_billing(told: ToldCustomer) -> bool:
    return bool(told.name.strip() and ((told.address or "").strip() or (told.city or "").strip()))


def _line(told: ToldLine, unit_price: Decimal) -> Line:
    return Line(
        name=_name(told),
        sku=told.sku or "",
        quantity=told.quantity,
        unit=told.unit or "",
        unit_price=unit_price,
        discount=told.discount,
        vat_rate=known(told.vat_rate),
        is_service=told.is_service,
        told_total=known(told.total),
    )


def _name(told: ToldLine) -> str:
    chosen = ", ".join(f"{option.name}: {option.value}" for option in told.options)
    return clean(f"{told.name} ({chosen})") if chosen else told.name


def _charges(told: ToldOrder) -> tuple[Charge, ...]:
    """What is to be paid besides the goods; what costs nothing is left out."""
    shipping = _charge("shipping", told.shipping) if told.shipping else None
    fees = (_charge("fee", fee) for fee in told.fees)
    return tuple(charge for charge in (shipping, *fees) if charge and charge.total)


def _charge(kind: Literal["shipping", "fee"], told: ToldCharge) -> Charge:
    return Charge(kind=kind, name=told.name, total=told.total, vat_rate=known(told.vat_rate))


def _vat_by_rate(told: ToldOrder) -> dict[str, Decimal]:
    """The told VAT, if all parts of the order say the same rate: only then it is known what it is of."""
    rates = {known(line.vat_rate) for line in told.lines} | {charge.vat_rate for charge in _charges(told)}
    rate, vat = rates.pop() if len(rates) == 1 else None, known(told.totals.vat)
    return {} if rate is None or vat is None else {rate_text(rate): vat}
