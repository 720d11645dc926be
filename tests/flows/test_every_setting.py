"""Each setting of a shop, off and on, on a recorded notice, through to what SmartBill or Slack received.

Whoever adds a setting adds its row: what comes of one notice under each value, all else being equal.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests

from bot.domain.kinds import Document
from bot.domain.payments import PaymentType
from bot.domain.shops import ChargesVat, CollectOnPaid, ShopSettings
from bot.sandbox.server import Server
from bot.sandbox.smartbill.lines import Tax
from bot.storage.engine import Database
from tests.builders import a_rule
from tests.fakes.registers import USUAL_COMPANIES
from tests.flows.streets import Outside, Street
from tests.shops.recorded import Recorded

#: A company's order of 1113.20 lei, paid by bank transfer; its lines tell no unit.
PAID = Recorded("cloudcart", "order.updated__b2b")
#: The same order before.
NOT_PAID = Recorded("cloudcart", "order.updated__unknown_status")
NO_RATES = Recorded("cloudcart", "order.created__minimal_no_vat")
NO_BILLING = Recorded("standard", "order.created__missing_optional")
DEPOSITS = Recorded("standard", "order.status_changed__sgr_deposit")
ROUNDED = Recorded("standard", "order.status_changed__rounded_total")
#: Honey at 11 % and a moka pot at 21 %; of shipping and the fee, no VAT is told.
NO_RATE_OF_CHARGES = Recorded("standard", "order.status_changed__untaxed_charges")

ANA, MIHAI = "U0ANA", "U0MIHAI"
OF_PROFORMAS: Mapping[str, Any] = {"document": Document.PROFORMA, "series": "SLKP"}
BUYER = {"address": "Strada Pildei 7", "city": "Cluj-Napoca", "county": "Cluj", "country": "RO"}
#: What SmartBill receives, as `documents` shows it.
FCT, SLK = ("/invoice/v2", "FCT"), ("/invoice/v2", "SLK")
PROFORMA = ("/estimate/v2", "SLKP", None)
ITS_SOURCE = {"seriesName": "SLKP", "number": "0226"}
#: Rate and price of the honey, the moka pot, and what is off each.
GOODS = ((11, 33.3), (11, None), (21, 145.2), (21, None))
#: What the card says then, and what is said in its thread.
ISSUED_RO = "Comanda 20411: 1.113,20 RON – factura FCT 1187 a fost emisă, de încasat"
ISSUED_EN = "Order 20411: 1,113.20 RON – invoice FCT 1187 issued, to be collected"
PAID_RO = ":moneybag: Comanda este plătită în magazin. Înregistrăm încasarea facturii FCT 1187?"
COLLECTED_RO = (
    ":white_check_mark: Factura FCT 1187: încasare de 1.113,20 RON, {}, 20.11.2026, "
    "înregistrată de regula magazinului."
)


def documents(*names: str) -> Callable[[Street], tuple[Any, ...]]:
    """What became of the order; then, of each document that SmartBill made, the path and these fields."""
    return lambda street: (
        street.fate(),
        *((path, *map(body.get, names)) for path, body in street.received()),
    )


def buyers(*names: str) -> Callable[[Street], tuple[Any, ...]]:
    """What became of the order; then these fields of each document's buyer."""
    return lambda street: (
        street.fate(),
        *(tuple(map(body["client"].get, names)) for _, body in street.received()),
    )


def lines(*names: str) -> Callable[[Street], tuple[Any, ...]]:
    """What became of the order; then these fields of every line."""
    return lambda street: (
        street.fate(),
        *(tuple(map(line.get, names)) for _, body in street.received() for line in body["products"]),
    )


def money(street: Street) -> tuple[Any, ...]:
    """The payments that SmartBill recorded, and what stands in the card's thread."""
    booked = [(payment.type, str(payment.value)) for payment in street.smartbill.payments]
    return booked, street.posted("C0FACTURI")[1:]


def slack(street: Street) -> tuple[Any, ...]:
    """What was posted in the two channels."""
    return street.posted("C0FACTURI"), street.posted("C0LINISTE")


def was_asked_once(street: Street) -> None:
    """The shop, which knows no order, is asked for the first time, where it can be."""
    street.visiting.begin({})
    street.run_all()


@dataclass(frozen=True)
class Row:
    """`setting` with each of its values, and what is to be seen then when the shop has told `notices`.

    `beside`: other settings, the same for each value. `first` and `then`: what people do before and after.
    """

    setting: str
    notices: tuple[Recorded, ...]
    look: Callable[[Street], tuple[Any, ...]]
    effects: tuple[tuple[Any, tuple[Any, ...]], ...]
    beside: Mapping[str, Any] = field(default_factory=dict)
    first: Callable[[Street], None] = lambda street: None
    then: Callable[[Street], None] = lambda street: None


