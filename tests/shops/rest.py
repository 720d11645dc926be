"""Orders as CloudCart's REST API tells them: recorded ones, and any webhook's order told again."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.shops.bodies import read_json
from bot.shops.cloudcart.documents import Document, documents

FOLDER = Path(__file__).parent / "cloudcart_rest"

Json = dict[str, Any]


def recorded_names() -> list[str]:
    """Every recorded answer about one order; SOURCES says where they come from."""
    return sorted(path.stem for path in FOLDER.glob("*.json") if not path.stem.endswith(".order"))


def recorded_body(name: str) -> bytes:
    return (FOLDER / f"{name}.json").read_bytes()


def recorded_order(name: str) -> Json:
    """The order that is read from it, or {"unreadable": why}."""
    told: Json = json.loads((FOLDER / f"{name}.order.json").read_bytes())
    return told


def document_of(told: Json | bytes) -> Document:
    """The only order of such an answer."""
    body = read_json(told if isinstance(told, bytes) else json.dumps(told).encode())
    assert isinstance(body, dict)
    (document,) = documents(body)
    return document


def rest_of(order: Json) -> Json:
    """The order of a webhook (new structure) as REST tells it: whole bani, no VAT of lines, local times."""
    number = int(order["id"])
    parts = {
        "products": [_product(each) for each in order["products"]],
        "totals": _totals(order),
        "taxes": [
            {"name": tax["name"], "rate": tax["rate"], "value": _bani(tax["amount"]), "type": "included"}
            for tax in order["tax_vat"]
        ],
        "payment": [_payment(order["payment"])],
        "shipping": [_shipping(each) for each in order["shipping"]],
        "shipping-address": [_address(order["shipping_address"])],
        "billing-address": [_address(order["billing_address"])],
    }
    return json_api(number, _attributes(order), parts)


def json_api(number: int, attributes: Json, parts: dict[str, list[Json]]) -> Json:
    """One order with all that it refers to; what a shop has once is referred to without a list."""
    relationships, included = {}, []
    for name, rows in parts.items():
        kind = name if name.startswith("order-") else f"order-{name}"
        references = [{"type": kind, "id": str(number * 100 + place)} for place in range(len(rows))]
        is_one = name in {"payment", "shipping", "shipping-address", "billing-address"}
        told = next(iter(references), None) if is_one else references
        relationships[name] = {"data": told}
        included += [
            {**reference, "attributes": {"order_id": number, **row}}
            for reference, row in zip(references, rows, strict=True)
        ]
    data = {
        "type": "orders",
        "id": str(number),
        "attributes": attributes,
        "relationships": relationships,
    }
    return {"data": data, "included": included, "jsonapi": {"version": "1.0"}}


def _attributes(order: Json) -> Json:
    is_shipped = any(each.get("status") == "fulfilled" for each in order["shipping"])
    return {
        "status": order["status"],
        "status_fulfillment": "fulfilled" if is_shipped else "not_fulfilled",
        "currency": order["currency"],
        "price_total": _bani(order["order_total"]),
        "vat_included": "yes",
        "customer_first_name": order["customer"]["first_name"],
        "customer_last_name": order["customer"]["last_name"],
        "customer_email": order["customer"]["email"],
        "invoice_number": order.get("invoice_number") or None,
        "date_added": _local(order["created_at"]),
        "updated_at": _local(order["updated_at"]),
    }


def _product(product: Json) -> Json:
    choices = [(each["name"], each["value"]) for each in product["variant"]] + [("", "")] * 3
    variant = {f"{key}{n}": choices[n - 1][place] for n in (1, 2, 3) for place, key in enumerate("pv")}
    left = Decimal(str(product["line_price_total"])) / Decimal(str(product["quantity"]))
    return {
        "name": product["name"],
        "sku": product["sku"],
        "quantity": product["quantity"],
        "price": _bani(product["unit_line_price"]),
        "order_price": _bani(left),
        "units": product["unit"],
        **variant,
    }


def _totals(order: Json) -> list[Json]:
    off = sum((_bani(each["amount"]) for each in order["discounts"] if each["type"] != "shipping"), 0)
    rows = [
        *[("discount", "Reducere", -off)] * bool(off),
        *(("shipping", "Livrare", _bani(each["provider_amount"])) for each in order["shipping"]),
        *(("fee", fee["name"], _bani(fee["amount"])) for fee in order["fees"]),
        *(("tax", tax["name"], _bani(tax["amount"])) for tax in order["tax_vat"]),
        ("grand_total", "Total", _bani(order["order_total"])),
    ]
    return [
        {"code": code, "title": title, "value": value, "sort_order": place}
        for place, (code, title, value) in enumerate(rows)
    ]


def _payment(payment: Json) -> Json:
    return {
        "provider": payment["provider"],
        "provider_name": payment["provider_name"],
        "amount": _bani(payment["amount"]),
        "status": payment["status"],
        "payment_status": payment["status"],
    }


def _shipping(shipping: Json) -> Json:
    in_lei = f"{Decimal(str(shipping['provider_amount'])):.2f}"
    return {
        "provider_name": shipping["provider_name"],
        "provider_amount": _bani(shipping["provider_amount"]),
        "provider_insurance": _bani(shipping["provider_insurance"]),
        "order_amount_input": in_lei,
        "provider_amount_formatted": f"{in_lei} RON",
        "order_has_insurance": "yes" if shipping["order_has_insurance"] else "no",
    }


def _address(address: Json) -> Json:
    names = {
        "country": "country_iso2",
        "state": "state_name",
        "city": "city_name",
        "street": "street_name",
        "postal_code": "post_code",
    }
    told = {names.get(name, name): value for name, value in address.items()}
    told.pop("company", None)
    return told


def _bani(amount: float | str | Decimal) -> int:
    return int((Decimal(str(amount)) * 100).to_integral_value())


def _local(moment: str) -> str:
    return moment[:19].replace("T", " ")
