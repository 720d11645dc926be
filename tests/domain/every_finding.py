"""For every finding there is, an order that provokes it: also for whoever wants to see one on a card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bot.domain.asking import Unconfirmed
from bot.domain.background import NOTHING_KNOWN, AccountVat, Background
from bot.domain.companies import LookUp
from bot.domain.exchange import ExchangeRate
from bot.domain.findings import Severity
from bot.domain.forgetting import without_customer
from bot.domain.orders import Fault, Order
from tests.builders import CHANGED_AT, a_company, a_customer, a_line, a_look_up, an_order

TODAY = date(2026, 11, 27)
_EURO = ExchangeRate(currency="EUR", day=date(2026, 11, 26), lei=Decimal("5.0871"))
_USUAL = AccountVat({Decimal(rate): (f"TVA {rate}",) for rate in (21, 19, 11, 0)})
_ACCOUNT = AccountVat({Decimal(21): ("Normala",), Decimal(0): ("SDD", "SFDD")})


@dataclass(frozen=True)
class Case:
    """An order with such a finding, and how grave that is."""

    severity: Severity
    order: Order
    settings: Mapping[str, Any] = field(default_factory=dict)
    background: Background = NOTHING_KNOWN


def _stop(order: Order, background: Background = NOTHING_KNOWN, **settings: Any) -> Case:
    return Case(Severity.STOP, order, settings, background)


def _ask(order: Order, background: Background = NOTHING_KNOWN, **settings: Any) -> Case:
    return Case(Severity.ASK, order, settings, background)


def _remark(order: Order, background: Background = NOTHING_KNOWN, **settings: Any) -> Case:
    return Case(Severity.NOTE, order, settings, background)


def _line(total: str | None = None, **changes: Any) -> Order:
    """An order of one line."""
    line = a_line(**{"quantity": Decimal(1), "unit_price": Decimal(100)} | changes)
    sold = line.quantity * line.unit_price - line.discount
    return an_order(lines=(line,), charges=(), total=sold if total is None else Decimal(total))


def _from(**changes: Any) -> Order:
    return an_order(customer=a_customer(**changes))


def _company(**changes: Any) -> Order:
    return an_order(customer=a_company(**changes))


def _asked(**changes: Any) -> Background:
    return Background(look_up=a_look_up(**changes), verifies_buyers=True)


_SILENT = Background(look_up=LookUp(asked_at=CHANGED_AT), verifies_buyers=True)
_BUCHAREST: dict[str, Any] = {"county": "București", "city": "București", "postcode": ""}
_TOLD = a_line(told_total=Decimal("99.00"))

EVERY: Mapping[str, Case] = {
    "number.impossible": _stop(an_order(faults=(Fault(where="lines.0.quantity", typed="1e400"),))),
    "lines.none": _stop(an_order(lines=(), charges=(), total=Decimal(0))),
    "lines.too_many": _stop(an_order(lines=(a_line(),) * 401)),
    "quantity.not_positive": _stop(_line(quantity=Decimal(-1))),
    "price.negative": _stop(_line(unit_price=Decimal(-1))),
    "line.free": _ask(_line(unit_price=Decimal(0))),
    "discount.impossible": _stop(_line(discount=Decimal(101))),
    "discount.more_than_goods": _stop(an_order(discount=Decimal(500))),
    "deposit.no_tax_name": _stop(_line(name="Garanție SGR", unit_price=Decimal("0.50"), vat_rate=None)),
    "deposit.discounted": _stop(
        _line(name="SGR", unit_price=Decimal("0.50"), vat_rate=None, discount=Decimal("0.10"))
    ),
    "deposit.unclear": _ask(_line(name="Garanție SGR", unit_price=Decimal("0.50"))),
    "vat.unknown": _stop(_line(vat_rate=None)),
    "vat.assumed": _ask(_line(vat_rate=None), vat_fallback=Decimal(21)),
    "vat.zero": _ask(_line(vat_rate=Decimal(0))),
    "vat.differs": _ask(an_order(vat_by_rate={"21": Decimal(1)})),
    "vat.not_in_force": _stop(_line(vat_rate=Decimal(19)), Background(tax_point=TODAY, vat=_USUAL)),
    "vat.reverse_charge": _ask(
        _line(unit_price=Decimal(30_000)).model_copy(update={"customer": a_company()}),
        Background(tax_point=TODAY, vat=_USUAL),
    ),
    "vat.not_in_account": _stop(_line(vat_rate=Decimal(11)), Background(vat=_ACCOUNT)),
    "vat.no_such_name": _stop(_line(), Background(vat=_ACCOUNT), vat_names={"21": "Standard"}),
    "vat.name_unclear": _stop(_line(vat_rate=Decimal(0)), Background(vat=_ACCOUNT)),
    "vat.not_read": _ask(an_order(), Background(tax_point=TODAY)),
    "vat.rounding": _ask(
        an_order(
            lines=(a_line(quantity=Decimal(1), unit_price=Decimal("0.12")),) * 60,
            charges=(),
            prices_include_vat=False,
            total=Decimal("8.71"),
        )
    ),
    "vat.issuer_pays_none": _ask(_line(), Background(vat=AccountVat({}))),
    "total.differs": _stop(an_order(total=Decimal(5))),
    "line.differs": _remark(an_order(lines=(_TOLD,), charges=(), total=Decimal(99))),
    "total.negative": _stop(_line(unit_price=Decimal(-5))),
    "total.nothing": _ask(_line(unit_price=Decimal(0))),
    "total.rounded": _remark(_line("100.01"), round_totals=True),
    "currency.foreign": _ask(an_order(currency="EUR"), Background(exchange_rate=_EURO)),
    "currency.no_rate": _stop(an_order(currency="EUR")),
    "currency.unsupported": _stop(an_order(currency="BGN")),
    "order.denied": _stop(an_order(), Background(unconfirmed=Unconfirmed.DENIED)),
    "order.not_confirmed": _ask(an_order(), Background(unconfirmed=Unconfirmed.SILENT)),
    "order.invoiced_in_shop": _ask(an_order(invoiced_as="CC 0042")),
    "order.dead": _ask(an_order(status="cancelled")),
    "buyer.forgotten": _stop(without_customer(an_order())),
    "buyer.no_name": _stop(_from(name="")),
    "buyer.cif_invalid": _stop(_company(vat_code="RO99999991")),
    "buyer.maybe_company": _ask(_from(name="Exemplu Lemn SRL")),
    "buyer.is_issuer": _ask(_company(vat_code="99999917")),
    "buyer.reg_com_odd": _remark(_company(reg_com="pe rol")),
    "buyer.country_unknown": _ask(_from(country="Utopia")),
    "buyer.outside_eu": _ask(_from(country="MD")),
    "buyer.eu_company": _ask(_company(country="DE", vat_code="DE136695976")),
    "buyer.eu_vat_invalid": _ask(_company(country="DE", vat_code="DE1")),
    "buyer.eu_person": _ask(_from(country="DE")),
    "buyer.no_address": _ask(_from(address="")),
    "buyer.no_city": _ask(_from(city="")),
    "buyer.county_unknown": _ask(_from(county="Cluj-Napoca")),
    "buyer.sector_unknown": _ask(_from(**_BUCHAREST)),
    "buyer.sector_conflict": _ask(_from(**_BUCHAREST | {"city": "Sector 2", "postcode": "030167"})),
    "buyer.sectors_differ": _ask(
        _from(**_BUCHAREST | {"city": "Sector 2", "address": "Bd. Pildei 1, sect. 3"})
    ),
    "buyer.not_verified": _ask(_company(), _SILENT),
    "buyer.unknown_to_anaf": _ask(_company(), _asked(is_known=False)),
    "buyer.other_name": _ask(_company(name="ALTA FIRMA SRL"), _asked()),
    "buyer.inactive": _ask(_company(), _asked(is_inactive=True)),
    "buyer.struck_off": _ask(_company(), _asked(is_struck_off=True)),
    "buyer.vat_by_anaf": _remark(_company(), _asked(pays_vat=False)),
    "buyer.address_from_anaf": _remark(_company(address=""), _asked()),
    "buyer.shortened": _remark(_from(address="Strada " + "Lungă " * 40)),
}
