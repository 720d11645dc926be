"""`smartbill-bot shop …`: the connected web shops."""

import click

from bot.cli.opening import opened_books
from bot.cli.printing import json_option, print_json, print_table
from bot.cli.shop_add import add
from bot.cli.shop_backfill import backfill
from bot.cli.shop_facts import find_shop, shop_facts
from bot.cli.shop_history import history, restore
from bot.cli.shop_rules import rule, rules
from bot.cli.shop_set import set_
from bot.cli.shop_transfer import export, import_
from bot.domain.shops import Shop
from bot.settings import load


@click.group()
def shop() -> None:
    """Connect web shops, and change their settings."""


@click.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Show the connected shops, what is set for them, and where their notices go."""
    settings = load()
    with opened_books(settings) as books:
        shops = books.ledger.shops.all()
        facts = [shop_facts(books.ledger, one, settings.public_url) for one in shops]
    if as_json:
        print_json(facts)
    elif not shops:
        click.echo("No shop is connected yet. Connect one: smartbill-bot shop add --help")
    else:
        rows = [
            (*_row(one), str(told["hook_url"] or told["hook_path"]))
            for one, told in zip(shops, facts, strict=True)
        ]
        print_table(("ID", "NAME", "KIND", "ISSUES", "ORDERS THAT ARE", "HOW", "NOTICES GO TO"), rows)


@click.command()
@click.argument("shop_id", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def remove(shop_id: str, *, yes: bool, as_json: bool) -> None:
    """Forget the shop ID (its id or its name): its address and its secrets.

    What was issued, and everything else in the ledger, stays.
    """
    with opened_books(load()) as books:
        gone = find_shop(books.ledger, shop_id)
        if not yes:
            click.confirm(f"Remove {gone.name}? Its notices will be turned away.", abort=True, err=True)
        with books.ledger.transaction():
            books.ledger.shops.remove(gone.id)
            books.ledger.audit.write("cli", "shop.removed", shop_id=gone.id)
    if as_json:
        print_json({"removed": gone.id})
    else:
        click.echo(f"{gone.name} is removed. What was done for it stays in the ledger.")


shop.add_command(add)
shop.add_command(list_)
shop.add_command(set_)
shop.add_command(remove)
shop.add_command(backfill)
shop.add_command(export)
shop.add_command(import_)
shop.add_command(history)
shop.add_command(restore)
shop.add_command(rules)
shop.add_command(rule)


def _row(one: Shop) -> tuple[str, ...]:
    settings = one.settings
    how = "automatic" if settings.automatic else "asked first"
    document = f"{settings.document} {settings.series}"
    return (one.id, one.name, one.kind, document, ", ".join(settings.statuses), _when_active(one, how))


def _when_active(one: Shop, how: str) -> str:
    return how if one.settings.active else "switched off"
