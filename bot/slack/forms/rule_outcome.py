"""The fields for what becomes of an order by a rule, and how they are read back."""

from collections.abc import Iterable
from typing import Any, get_args

from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.block_elements import StaticSelectElement

from bot.domain.approvers import groups_in
from bot.domain.kinds import Document, DocumentLanguage
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action, Outcome
from bot.domain.shops import Series
from bot.slack.forms.approvers import are_groups, groups_input, people_select, read_groups
from bot.slack.forms.fields import Values, chosen, select, text_input, typed
from bot.slack.forms.rule_parts import ANY, Wrong, choice, group, rule_field
from bot.words.say import Language, say

#: Recorded as received in the shop's way of the order's payment method.
_SHOPS_WAY = "shop"
#: A receipt needs a series that only a person can choose.
_WAYS = {way.name.lower(): way for way in PaymentType if way is not PaymentType.RECEIPT}


def outcome_fields(
    language: Language, outcome: Outcome, series: tuple[Series, ...]
) -> Iterable[tuple[str, Block]]:
    """The fields with what is set; where the account's series are known, a hint says them."""
    yield from group(language, "form.rule.then")
    actions = [(action.value, say(language, f"form.rule.action.{action}")) for action in Action]
    yield rule_field(language, "action", select(actions, outcome.action.value), optional=False)
    yield rule_field(language, "document", _document(language, outcome))
    names = ", ".join(
        say(language, f"series.{one.kind}", name=one.name, number=one.next_number) for one in series
    )
    known = say(language, "form.rule.series.known", names=names) if names else ""
    yield rule_field(language, "series", text_input(outcome.series, most=50), known=known)
    yield rule_field(language, "language", _language(language, outcome))
    due = "" if outcome.due_days is None else str(outcome.due_days)
    yield rule_field(language, "due_days", text_input(due, most=3))
    yield rule_field(language, "collects", _collecting(language, outcome))
    wait = str(outcome.wait_minutes or "")
    yield rule_field(language, "wait_minutes", text_input(wait, most=5))
    groups = groups_in(outcome.approvers)
    people = [name for name in outcome.approvers if name not in groups]
    yield rule_field(language, "approvers", people_select(people))
    yield rule_field(language, "approver_groups", groups_input(groups))


def read_outcome(values: Values) -> tuple[dict[str, Any], Wrong]:
    """What was typed, by the names of `Outcome`, and what is no value at all."""
    wrong: Wrong = {}
    days, minutes, collecting = (typed(values, name) for name in ("due_days", "wait_minutes", "collects"))
    if days and not (days.isdecimal() and int(days) <= 365):
        wrong["due_days"] = ("form.error.days", {})
    if minutes and not minutes.isdecimal():
        wrong["wait_minutes"] = ("form.error.minutes", {})
    if not are_groups(values, "approver_groups"):
        wrong["approver_groups"] = ("form.error.groups", {})
    read = {
        "action": typed(values, "action"),
        "document": _named(values, "document"),
        "series": typed(values, "series"),
        "language": _named(values, "language"),
        "due_days": int(days) if days and not wrong.get("due_days") else None,
        "collects": collecting not in {"", ANY},
        "payment_type": _WAYS.get(collecting),
        "wait_minutes": int(minutes) if minutes.isdecimal() else 0,
        "approvers": (*chosen(values, "approvers"), *read_groups(values, "approver_groups")),
    }
    return read, wrong


def _named(values: Values, name: str) -> str | None:
    value = typed(values, name)
    return value if value and value != ANY else None


def _document(language: Language, outcome: Outcome) -> StaticSelectElement:
    kinds = [(kind.value, say(language, f"document.{kind}")) for kind in Document]
    return choice(language, "document", kinds, outcome.document)


def _language(language: Language, outcome: Outcome) -> StaticSelectElement:
    codes = [(code, say(language, f"language.{code}")) for code in get_args(DocumentLanguage)]
    return choice(language, "language", codes, outcome.language)


def _collecting(language: Language, outcome: Outcome) -> StaticSelectElement:
    ways = [(name, say(language, f"payment.{name}")) for name in _WAYS]
    shops = (_SHOPS_WAY, say(language, "form.rule.collects.shop"))
    way = outcome.payment_type.name.lower() if outcome.payment_type is not None else _SHOPS_WAY
    return choice(language, "collects", [shops, *ways], way if outcome.collects else None)
