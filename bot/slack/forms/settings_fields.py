"""The fields of the settings form, and how they are read back."""

from typing import Any

from slack_sdk.models.blocks import Block, PlainTextObject

from bot.domain.fiscal import cif
from bot.domain.payments import WRITTEN, PaymentType, read_types
from bot.domain.shops import CollectOnPaid, ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.flows.shops import Secrets
from bot.slack.forms.approvers import people_select
from bot.slack.forms.fields import Values, chosen, select, text_input, typed
from bot.slack.forms.problems import remarked, under
from bot.slack.forms.settings_approvals import approval_errors, approval_fields, read_approvals
from bot.slack.forms.settings_orders import order_fields, read_orders, read_statuses
from bot.slack.forms.settings_parts import ON, channel_select, read_cif, setting_field, ticks
from bot.slack.forms.settings_series import document_errors, document_fields, read_documents
from bot.slack.forms.settings_shop import read_shop, shop_errors, shop_fields
from bot.slack.forms.settings_vat import read_vat, vat_errors, vat_fields
from bot.slack.mrkdwn import shortened
from bot.words.say import Language, say

#: A shop that sends a whole text for a way to pay has it cut.
_LONGEST_METHOD = 60


def settings_blocks(language: Language, form: SettingsForm) -> list[Block]:
    """Every field with what is set, and under it what is wrong with it, or doubtful."""
    blocks: list[Block] = []
    for name, block in _fields(language, form):
        blocks.extend([block, *under(language, form.errors, name), *remarked(language, form.remarks, name)])
    return blocks


def read_settings(values: Values, before: ShopSettings) -> tuple[ShopSettings, Secrets] | dict[str, str]:
    """The settings and the secrets that were typed; or a slug for each field that is wrong."""
    errors = _errors(values, before)
    if errors:
        return errors
    return _read(values, before)


def read_roughly(values: Values, before: ShopSettings) -> tuple[ShopSettings, Secrets]:
    """What was typed so far, and the secrets; a field that is wrong counts as it was `before`."""
    wrong = _errors(values, before)
    right = {name: value for name, value in values.items() if name not in wrong}
    read, secrets = _read(right, before)
    settings = {name: getattr(before, name) for name in wrong if name in ShopSettings.model_fields}
    return read.model_copy(update=settings), secrets


def _read(values: Values, before: ShopSettings) -> tuple[ShopSettings, Secrets]:
    """The settings in a form without errors."""
    changes: dict[str, Any] = {
        "active": ON in chosen(values, "active"),
        "smartbill_email": typed(values, "smartbill_email"),
        "cif": read_cif(typed(values, "cif")),
        "channel": typed(values, "channel"),
        "quiet_channel": typed(values, "quiet_channel"),
        "admins": chosen(values, "admins"),
        "bot_language": typed(values, "bot_language"),
        "due_days": int(typed(values, "due_days") or 0),
        "unit": typed(values, "unit"),
        "mentions": typed(values, "mentions"),
        "collect_on_paid": CollectOnPaid(typed(values, "collect_on_paid")),
        "payment_types": _payment_types(typed(values, "payment_types")),
    }
    changes |= read_documents(values) | read_orders(values, before)
    changes |= read_approvals(values) | read_vat(values) | read_shop(values, before)
    secrets = Secrets(typed(values, "token"), typed(values, "shop_key"))
    return ShopSettings.model_validate(before.model_dump() | changes), secrets


def _errors(values: Values, before: ShopSettings) -> dict[str, str]:
    errors: dict[str, str] = {}
    if cif(typed(values, "cif")) is None:
        errors["cif"] = "form.error.cif"
    if not read_statuses(values):
        errors["statuses"] = "form.error.statuses"
    days = typed(values, "due_days")
    if days and not (days.isdecimal() and int(days) <= 365):
        errors["due_days"] = "form.error.days"
    if _payment_types(typed(values, "payment_types")) is None:
        errors["payment_types"] = "form.error.payment_types"
    errors |= document_errors(values, before) | approval_errors(values) | vat_errors(values)
    return errors | shop_errors(values)


def _payment_types(text: str) -> dict[str, PaymentType] | None:
    """`method = type`, a line each; None where a line is neither."""
    return read_types(text.splitlines())


def _fields(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    settings = form.settings
    return [
        *_connection(language, form, settings),
        *document_fields(language, form),
        *order_fields(language, form),
        *_places(language, settings),
        *_texts(language, settings),
        *vat_fields(language, form),
        *_payments(language, form),
    ]


def _connection(language: Language, form: SettingsForm, settings: ShopSettings) -> list[tuple[str, Block]]:
    token = text_input("", most=200)
    known = form.shop.token_hint or say(language, "settings.token.none")
    shown = say(language, "settings.token.typed") if form.has_typed_token else known
    token.placeholder = PlainTextObject(text=shown)
    return [
        setting_field(language, "active", ticks(language, "active", {ON: settings.active}), optional=True),
        setting_field(language, "smartbill_email", text_input(settings.smartbill_email, most=200)),
        setting_field(language, "token", token, optional=True),
        setting_field(language, "cif", text_input(settings.cif, most=20)),
        *shop_fields(language, form),
    ]


def _places(language: Language, settings: ShopSettings) -> list[tuple[str, Block]]:
    tongues = [("ro", "Română"), ("en", "English")]
    return [
        setting_field(language, "channel", channel_select(settings.channel)),
        setting_field(language, "quiet_channel", channel_select(settings.quiet_channel), optional=True),
        *approval_fields(language, settings),
        setting_field(language, "admins", people_select(settings.admins), optional=True),
        setting_field(language, "bot_language", select(tongues, settings.bot_language)),
    ]


def _texts(language: Language, settings: ShopSettings) -> list[tuple[str, Block]]:
    mentions = text_input(settings.mentions, multiline=True, most=500)
    return [
        setting_field(language, "due_days", text_input(str(settings.due_days), most=3), optional=True),
        setting_field(language, "unit", text_input(settings.unit, most=20)),
        setting_field(language, "mentions", mentions, optional=True),
    ]


def _payments(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    settings = form.settings
    collecting = [(choice.value, say(language, f"collect_on_paid.{choice}")) for choice in CollectOnPaid]
    lines = "\n".join(f"{method} = {WRITTEN[way]}" for method, way in settings.payment_types.items())
    types = text_input(lines, multiline=True, most=2000)
    methods = ", ".join(shortened(method, _LONGEST_METHOD) for method in form.methods)
    known = say(language, "settings.payment_types.known", methods=methods) if methods else ""
    return [
        setting_field(language, "collect_on_paid", select(collecting, settings.collect_on_paid.value)),
        setting_field(language, "payment_types", types, optional=True, known=known),
    ]
