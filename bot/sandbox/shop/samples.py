"""The orders the sample shop begins with: a company, people, and two which need a human's look."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.sandbox.shop.catalogue import (
    BANK_TRANSFER,
    CARD,
    CASH_FEE,
    CASH_ON_DELIVERY,
    CATALOGUE,
    COUPON,
    COURIER,
    TO_THE_DOOR,
    Method,
    Shipping,
)
from bot.sandbox.shop.orders import Address, Buyer, Company, Line, Order

BUCHAREST = Address("București", "Sector 3", "Strada Exemplului", "12", "030001", "+40700000001")
CLUJ = Address("Cluj", "Cluj-Napoca", "Strada Pildei", "7, ap. 3", "400001", "+40700000002")
_IASI = Address("Iași", "Iași", "Bulevardul Modelului", "21", "700001", "+40700000003")

_ATELIER = Buyer(
    first_name="Ioana",
    last_name="Exemplescu",
    email="achizitii@atelier-exemplu.example",
    address=BUCHAREST,
    company=Company("ATELIER EXEMPLU LEMN SRL", "RO99999992", "J40/9999/2024"),
)
_ANDREI = Buyer(
    first_name="Andrei",
    last_name="Pildescu",
    email="andrei.pildescu@mail.example",
    address=CLUJ,
    note="Vă rog sunați înainte",
)
# The check digit of this number is wrong on purpose.
_WRONG_CIF = Buyer(
    first_name="Radu",
    last_name="Probescu",
    email="comenzi@cafenea-proba.example",
    address=_IASI,
    company=Company("CAFENEAUA DE PROBĂ SRL", "RO12345678", "J22/8888/2023"),
)
_MARIA = Buyer(
    first_name="Maria",
    last_name="Modelescu",
    email="maria.modelescu@mail.example",
    address=_IASI,
    gives_billing=False,
)

_SHELF, _BASKET, _HONEY, _MOKA, _COFFEE, _LAMP = CATALOGUE

# A shop that tells no VAT rate: neither on lines, nor on delivery.
_NO_VAT_DELIVERY = Shipping("Livrare la adresă", "price", Decimal("15.00"), with_vat=False, zone="")


@dataclass(frozen=True)
class _Sample:
    buyer: Buyer
    lines: tuple[Line, ...]
    shipping: Shipping
    method: Method
    coupon: bool = False
    fee: Decimal = Decimal("0.00")
    tells_vat: bool = True


_SAMPLES = (
    _Sample(_ATELIER, (Line(_SHELF, 4), Line(_BASKET, 1)), TO_THE_DOOR, BANK_TRANSFER),
    _Sample(
        _ANDREI,
        (Line(_HONEY, 2, COUPON.percent), Line(_MOKA, 1, COUPON.percent)),
        COURIER,
        CASH_ON_DELIVERY,
        coupon=True,
        fee=CASH_FEE,
    ),
    _Sample(_WRONG_CIF, (Line(_COFFEE, 6), Line(_MOKA, 2)), COURIER, BANK_TRANSFER),
    _Sample(_ANDREI, (Line(_HONEY, 2), Line(_MOKA, 1)), _NO_VAT_DELIVERY, CASH_ON_DELIVERY, tells_vat=False),
    _Sample(_MARIA, (Line(_LAMP, 1), Line(_COFFEE, 1)), COURIER, CARD),
)


def sample_orders(first_number: int, now: datetime) -> list[Order]:
    """Five unpaid orders of the last hours, numbered from `first_number`."""
    count = len(_SAMPLES)
    return [
        _order(sample, first_number + index, now - timedelta(minutes=37 * (count - index)))
        for index, sample in enumerate(_SAMPLES)
    ]


def _order(sample: _Sample, number: int, at: datetime) -> Order:
    return Order(
        number=number,
        created_at=at,
        updated_at=at,
        buyer=sample.buyer,
        lines=sample.lines,
        shipping=sample.shipping,
        method=sample.method,
        status="pending",
        payment_status=sample.method.first_status,
        fee=sample.fee,
        coupon=COUPON if sample.coupon else None,
        tells_vat=sample.tells_vat,
    )
