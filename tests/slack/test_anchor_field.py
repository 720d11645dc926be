"""The field for anchors: no, or one of the account's series of proformas."""

import pytest

from bot.domain.shops import Series, ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.slack.forms.settings import settings_form
from bot.slack.forms.settings_fields import read_settings
from tests.builders import a_shop, some_settings
from tests.slack.filling import field, filled

SERIES = (Series("FCT", "invoice", 12), Series("SLKP", "proforma", 226), Series("PF", "proforma", 1))


def shown(settings: ShopSettings, series: tuple[Series, ...] = SERIES) -> SettingsForm:
    shop = a_shop(settings=settings.model_copy(update={"bot_language": "en"}))
    return SettingsForm(shop=shop, settings=settings, stage="open", series=series)


@pytest.mark.parametrize("series", ["", "SLKP", "PF"])
def test_what_is_set_is_read_back(series: str) -> None:
    settings = some_settings(anchor_series=series)

    read = read_settings(filled(settings_form(shown(settings))), some_settings())

    assert isinstance(read, tuple)
    assert read[0].anchor_series == series


def test_no_and_every_series_of_proformas_can_be_picked() -> None:
    element = field(settings_form(shown(some_settings())), "anchor_series")["element"]

    labels = [choice["text"]["text"] for choice in element["options"]]
    assert labels == [
        "Only the bot",
        "Colleagues too: first, a technical proforma in SLKP",
        "Colleagues too: first, a technical proforma in PF",
    ]
    assert element["initial_option"]["text"]["text"] == labels[0]


def test_while_the_series_cannot_be_read_the_one_that_is_set_stays() -> None:
    settings = some_settings(anchor_series="SLKP")

    read = read_settings(filled(settings_form(shown(settings, ()))), settings)

    assert isinstance(read, tuple)
    assert read[0].anchor_series == "SLKP"
