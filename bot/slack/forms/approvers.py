"""The fields in which people and groups of people are named, and how the groups are read back."""

import re
from collections.abc import Iterable

from slack_sdk.models.blocks.block_elements import PlainTextInputElement, UserMultiSelectElement

from bot.domain.approvers import is_group
from bot.slack.forms.fields import VALUE, Values, text_input, typed


def people_select(initial: Iterable[str]) -> UserMultiSelectElement:
    """A choice of several people."""
    return UserMultiSelectElement(action_id=VALUE, initial_users=list(initial) or None)


def groups_input(initial: Iterable[str]) -> PlainTextInputElement:
    """A field for the ids of user groups: Slack has no menu of them."""
    return text_input(", ".join(initial), most=500)


def read_groups(values: Values, name: str) -> tuple[str, ...]:
    """The ids that were typed, each once, whatever stands between them."""
    words = re.split(r"[\s,;]+", typed(values, name).upper())
    return tuple(dict.fromkeys(filter(None, words)))


def are_groups(values: Values, name: str) -> bool:
    """Whether everything that was typed can be a group's id."""
    return all(map(is_group, read_groups(values, name)))
