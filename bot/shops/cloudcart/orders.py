"""From the order that CloudCart told to an order in our own shape."""

from decimal import Decimal
from itertools import chain

from bot.domain.money import ZERO, to_cents
from bot.domain.orders import Charge, Line, Order
from bot.shops.cloudcart.buyers import customer_told, has_billing
from bot.shops.cloudcart.rates import with_rates
from bot.shops.cloudcart.sums import discounts_told, proven
from bot.shops.cloudcart.variants import name_with
from bot.shops.cloudcart.vat import by_rate, in_all, only_rate, told_vat
from bot.shops.cloudcart.wire import ToldFee, ToldOrder, ToldPayment, ToldProduct, ToldShipping
from bot.shops.faults import faults_in, known
from bot.shops.fields import amount, priced, within

#: CloudCart promotes a paid order that was sent to `completed` at once.
_PAID = frozenset({"paid", "completed"})


def order_told(told: ToldOrder) -> Order:
    """The order in our shape; one without lines is an order too."""
    vat = told_vat(told.tax_vat)
    prices = tuple(map(_unit_price, told.products))
    lines = tuple(_line(*sold, only_rate(vat)) for sold in zip(told.products, prices, strict=True))
    charges = _charges(told)
    total = told.order_total or amount(ZERO)
    offered = discounts_told(told.discounts)
    reading = proven(lines, charges, vat=in_all(vat), discounts=offered, total=total)
    off, vat_sums = within(reading.discount), by_rate(vat)
    return Order.model_validate(
        {
            **_head(told),
            "customer": customer_told(told),
            "has_billing": has_billing(told),
            "lines": with_rates(lines, charges, reading, vat_sums),
            "charges": charges,
            "total": total,
            "prices_include_vat": reading.prices_include_vat,
            "vat_by_rate": vat_sums,
            "discount": off,
            "shipping_methods": tuple(dict.fromkeys(filter(None, map(_way, told.shipping)))),
            "faults": (
                *faults_in(told),
                *faults_in(prices, "products"),
                *faults_in(tuple(part.amount for part in vat), "tax_vat"),
                *chain(*(faults_in(sum_of_it, f"tax_vat.{rate}") for rate, sum_of_it in vat_sums.items())),
                *faults_in(off, "discounts"),
            ),
        }
    )


def _head(told: ToldOrder) -> dict[str, object]:
    payment, status = _primary(told), told.status.strip()
    return {
        "external_id": told.id,
        "number": told.id,
        "status": status,
        "paid": status in _PAID or payment.status == "completed",
        "fulfilled": "fulfilled" in {status, *(shipping.status for shipping in told.shipping)},
        "currency": told.currency.strip().upper(),
        "created_at": told.created_at or told.updated_at,
        "updated_at": told.updated_at or told.created_at,
        "payment_method": payment.provider or payment.provider_name,
        "invoiced_as": told.invoice_number,
    }


def _primary(told: ToldOrder) -> ToldPayment:
    if told.payment is not None:
        return told.payment
    return told.payments[0] if told.payments else ToldPayment()


def _line(product: ToldProduct, unit_price: Decimal, order_rate: Decimal | None) -> Line:
    own_rate = only_rate(told_vat(product.tax_vat))
    return Line(
        name=name_with(product.name, *product.variant),
        sku=product.sku,
        quantity=product.quantity or ZERO,
        unit=product.unit.strip(),
        unit_price=unit_price,
        discount=_discount(product),
        vat_rate=order_rate if own_rate is None else own_rate,
        told_total=known(product.line_price_total),
    )


def _unit_price(product: ToldProduct) -> Decimal:
    """The unit's price, unless it was rounded: then the exact share of the line's."""
    quantity, unit, line = product.quantity or ZERO, product.unit_line_price, product.line_price
    if unit is not None and (line is None or not quantity or to_cents(quantity * unit) == to_cents(line)):
        return priced(quantity, unit)
    return priced(quantity, line / quantity if line and quantity else line or ZERO)


def _discount(product: ToldProduct) -> Decimal:
    if product.line_discount_amount is not None:
        return product.line_discount_amount
    if product.line_price is not None and product.line_price_total is not None:
        return product.line_price - product.line_price_total
    return amount(ZERO)


def _charges(told: ToldOrder) -> tuple[Charge, ...]:
    """What is to be paid besides the goods; what costs nothing is left out.

    Fees stand by name, as webhook and REST may tell them in different sequence.
    """
    fees = sorted(map(_fee, told.fees), key=lambda fee: (fee.name, fee.total))
    return tuple(charge for charge in (*map(_shipping, told.shipping), *fees) if charge.total)


def _way(shipping: ToldShipping) -> str:
    """How it is sent, as the shop's people called it. The carrier's code is left out, as REST tells none."""
    return shipping.provider_name.strip() or shipping.service_name.strip()


def _shipping(shipping: ToldShipping) -> Charge:
    insurance = shipping.provider_insurance if shipping.order_has_insurance else None
    return Charge(
        kind="shipping",
        name=_way(shipping) or "Transport",
        total=(shipping.provider_amount or amount(ZERO)) + (insurance or ZERO),
        vat_rate=_charge_rate(shipping),
    )


def _fee(fee: ToldFee) -> Charge:
    return Charge(
        kind="fee",
        name=fee.name.strip() or fee.title.strip() or "Taxă",
        total=_fee_total(fee),
        vat_rate=_charge_rate(fee),
    )


def _fee_total(fee: ToldFee) -> Decimal:
    """The fee's amount. One that cannot be found is nothing, and the order's total then does not add up."""
    flat = fee.value if fee.type != "percent" else None
    told = (fee.amount, fee.order_amount, fee.total, flat)
    return next((each for each in told if each is not None), amount(ZERO))


def _charge_rate(charge: ToldShipping | ToldFee) -> Decimal | None:
    own_rate = only_rate(told_vat(charge.tax_vat))
    return only_rate(told_vat(charge.vat_rate)) if own_rate is None else own_rate
