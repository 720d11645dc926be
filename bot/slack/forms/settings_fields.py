"""The fields of the settings form, and how they are read back."""

from collections.abc import Mapping
from typing import Any, get_args

from slack_sdk.models.blocks import Block, PlainTextObject
from slack_sdk.models.blocks.block_elements import (
    ConversationFilter,
    ConversationSelectElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
)

from bot.domain.fiscal import cif, is_vat_marked, printed_cif
from bot.domain.payments import PaymentType, read_types
from bot.domain.shops import CollectOnPaid, Document, DocumentLanguage, ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.slack.blocks import Json, rendered
from bot.slack.forms.fields import (
    VALUE,
    Values,
    chosen,
    field,
    option,
    select,
    text_input,
    typed,
)
from bot.slack.forms.settings_parts import ON, setting_field, ticks
from bot.slack.forms.settings_problems import under
from bot.slack.forms.settings_vat import read_vat, vat_errors, vat_fields
from bot.slack.ids import Action
from bot.words.say import Language, say

TRIGGERS = ("new_order", "paid", "completed", "fulfilled")
_BETWEEN = ":"
_ANCHOR = "anchor:"
_MOST_OPTIONS = 100


def settings_blocks(language: Language, form: SettingsForm) -> list[Block]:
    """Every field with what is set, and under it what is wrong with it."""
    blocks: list[Block] = []
    for name, block in _fields(language, form):
        blocks.extend([block, *under(language, form, name)])
    return blocks


def read_settings(values: Values, before: ShopSettings) -> tuple[ShopSettings, str] | dict[str, str]:
    """The settings that were typed and the token, if one was; or a slug for each field that is wrong."""
    errors = _errors(values)
    if errors:
        return errors
    kind, _, series = typed(values, "series").partition(_BETWEEN)
    automatic = ON in chosen(values, "automatic")
    shown = "only_with_billing" in values
    saved = chosen(values, "save")
    changes: dict[str, Any] = {
        "active": ON in chosen(values, "active"),
        "smartbill_email": typed(values, "smartbill_email"),
        "cif": _cif(typed(values, "cif")),
        "series": series,
        "document": Document(kind),
        "anchor_series": typed(values, "anchor_series").removeprefix(_ANCHOR),
        "document_language": typed(values, "document_language"),
        "automatic": automatic,
        "only_with_billing": ON in chosen(values, "only_with_billing") if shown else before.only_with_billing,
        "statuses": _statuses(values),
        "save_customers": "customers" in saved,
        "save_products": "products" in saved,
        "channel": typed(values, "channel"),
        "quiet_channel": typed(values, "quiet_channel"),
        "approvers": chosen(values, "approvers"),
        "bot_language": typed(values, "bot_language"),
        "due_days": int(typed(values, "due_days") or 0),
        "unit": typed(values, "unit"),
        "mentions": typed(values, "mentions"),
        "collect_on_paid": CollectOnPaid(typed(values, "collect_on_paid")),
        "payment_types": _payment_types(typed(values, "payment_types")),
    }
    read = before.model_dump() | changes | read_vat(values)
    return ShopSettings.model_validate(read), typed(values, "token")


def _cif(text: str) -> str:
    """The number as SmartBill takes it, without what people write around it."""
    return printed_cif(cif(text) or "", vat_payer=is_vat_marked(text))


def _errors(values: Values) -> dict[str, str]:
    errors: dict[str, str] = {}
    if cif(typed(values, "cif")) is None:
        errors["cif"] = "form.error.cif"
    if not _statuses(values):
        errors["statuses"] = "form.error.statuses"
    days = typed(values, "due_days")
    if days and not (days.isdecimal() and int(days) <= 365):
        errors["due_days"] = "form.error.days"
    if _payment_types(typed(values, "payment_types")) is None:
        errors["payment_types"] = "form.error.payment_types"
    return errors | vat_errors(values)


def _statuses(values: Values) -> tuple[str, ...]:
    others = (status.strip() for status in typed(values, "other_statuses").split(","))
    return tuple(dict.fromkeys([*chosen(values, "statuses"), *(status for status in others if status)]))


def _payment_types(text: str) -> dict[str, PaymentType] | None:
    """`method = type`, a line each; None where a line is neither."""
    return read_types(text.splitlines())


