"""The fields of the settings form about documents: series, read live, anchors and the language."""

from collections.abc import Sequence
from typing import Any, get_args

from slack_sdk.models.blocks import ActionsBlock, Block
from slack_sdk.models.blocks.block_elements import StaticSelectElement

from bot.domain.shops import Document, DocumentLanguage, Series, ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.slack import blocks as b
from bot.slack.forms.fields import LONGEST_VALUE, Values, select, typed
from bot.slack.forms.settings_parts import MOST_OPTIONS, REFRESH, setting_field
from bot.slack.ids import Action
from bot.words.say import Language, say

BETWEEN = ":"
_ANCHOR = "anchor:"
#: SmartBill's own are far shorter; what is longer would make a value that Slack does not take.
_LONGEST_NAME = 100


def document_fields(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    """The series with their numbers, a button that reads them again, and the language of what is printed."""
    settings = form.settings
    languages = [(code, say(language, f"language.{code}")) for code in get_args(DocumentLanguage)]
    chosen_series = f"{settings.document.value}{BETWEEN}{settings.series}"[:LONGEST_VALUE]
    again = b.button(language, "settings.refresh", action=Action.REFRESH, value=form.shop.id)
    return [
        setting_field(
            language, "series", select(series_choices(language, form.series, settings), chosen_series)
        ),
        (REFRESH, ActionsBlock(block_id=REFRESH, elements=[again])),
        setting_field(language, "anchor_series", _anchors(language, form, settings)),
        setting_field(language, "document_language", select(languages, settings.document_language)),
    ]


def read_documents(values: Values) -> dict[str, Any]:
    """What was chosen, by the names of `ShopSettings`; nothing of a series where none is chosen yet."""
    kind, _, series = typed(values, "series").partition(BETWEEN)
    return ({"series": series, "document": Document(kind)} if kind else {}) | {
        "anchor_series": typed(values, "anchor_series").removeprefix(_ANCHOR),
        "document_language": typed(values, "document_language"),
    }


def series_choices(
    language: Language, series: Sequence[Series], settings: ShopSettings
) -> list[tuple[str, str]]:
    """The account's series with their counters, and the one that is set also where it has none such."""
    choices = [
        (
            f"{choice.kind}{BETWEEN}{choice.name}",
            say(language, f"series.{choice.kind}", name=choice.name, number=choice.next_number),
        )
        for choice in series
        if len(choice.name) <= _LONGEST_NAME
    ]
    value = f"{settings.document.value}{BETWEEN}{settings.series}"[:LONGEST_VALUE]
    if value in dict(choices[:MOST_OPTIONS]) or (choices and not settings.series):
        return choices[:MOST_OPTIONS]
    label = dict(choices).get(value) or _lost_series(language, series, settings.series)
    return [(value, label), *choices][:MOST_OPTIONS]


def _lost_series(language: Language, series: Sequence[Series], name: str) -> str:
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
