"""People as they are named at the terminal: by the ids that Slack gives them."""

import re

import click

from bot.domain.approvers import is_group

_USER = re.compile(r"[UW][A-Z0-9]+")


def users(
    _context: click.Context, _option: click.Parameter, typed: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The ids, or one empty text for nobody; None: nothing was typed."""
    return _ids([name.strip() for name in typed])


def users_and_groups(
    _context: click.Context, _option: click.Parameter, typed: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The ids of users and of user groups, or one empty text for nobody; None: nothing was typed."""
    names = [name.strip() for name in typed]
    _ids([name for name in names if not is_group(name)])
    return tuple(names) or None


def _ids(names: list[str]) -> tuple[str, ...] | None:
    strange = next((name for name in names if name and not _USER.fullmatch(name)), None)
    if strange is not None:
        raise click.BadParameter(
            f"“{strange}” is no id of a Slack user, as in U0123456789: copy the member ID from their profile."
        )
    return tuple(names) or None
