"""Names of VAT rates are those that the account has at SmartBill, or the settings are not saved."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.shops import ChargesVat
from bot.domain.versions import Author
from bot.errors import RemoteRejected
from bot.flows.settings_forms import SettingsForm
from tests.builders import some_settings
from tests.flows.desks import TOKEN, Desks

NAMES_OF_ZERO = "Taxare inversa, SDD, SFDD, TVA Inclus"


def submitted(desks: Desks, **settings: Any) -> SettingsForm:
    """The form as it comes back after these settings were sent."""
    desks.connect()
    desks.settings.submit("V1", "lampi", some_settings(**settings), author=Author("U1"))
    desks.run_all()
    return desks.forms.last


def stored(desks: Desks) -> tuple[dict[str, str], str]:
    settings = desks.ledger.shops.get("lampi").settings
    return settings.vat_names, settings.sgr_tax_name


def test_names_that_the_account_has_are_saved(desks: Desks) -> None:
    form = submitted(desks, vat_names={"0.0": "SFDD", "21": "Normala"}, sgr_tax_name="SDD")

    assert (form.stage, form.errors) == ("saved", {})
    assert stored(desks) == ({"0.0": "SFDD", "21": "Normala"}, "SDD")


@pytest.mark.parametrize(
    ("names", "slug", "facts"),
    [
        (
            {"0": "Scutit"},
            "smartbill.no_such_vat_name",
            {"rate": "0", "name": "Scutit", "names": NAMES_OF_ZERO},
        ),
        (
            {"0": "Normala"},
            "smartbill.no_such_vat_name",
            {"rate": "0", "name": "Normala", "names": NAMES_OF_ZERO},
        ),
        (
            {"0": "sdd"},
            "smartbill.no_such_vat_name",
            {"rate": "0", "name": "sdd", "names": NAMES_OF_ZERO},
        ),
        (
            {"0": "SDD", "19": "Normala", "21": "Redusa"},
            "smartbill.no_rate_to_name",
            {"rate": "19", "rates": "21%, 11%, 0%"},
        ),
    ],
)
def test_a_name_that_the_account_lacks_comes_back_with_those_it_has(
    desks: Desks, names: dict[str, str], slug: str, facts: dict[str, str]
) -> None:
    form = submitted(desks, vat_names=names)

    assert form.errors == {"vat_names": (slug, {"said": "", **facts})}
    assert (form.stage, form.settings.vat_names) == ("open", names)
    assert form.vat_names == desks.biller.vat
    assert stored(desks) == ({}, "")


@pytest.mark.parametrize("name", ["Normala", "Garantie", "sdd"])
def test_deposits_are_sold_under_a_name_of_zero_percent_only(desks: Desks, name: str) -> None:
    form = submitted(desks, sgr_tax_name=name)

    facts = {"said": "", "name": name, "names": NAMES_OF_ZERO}
    assert form.errors == {"sgr_tax_name": ("smartbill.no_such_sgr_name", facts)}
    assert stored(desks) == ({}, "")


ODD = {"vat_fallback": ("settings.remark.rate", {"odd": "19%", "rates": "21%, 11%"})}


def test_a_rate_of_the_past_is_saved_and_marked(desks: Desks) -> None:
    form = submitted(desks, vat_fallback="19")

    assert (form.stage, form.errors, form.remarks) == ("saved", {}, ODD)
    assert desks.ledger.shops.get("lampi").settings.vat_fallback == Decimal(19)


def test_a_rate_of_the_past_is_marked_whenever_the_form_is_opened(desks: Desks) -> None:
    desks.connect(vat_fallback="19")

    desks.settings.opened("V1", "lampi")
    desks.run_all()

    assert (desks.forms.last.stage, desks.forms.last.remarks) == ("open", ODD)


def test_a_rate_of_the_past_is_marked_also_where_smartbill_is_silent(desks: Desks) -> None:
    desks.connect(vat_fallback="19")
    desks.biller.away = True

    desks.settings.opened("V1", "lampi")
    desks.run_all()

    assert desks.forms.last.errors
    assert desks.forms.last.remarks == ODD


def test_an_account_without_zero_percent_has_no_name_for_deposits(desks: Desks) -> None:
    desks.biller.vat = {Decimal(21): ("Normala",)}

    form = submitted(desks, sgr_tax_name="SDD")

    facts = {"said": "", "rate": "0", "rates": "21%"}
    assert form.errors == {"sgr_tax_name": ("smartbill.no_rate_to_name", facts)}


def test_every_wrong_field_is_told_at_once(desks: Desks) -> None:
    form = submitted(desks, series="LMP", vat_names={"0": "X"}, sgr_tax_name="Y")

    assert set(form.errors) == {"series", "vat_names", "sgr_tax_name"}


def test_a_company_that_pays_no_vat_may_name_what_it_likes(desks: Desks) -> None:
    desks.biller.vat = {}

    assert submitted(desks, vat_names={"0": "X"}, sgr_tax_name="Y").stage == "saved"


def test_the_person_waits_for_the_rates_only_where_the_settings_name_one(desks: Desks) -> None:
    submitted(desks, charges_vat=ChargesVat.ONE, charges_rate=Decimal(21), round_totals=True)

    # They are read once more for the documents, when nobody waits.
    assert desks.biller.calls == ["series", "vat_names"]
    assert desks.forms.last.vat_names == {}


def test_an_opened_form_knows_the_names_where_the_settings_name_one(desks: Desks) -> None:
    desks.connect(sgr_tax_name="SDD")
    desks.settings.opened("V1", "lampi")

    desks.run_all()

    assert desks.forms.last.vat_names == desks.biller.vat
    assert desks.biller.calls == ["series", "vat_names"]


def test_a_name_that_was_renamed_at_smartbill_is_told_when_the_form_opens(desks: Desks) -> None:
    desks.connect(sgr_tax_name="Garantie")
    desks.settings.opened("V1", "lampi")

    desks.run_all()

    assert set(desks.forms.last.errors) == {"sgr_tax_name"}


def test_while_the_rates_cannot_be_read_nothing_is_saved(desks: Desks) -> None:
    desks.biller.be_away_next("vat_names")

    form = submitted(desks, sgr_tax_name="SDD")

    assert form.errors == {"form": ("smartbill.unreachable", {"said": ""})}
    assert stored(desks) == ({}, "")


def test_the_command_line_asks_at_once(desks: Desks) -> None:
    assert desks.settings.check_now(some_settings(vat_names={"0": "SDD"}, sgr_tax_name="SDD"), TOKEN)

    with pytest.raises(RemoteRejected, match=r"smartbill\.no_such_vat_name"):
        desks.settings.check_now(some_settings(vat_names={"0": "X"}), TOKEN)
    with pytest.raises(RemoteRejected, match=r"smartbill\.no_such_sgr_name"):
        desks.settings.check_now(some_settings(sgr_tax_name="X"), TOKEN)


def test_the_audit_says_which_of_these_settings_changed(desks: Desks) -> None:
    submitted(
        desks,
        charges_vat=ChargesVat.ONE,
        charges_rate=Decimal(21),
        vat_names={"0": "SDD"},
        sgr_tax_name="SDD",
        round_totals=True,
        verify_buyers=True,
    )

    with desks.database.reading() as session:
        [facts] = session.connection().exec_driver_sql("SELECT facts FROM audit").scalars().all()
    assert facts == (
        '{"changed": "charges_rate, charges_vat, round_totals, sgr_tax_name, vat_names, verify_buyers"}'
    )
