"""The fields of the settings form about documents: series, read live, proformas, anchors and the language."""

from collections.abc import Sequence
from typing import Any, get_args

from slack_sdk.models.blocks import ActionsBlock, Block
from slack_sdk.models.blocks.block_elements import StaticSelectElement

from bot.domain.proformas import invoice_series
from bot.domain.shops import Document, DocumentLanguage, Series, ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.slack import blocks as b
from bot.slack.forms.fields import LONGEST_VALUE, Values, chosen, field, select, typed
from bot.slack.forms.settings_parts import INVOICES, MOST_OPTIONS, ON, REFRESH, setting_field, ticks
from bot.slack.ids import Action
from bot.words.say import Language, say

BETWEEN = ":"
_ANCHOR = "anchor:"
_INVOICE = f"{Document.INVOICE}{BETWEEN}"
_ON_PAID = "invoice_proforma_on_paid"
#: SmartBill's own are far shorter; what is longer would make a value that Slack does not take.
_LONGEST_NAME = 100


def document_fields(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    """The series with their numbers, a button that reads them again, and the language of what is printed."""
    settings = form.settings
    languages = [(code, say(language, f"language.{code}")) for code in get_args(DocumentLanguage)]
    again = b.button(language, "settings.refresh", action=Action.REFRESH, value=form.shop.id)
    on_paid = ticks(language, "invoice_proforma_on_paid", {ON: settings.invoice_proforma_on_paid})
    return [
        _series(language, form),
        *_invoices(language, form),
        (REFRESH, ActionsBlock(block_id=REFRESH, elements=[again])),
        setting_field(language, "invoice_proforma_on_paid", on_paid, optional=True),
        setting_field(language, "anchor_series", _anchors(language, form, settings)),
        setting_field(language, "document_language", select(languages, settings.document_language)),
    ]


def read_documents(values: Values) -> dict[str, Any]:
    """What was chosen, by the names of `ShopSettings`; nothing of what is not shown, or not chosen yet."""
    kind, series = _chosen_series(values, "series")
    read: dict[str, Any] = {"series": series, "document": Document(kind)} if kind else {}
    if INVOICES in values:
        read[INVOICES] = _chosen_series(values, INVOICES)[1]
    if _ON_PAID in values:
        read[_ON_PAID] = ON in chosen(values, _ON_PAID)
    return read | {
        "anchor_series": typed(values, "anchor_series").removeprefix(_ANCHOR),
        "document_language": typed(values, "document_language"),
    }


def document_errors(values: Values, before: ShopSettings) -> dict[str, str]:
    """A slug for what cannot be: invoices at once, of proformas, in no series.

    The form may not show that series yet: what counts is what would be saved.
    """
    then = before.model_copy(update=read_documents(values))
    has_none = then.invoice_proforma_on_paid and not invoice_series(then)
    return {_ON_PAID: "form.error.invoice_series"} if has_none else {}


def issues_proformas(values: Values) -> bool:
    """Whether the series that is chosen in a form is one of proformas."""
    return _chosen_series(values, "series")[0] == Document.PROFORMA


def invoice_field(
    language: Language, offered: Sequence[tuple[str, str]], settings: ShopSettings
) -> tuple[str, Block]:
    """Which series numbers the invoices after proformas: none, or one of those `offered` (value, label).

    The one that is set is always among them, and stands first.
    """
    name = settings.invoice_series
    value = _INVOICE + name
    choices = {_INVOICE: say(language, "settings.invoice_series.none")}
    if name and len(name) <= _LONGEST_NAME:
        choices[value] = _lost_series(language, offered, name)
    choices.update(offered)
    return setting_field(language, "invoice_series", select([*choices.items()][:MOST_OPTIONS], value))


def offered_invoices(offered: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of series (value, label), those of invoices."""
    return [(value, label) for value, label in offered if value.startswith(_INVOICE)]


def series_choices(
    language: Language, series: Sequence[Series], settings: ShopSettings
) -> list[tuple[str, str]]:
    """The account's series with their counters, and the one that is set also where it has none such."""
    choices = _choices(language, series)
    value = f"{settings.document.value}{BETWEEN}{settings.series}"[:LONGEST_VALUE]
    if value in dict(choices[:MOST_OPTIONS]) or (choices and not settings.series):
        return choices[:MOST_OPTIONS]
    label = dict(choices).get(value) or _lost_series(language, series, settings.series)
    return [(value, label), *choices][:MOST_OPTIONS]


def _choices(language: Language, series: Sequence[Series]) -> list[tuple[str, str]]:
    return [
        (
            f"{choice.kind}{BETWEEN}{choice.name}",
            say(language, f"series.{choice.kind}", name=choice.name, number=choice.next_number),
        )
        for choice in series
        if len(choice.name) <= _LONGEST_NAME
    ]


def _chosen_series(values: Values, name: str) -> tuple[str, str]:
    """The kind of the series that is chosen in this field, and its name; both empty where none is."""
    kind, _, series = typed(values, name).partition(BETWEEN)
    return kind, series


def _series(language: Language, form: SettingsForm) -> tuple[str, Block]:
    """The choice of a series, which shows or hides what only makes sense with proformas."""
    settings = form.settings
    value = f"{settings.document.value}{BETWEEN}{settings.series}"[:LONGEST_VALUE]
    element = select(series_choices(language, form.series, settings), value)
    element.action_id = Action.SERIES
    block = field(language, "series", "settings.series", element)
    block.dispatch_action = True
    return "series", block


def _invoices(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    if form.settings.document is not Document.PROFORMA:
        return []
    return [invoice_field(language, offered_invoices(_choices(language, form.series)), form.settings)]


def _lost_series(language: Language, series: Sequence[object], name: str) -> str:
    """What is said of the series that is set and not among those that were read."""
    if not name or not series:
        return name or "–"
    return say(language, "settings.series.gone", name=name)


def _anchors(language: Language, form: SettingsForm, settings: ShopSettings) -> StaticSelectElement:
    """No anchors, or the account's series of proformas; the one that is set always among them."""
    series = [choice.name for choice in form.series if choice.kind == "proforma"]
    known = [name for name in (settings.anchor_series, *series) if name and len(name) <= _LONGEST_NAME]
    names = dict.fromkeys(known)
    none = (_ANCHOR, say(language, "settings.anchor_series.none"))
    some = [(_ANCHOR + name, say(language, "settings.anchor_series.some", name=name)) for name in names]
    return select([none, *some][:MOST_OPTIONS], _ANCHOR + settings.anchor_series)
