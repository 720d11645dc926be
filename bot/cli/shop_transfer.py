"""`smartbill-bot shop export` and `shop import`: settings as a file to read, keep and compare."""

from pathlib import Path
from typing import TextIO

import click

from bot.cli.endings import Misused, No
from bot.cli.opening import opened, opened_books
from bot.cli.printing import json_option, print_json
from bot.cli.shop_checks import must_be_enough
from bot.cli.shop_facts import find_shop
from bot.cli.shop_files import asked_for, read, written
from bot.cli.shop_saving import must_fit, saved_now, told_changes
from bot.cli.shop_trying import tried_on
from bot.domain.shops import Shop
from bot.domain.versions import differing
from bot.flows.ledger import Ledger
from bot.flows.saving import Save
from bot.settings import load
from bot.wiring import App

_STANDARD = Path("-")


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--shop", "shop_id", metavar="SHOP", help="Only this shop, by its id or its name.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
def export(file: Path, *, shop_id: str | None, force: bool) -> None:
    """Write the settings of all shops to FILE as TOML; - is standard output.

    No secret is in it: neither tokens nor keys nor the addresses of notices.
    """
    with opened_books(load()) as books:
        shops = books.ledger.shops.all() if shop_id is None else (find_shop(books.ledger, shop_id),)
    if not shops:
        raise No("No shop is connected yet. Connect one: smartbill-bot shop add --help")
    text = written(shops)
    if file == _STANDARD:
        click.echo(text, nl=False)
        return
    _write(file, text, force=force)
    click.echo(f"{file}: settings of {', '.join(shop.name for shop in shops)}.")


@click.command("import")
@click.argument("file", metavar="FILE", type=click.File(encoding="utf-8"))
@click.option("--shop", "shop_id", metavar="SHOP", help="Only this shop of the file, by its id or its name.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Say what would change, and what that would have done with the last orders; change nothing.",
)
@click.option("--no-check", is_flag=True, help="Do not ask SmartBill whether the settings work.")
@json_option
def import_(file: TextIO, *, shop_id: str | None, dry_run: bool, no_check: bool, as_json: bool) -> None:
    """Set what FILE says, in the shops with these ids; - is standard input.

    The shops have to be connected already. Either all of it is stored or nothing; secrets stay as they are.
    """
    tables = read(_text(file))
    with opened(load()) as app:
        wanted = _wanted(app.ledger, tables, shop_id)
        saves = [(shop, Save(asked_for(shop, tables[shop.id]))) for shop in wanted]
        for shop, save in saves:
            must_be_enough(app.flows.settings, shop.settings, save.settings)
        if not no_check:
            for shop, save in saves:
                must_fit(app.flows, app.ledger, shop, save)
        if dry_run:
            _try(app, saves, as_json=as_json)
            return
        _store(app, saves)
    ends = [(shop, differing(shop.settings, save.settings)) for shop, save in saves]
    if as_json:
        print_json([{"id": shop.id, "changed": list(changed), "stored": True} for shop, changed in ends])
        return
    for shop, changed in ends:
        click.echo(told_changes(shop, changed))


def _try(app: App, saves: list[tuple[Shop, Save]], *, as_json: bool) -> None:
    tried = [tried_on(app.flows, shop, save.settings) for shop, save in saves]
    if as_json:
        print_json([one.facts for one in tried])
        return
    for one in tried:
        click.echo(one.told)


def _store(app: App, saves: list[tuple[Shop, Save]]) -> None:
    with app.ledger.transaction():
        for shop, save in saves:
            saved_now(app.flows, shop, save)


def _wanted(ledger: Ledger, tables: dict[str, dict[str, object]], shop_id: str | None) -> list[Shop]:
    """The shops of the file, or the one that was named.

    Raises:
        No: one of them is not connected here, or the named one is not in the file.
    """
    here = {shop.id: shop for shop in ledger.shops.all()}
    if shop_id is not None:
        named = find_shop(ledger, shop_id)
        if named.id not in tables:
            raise No(f"The file says nothing about {named.name} ({named.id}).")
        return [named]
    strangers = [each for each in tables if each not in here]
    if strangers:
        raise No(
            f"There is no shop “{strangers[0]}” here, and a file cannot connect one, because it holds no "
            "secrets. Connect it with `smartbill-bot shop add`, and put the id that it prints into the file. "
            "Nothing was stored."
        )
    return [here[each] for each in tables]


def _text(file: TextIO) -> str:
    try:
        return file.read()
    except UnicodeDecodeError as error:
        raise Misused("The file is no TOML: it is not UTF-8.") from error


def _write(file: Path, text: str, *, force: bool) -> None:
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="\n") as opened_file:
            opened_file.write(text)
    except FileExistsError as error:
        raise Misused(f"{file} is there already: add --force to replace it.") from error
    except OSError as error:
        raise Misused(f"{file} cannot be written: {error.strerror}.") from error
