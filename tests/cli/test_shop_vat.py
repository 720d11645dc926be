"""VAT, deposits, rounding and buyers at the terminal: stored, checked, cleared, and looked at."""

import json
from decimal import Decimal

import pytest

from bot.domain.shops import ChargesVat, ShopSettings
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.cli.conftest import Run, the_books
from tests.cli.shops import CONNECT

EVERY = (
    *("--charges-vat", "one", "--charges-rate", "21", "--vat-name", "0=SDD", "--vat-name", "21=Normala"),
    *("--sgr-tax-name", "SFDD", "--round-totals", "--verify-buyers"),
)


@pytest.fixture
def shop_id(run: Run) -> str:
    return str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])


def stored() -> ShopSettings:
    with the_books() as books:
        return books.ledger.shops.all()[0].settings


def are_all_set(settings: ShopSettings) -> bool:
    return (
        (settings.charges_vat, settings.charges_rate) == (ChargesVat.ONE, Decimal(21))
        and (settings.vat_names, settings.sgr_tax_name) == ({"0": "SDD", "21": "Normala"}, "SFDD")
        and settings.round_totals
        and settings.verify_buyers
    )


def test_every_option_is_stored_when_the_shop_is_connected(run: Run, smartbill: SmartBillStandIn) -> None:
    assert run(*CONNECT, *EVERY).exit_code == 0

    assert are_all_set(stored())


def test_every_option_is_stored_later(run: Run, shop_id: str, smartbill: SmartBillStandIn) -> None:
    result = run("shop", "set", shop_id, *EVERY)

    assert result.stdout == (
        "Magazin Exemplu: changed charges_rate, charges_vat, round_totals, sgr_tax_name, vat_names, "
        "verify_buyers.\n"
    )
    assert are_all_set(stored())


def test_what_is_not_given_stays_and_the_opposite_clears(
    run: Run, shop_id: str, smartbill: SmartBillStandIn
) -> None:
    run("shop", "set", shop_id, *EVERY)
    run("shop", "set", shop_id, "--unit", "set")
    assert are_all_set(stored())

    run("shop", "set", shop_id, "--charges-vat", "highest", "--charges-rate", "", "--vat-name", "")
    run("shop", "set", shop_id, "--sgr-tax-name", "", "--no-round-totals", "--no-verify-buyers")

    settings = stored()
    assert (settings.charges_vat, settings.charges_rate) == (ChargesVat.HIGHEST, None)
    assert (settings.vat_names, settings.sgr_tax_name) == ({}, "")
    assert (settings.round_totals, settings.verify_buyers) == (False, False)


def test_what_is_never_said_is_split_unnamed_and_off(run: Run, shop_id: str) -> None:
    settings = stored()

    assert (settings.charges_vat, settings.charges_rate) == (ChargesVat.SPLIT, None)
    assert (settings.vat_names, settings.sgr_tax_name) == ({}, "")
    assert (settings.round_totals, settings.verify_buyers) == (False, False)


def test_named_rates_replace_those_before(run: Run, shop_id: str, smartbill: SmartBillStandIn) -> None:
    run("shop", "set", shop_id, "--vat-name", "0=SDD", "--vat-name", "21=Normala")

    run("shop", "set", shop_id, "--vat-name", "0=SFDD")

    assert stored().vat_names == {"0": "SFDD"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--charges-vat", "one"), "needs a rate: add --charges-rate"),
        (("--charges-vat", "some"), "--charges-vat"),
        (("--charges-rate", "121"), "--charges-rate"),
        (("--charges-rate", "mult"), "--charges-rate"),
        (("--vat-name", "SDD"), "as in 0=SDD"),
        (("--vat-name", "0=SDD", "--vat-name", "0.0=SFDD"), "each rate only once"),
        (("--sgr-tax-name", "x" * 101), "at most 100 characters"),
    ],
    ids=str,
)
def test_what_cannot_be_is_a_misuse_and_changes_nothing(
    run: Run, shop_id: str, words: tuple[str, ...], said: str
) -> None:
    before = stored()

    result = run("shop", "set", shop_id, *words)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert stored() == before


def test_the_rate_may_not_be_taken_from_under_the_choice_that_needs_it(
    run: Run, shop_id: str, smartbill: SmartBillStandIn
) -> None:
    run("shop", "set", shop_id, *EVERY)

    assert run("shop", "set", shop_id, "--charges-rate", "").exit_code == 2
    assert are_all_set(stored())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--vat-name", "0=Scutit"),
            (
                "SmartBill does not call the VAT rate 0% “Scutit”: "
                "name one of Taxare inversa, SDD, SFDD, TVA Inclus with --vat-name. Nothing was stored.\n"
            ),
        ),
        (
            ("--sgr-tax-name", "Normala"),
            (
                "SmartBill knows no 0% rate “Normala”: "
                "name one of Taxare inversa, SDD, SFDD, TVA Inclus with --sgr-tax-name. Nothing was stored.\n"
            ),
        ),
        (
            ("--vat-name", "19=Normala"),
            (
                "SmartBill has no VAT rate 19%, only 21%, 11%, 0%: "
                "add it there under Configuration → VAT rates, or name another. Nothing was stored.\n"
            ),
        ),
    ],
    ids=str,
)
def test_a_name_that_the_account_lacks_is_a_no(
    run: Run, shop_id: str, smartbill: SmartBillStandIn, words: tuple[str, ...], said: str
) -> None:
    before = stored()

    result = run("shop", "set", shop_id, *words)

    assert (result.exit_code, result.stderr) == (1, said)
    assert stored() == before


def test_a_name_that_the_account_lacks_connects_nothing(run: Run, smartbill: SmartBillStandIn) -> None:
    assert run(*CONNECT, "--sgr-tax-name", "Garantie").exit_code == 1

    assert run("shop", "list", "--json").stdout == "[]\n"


def test_the_list_tells_them(run: Run, shop_id: str) -> None:
    run("shop", "set", shop_id, "--no-check", *EVERY)

    (told,) = json.loads(run("shop", "list", "--json").stdout)

    names = ("charges_vat", "charges_rate", "vat_names", "sgr_tax_name", "round_totals", "verify_buyers")
    assert {name: told["settings"][name] for name in names} == {
        "charges_vat": "one",
        "charges_rate": "21",
        "vat_names": {"0": "SDD", "21": "Normala"},
        "sgr_tax_name": "SFDD",
        "round_totals": True,
        "verify_buyers": True,
    }
