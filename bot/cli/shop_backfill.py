"""`smartbill-bot shop backfill`: propose orders from before a shop was connected."""

import click

from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.cli.shop_facts import Facts, find_shop
from bot.flows.backfilling import MOST_ORDERS, Backlog
from bot.settings import load
from bot.words.say import count


@click.command()
@click.argument("shop_id", metavar="ID")
@click.option(
    "--days", type=click.IntRange(1, 90), required=True, help="Orders placed in so many days until now."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def backfill(shop_id: str, *, days: int, yes: bool, as_json: bool) -> None:
    """Propose the orders of the last days of the shop ID (its id or its name) that have no document.

    They are read from the shop, in the statuses that its settings and rules name, at most 200 at a time.
    Nothing is issued without a yes in Slack, whatever is automatic. Those that the shop has an invoice for
    are left out.
    """
    with opened(load()) as app:
        backlog = app.flows.backfilling.find(find_shop(app.ledger, shop_id), days)
        if not yes and backlog.orders:
            click.confirm(_question(backlog), abort=True, err=True)
        proposed = app.flows.backfilling.propose(backlog, by="cli")
    if as_json:
        print_json(_facts(backlog, proposed))
    else:
        click.echo(_told(backlog, proposed))


def _question(backlog: Backlog) -> str:
    orders = count("en", "backfill.orders", len(backlog.orders))
    return f"{backlog.shop.name} tells of {orders}. Propose those that lack a document?"


def _told(backlog: Backlog, proposed: int) -> str:
    told = f"Proposed: {count('en', 'backfill.orders', proposed)}."
    if backlog.invoiced:
        told += f" Left out, because the shop has an invoice: {backlog.invoiced}."
    if backlog.is_cut:
        told += f" There are more than {MOST_ORDERS}: the others are left."
    return told


def _facts(backlog: Backlog, proposed: int) -> Facts:
    return {
        "shop": backlog.shop.id,
        "found": len(backlog.orders),
        "proposed": proposed,
        "invoiced": backlog.invoiced,
        "more": backlog.is_cut,
    }
