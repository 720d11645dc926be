"""How a command ends when it does not go well: one sentence on standard error, and a number that says why."""

from collections.abc import Mapping
from importlib import import_module
from typing import IO, Any

import click

from bot.cli.printing import plain
from bot.errors import BotError, ConfigError, RemoteError
from bot.words.say import SENTENCES, say

_MISUSES = frozenset({"order.ambiguous", "order.not_named"})


class Ending(click.ClickException):
    """Ends the command with this sentence and the exit code of its class."""

    def show(self, file: IO[Any] | None = None) -> None:
        """The sentence alone, on standard error."""
        click.echo(self.message, file=file, err=True)


class No(Ending):
    """The answer is no."""

    exit_code = 1


class Misused(Ending):
    """Used wrongly, or not configured."""

    exit_code = 2


class Outside(Ending):
    """The world outside failed."""

    exit_code = 3


class House(click.Group):
    """A group of commands in which every expected failure ends as `Ending`, never as a trace.

    `where` maps each command to its module, which is imported when the command is asked for.
    """

    def __init__(self, *args: Any, where: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._where = where

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of their list."""
        del ctx
        return list(self._where)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None: there is none."""
        del ctx
        module = self._where.get(cmd_name)
        return getattr(import_module(module), cmd_name) if module else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run what was typed."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            raise Misused(str(error)) from error
        except BotError as error:
            raise _ending(error)(sentence(error)) from error


def sentence(error: BotError) -> str:
    """The error in English, without Slack's markup."""
    slug = error.slug if error.slug in SENTENCES["en"] else f"error.{error.slug}"
    return plain(say("en", slug, **error.facts))


def _ending(error: BotError) -> type[Ending]:
    if isinstance(error, RemoteError):
        return Outside
    return Misused if error.slug in _MISUSES else No
