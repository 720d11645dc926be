"""`smartbill-bot doctor`: is everything connected as it should be?"""

from collections.abc import Iterator

import click
from slack_sdk import WebClient

from bot.cli import approver_checkups, checkups, shop_checkups
from bot.cli.endings import No
from bot.cli.findings import Finding
from bot.cli.opening import Books, books_of
from bot.cli.printing import json_option, print_json
from bot.errors import ConfigError
from bot.settings import Settings, load, must_serve
from bot.slack.client import client
from bot.wiring import SystemClock, build_biller, build_keepers

_MARKS = {"fine": "ok  ", "warning": "note", "problem": "BAD "}


@click.command()
@json_option
@click.pass_context
def doctor(context: click.Context, *, as_json: bool) -> None:
    """Say whether everything is connected as it should be.

    Looks at the database, the history, Slack, SmartBill, the clock, the hook addresses and the shops that
    can be asked, with a sentence about each. Ends with 1 where something has to be put right before the bot
    can work. Changes nothing.
    """
    findings = tuple(_findings(load()))
    healthy = all(finding.grade != "problem" for finding in findings)
    if as_json:
        print_json({"healthy": healthy, "checks": [vars(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{_MARKS[finding.grade]}  {finding.sentence}")
    if not healthy:
        context.exit(No.exit_code)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _environment(settings)
    yield from checkups.slack(_client(settings))
    if not settings.keys:
        # Said already; without it the database cannot be opened.
        return
    try:
        books = books_of(settings)
    except ConfigError as error:
        yield Finding("database", "problem", str(error))
        return
    try:
        yield from _remembered(books, settings)
    finally:
        books.database.close()


def _environment(settings: Settings) -> Finding:
    """Whether `serve` would start."""
    try:
        must_serve(settings)
    except ConfigError as error:
        return Finding("settings", "problem", str(error))
    return Finding("settings", "fine", "Every setting that `serve` needs is there.")


def _remembered(books: Books, settings: Settings) -> Iterator[Finding]:
    state = checkups.database(books.database)
    yield state
    if state.grade != "fine":
        return
    yield checkups.history(books.ledger)
    shops = books.ledger.shops.all()
    if not shops:
        yield Finding("shops", "warning", "No shop is connected yet: smartbill-bot shop add --help")
    biller = build_biller(settings, books.database, SystemClock())
    keepers = build_keepers(settings, books.database)
    for shop in shops:
        yield from checkups.smartbill(books.ledger, biller, shop)
        yield from approver_checkups.named(_client(settings), shop)
        yield checkups.hook(books.ledger, shop, settings.public_url)
        yield from shop_checkups.asked(books.ledger, keepers, shop)


def _client(settings: Settings) -> WebClient:
    return client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
