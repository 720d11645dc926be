"""The rows that belong to an order, each as REST tells it: whole bani, and no VAT of a line."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from bot.sandbox.shop.orders import Address, Order
from bot.sandbox.shop.parts import discount_id, line_id, row_id, tax_id

Json = dict[str, object]


def bani(amount: Decimal) -> int:
    """Lei as REST tells them."""
    return int(amount * 100)


def local_time(moment: datetime) -> str:
    """A moment by the shop's clock; no offset is told."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def yes_no(flag: bool) -> str:
    """How REST tells most flags."""
    return "yes" if flag else "no"


def _row(kind: str, number: int, order: Order, attributes: Json) -> Json:
    return {"type": kind, "id": str(number), "attributes": {"order_id": order.number, **attributes}}


def products(order: Order) -> list[Json]:
    """The order's lines."""
    return [_product(order, place) for place in range(len(order.lines))]


def _product(order: Order, place: int) -> Json:
    line = order.lines[place]
    known: Json = {
        "product_id": line.product.product_id,
        "variant_id": line.product.variant_id,
        "name": line.product.name,
        "sku": line.product.sku,
        "barcode": "",
        "quantity": line.quantity,
        "weight": 0,
        "price": bani(line.product.price),
        "order_price": bani(line.unit_total),
        "order_discount_id": discount_id(order) if line.discount else None,
        "order_fulfillment_id": None,
    }
    return _row("order-products", line_id(order, place), order, known | _plain_facts())


def _plain_facts() -> Json:
    """What is the same for all our products."""
    return {
        **dict.fromkeys(("p1", "v1", "p2", "v2", "p3", "v3"), ""),
        "vendor_id": None,
        "vendor_name": "",
        "category_id": 7,
        "category_name": "Casă și grădină",
        "sale": "no",
        "new": "no",
        "digital": "no",
        "tracked": "yes",
    }


def totals(order: Order) -> list[Json]:
    """The lines under the order: what its total is made of, and the total."""
    return [
        _row(
            "order-total",
            row_id(order, 900) * 10 + place,
            order,
            {"code": code, "title": title, "value": bani(value), "sort_order": rank},
        )
        for place, (code, title, value, rank) in enumerate(_sums(order))
    ]


def _sums(order: Order) -> Iterator[tuple[str, str, Decimal, int]]:
    yield "subtotal", "Subtotal", order.goods + order.discount, 1
    if order.discount:
        yield "discount", "Reducere", -order.discount, 2
    yield "shipping", "Livrare", order.shipping.price, 3
    if order.fee:
        yield "fee", "Taxă ramburs", order.fee, 4
    for rate, amount in order.vat_by_rate().items():
        yield "tax", f"TVA {rate}%", amount, 5
    yield "grand_total", "Total", order.total, 99


def taxes(order: Order) -> list[Json]:
    """The order's VAT, a row for each rate."""
    return [
        _row("order-tax", row_id(order, 700) * 10 + place, order, _tax(rate, amount))
        for place, (rate, amount) in enumerate(order.vat_by_rate().items())
    ]


def _tax(rate: int, amount: Decimal) -> Json:
    return {
        "name": f"TVA {rate}%",
        "rate": float(rate),
        "value": bani(amount),
        "class_id": tax_id(rate),
        "tax_id": tax_id(rate),
        "type": "included",
    }


def payment(order: Order) -> list[Json]:
    """The order's one payment."""
    amount = order.total if order.paid_amount is None else order.paid_amount
    told: Json = {
        "provider": order.method.provider,
        "provider_name": order.method.name,
        "amount": bani(amount),
        "provider_reference_id": "",
        "down_payment": 0,
        "allow_capture_authorization": "no",
        "status": order.payment_status,
        "payment_status": order.payment_status,
        "provider_data": {},
        "date_created": local_time(order.created_at),
        "date_modified": local_time(order.updated_at),
    }
    return [_row("order-payment", row_id(order, 3301), order, told)]


def shipping(order: Order) -> list[Json]:
    """How the order is delivered."""
    way = order.shipping
    told: Json = {
        "provider_id": 5,
        "provider_name": way.name,
        "provider_amount": bani(way.price),
        "provider_insurance": 0,
        "order_amount_formatted": f"{way.price} RON",
        "order_amount_input": str(way.price),
        "provider_amount_formatted": f"{way.price} RON",
        "provider_insurance_formatted": "0.00 RON",
        "order_has_insurance": "no",
        "order_insurance": 0,
        "geo_zone_id": 2 if way.zone else None,
        "geo_zone_name": way.zone,
    }
    return [_row("order-shipping", row_id(order, 60411), order, told)]


def discounts(order: Order) -> list[Json]:
    """The coupon, where there is one."""
    if order.coupon is None:
        return []
    told: Json = {
        "discount_id": 88,
        "order_product_id": None,
        "parent_id": None,
        "name": order.coupon.name,
        "code": order.coupon.code,
        "discount_type": "percent",
        "type_value": order.coupon.percent,
        "order_over": 0,
        "apply_regular_price": "no",
    }
    return [_row("order-discount", discount_id(order), order, told)]


def modifications(_order: Order) -> list[Json]:
    """Nobody adjusts orders by hand in this shop."""
    return []


def billing_address(order: Order) -> list[Json]:
    """Whom the invoice is for; nothing where the buyer gave no such address."""
    if not order.buyer.gives_billing:
        return []
    company = order.buyer.company
    names: Json = {
        "company_name": company.name if company else "",
        "company_vat": company.cif if company else "",
        "company_person": f"{order.buyer.first_name} {order.buyer.last_name}" if company else "",
        "company_registration_number": company.registration if company else "",
    }
    address = order.buyer.address
    told = _person(order) | names | _place(address) | {"formatted": address.in_one_line}
    return [_row("order-billing-address", order.number, order, told)]


def shipping_address(order: Order) -> list[Json]:
    """Where the goods go."""
    address = order.buyer.address
    told = {
        **_person(order),
        "company_name": "",
        "company_vat": "",
        "companyYesNo": "no",
        **_place(address),
        "address1": "",
        "text": address.in_one_line,
        "formatted": address.in_one_line,
        "integration": "internal",
    }
    return [_row("order-shipping-address", order.number, order, told)]


def _person(order: Order) -> Json:
    buyer = order.buyer
    return {
        "first_name": buyer.first_name,
        "last_name": buyer.last_name,
        "phone": buyer.address.phone,
    }


def _place(address: Address) -> Json:
    return {
        "country_iso2": "RO",
        "country_name": "Romania",
        "city_name": address.city,
        "state_name": address.county,
        "state_iso2": "",
        "street_name": address.street,
        "street_number": address.number,
        "post_code": address.postal_code,
    }
