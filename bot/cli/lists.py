"""`smartbill-bot pending` and `unpaid`: what waits for a person, and for money."""

from datetime import UTC, datetime

import click

from bot.cli.lives import row_facts, sentence_of, since
from bot.cli.opening import opened_books
from bot.cli.printing import json_option, print_json
from bot.flows.overview import Life, Overview
from bot.settings import load
from bot.slack.drafts import buyer_name
from bot.slack.lives import age

_ALL = 1_000_000


@click.command()
@json_option
def pending(*, as_json: bool) -> None:
    """List the orders that wait for a person."""
    with opened_books(load()) as books:
        lives = Overview(books.ledger).pending(_ALL).lives
    _print(lives, "Nothing waits for a person.", as_json=as_json)


@click.command()
@json_option
def unpaid(*, as_json: bool) -> None:
    """List the invoices that are not collected."""
    with opened_books(load()) as books:
        lives = Overview(books.ledger).unpaid(_ALL).lives
    _print(lives, "Every issued invoice is collected.", as_json=as_json)


def _print(lives: tuple[Life, ...], none: str, *, as_json: bool) -> None:
    if as_json:
        print_json([row_facts(life) for life in lives])
        return
    now = datetime.now(UTC)
    for life in lives:
        click.echo(_line(life, now))
    if not lives:
        click.echo(none)


def _line(life: Life, now: datetime) -> str:
    waited = age("en", since(life), now)
    return f"{sentence_of(life)} · {buyer_name(life.record.buyer)} · {life.shop.name} · {waited}"
