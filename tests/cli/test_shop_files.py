"""What is written as TOML is read back as it was, whatever is set."""

from decimal import Decimal
from typing import Any, get_args

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.endings import Misused
from bot.cli.shop_files import _spoken, asked_for, read, written
from bot.domain.payments import PaymentType
from bot.domain.shops import ChargesVat, CollectOnPaid, Document, DocumentLanguage, ShopSettings
from tests.builders import a_shop, some_settings
from tests.domain.strategies import rules

text = st.text(max_size=20)
some_text = text.filter(bool)
rate = st.decimals(0, 100, places=2) | st.none()
people = st.lists(some_text, max_size=3).map(tuple)
STRATEGIES: dict[str, st.SearchStrategy[Any]] = {
    "active": st.booleans(),
    "smartbill_email": some_text,
    "cif": st.sampled_from(["RO99999992", "99999992"]),
    "series": some_text,
    "document": st.sampled_from(Document),
    "anchor_series": text,
    "invoice_series": some_text,
    "invoice_proforma_on_paid": st.booleans(),
    "document_language": st.sampled_from(get_args(DocumentLanguage)),
    "automatic": st.booleans(),
    "only_with_billing": st.booleans(),
    "statuses": st.lists(some_text, min_size=1, max_size=3).map(tuple),
    "save_customers": st.booleans(),
    "save_products": st.booleans(),
    "channel": some_text,
    "quiet_channel": text,
    "approvers": people,
    "approver_groups": st.lists(st.sampled_from(["S0CONTABIL", "S0SEFI"]), max_size=2).map(tuple),
    "second_above": st.decimals(0, 10**6, places=2) | st.none(),
    "four_eyes": st.booleans(),
    "admins": people,
    "bot_language": st.sampled_from(["ro", "en"]),
    "due_days": st.integers(0, 365),
    "vat_fallback": rate,
    "unit": some_text,
    "mentions": text,
    "collect_on_paid": st.sampled_from(CollectOnPaid),
    "payment_types": st.dictionaries(text, st.sampled_from(PaymentType), max_size=3),
    "shop_url": text,
    "charges_vat": st.sampled_from([ChargesVat.SPLIT, ChargesVat.HIGHEST]),
    "charges_rate": rate,
    "vat_names": st.dictionaries(st.sampled_from(["0", "5.5", "21"]), text, max_size=3),
    "sgr_tax_name": text,
    "round_totals": st.booleans(),
    "verify_buyers": st.booleans(),
    "rules": rules(),
}
settings = st.fixed_dictionaries(STRATEGIES).map(lambda facts: ShopSettings(**facts))
#: Whatever lists of tables a setting may hold, with what is nothing in them left out.
values = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=12,
)


def test_every_setting_is_tried() -> None:
    assert set(STRATEGIES) == set(ShopSettings.model_fields)


@given(before=settings, now=settings)
def test_what_is_written_is_read_back_exactly(before: ShopSettings, now: ShopSettings) -> None:
    file = written([a_shop(settings=before), a_shop(id="al doilea.", settings=now)])

    tables = read(file)

    assert asked_for(a_shop(settings=now), tables["lampi"]) == before
    assert asked_for(a_shop(settings=before), tables["al doilea."]) == now


@given(tables=st.lists(st.dictionaries(text, values, max_size=4), max_size=4))
def test_lists_of_tables_are_read_back_exactly(tables: list[dict[str, Any]]) -> None:
    file = tomli_w.dumps({"shops": {"lampi": {"settings": {"rules": tables}}}})

    assert read(file)["lampi"]["rules"] == tables


def test_what_is_nothing_in_a_table_within_is_left_out() -> None:
    assert _spoken([{"total": None, "when": {"from": None, "until": 5}}]) == [{"when": {"until": 5}}]


def test_what_a_table_leaves_out_stays() -> None:
    shop = a_shop(settings=some_settings(due_days=14, vat_fallback=Decimal(21)))

    assert asked_for(shop, {"unit": "set"}) == some_settings(
        due_days=14, vat_fallback=Decimal(21), unit="set"
    )
    assert asked_for(shop, {"vat_fallback": ""}).vat_fallback is None


def test_a_rate_is_read_without_rounding() -> None:
    table = read("[shops.lampi.settings]\nvat_fallback = 5.10\n")["lampi"]

    assert str(asked_for(a_shop(), table).vat_fallback) == "5.10"


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"seria": "FCT"}, "lampi: there is no setting seria."),
        ({"smartbill_token": "003|x"}, "Secrets are never in such a file"),
        ({"due_days": 999}, "lampi: due_days cannot be used: "),
        ({"second_above": "1.500"}, "lampi: second_above cannot be used: should have at most two decimals."),
        ({"vat_names": {"0": 7}}, "lampi: vat_names.0 cannot be used: "),
        ({"series": ""}, "lampi: series must not be empty."),
        ({"statuses": []}, "lampi: statuses must not be empty."),
        ({"cif": "RO123"}, "lampi: cif is not a valid company number"),
        ({"charges_vat": "one"}, "lampi: charges_vat = 'one' needs charges_rate."),
    ],
)
def test_what_cannot_be_set_is_named(table: dict[str, Any], why: str) -> None:
    with pytest.raises(Misused) as refused:
        asked_for(a_shop(), table)

    assert why in refused.value.message
    assert "003|x" not in refused.value.message


@pytest.mark.parametrize(
    "file",
    [
        "= 1",
        "",
        "shops = 1",
        "shops = {}",
        "format = 1\n[shops.a]",
        "[shops]\nlampi = 1",
        "[shops.lampi]\nsettings = 1",
        "[shops.lampi]\nhook_token = 'x'",
    ],
)
def test_another_file_is_a_misuse(file: str) -> None:
    with pytest.raises(Misused):
        read(file)
