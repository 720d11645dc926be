"""`smartbill-bot shop add`: connect a web shop without Slack's forms."""

import base64
import re
import secrets
import string
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from bot.cli.addresses import hook_url
from bot.cli.endings import Misused, No
from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.cli.shop_checks import must_work
from bot.cli.shop_options import (
    SETTINGS_OPTIONS,
    changes_of,
    connection_options,
    secret_of,
    settings_of,
    with_options,
)
from bot.domain.shops import Series, Shop
from bot.flows.ledger import Ledger
from bot.settings import load
from bot.shops import KINDS
from bot.wiring import App

_RESERVED = ("woocommerce", "shopify")
_KEY_CHARACTERS = string.ascii_uppercase + string.digits
_KEY_LENGTH = 64


@dataclass(frozen=True)
class Connection:
    """A shop to be connected, and its secrets."""

    shop: Shop
    smartbill_token: str
    hook_token: str
    hook_secret: str

    @property
    def path(self) -> str:
        """Where its notices go, behind the bot's address."""
        return f"/hooks/{self.shop.kind}/{self.hook_token}"


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
        told = () if no_check else _must_work(app, connection)
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
    return Connection(
        shop=Shop(id=_new_id(name), name=name, kind=given["kind"], settings=settings_of(facts)),
        smartbill_token=_smartbill_token(given),
        hook_token=secrets.token_urlsafe(24),
        hook_secret=_SECRETS[given["kind"]](given),
    )


def _smartbill_token(given: Mapping[str, Any]) -> str:
    token = secret_of(given["smartbill_token_file"], "SMARTBILL_TOKEN")
    if token is None:
        raise click.UsageError(
            "SmartBill's token is missing: name its file with --smartbill-token-file, "
            "or set the variable SMARTBILL_TOKEN."
        )
    return token


def _cloudcart_secret(given: Mapping[str, Any]) -> str:
    key = secret_of(given["shop_key_file"], "SHOP_KEY")
    return key or "".join(secrets.choice(_KEY_CHARACTERS) for _ in range(_KEY_LENGTH))


def _standard_secret(given: Mapping[str, Any]) -> str:
    if given["shop_key_file"] is not None:
        raise click.UsageError(
            "--shop-key-file is for CloudCart; this kind of shop gets a secret of its own."
        )
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


_SECRETS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "cloudcart": _cloudcart_secret,
    "standard": _standard_secret,
}


def _new_id(name: str) -> str:
    """The name in plain letters, with something after it that no former shop of that name has."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:30].strip("-")
    return f"{words or 'shop'}-{secrets.token_hex(3)}"


def _must_be_new(ledger: Ledger, name: str) -> None:
    if any(shop.name.casefold() == name.casefold() for shop in ledger.shops.all()):
        raise No(f"A shop “{name}” is connected already. Choose another name, or remove it first.")


def _must_work(app: App, connection: Connection) -> tuple[Series, ...]:
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
