"""What SmartBill hears when a document is issued: the very JSON."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.invoices import compose
from bot.domain.shops import Account, Document
from bot.errors import OutcomeUnknown
from bot.smartbill import drafts
from bot.smartbill.biller import SmartBillBiller
from bot.smartbill.wire import Discount
from tests.builders import a_company, a_customer, a_draft, a_line, an_order, some_settings
from tests.smartbill.replay import Replay

_FRIDAY = date(2026, 11, 20)
_NAMES = {Decimal(21): "Normala"}


def _wire(draft: Any, names: dict[Decimal, str] | None = None) -> dict[str, Any]:
    request = drafts.document(
        "RO99999917", draft, _NAMES if names is None else names, reference="SBB-1", issue_date=_FRIDAY
    )
    return request.json_object()


def test_a_consumers_order_becomes_this_invoice(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__success", "issue__success")

    biller.issue(account, a_draft(), reference="SBB-1", issue_date=_FRIDAY)

    asked, posted = replay.heard
    assert (asked.method, asked.path, asked.query) == ("GET", "/tax", {"cif": "RO99999917"})
    assert (posted.method, posted.path) == ("POST", "/invoice/v2")
    assert posted.headers["content-type"] == "application/json"
    assert posted.json == {
        "companyVatCode": "RO99999917",
        "seriesName": "FCT",
        "issueDate": "2026-11-20",
        "currency": "RON",
        "language": "RO",
        "precision": 2,
        "isDraft": False,
        "mentions": "Comanda 1043\nRef: SBB-1",
        "client": {
            "name": "Andrei Pildescu",
            "vatCode": "0000000000000",
            "isTaxPayer": False,
            "address": "Strada Pildei 7, ap. 3",
            "city": "Cluj-Napoca",
            "county": "Cluj",
            "country": "Romania",
            "email": "andrei.pildescu@mail.example",
            "phone": "0700000002",
            "saveToDb": False,
        },
        "products": [
            {
                "name": "Lampă de birou",
                "code": "LAMPA-1",
                "quantity": 2,
                "price": 50,
                "measuringUnitName": "buc",
                "currency": "RON",
                "isTaxIncluded": True,
                "taxName": "Normala",
                "taxPercentage": 21,
                "isService": False,
                "saveToDb": False,
            },
            {
                "name": "Curier rapid",
                "quantity": 1,
                "price": 21,
                "measuringUnitName": "buc",
                "currency": "RON",
                "isTaxIncluded": True,
                "taxName": "Normala",
                "taxPercentage": 21,
                "isService": True,
                "saveToDb": False,
            },
        ],
    }


def test_a_discount_follows_its_line_as_a_negative_value() -> None:
    order = an_order(
        lines=(a_line(quantity=Decimal(1), unit_price=Decimal("100.00"), discount=Decimal("10.10")),),
        charges=(),
        total=Decimal("89.90"),
    )

    discount = _wire(compose(order, some_settings()))["products"][1]

    assert discount == {
        "name": "Discount",
        "isDiscount": True,
        "numberOfItems": 1,
        "discountType": 1,
        "discountValue": -10.1,
        "measuringUnitName": "buc",
        "currency": "RON",
        "isTaxIncluded": True,
        "taxName": "Normala",
        "taxPercentage": 21,
    }


def test_a_discount_that_rounds_to_nothing_is_left_out() -> None:
    order = an_order(lines=(a_line(discount=Decimal("0.001")),), charges=())

    assert len(_wire(compose(order, some_settings()))["products"]) == 1


def test_a_discount_that_raises_the_total_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="less than 0"):
        Discount(name="Discount", measuring_unit_name="buc", currency="RON", discount_value=Decimal(10))


def test_a_company_is_named_with_all_it_has() -> None:
    order = an_order(customer=a_company())

    assert _wire(compose(order, some_settings(save_customers=True)))["client"] == {
        "name": "ATELIER EXEMPLU LEMN SRL",
        "vatCode": "RO99999992",
        "isTaxPayer": True,
        "regCom": "J40/9999/2024",
        "address": "Strada Exemplului 12",
        "city": "Sector 3",
        "county": "Bucuresti",
        "country": "Romania",
        "email": "achizitii@atelier-exemplu.example",
        "phone": "0700000001",
        "contact": "Ioana Exemplescu",
        "saveToDb": True,
    }


def test_a_company_that_pays_no_vat_has_its_bare_number() -> None:
    order = an_order(customer=a_company(vat_code="99999992"))

    client = _wire(compose(order, some_settings()))["client"]

    assert (client["vatCode"], client["isTaxPayer"]) == ("99999992", False)


def test_a_company_in_the_union_has_its_vat_number_and_its_countrys_name() -> None:
    customer = a_company(country="EL", vat_code="GR 094259216", city="Atena", county="Attiki", reg_com="")

    client = _wire(compose(an_order(customer=customer), some_settings()))["client"]

    assert (client["vatCode"], client["isTaxPayer"], client["country"]) == ("EL094259216", False, "Grecia")
    assert (client["city"], client["county"]) == ("Atena", "Attiki")


def test_a_company_outside_the_union_has_the_number_it_typed() -> None:
    customer = a_company(country="MD", vat_code="1003600012345")

    client = _wire(compose(an_order(customer=customer), some_settings()))["client"]

    assert (client["vatCode"], client["country"]) == ("1003600012345", "Republica Moldova")


@pytest.mark.parametrize("vat_code", ["RO99999991", ""])
def test_a_company_without_a_valid_number_is_not_made_a_person(vat_code: str) -> None:
    client = _wire(compose(an_order(customer=a_company(vat_code=vat_code)), some_settings()))["client"]

    assert "vatCode" not in client


@pytest.mark.parametrize(
    ("country", "sent"), [("RO", "Romania"), ("România", "Romania"), ("BG", "Bulgaria"), ("Lumea", "Lumea")]
)
def test_the_country_is_sent_by_its_name(country: str, sent: str) -> None:
    draft = a_draft()
    stored = draft.model_copy(update={"buyer": draft.buyer.model_copy(update={"country": country})})

    assert _wire(stored)["client"]["country"] == sent


def test_a_person_in_bucharest_has_their_sector_for_a_city() -> None:
    customer = a_customer(city="Bucureşti", county="Municipiul Bucureşti", postcode="30167")

    client = _wire(compose(an_order(customer=customer), some_settings()))["client"]

    assert (client["city"], client["county"]) == ("Sector 3", "Bucuresti")


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "reg_com",
        "address",
        "city",
        "county",
        "country",
        "email",
        "phone",
        "contact",
        "foreign_number",
    ],
)
def test_a_personal_number_is_never_sent(field: str) -> None:
    draft = a_draft()
    buyer = draft.buyer.model_copy(update={"is_company": True, field: "Ana 1630615123457"})

    client = _wire(draft.model_copy(update={"buyer": buyer}))["client"]

    assert "1630615123457" not in str(client)
    assert "Ana 1•••••••••457" in client.values()


def test_a_personal_number_in_a_line_or_in_the_mentions_is_never_sent() -> None:
    number = "1630615123457"
    lines = (a_line(name=f"Gravură {number}", sku=number, unit=number),)
    order = an_order(lines=lines, charges=(), total=Decimal(100), number=number)

    told = _wire(compose(order, some_settings(mentions=f"CNP {number}")))

    assert number not in str(told)
    (product,) = told["products"]
    assert (product["name"], product["code"]) == ("Gravură 1•••••••••457", "1•••••••••457")
    assert told["mentions"].endswith("\nRef: SBB-1")


def test_a_reference_is_sent_as_it_is() -> None:
    request = drafts.document("RO99999917", a_draft(), _NAMES, reference="1630615123457", issue_date=_FRIDAY)

    assert request.json_object()["mentions"] == "Comanda 1043\nRef: 1630615123457"


def test_a_person_who_typed_a_personal_number_is_thirteen_zeros() -> None:
    order = an_order(customer=a_customer(vat_code="1630615123457"))

    assert _wire(compose(order, some_settings()))["client"]["vatCode"] == "0000000000000"


def test_the_day_by_which_to_pay_is_counted_from_the_issue_date() -> None:
    assert _wire(a_draft(due_days=15))["dueDate"] == "2026-12-05"


def test_a_day_of_delivery_is_told_of_an_invoice_alone() -> None:
    day = date(2026, 11, 18)

    assert _wire(a_draft(delivery_date=day))["deliveryDate"] == "2026-11-18"
    assert "deliveryDate" not in _wire(a_draft(delivery_date=day, document=Document.PROFORMA))
    assert "deliveryDate" not in _wire(a_draft())


@pytest.mark.parametrize(
    ("amount", "number"),
    [("0.1", "0.1"), ("33.333333", "33.333333"), ("50.00", "50"), ("123456789.99", "123456789.99")],
)
def test_amounts_keep_their_digits(amount: str, number: str, replay: Replay) -> None:
    order = an_order(lines=(a_line(unit_price=Decimal(amount)),), charges=())

    price = _wire(compose(order, some_settings()))["products"][0]["price"]

    assert str(price) == number


def test_a_company_without_vat_sends_no_tax_fields() -> None:
    for product in _wire(a_draft(), names={})["products"]:
        assert not {"taxName", "taxPercentage", "isTaxIncluded"} & set(product)


def test_a_line_without_a_rate_is_never_sent() -> None:
    order = an_order(lines=(a_line(), a_line(vat_rate=None)), charges=())

    with pytest.raises(ValueError, match="without a VAT rate"):
        _wire(compose(order, some_settings()))


def test_a_line_without_a_rate_is_fine_where_no_vat_is_paid() -> None:
    order = an_order(lines=(a_line(vat_rate=None),), charges=())

    assert len(_wire(compose(order, some_settings()), names={})["products"]) == 1


def test_a_proforma_goes_to_its_own_address(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__success", "proforma__success")

    draft = a_draft(document=Document.PROFORMA, series="PF")
    biller.issue(account, draft, reference="SBB-1", issue_date=_FRIDAY)

    assert replay.heard[1].path == "/estimate/v2"
    assert replay.heard[1].json["seriesName"] == "PF"


def test_numbers_told_as_numbers_are_read_too(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__success", "issue__numeric")

    issued = biller.issue(account, a_draft(), reference="SBB-1", issue_date=_FRIDAY)

    assert (issued.series, issued.number, issued.url) == ("FCT", "42", "")


def test_a_success_without_a_number_is_a_doubt(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__success", "issue__without_number")

    with pytest.raises(OutcomeUnknown):
        biller.issue(account, a_draft(), reference="SBB-1", issue_date=_FRIDAY)