ROWS = (
    Row(
        "active",
        (PAID,),
        documents("seriesName"),
        ((False, ("not decided",)), (True, ("issued by rule", FCT))),
    ),
    Row(
        "smartbill_email",
        (PAID,),
        documents("seriesName"),
        (
            ("alta@magazin-exemplu.example", ("refused by SmartBill: smartbill.auth",)),
            ("conta@magazin-exemplu.example", ("issued by U0ANA", FCT)),
        ),
        beside={"automatic": False},
        then=lambda street: street.approves(ANA),
    ),
    Row(
        "cif",
        (PAID,),
        documents("companyVatCode"),
        (
            ("RO99999984", ("refused by SmartBill: smartbill.company",)),
            ("99999917", ("issued by U0ANA", ("/invoice/v2", "99999917"))),
            ("RO99999917", ("issued by U0ANA", ("/invoice/v2", "RO99999917"))),
        ),
        beside={"automatic": False},
        then=lambda street: street.approves(ANA),
    ),
    Row(
        "series",
        (PAID,),
        documents("seriesName"),
        (("FCT", ("issued by rule", FCT)), ("SLK", ("issued by rule", SLK))),
    ),
    Row(
        "document",
        (PAID,),
        documents("seriesName"),
        (
            (Document.INVOICE, ("refused by SmartBill: smartbill.no_such_series",)),
            (Document.PROFORMA, ("issued by rule", ("/estimate/v2", "SLKP"))),
        ),
        beside={"series": "SLKP"},
    ),
    Row(
        "anchor_series",
        (PAID,),
        documents("seriesName", "estimate"),
        (
            ("", ("issued by rule", ("/invoice/v2", "FCT", None))),
            ("SLKP", ("issued by rule", PROFORMA, ("/invoice/v2", "FCT", ITS_SOURCE))),
        ),
    ),
    Row(
        "invoice_series",
        (PAID,),
        documents("seriesName", "estimate"),
        (
            ("", ("issued by rule; U0ANA: proforma.no_invoice_series", PROFORMA)),
            ("SLK", ("issued by U0ANA", PROFORMA, ("/invoice/v2", "SLK", ITS_SOURCE))),
        ),
        beside=OF_PROFORMAS,
        then=lambda street: street.invoices(ANA),
    ),
    Row(
        "invoice_proforma_on_paid",
        (PAID,),
        documents("seriesName", "estimate"),
        (
            (False, ("issued by rule", PROFORMA)),
            (True, ("issued by rule", PROFORMA, ("/invoice/v2", "FCT", ITS_SOURCE))),
        ),
        beside={**OF_PROFORMAS, "invoice_series": "FCT"},
    ),
    Row(
        "document_language",
        (PAID,),
        documents("language"),
        (
            ("RO", ("issued by rule", ("/invoice/v2", "RO"))),
            ("EN", ("issued by rule", ("/invoice/v2", "EN"))),
        ),
    ),
    Row(
        "automatic",
        (PAID,),
        documents("seriesName"),
        ((False, ("waits: automatic_off",)), (True, ("issued by rule", FCT))),
    ),
    Row(
        "only_with_billing",
        (NO_BILLING,),
        buyers("address", "saveToDb"),
        ((True, ("left: no_billing",)), (False, ("issued by U0ANA", ("Strada Pildei 7", False)))),
        beside={"statuses": ("pending",), "vat_fallback": Decimal(21)},
        # Where the order is left, there is no card to press on.
        then=lambda street: street.corrects(ANA, **BUYER) if street.posted("C0FACTURI") else None,
    ),
    Row(
        "statuses",
        (PAID,),
        documents("seriesName"),
        ((("fulfilled",), ("left: status_not_in_rule",)), (("fulfilled", "paid"), ("issued by rule", FCT))),
    ),
    Row(
        "save_customers",
        (PAID,),
        buyers("saveToDb"),
        ((False, ("issued by rule", (False,))), (True, ("issued by rule", (True,)))),
    ),
    Row(
        "save_products",
        (PAID,),
        lines("saveToDb"),
        (
            (False, ("issued by rule", (False,), (False,), (False,))),
            (True, ("issued by rule", (True,), (True,), (True,))),
        ),
    ),
    Row(
        "channel",
        (PAID,),
        slack,
        (
            ("C0FACTURI", ([ISSUED_RO, "a file"], [])),
            ("C0LINISTE", ([], [ISSUED_RO, "a file"])),
        ),
        then=lambda street: street.pass_by(timedelta(minutes=1)),
    ),
    Row(
        "approvers",
        (PAID,),
        documents("seriesName"),
        (
            ((), ("issued by U0MIHAI", FCT)),
            ((ANA,), ("waits: automatic_off; U0MIHAI: approval.not_an_approver",)),
            ((ANA, MIHAI), ("issued by U0MIHAI", FCT)),
        ),
        beside={"automatic": False},
        then=lambda street: street.approves(MIHAI),
    ),
    Row(
        "approver_groups",
        (PAID,),
        documents("seriesName"),
        (
            ((), ("issued by U0MIHAI", FCT)),
            (("S0DEPOZIT",), ("waits: automatic_off; U0MIHAI: approval.not_an_approver",)),
            (("S0CONTABIL",), ("issued by U0MIHAI", FCT)),
        ),
        beside={"automatic": False},
        then=lambda street: street.approves(MIHAI),
    ),
    Row(
        "second_above",
        (PAID,),
        documents("seriesName"),
        (
            (None, ("issued by U0MIHAI", FCT)),
            (Decimal("1113.20"), ("issued by U0MIHAI", FCT)),
            (Decimal("1113.19"), ("waits for another yes than U0MIHAI's",)),
        ),
        beside={"automatic": False},
        then=lambda street: street.approves(MIHAI),
    ),
    Row(
        "four_eyes",
        (NOT_PAID,),
        documents("seriesName"),
        ((False, ("issued by U0MIHAI", FCT)), (True, ("waits: asked_by_hand",))),
        then=lambda street: street.issues_by_hand(MIHAI),
    ),
    Row(
        "admins",
        (PAID,),
        documents("dueDate"),
        (
            ((), ("issued by rule", ("/invoice/v2", "2026-12-04"))),
            ((ANA,), ("issued by rule; U0MIHAI: settings.not_an_admin", ("/invoice/v2", None))),
        ),
        first=lambda street: street.saves(MIHAI, due_days=14),
    ),
    Row(
        "bot_language",
        (PAID,),
        slack,
        (
            ("ro", ([ISSUED_RO, "a file"], [])),
            ("en", ([ISSUED_EN, "a file"], [])),
        ),
        then=lambda street: street.pass_by(timedelta(minutes=1)),
    ),
    Row(
        "due_days",
        (PAID,),
        documents("issueDate", "dueDate"),
        (
            (0, ("issued by rule", ("/invoice/v2", "2026-11-20", None))),
            (14, ("issued by rule", ("/invoice/v2", "2026-11-20", "2026-12-04"))),
        ),
    ),
    Row(
        "vat_fallback",
        (NO_RATES,),
        lines("taxName", "taxPercentage"),
        (
            (None, ("waits: vat.unknown; U0ANA: approval.not_issuable",)),
            (Decimal(11), ("issued by U0ANA", ("Redusa", 11), ("Redusa", 11), ("Redusa", 11))),
        ),
        beside={"statuses": ("pending",)},
        then=lambda street: street.approves(ANA),
    ),
    Row(
        "unit",
        (PAID,),
        lines("measuringUnitName"),
        (
            ("buc", ("issued by rule", ("buc",), ("buc",), ("buc",))),
            ("set", ("issued by rule", ("set",), ("set",), ("set",))),
        ),
    ),
    Row(
        "mentions",
        (PAID,),
        documents("mentions"),
        (
            ("", ("issued by rule", ("/invoice/v2", "Comanda 20411\nRef: 6a98fbd101"))),
            (
                "Vă mulțumim!",
                ("issued by rule", ("/invoice/v2", "Comanda 20411\nVă mulțumim!\nRef: 6a98fbd101")),
            ),
        ),
    ),
    Row(
        "collect_on_paid",
        (NOT_PAID, PAID),
        money,
        (
            (CollectOnPaid.OFF, ([], ["a file"])),
            (CollectOnPaid.ASK, ([], ["a file", PAID_RO])),
            (
                CollectOnPaid.AUTO,
                ([("Ordin plata", "1113.20")], ["a file", COLLECTED_RO.format("Ordin de plată")]),
            ),
        ),
        beside={"statuses": ("order-awaiting-courier",)},
    ),
    Row(
        "payment_types",
        (PAID,),
        money,
        (
            ({}, ([("Ordin plata", "1113.20")], [COLLECTED_RO.format("Ordin de plată"), "a file"])),
            (
                {"bank_transfer": PaymentType.STATEMENT},
                ([("Extras de cont", "1113.20")], [COLLECTED_RO.format("Extras de cont"), "a file"]),
            ),
        ),
        beside={"collect_on_paid": CollectOnPaid.AUTO},
    ),
    Row(
        "charges_vat",
        (NO_RATE_OF_CHARGES,),
        lines("taxPercentage", "price"),
        (
            (ChargesVat.SPLIT, ("issued by rule", *GOODS, (21, 13.7), (11, 6.29), (21, 3.43), (11, 1.57))),
            (ChargesVat.HIGHEST, ("issued by rule", *GOODS, (21, 19.99), (21, 5))),
            (ChargesVat.ONE, ("issued by rule", *GOODS, (11, 19.99), (11, 5))),
        ),
        beside={"charges_rate": Decimal(11)},
    ),
    Row(
        "charges_rate",
        (NO_RATE_OF_CHARGES,),
        lines("taxPercentage", "price"),
        (
            (Decimal(11), ("issued by rule", *GOODS, (11, 19.99), (11, 5))),
            (Decimal(21), ("issued by rule", *GOODS, (21, 19.99), (21, 5))),
        ),
        beside={"charges_vat": ChargesVat.ONE},
    ),
    Row(
        "vat_names",
        (PAID,),
        lines("taxName", "taxPercentage"),
        (
            ({}, ("issued by rule", ("Normala", 21), ("Normala", 21), ("Normala", 21))),
            ({"21": "Marfuri"}, ("issued by rule", ("Marfuri", 21), ("Marfuri", 21), ("Marfuri", 21))),
        ),
    ),
    Row(
        "sgr_tax_name",
        (DEPOSITS,),
        lines("taxName", "taxPercentage"),
        (
            ("", ("waits: deposit.no_tax_name, vat.name_unclear; U0ANA: approval.not_issuable",)),
            ("SDD", ("issued by U0ANA", ("Redusa", 11), ("SDD", 0), ("Redusa", 11))),
        ),
        beside={"automatic": False},
        then=lambda street: street.approves(ANA),
    ),
    Row(
        "round_totals",
        (ROUNDED,),
        lines("name", "price"),
        (
            (False, ("waits: total.differs",)),
            (True, ("issued by rule", ("Țesătură de in", 48.9), ("Rotunjire", 0.01))),
        ),
    ),
    Row(
        "verify_buyers",
        (PAID,),
        buyers("vatCode", "isTaxPayer"),
        ((False, ("issued by rule", ("RO99999992", True))), (True, ("issued by rule", ("99999992", False)))),
    ),
    Row(
        "shop_url",
        (PAID,),
        documents("seriesName"),
        (("", ("issued by rule", FCT)), ("https://www.lampi.example", ("waits: order.denied",))),
        first=was_asked_once,
        then=lambda street: street.pass_by(timedelta(minutes=3)),
    ),
    Row(
        "rules",
        (PAID,),
        documents("seriesName"),
        (((), ("issued by rule", FCT)), ((a_rule(series="SLK"),), ("issued by rule", SLK))),
    ),
)
CASES = [
    pytest.param(row, value, effect, id=f"{row.setting}={value}"[:60])
    for row in ROWS
    for value, effect in row.effects
]
#: What is kept for what the bot does not do yet: it must stand in no document and move no card.
OF_NO_USE_YET = {"quiet_channel": "C0LINISTE"}


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Outside, str]]:
    app = Outside()
    with Server(app) as server:
        yield app, server.url


