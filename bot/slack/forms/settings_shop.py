"""The fields of the settings form about the shop itself: where it can be asked, and with which key."""

from typing import Any

from slack_sdk.models.blocks import Block, PlainTextObject

from bot.domain.shops import ShopSettings
from bot.flows.addresses import whole
from bot.flows.connections import BRING_A_KEY
from bot.flows.settings_forms import SettingsForm
from bot.slack.forms.fields import Values, is_secret, text_input, typed
from bot.slack.forms.settings_parts import setting_field
from bot.words.say import Language, say


def shop_fields(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    """The shop's address, and an empty field for a new key; nothing where its kind cannot be asked."""
    if form.shop.kind not in BRING_A_KEY:
        return []
    key = text_input("", most=200)
    key.placeholder = PlainTextObject(text=say(language, _KEY_IS[form.has_typed_key]))
    return [
        setting_field(language, "shop_url", text_input(form.settings.shop_url, most=200), optional=True),
        setting_field(language, "shop_key", key, optional=True),
    ]


def shop_errors(values: Values) -> dict[str, str]:
    """A slug for each of these fields that is wrong."""
    errors: dict[str, str] = {}
    if any(mark in typed(values, "shop_url") for mark in " <>|\n"):
        errors["shop_url"] = "form.error.shop_url"
    if not is_secret(typed(values, "shop_key")):
        errors["shop_key"] = "form.error.secret"
    return errors


def read_shop(values: Values, before: ShopSettings) -> dict[str, Any]:
    """What was typed, by the names of `ShopSettings`; what was not shown stays as it was `before`."""
    return {"shop_url": whole(typed(values, "shop_url")) if "shop_url" in values else before.shop_url}


_KEY_IS = {False: "settings.shop_key.stored", True: "settings.shop_key.typed"}
