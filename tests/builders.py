"""Ordinary facts for tests: say only what matters, the rest is plain and adds up."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.buyers import buyer_of
from bot.domain.companies import Company, LookUp
from bot.domain.conditions import Conditions
from bot.domain.documents import Invoice
from bot.domain.invoices import Draft, compose
from bot.domain.matching import Case
from bot.domain.money import Money
from bot.domain.orders import Charge, Customer, Line, Order, digest
from bot.domain.rulebook import Outcome, Rule
from bot.domain.shops import Document, Shop, ShopSettings

#: When the order of `an_order` was placed, and when it was last changed.
PLACED_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CHANGED_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def a_customer(**changes: Any) -> Customer:
    """A person in Cluj."""
    facts: dict[str, Any] = {
        "is_company": False,
        "name": "Andrei Pildescu",
        "email": "andrei.pildescu@mail.example",
        "phone": "0700000002",
        "address": "Strada Pildei 7, ap. 3",
        "city": "Cluj-Napoca",
        "county": "Cluj",
        "postcode": "400001",
        "country": "RO",
    }
    return Customer(**facts | changes)


def a_company(**changes: Any) -> Customer:
    """A company in Bucharest, payer of VAT, with a number whose check digit is right."""
    facts: dict[str, Any] = {
        "is_company": True,
        "name": "ATELIER EXEMPLU LEMN SRL",
        "vat_code": "RO99999992",
        "reg_com": "J40/9999/2024",
        "contact": "Ioana Exemplescu",
        "email": "achizitii@atelier-exemplu.example",
        "phone": "0700000001",
        "address": "Strada Exemplului 12",
        "city": "Sector 3",
        "county": "București",
        "postcode": "030001",
        "country": "RO",
    }
    return Customer(**facts | changes)


def a_look_up(**changes: Any) -> LookUp:
    """The register's word on `a_company`: it is active and pays VAT."""
    facts: dict[str, Any] = {
        "cif": "99999992",
        "day": date(2026, 11, 20),
        "name": "ATELIER EXEMPLU LEMN SRL",
        "pays_vat": True,
        "address": "Strada Registrului 1",
        "city": "Sector 3",
        "county": "B",
    }
    return LookUp(asked_at=CHANGED_AT, company=Company(**facts | changes))


def a_line(**changes: Any) -> Line:
    """Two lamps of 50.00 at 21 %: 100.00."""
    facts: dict[str, Any] = {
        "name": "Lampă de birou",
        "sku": "LAMPA-1",
        "quantity": Decimal(2),
        "unit": "buc",
        "unit_price": Decimal("50.00"),
        "vat_rate": Decimal(21),
    }
    return Line(**facts | changes)


def a_charge(**changes: Any) -> Charge:
    """Shipping for 21.00 at 21 %."""
    facts: dict[str, Any] = {
        "kind": "shipping",
        "name": "Curier rapid",
        "total": Decimal("21.00"),
        "vat_rate": Decimal(21),
    }
    return Charge(**facts | changes)


def an_order(**changes: Any) -> Order:
    """Order 1043, paid: two lamps and shipping, VAT included, 121.00 lei of which 21.00 are VAT.

    Whoever changes `lines` or `charges` says the `total` too, where it matters.
    """
    facts: dict[str, Any] = {
        "external_id": "1043",
        "number": "1043",
        "status": "paid",
        "paid": True,
        "fulfilled": False,
        "currency": "RON",
        "prices_include_vat": True,
        "created_at": PLACED_AT,
        "updated_at": CHANGED_AT,
        "customer": a_customer(),
        "has_billing": True,
        "lines": (a_line(),),
        "charges": (a_charge(),),
        "payment_method": "card",
        "total": Decimal("121.00"),
    }
    return Order(**facts | changes)


def some_settings(**changes: Any) -> ShopSettings:
    """Settings of a shop whose people want to be asked about paid orders."""
    facts: dict[str, Any] = {
        "smartbill_email": "conta@magazin-exemplu.example",
        "cif": "RO99999917",
        "series": "FCT",
        "channel": "C0INVOICES",
    }
    return ShopSettings(**facts | changes)


def a_shop(**changes: Any) -> Shop:
    """A connected shop of the generic kind."""
    facts: dict[str, Any] = {
        "id": "lampi",
        "name": "Lămpi Exemplu",
        "kind": "standard",
        "settings": some_settings(),
        "token_hint": "••••1f3a",
    }
    return Shop(**facts | changes)


def a_draft(**changes: Any) -> Draft:
    """The draft of `an_order` under `some_settings`: invoice FCT over 121.00 lei."""
    draft = compose(an_order(), some_settings())
    return Draft(**dict(draft) | changes)


def a_rule(**changes: Any) -> Rule:
    """Issue the documents of all orders; `changes` name what the rule is, looks at or leads to."""
    parts: dict[str, Any] = {"id": "r-1", "name": "Toate"}
    for part, kind in (("conditions", Conditions), ("outcome", Outcome)):
        own = {name: changes.pop(name) for name in kind.model_fields if name in changes}
        parts[part] = kind.model_validate(own)
    return Rule(**parts | changes)


def a_case(order: Order | None = None, *, at: datetime = CHANGED_AT) -> Case:
    """What rules look at of this order, or of `an_order`; half past eleven on a Friday in Romania."""
    order = order or an_order()
    return Case(order, buyer_of(order.customer), at)


def a_proposal(**changes: Any) -> Proposal:
    """`a_draft`, open, proposed by the default rule."""
    draft = changes.pop("draft", a_draft())
    facts: dict[str, Any] = {
        "id": "p-1",
        "order_id": 1,
        "state": ProposalState.OPEN,
        "draft": draft,
        "digest": digest(draft),
        "findings": (),
        "rule": "default",
        "reasons": (),
        "reference": "SBB-1",
        "created_at": CHANGED_AT,
    }
    return Proposal(**facts | changes)


def an_invoice(**changes: Any) -> Invoice:
    """Invoice FCT 0012 over 121.00 lei, nothing received yet."""
    facts: dict[str, Any] = {
        "id": 1,
        "order_id": 1,
        "proposal_id": "p-1",
        "document": Document.INVOICE,
        "series": "FCT",
        "number": "0012",
        "total": Money(Decimal("121.00"), "RON"),
        "collected": Decimal(0),
        "issue_date": date(2026, 11, 20),
        "issued_at": CHANGED_AT,
    }
    return Invoice(**facts | changes)
