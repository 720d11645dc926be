"""`smartbill-bot missing`: the orders that should have a document and have none."""

import click

from bot.cli.lives import Facts, gap_told
from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.domain.missing import MissingOrder
from bot.domain.shops import Shop
from bot.settings import load


@click.command()
@json_option
def missing(*, as_json: bool) -> None:
    """List the orders of the last 7 days that should have a document and have none, and why.

    An order that a person declined is left out once the shop's channel was told of it.
    """
    with opened(load()) as app:
        found = [(shop, one) for shop, orders in app.flows.missing.all() for one in orders]
    if as_json:
        print_json([_facts(shop, one) for shop, one in found])
        return
    for shop, one in found:
        click.echo(f"{shop.name} #{one.number}: {gap_told(one.gap)}")
    if not found:
        click.echo("No order of the last 7 days lacks its document.")


def _facts(shop: Shop, one: MissingOrder) -> Facts:
    return {"shop": shop.name, "order": one.number, "why": one.gap.why.value, "sentence": gap_told(one.gap)}
