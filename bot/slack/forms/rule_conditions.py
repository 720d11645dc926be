"""The fields for what a rule looks at, and how they are read back."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.block_elements import (
    CheckboxesElement,
    PlainTextInputElement,
    StaticMultiSelectElement,
)

from bot.domain.amounts import parse_amount
from bot.domain.conditions import Conditions
from bot.errors import Refusal
from bot.slack.forms.fields import (
    LONGEST_VALUE,
    VALUE,
    Values,
    chosen,
    option,
    text_input,
    typed,
)
from bot.slack.forms.lists import listed, words_of
from bot.slack.forms.rule_parts import ANY, Wrong, choice, group, rule_field
from bot.slack.forms.settings_orders import TRIGGERS
from bot.slack.forms.settings_parts import MOST_OPTIONS
from bot.slack.mrkdwn import known
from bot.words.say import Language, say

_LISTS = ("methods", "countries", "currencies", "tags", "shipping")
_LONGEST_TEXT = 3000
_YES, _NO = "yes", "no"
_ANSWERS = {_YES: True, _NO: False}
_HOURS = tuple(str(hour) for hour in range(25))

Fields = Iterable[tuple[str, Block]]


def condition_fields(language: Language, wanted: Conditions, statuses: Sequence[str]) -> Fields:
    """The fields in groups: the order, its buyer, the moment. `statuses`: the shop's own that are known."""
    yield from group(language, "form.rule.if")
    yield from _status_fields(language, wanted, statuses)
    yield _list(language, "methods", wanted)
    yield from _total_fields(language, wanted)
    for name in ("currencies", "tags", "shipping"):
        yield _list(language, name, wanted)
    yield from group(language, "form.rule.if_buyer")
    for name in ("is_company", "pays_vat", "has_billing"):
        yield _question(language, name, wanted)
    yield _list(language, "countries", wanted)
    yield from group(language, "form.rule.if_moment")
    yield from _moment_fields(language, wanted)


def read_conditions(values: Values) -> tuple[dict[str, Any], Wrong]:
    """What was typed, by the names of `Conditions`, and what is no value at all."""
    wrong: Wrong = {}
    read: dict[str, Any] = {name: words_of(typed(values, name)) for name in _LISTS}
    read["statuses"] = (*chosen(values, "statuses"), *words_of(typed(values, "other_statuses")))
    for name in ("total_from", "total_to"):
        text = typed(values, name)
        read[name] = parse_amount(text) if text else None
        if text and read[name] is None:
            wrong[name] = ("form.error.amount", {})
    read["total_currency"] = typed(values, "total_currency") or "RON"
    for name in ("is_company", "pays_vat", "has_billing"):
        read[name] = _ANSWERS.get(typed(values, name))
    read["weekdays"] = tuple(map(int, chosen(values, "weekdays")))
    for name in ("hour_from", "hour_to"):
        hour = typed(values, name)
        read[name] = int(hour) if hour and hour != ANY else None
    return read, wrong


def _status_fields(language: Language, wanted: Conditions, statuses: Sequence[str]) -> Fields:
    offered = [
        status for status in dict.fromkeys([*TRIGGERS, *statuses]) if 0 < len(status) <= LONGEST_VALUE
    ][:MOST_OPTIONS]
    options = [option(status, _label(language, status)) for status in offered]
    picked = [one for one in options if one.value in wanted.statuses]
    some = StaticMultiSelectElement(action_id=VALUE, options=options, initial_options=picked or None)
    others = [status for status in wanted.statuses if status not in offered]
    yield rule_field(language, "statuses", some)
    yield rule_field(language, "other_statuses", _words(others))


def _label(language: Language, status: str) -> str:
    return say(language, f"status.{status}") if status in TRIGGERS else known(language, "state", status)


def _total_fields(language: Language, wanted: Conditions) -> Fields:
    for name in ("total_from", "total_to"):
        amount: Decimal | None = getattr(wanted, name)
        yield rule_field(language, name, text_input(_exact(language, amount), most=30))
    currency = "" if wanted.total_currency == "RON" else wanted.total_currency
    yield rule_field(language, "total_currency", text_input(currency, most=10))


def _exact(language: Language, amount: Decimal | None) -> str:
    """An amount as it is typed. Three decimals would read as thousands, so that a zero follows them."""
    if amount is None:
        return ""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    text = f"{amount:.{4 if places == 3 else places}f}"
    return text.replace(".", ",") if language == "ro" else text


def _list(language: Language, name: str, wanted: Conditions) -> tuple[str, Block]:
    return rule_field(language, name, _words(getattr(wanted, name)))


def _words(words: Sequence[str]) -> PlainTextInputElement:
    """A field for them all; what Slack cannot show whole would be lost when the form is sent.

    Raises:
        Refusal: they are too many.
    """
    text = listed(words)
    if len(text) > _LONGEST_TEXT:
        raise Refusal("rule.too_long_for_a_form")
    return text_input(text)


def _question(language: Language, name: str, wanted: Conditions) -> tuple[str, Block]:
    answer: bool | None = getattr(wanted, name)
    chosen_one = None if answer is None else _YES if answer else _NO
    answers = [(value, say(language, f"form.rule.{name}.{value}")) for value in _ANSWERS]
    return rule_field(language, name, choice(language, name, answers, chosen_one))


def _moment_fields(language: Language, wanted: Conditions) -> Fields:
    days = [option(str(day), say(language, f"rule.day.{day}")) for day in range(1, 8)]
    ticked = [one for one in days if int(str(one.value)) in wanted.weekdays]
    boxes = CheckboxesElement(action_id=VALUE, options=days, initial_options=ticked or None)
    yield rule_field(language, "weekdays", boxes)
    hours = [(hour, f"{hour}:00") for hour in _HOURS]
    for name in ("hour_from", "hour_to"):
        hour: int | None = getattr(wanted, name)
        at = None if hour is None else str(hour)
        yield rule_field(language, name, choice(language, name, hours, at))
