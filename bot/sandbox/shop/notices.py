"""An order as CloudCart's webhooks tell it (their new structure): one order inside a JSON array."""

from datetime import datetime
from decimal import Decimal

from bot.sandbox.shop.exact_json import text
from bot.sandbox.shop.orders import Address, Buyer, Line, Order
from bot.sandbox.shop.parts import coupon_parts, fee_parts, line_discount, line_id, row_id, tax, taxes

Json = dict[str, object]

_SHOP = "https://magazin-exemplu.cloudcart.net/product/"
_PICTURES = "https://cdncloudcart.com/00000/products/images/"
_STORE = 70001


def body(order: Order) -> bytes:
    """The exact bytes of a notice about this order."""
    return text([order_json(order)]).encode()


def order_json(order: Order) -> Json:
    """The order in CloudCart's words; amounts stay Decimal."""
    payment = _payment(order)
    return {
        **_head(order),
        "customer": _customer(order),
        "products": [_product(order, place) for place in range(len(order.lines))],
        "weight": 0,
        "shipping": [_shipping(order)],
        "shipping_address": _address(order, 501),
        "billing_address": _billing(order),
        "payments": [payment],
        "payment": payment,
        "discounts": coupon_parts(order),
        "tax_vat": taxes(order),
        "fees": fee_parts(order),
        "order_subtotal": order.goods,
        "order_total": order.total,
        "currency": "RON",
        "language": "ro",
    }


def _head(order: Order) -> Json:
    empty = (
        "invoice_number",
        "invoice_date",
        "receipt_number",
        "receipt_date",
        "credit_number",
        "credit_date",
    )
    return {
        "store_id": _STORE,
        "id": order.number,
        "hash": f"Ex{order.number}",
        "created_at": _time(order.created_at),
        "updated_at": _time(order.updated_at),
        "status": order.status,
        **dict.fromkeys(empty, ""),
        "email_sent": order.updated_at > order.created_at,
        "abandoned": False,
        "note_administrator": "",
    }


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _customer(order: Order) -> Json:
    buyer = order.buyer
    return {
        "id": row_id(order, 901),
        "group_id": 1,
        "subscriber_id": row_id(order, 777),
        "first_name": buyer.first_name,
        "last_name": buyer.last_name,
        "email": buyer.email,
        "note": buyer.note,
        "geoip": _whereabouts(buyer),
        "custom_fields": [],
    }


def _whereabouts(buyer: Buyer) -> Json:
    return {
        "ip": "192.0.2.15",
        "city": buyer.address.city,
        "state": buyer.address.county,
        "country": "Romania",
        "country_iso": "RO",
        "timezone": "Europe/Bucharest",
        "lat": Decimal("44.43"),
        "lng": Decimal("26.1"),
    }


def _product(order: Order, place: int) -> Json:
    line = order.lines[place]
    return {
        "id": line_id(order, place),
        "product_id": line.product.product_id,
        "variant_id": line.product.variant_id,
        "quantity": line.quantity,
        "url": _SHOP + line.product.sku.lower(),
        "image": f"{_PICTURES}{line.product.product_id}/600x600.jpeg",
        "name": line.product.name,
        "sku": line.product.sku,
        **_plain_facts(),
        "tax_vat": tax(line.product.vat, line.vat) if order.tells_vat else "",
        "discounts": line_discount(order, place),
        **_prices(line),
        "has_modifications": False,
        "modifications": [],
    }


def _plain_facts() -> Json:
    """What is the same for all our products."""
    return {
        "barcode": "",
        "weight": 0,
        "sale": False,
        "digital": False,
        "digital_files": [],
        "tracked": True,
        "vendor": "",
        "category": {"id": 7, "name": "Casă și grădină"},
        "variant": [],
        "unit": "",
        "dimensions": {"unit_system": "metric", "width": 0, "height": 0, "depth": 0},
        "options": [],
    }


def _prices(line: Line) -> Json:
    return {
        "unit_line_price": line.product.price,
        "unit_line_discount_amount": line.unit_discount,
        "unit_line_price_total": line.unit_total,
        "line_price": line.product.price * line.quantity,
        "line_discount_amount": line.discount,
        "line_price_total": line.total,
    }


def _shipping(order: Order) -> Json:
    way = order.shipping
    done = order.fulfilled_at is not None
    return {
        "id": row_id(order, 60411),
        "status": "fulfilled" if done else "not_fulfilled",
        "provider_name": way.name,
        "provider_key": way.provider,
        "provider_amount": way.price,
        "amount_with_vat": way.with_vat,
        "provider_insurance": 0,
        "order_has_insurance": False,
        "service_id": "1",
        "service_name": way.name,
        "geo_zone": way.zone,
        "desired_delivery_date": "",
        "waybill_id": str(row_id(order, 80000000000)) if done else "",
        "fulfilled_at": _time(order.fulfilled_at),
        "delivery_at": "",
        "expedition_at": "",
        "products": [],
    }


def _address(order: Order, first_id: int) -> Json:
    return {
        "id": row_id(order, first_id),
        "first_name": order.buyer.first_name,
        "last_name": order.buyer.last_name,
        **_place(order.buyer.address),
    }


def _place(address: Address) -> Json:
    return {
        "phone": address.phone,
        "country": "RO",
        "state": address.county,
        "city": address.city,
        "street": address.street,
        "street_number": address.number,
        "postal_code": address.postal_code,
        "additional_info": "",
        "formatted": address.in_one_line,
        "gmap_address": address.in_one_line,
        "lat": "",
        "lng": "",
        "office_id": "",
        "marketplace_id": "",
    }


def _billing(order: Order) -> Json | list[Json]:
    if not order.buyer.gives_billing:
        # An absent object is an empty list in CloudCart's JSON.
        return []
    address = _address(order, 601)
    return {"id": address.pop("id"), **_company(order.buyer), **address}


def _company(buyer: Buyer) -> Json:
    company = buyer.company
    return {
        "company": company is not None,
        "company_name": company.name if company else "",
        "company_registration_number": company.registration if company else "",
        "company_vat": company.cif if company else "",
        "company_person": f"{buyer.first_name} {buyer.last_name}" if company else "",
    }


def _payment(order: Order) -> Json:
    return {
        "id": row_id(order, 3301),
        "provider_reference_id": "",
        "provider_name": order.method.name,
        "provider": order.method.provider,
        "amount": order.total if order.paid_amount is None else order.paid_amount,
        "status": order.payment_status,
        "created_at": _time(order.created_at),
        "updated_at": _time(order.updated_at),
    }