@pytest.fixture
def street(sqlite: Database, served: tuple[Outside, str]) -> Iterator[Street]:
    """SmartBill has two names for 21 %, ANAF says that the buyer is not registered for VAT, and U0MIHAI keeps the books."""
    with requests.Session() as session:
        street = Street(sqlite, *served, session)
        street.smartbill.account.taxes += (Tax("Marfuri", Decimal(21)),)
        street.companies.companies["99999992"] = USUAL_COMPANIES[0].model_copy(update={"pays_vat": False})
        street.slack.workspace.groups.update(S0CONTABIL=(MIHAI,), S0DEPOZIT=(ANA,))
        yield street


@pytest.mark.parametrize(("row", "value", "effect"), CASES)
def test_what_is_set_decides_what_comes_of_the_notice(
    street: Street, row: Row, value: Any, effect: tuple[Any, ...]
) -> None:
    street.open_shop(row.notices[0].kind, **{"automatic": True, **row.beside, row.setting: value})

    row.first(street)
    for notice in row.notices:
        street.told_as_recorded(notice)
    row.then(street)

    assert row.look(street) == effect


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.setting)
def test_no_setting_has_the_same_effect_on_as_off(row: Row) -> None:
    (_, off), *others = row.effects

    assert others
    assert any(effect != off for _, effect in others)


@pytest.mark.parametrize("setting", OF_NO_USE_YET)
def test_what_is_of_no_use_yet_changes_nothing(street: Street, setting: str) -> None:
    street.open_shop("cloudcart", automatic=True, **{setting: OF_NO_USE_YET[setting]})

    street.told_as_recorded(PAID)
    street.pass_by(timedelta(minutes=1))

    assert documents("seriesName")(street) == ("issued by rule", FCT)
    assert slack(street) == ([ISSUED_RO, "a file"], [])


def test_every_setting_is_walked() -> None:
    walked = [row.setting for row in ROWS]

    assert len(walked) == len(set(walked))
    assert {*walked, *OF_NO_USE_YET} == set(ShopSettings.model_fields)
