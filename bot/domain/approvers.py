"""Who may say yes, by the ids under which Slack knows people and groups of people."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

_GROUP = r"^S[A-Z0-9]{1,20}$"

#: The id of a user group.
UserGroup = Annotated[str, Field(pattern=_GROUP)]


def is_group(name: str) -> bool:
    """Whether this is a user group's id; everything else is a person's."""
    return re.fullmatch(_GROUP, name) is not None


def groups_in(names: Iterable[str]) -> tuple[str, ...]:
    """The user groups among these, in their order."""
    return tuple(name for name in names if is_group(name))
