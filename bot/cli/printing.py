"""Facts on standard output: JSON for programs, columns for people."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])
_BOLD = re.compile(r"\*([^*\n]+)\*")
_GAP = "  "


def json_option(command: _Command) -> _Command:
    """`--json`, as `as_json`: the same facts for a program."""
    return click.option("--json", "as_json", is_flag=True, help="Print the facts as JSON, for programs.")(
        command
    )


def print_json(facts: object, *, one_line: bool = False) -> None:
    """One JSON value; amounts are decimal texts, times are ISO 8601.

    On one line where the command goes on, and whoever reads it must know that this was all.
    """
    click.echo(json.dumps(facts, ensure_ascii=False, indent=None if one_line else 2, default=_text))


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell, under a head."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo(_GAP.join(cells).rstrip())


def warn(sentence: str) -> None:
    """Something a person should know, on standard error: what is printed for programs stays clean."""
    click.echo(sentence, err=True)


def plain(text: str) -> str:
    """A sentence written for Slack, without the asterisks that make words bold there."""
    return _BOLD.sub(r"\1", text)