def _fields(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    settings = form.settings
    return [
        *_connection(language, form, settings),
        *_document(language, form, settings),
        *_automation(language, settings),
        *_places(language, settings),
        *_texts(language, settings),
        *vat_fields(language, form),
        *_payments(language, settings),
    ]


def _connection(language: Language, form: SettingsForm, settings: ShopSettings) -> list[tuple[str, Block]]:
    token = text_input("", most=200)
    known = form.shop.token_hint or say(language, "settings.token.none")
    shown = say(language, "settings.token.typed") if form.typed_id else known
    token.placeholder = PlainTextObject(text=shown)
    return [
        setting_field(language, "active", ticks(language, "active", {ON: settings.active}), optional=True),
        setting_field(language, "smartbill_email", text_input(settings.smartbill_email, most=200)),
        setting_field(language, "token", token, optional=True),
        setting_field(language, "cif", text_input(settings.cif, most=20)),
    ]


def _document(language: Language, form: SettingsForm, settings: ShopSettings) -> list[tuple[str, Block]]:
    languages = [(code, say(language, f"language.{code}")) for code in get_args(DocumentLanguage)]
    chosen_series = f"{settings.document.value}{_BETWEEN}{settings.series}"
    return [
        setting_field(language, "series", select(_series(language, form, settings), chosen_series)),
        setting_field(language, "anchor_series", _anchors(language, form, settings)),
        setting_field(language, "document_language", select(languages, settings.document_language)),
    ]


def _series(language: Language, form: SettingsForm, settings: ShopSettings) -> list[tuple[str, str]]:
    """The account's series with their counters, and the one that is set also where it has none such."""
    choices = [
        (
            f"{choice.kind}{_BETWEEN}{choice.name}",
            say(language, f"series.{choice.kind}", name=choice.name, number=choice.next_number),
        )
        for choice in form.series
    ]
    value = f"{settings.document.value}{_BETWEEN}{settings.series}"
    if value in dict(choices[:_MOST_OPTIONS]):
        return choices[:_MOST_OPTIONS]
    label = dict(choices).get(value) or _lost_series(language, form, settings.series)
    return [(value, label), *choices][:_MOST_OPTIONS]


def _lost_series(language: Language, form: SettingsForm, name: str) -> str:
    """What is said of the series that is set and not among those that were read."""
    if not name or not form.series:
        return name or "–"
    return say(language, "settings.series.gone", name=name)


def _anchors(language: Language, form: SettingsForm, settings: ShopSettings) -> StaticSelectElement:
    """No anchors, or the account's series of proformas; the one that is set always among them."""
    series = [choice.name for choice in form.series if choice.kind == "proforma"]
    names = dict.fromkeys([*filter(None, [settings.anchor_series]), *series])
    none = (_ANCHOR, say(language, "settings.anchor_series.none"))
    some = [(_ANCHOR + name, say(language, "settings.anchor_series.some", name=name)) for name in names]
    return select([none, *some][:_MOST_OPTIONS], _ANCHOR + settings.anchor_series)


def automation_blocks(
    language: Language, *, automatic: bool, only_with_billing: bool
) -> list[tuple[str, Block]]:
    """Whether orders are issued at once, and the question that only then makes sense."""
    box = ticks(language, "automatic", {ON: automatic})
    box.action_id = Action.AUTOMATIC
    switch = field(language, "automatic", "settings.automatic", box, optional=True)
    switch.dispatch_action = True
    blocks: list[tuple[str, Block]] = [("automatic", switch)]
    if automatic:
        asked = ticks(language, "only_with_billing", {ON: only_with_billing})
        blocks.append(setting_field(language, "only_with_billing", asked, optional=True))
    return blocks


def switched(language: Language, view: Mapping[str, Any], *, automatic: bool) -> Json:
    """The open form with the fields that automatic issuing brings along; what was typed stays."""
    made = automation_blocks(language, automatic=automatic, only_with_billing=True)
    blocks: list[Json] = []
    for block in view["blocks"]:
        if block["block_id"] == "automatic":
            blocks.extend(rendered([made_block for _, made_block in made]))
        elif block["block_id"] != "only_with_billing":
            blocks.append(block)
    kept = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    return {name: view[name] for name in kept} | {"blocks": blocks}


def _automation(language: Language, settings: ShopSettings) -> list[tuple[str, Block]]:
    triggers = [option(name, say(language, f"status.{name}")) for name in TRIGGERS]
    picked = [choice for choice in triggers if choice.value in settings.statuses]
    own = ", ".join(status for status in settings.statuses if status not in TRIGGERS)
    statuses = StaticMultiSelectElement(action_id=VALUE, options=triggers, initial_options=picked or None)
    saved = {"customers": settings.save_customers, "products": settings.save_products}
    return [
        *automation_blocks(
            language, automatic=settings.automatic, only_with_billing=settings.only_with_billing
        ),
        setting_field(language, "statuses", statuses, optional=True),
        setting_field(language, "other_statuses", text_input(own, most=500), optional=True),
        setting_field(language, "save", ticks(language, "save", saved), optional=True),
    ]


def _places(language: Language, settings: ShopSettings) -> list[tuple[str, Block]]:
    approvers = UserMultiSelectElement(action_id=VALUE, initial_users=list(settings.approvers) or None)
    tongues = [("ro", "Română"), ("en", "English")]
    return [
        setting_field(language, "channel", _channel(settings.channel)),
        setting_field(language, "quiet_channel", _channel(settings.quiet_channel), optional=True),
        setting_field(language, "approvers", approvers, optional=True),
        setting_field(language, "bot_language", select(tongues, settings.bot_language)),
    ]


def _texts(language: Language, settings: ShopSettings) -> list[tuple[str, Block]]:
    mentions = text_input(settings.mentions, multiline=True, most=500)
    return [
        setting_field(language, "due_days", text_input(str(settings.due_days), most=3), optional=True),
        setting_field(language, "unit", text_input(settings.unit, most=20)),
        setting_field(language, "mentions", mentions, optional=True),
    ]


def _payments(language: Language, settings: ShopSettings) -> list[tuple[str, Block]]:
    collecting = [(choice.value, say(language, f"collect_on_paid.{choice}")) for choice in CollectOnPaid]
    lines = "\n".join(f"{method} = {way.value}" for method, way in settings.payment_types.items())
    types = text_input(lines, multiline=True, most=2000)
    return [
        setting_field(language, "collect_on_paid", select(collecting, settings.collect_on_paid.value)),
        setting_field(language, "payment_types", types, optional=True),
    ]


def _channel(initial: str) -> ConversationSelectElement:
    only = ConversationFilter(include=["public", "private"], exclude_bot_users=True)
    return ConversationSelectElement(action_id=VALUE, initial_conversation=initial or None, filter=only)
