"""`smartbill-bot shop add`: connect a web shop without Slack's forms."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from bot.cli.endings import Misused, No
from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.cli.shop_approver_options import APPROVER_OPTIONS
from bot.cli.shop_checks import must_be_enough, must_let_in, must_work
from bot.cli.shop_options import (
    SETTINGS_OPTIONS,
    changes_of,
    connection_options,
    secret_of,
    settings_of,
    with_options,
)
from bot.cli.shop_vat_options import VAT_OPTIONS
from bot.domain.shops import Series
from bot.flows.addresses import hook_url
from bot.flows.connections import Connection, new_connection
from bot.flows.ledger import Ledger
from bot.settings import load
from bot.shops import KINDS
from bot.wiring import App

_RESERVED = ("woocommerce", "shopify")


@click.command()
@with_options(
    (
        click.option("--name", required=True, help="What people call the shop."),
        click.option(
            "--kind",
            required=True,
            type=click.Choice([*KINDS, *_RESERVED]),
            help="What it runs on; woocommerce and shopify cannot be connected yet.",
        ),
    ),
    connection_options(required=True),
    SETTINGS_OPTIONS,
    APPROVER_OPTIONS,
    VAT_OPTIONS,
)
@json_option
def add(*, no_check: bool, as_json: bool, **given: Any) -> None:
    """Connect a web shop, and print the address and the secret for its notices.

    SmartBill's token is read from --smartbill-token-file or the variable SMARTBILL_TOKEN, never from an
    argument; CloudCart's API key from --shop-key-file or the variable SHOP_KEY. Without a key one is made.
    The secret is printed this one time only.
    """
    connection = _connection(given)
    settings = load()
    with opened(settings) as app:
        _must_be_new(app.ledger, connection.shop.name)
        must_be_enough(app.flows.settings, None, connection.shop.settings)
        told = () if no_check else _checked(app, connection)
        _store(app, connection, told)
    _print(connection, settings.public_url, as_json=as_json)


def _connection(given: Mapping[str, Any]) -> Connection:
    if given["kind"] in _RESERVED:
        raise Misused(f"Shops of the kind {given['kind']} cannot be connected yet.")
    name = " ".join(given["name"].split())
    if not name:
        raise click.UsageError("--name must not be empty.")
    facts = changes_of(given)
    # Asked about only where documents are automatic; a shop that becomes so later starts carefully.
    facts["only_with_billing"] = bool(facts.get("only_with_billing")) or not facts.get("automatic")
    token, key = _smartbill_token(given), _SHOP_KEYS[given["kind"]](given)
    return new_connection(name, given["kind"], settings_of(facts), smartbill_token=token, shop_key=key)


def _smartbill_token(given: Mapping[str, Any]) -> str:
    token = secret_of(given["smartbill_token_file"], "SMARTBILL_TOKEN")
    if token is None:
        raise click.UsageError(
            "SmartBill's token is missing: name its file with --smartbill-token-file, "
            "or set the variable SMARTBILL_TOKEN."
        )
    return token


def _cloudcart_key(given: Mapping[str, Any]) -> str:
    return secret_of(given["shop_key_file"], "SHOP_KEY") or ""


def _no_key(given: Mapping[str, Any]) -> str:
    if given["shop_key_file"] is not None:
        raise click.UsageError(
            "--shop-key-file is for CloudCart; this kind of shop gets a secret of its own."
        )
    return ""


#: The key that the shop has of its own; empty where it has none.
_SHOP_KEYS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "cloudcart": _cloudcart_key,
    "standard": _no_key,
}


def _must_be_new(ledger: Ledger, name: str) -> None:
    if any(shop.name.casefold() == name.casefold() for shop in ledger.shops.all()):
        raise No(f"A shop “{name}” is connected already. Choose another name, or remove it first.")


def _checked(app: App, connection: Connection) -> tuple[Series, ...]:
    """The account's series, where the shop and SmartBill accept what was typed."""
    must_let_in(app.flows.knocking, connection.shop, connection.hook_secret)
    return must_work(app.flows.settings, connection.shop.settings, connection.smartbill_token)


def _store(app: App, connection: Connection, told: tuple[Series, ...]) -> None:
    shop, ledger = connection.shop, app.ledger
    with ledger.transaction():
        # Once more, now that nobody else can add one.
        _must_be_new(ledger, shop.name)
        ledger.shops.add(
            shop,
            smartbill_token=connection.smartbill_token,
            hook_token=connection.hook_token,
            hook_secret=connection.hook_secret,
        )
        app.flows.numbering.meet(shop.settings.cif, told)
        app.flows.hooking.meet(shop)
        ledger.audit.write("cli", "shop.connected", shop_id=shop.id, kind=shop.kind)


def _print(connection: Connection, public_url: str, *, as_json: bool) -> None:
    shop_id, secret, path = connection.shop.id, connection.hook_secret, connection.path
    url = hook_url(public_url, path)
    if as_json:
        print_json({"id": shop_id, "hook_url": url, "hook_path": path, "secret": secret})
        return
    click.echo(f"{connection.shop.name} is connected. Its id is {shop_id}.")
    click.echo(f"Hook address: {url or path}")
    if url is None:
        click.echo(
            "Put the bot's public address in front of it (or set PUBLIC_URL, and it is printed whole)."
        )
    click.echo(f"Secret:       {secret}")
    click.echo(_SECRET_MEANS[connection.shop.kind])


_SECRET_MEANS: Mapping[str, str] = {
    "cloudcart": "The shop's notices must carry the secret in their header X-CloudCart-ApiKey.",
    "standard": "Sign each notice with the secret, as Standard Webhooks describes.",
}
