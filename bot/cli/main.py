"""The commands, and how each one ends: 0 done, 1 the answer is no, 2 used wrongly, 3 the outside failed."""

import sys

import click

from bot.cli.demo import demo
from bot.cli.serve import serve
from bot.errors import BotError, ConfigError, RemoteError
from bot.words.say import SENTENCES, say

_NO, _MISUSED, _OUTSIDE = 1, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Turn a web shop's orders into SmartBill invoices, approved in Slack."""


commands.add_command(demo)
commands.add_command(serve)


def main() -> None:
    """Run what was typed; an expected failure is one sentence on standard error, never a trace."""
    try:
        commands(standalone_mode=True)
    except ConfigError as error:
        _end(str(error), _MISUSED)
    except RemoteError as error:
        _end(_sentence(error), _OUTSIDE)
    except BotError as error:
        _end(_sentence(error), _NO)


def _sentence(error: BotError) -> str:
    slug = error.slug if error.slug in SENTENCES["en"] else f"error.{error.slug}"
    return say("en", slug, **error.facts)


def _end(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
