"""From a generic notice to an order in our own shape."""

from decimal import Decimal

from bot.domain.orders import Charge, Customer, Line, Order
from bot.domain.rates import rate_text
from bot.shops.fields import amount, plain
from bot.shops.standard.wire import OrderNews, ToldCharge, ToldCustomer, ToldLine, ToldOrder


def order_told(news: OrderNews) -> Order:
    """The order in our shape; one without lines is an order too."""
    told = news.data.order
    changed_at = told.updated_at or news.timestamp
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
        lines=tuple(map(_line, told.lines)),
        charges=_charges(told),
        payment_method=told.payment.method or "",
        total=amount(Decimal(told.totals.total)),
        vat_by_rate=_vat_by_rate(told),
    )


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


def _line(told: ToldLine) -> Line:
    return Line(
        name=told.name,
        sku=told.sku or "",
        quantity=plain(Decimal(told.quantity)),
        unit=told.unit or "",
        unit_price=amount(Decimal(told.unit_price)),
        discount=amount(Decimal(told.discount)),
        vat_rate=_rate(told.vat_rate),
        is_service=told.is_service,
    )


def _charges(told: ToldOrder) -> tuple[Charge, ...]:
    """What is to be paid besides the goods; what costs nothing is left out."""
    shipping = _charge("shipping", told.shipping) if told.shipping else None
    fees = (_charge("fee", fee) for fee in told.fees)
    return tuple(charge for charge in (shipping, *fees) if charge and charge.total)


def _charge(kind: str, told: ToldCharge) -> Charge:
    return Charge.model_validate(
        {
            "kind": kind,
            "name": told.name,
            "total": amount(Decimal(told.total)),
            "vat_rate": _rate(told.vat_rate),
        }
    )


def _rate(told: str | None) -> Decimal | None:
    return None if told is None else plain(Decimal(told))


def _vat_by_rate(told: ToldOrder) -> dict[str, Decimal]:
    """The told VAT, if all parts of the order say the same rate: only then it is known what it is of."""
    rates = {_rate(line.vat_rate) for line in told.lines} | {charge.vat_rate for charge in _charges(told)}
    rate = rates.pop() if len(rates) == 1 else None
    return {rate_text(rate): amount(Decimal(told.totals.vat))} if rate is not None and told.totals.vat else {}
