"""The form that connects a shop: what is shown is what is read back, and no secret is ever shown again."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.shops import Document, Series
from bot.flows.connecting_forms import Connected, ConnectForm, HookAddresses, Newcomer
from bot.flows.newcomers import TypedShop
from bot.sandbox.slack.views import view_problems
from bot.slack.forms.connect import connect_form, empty_form, of_kind, read_connect
from bot.slack.forms.hooks import connected_form, hooks_form, renewed_form
from bot.slack.ids import Action
from bot.words.say import Language
from tests.builders import a_shop, some_settings
from tests.slack.filling import field, fields, filled
from tests.slack.reading import buttons, read

each_language = pytest.mark.parametrize("language", ["ro", "en"])

TOKEN, KEY = "003|0123456789abcdef", "CLOUDCARTKEY"
SERIES = (Series("FCT", "invoice", 12), Series("SLKP", "proforma", 226))
TYPED = {
    "name": "  Lămpi   noi ",
    "smartbill_email": "ana@lampi.example",
    "token": TOKEN,
    "cif": "CUI RO 99999992",
    "channel": "C0FACTURI",
    "shop_url": "www.lampi.example/",
    "shop_key": KEY,
}


def a_form(language: Language = "ro", kind: str = "cloudcart", **changes: Any) -> ConnectForm:
    settings = some_settings(series="", bot_language=language, shop_url="https://lampi.example")
    return replace(ConnectForm(Newcomer(name="Lămpi", kind=kind, settings=settings)), **changes)


@each_language
@pytest.mark.parametrize("kind", ["cloudcart", "standard"])
@pytest.mark.parametrize("series", [(), SERIES])
@pytest.mark.parametrize("stage", ["open", "checking"])
def test_slack_takes_the_form_in_every_state(
    language: Language, kind: str, series: tuple[Series, ...], stage: Any
) -> None:
    errors = {"token": ("smartbill.auth", {"said": "x"}), "name": ("connect.name_taken", {"shop": "<!here>"})}
    form = a_form(language, kind, series=series, stage=stage, has_token=True, has_key=True, typed_id="t-1")

    assert view_problems(connect_form(empty_form(language))) == []
    assert view_problems(connect_form(form)) == []
    wrong = connect_form(replace(form, errors=errors))
    assert view_problems(wrong) == []
    assert "<!here>" not in read(wrong["blocks"])


def test_what_is_typed_is_read_back_tidied() -> None:
    view = connect_form(empty_form("ro"))

    typed = read_connect(filled(view, **TYPED), "ro")

    assert isinstance(typed, TypedShop)
    assert (typed.newcomer.name, typed.newcomer.kind) == ("Lămpi noi", "cloudcart")
    assert (typed.smartbill_token, typed.shop_key) == (TOKEN, KEY)
    settings = typed.newcomer.settings
    assert (settings.cif, settings.shop_url) == ("RO99999992", "https://www.lampi.example")
    assert (settings.series, settings.automatic, settings.bot_language) == ("", False, "ro")


def test_an_untouched_form_reads_back_as_it_was_with_the_series_that_was_picked() -> None:
    form = a_form(series=SERIES, has_token=True, has_key=True)
    view = connect_form(form)

    typed = read_connect(filled(view, series="proforma:SLKP"), "ro")

    expected = form.newcomer.settings.model_copy(update={"series": "SLKP", "document": Document.PROFORMA})
    assert typed == TypedShop(form.newcomer.model_copy(update={"settings": expected}), "", "")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"cif": "RO1"}, {"cif": "form.error.cif"}),
        ({"name": "   "}, {"name": "form.error.name"}),
        ({"shop_url": "lampi example"}, {"shop_url": "form.error.shop_url"}),
        ({"shop_url": "https://x|y"}, {"shop_url": "form.error.shop_url"}),
        ({"token": "003|a b"}, {"token": "form.error.secret"}),
        ({"shop_key": "cheiță"}, {"shop_key": "form.error.secret"}),
    ],
)
def test_wrong_formats_are_marked(typed: dict[str, Any], wrong: dict[str, str]) -> None:
    view = connect_form(empty_form("ro"))

    assert read_connect(filled(view, **TYPED | typed), "ro") == wrong
    assert set(wrong) <= set(fields(view))


@each_language
def test_no_secret_is_ever_shown_again(language: Language) -> None:
    view = connect_form(a_form(language, has_token=True, has_key=True, typed_id="t-1", series=SERIES))

    for name in ("token", "shop_key"):
        assert "initial_value" not in field(view, name)["element"]
        assert field(view, name)["element"]["placeholder"]["text"]
    assert view["private_metadata"] == "t-1"


def test_the_fields_of_a_kind_come_and_go_and_the_rest_stays() -> None:
    view = connect_form(empty_form("ro")) | {"id": "V1", "hash": "1.h"}
    view["blocks"] = [{"block_id": f"b{place}", **block} for place, block in enumerate(view["blocks"])]

    other = of_kind("ro", view, "standard")
    back = of_kind("ro", other, "cloudcart")

    assert view_problems(other) == view_problems(back) == []
    assert [name for name in fields(view) if name not in fields(other)] == ["shop_url", "shop_key"]
    assert fields(back) == fields(view)
    assert of_kind("ro", view, "cloudcart")["blocks"] == back["blocks"]


@each_language
@pytest.mark.parametrize("is_whole", [True, False])
def test_what_to_paste_is_said_with_the_secret_once(language: Language, is_whole: bool) -> None:
    shop = a_shop(name="Lămpi <x>", kind="standard")
    hooks = HookAddresses(shop, (("", "/hooks/standard/abc"),), is_whole=is_whole)
    connected = Connected(hooks, language, "whsec_c2VjcmV0")

    shown, again = connected_form(language, connected), renewed_form(language, connected)
    later = hooks_form(language, hooks)

    assert view_problems(shown) == view_problems(again) == view_problems(later) == []
    for view in (shown, again):
        assert "```whsec_c2VjcmV0```" in read(view["blocks"])
        assert buttons(view["blocks"]) == []
    assert buttons(later["blocks"]) == [Action.RENEW]
    assert "whsec_" not in read(later["blocks"])
    assert "```/hooks/standard/abc```" in read(later["blocks"])
    assert ("PUBLIC_URL" in read(later["blocks"])) is not is_whole


def test_for_cloudcart_each_event_has_its_address_and_the_typed_key_is_not_shown() -> None:
    rows = (
        ("order.created", "https://b/hooks/c/t/order.created"),
        ("order.updated", "https://b/hooks/c/t/order.updated"),
    )

    hooks = HookAddresses(a_shop(kind="cloudcart"), rows, is_whole=True)

    shown = read(connected_form("ro", Connected(hooks, "ro", ""))["blocks"])

    assert "*order.created*\n```https://b/hooks/c/t/order.created```" in shown
    assert "cheia API pe care ați scris-o" in shown
    assert buttons(hooks_form("ro", hooks)["blocks"]) == []
