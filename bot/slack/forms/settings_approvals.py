"""The fields of the settings form about approving: who may, when two have to, and whether their own."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from slack_sdk.models.blocks import Block

from bot.domain.amounts import may_be_decimals, parse_amount
from bot.domain.shops import ShopSettings
from bot.slack.forms.approvers import are_groups, groups_input, people_select, read_groups
from bot.slack.forms.fields import Values, chosen, text_input, typed
from bot.slack.forms.settings_parts import ON, setting_field, ticks
from bot.words.say import Language


def approval_fields(language: Language, settings: ShopSettings) -> list[tuple[str, Block]]:
    """The fields with what is set."""
    groups, second = groups_input(settings.approver_groups), _in_lei(language, settings.second_above)
    four_eyes = ticks(language, "four_eyes", {ON: settings.four_eyes})
    return [
        setting_field(language, "approvers", people_select(settings.approvers), optional=True),
        setting_field(language, "approver_groups", groups, optional=True),
        setting_field(language, "second_above", text_input(second, most=20), optional=True),
        setting_field(language, "four_eyes", four_eyes, optional=True),
    ]


def read_approvals(values: Values) -> dict[str, Any]:
    """What was typed, by the names of `ShopSettings`, where `approval_errors` finds nothing wrong.

    A form that was opened before there were such fields says nothing of them.
    """
    return {name: read(values, name) for name, read in _READERS.items() if name in values}


def approval_errors(values: Values) -> dict[str, str]:
    """A slug for each field whose text cannot be what it should be."""
    errors = {}
    if not are_groups(values, "approver_groups"):
        errors["approver_groups"] = "form.error.groups"
    above = typed(values, "second_above")
    if above and parse_amount(above) is None:
        errors["second_above"] = "form.error.amount"
    if may_be_decimals(above):
        errors["second_above"] = "form.error.thousands"
    return errors


def _amount(values: Values, name: str) -> Decimal | None:
    return parse_amount(typed(values, name))


def _is_ticked(values: Values, name: str) -> bool:
    return ON in chosen(values, name)


_READERS: Mapping[str, Callable[[Values, str], Any]] = {
    "approvers": chosen,
    "approver_groups": read_groups,
    "second_above": _amount,
    "four_eyes": _is_ticked,
}


def _in_lei(language: Language, amount: Decimal | None) -> str:
    """An amount as it is typed, digit by digit: one that nobody touched is read as the same."""
    text = "" if amount is None else f"{amount:f}"
    return text.replace(".", ",") if language == "ro" else text
