"""`smartbill-bot shop set`: change what is set for a connected shop."""

from typing import Any

import click

from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.cli.shop_checks import must_work
from bot.cli.shop_facts import find_shop, shop_facts
from bot.cli.shop_options import (
    LATER_OPTIONS,
    SETTINGS_OPTIONS,
    changes_of,
    connection_options,
    secret_in,
    settings_of,
    with_options,
)
from bot.cli.shop_vat_options import VAT_OPTIONS
from bot.domain.shops import Shop, ShopSettings
from bot.flows.ledger import Ledger
from bot.settings import load
from bot.wiring import App

_ASKED_AT_SMARTBILL = frozenset(
    {
        "smartbill_email",
        "cif",
        "series",
        "document",
        "anchor_series",
        "vat_names",
        "sgr_tax_name",
        "token",
    }
)


@click.command("set")
@click.argument("shop_id", metavar="ID")
@with_options(connection_options(required=False), SETTINGS_OPTIONS, VAT_OPTIONS, LATER_OPTIONS)
@json_option
def set_(shop_id: str, *, no_check: bool, as_json: bool, **given: Any) -> None:
    """Change settings of the shop ID (its id or its name); what is not given stays.

    Secrets are read from files only: here a variable left in the environment changes nothing.
    """
    typed = changes_of(given)
    token, key = secret_in(given["smartbill_token_file"]), secret_in(given["shop_key_file"])
    settings = load()
    with opened(settings) as app:
        shop = find_shop(app.ledger, shop_id)
        _must_take_key(shop, key)
        after = settings_of(shop.settings.model_dump() | typed)
        changed = _changed(shop.settings, after, token, key)
        if not no_check and _ASKED_AT_SMARTBILL.intersection(changed):
            _check(app, shop, after, token)
        _store(app.ledger, shop, after, changed, token=token, key=key)
        facts = shop_facts(app.ledger, app.ledger.shops.get(shop.id), settings.public_url)
    if as_json:
        print_json(facts)
    elif changed:
        click.echo(f"{shop.name}: changed {', '.join(changed)}.")
    else:
        click.echo(f"{shop.name}: nothing changed.")


def _must_take_key(shop: Shop, key: str | None) -> None:
    if key is not None and shop.kind != "cloudcart":
        raise click.UsageError("--shop-key-file is for CloudCart; this shop has a secret of its own.")


def _changed(before: ShopSettings, after: ShopSettings, token: str | None, key: str | None) -> list[str]:
    """The names of what changes; of secrets never more than the name."""
    old, new = before.model_dump(), after.model_dump()
    secrets = [name for name, value in (("token", token), ("key", key)) if value]
    return sorted(name for name in new if new[name] != old[name]) + secrets


def _check(app: App, shop: Shop, after: ShopSettings, token: str | None) -> None:
    must_work(app.flows.settings, after, token or app.ledger.shops.account(shop.id).token)


def _store(
    ledger: Ledger,
    shop: Shop,
    after: ShopSettings,
    changed: list[str],
    *,
    token: str | None,
    key: str | None,
) -> None:
    if not changed:
        return
    with ledger.transaction():
        ledger.shops.save(shop.id, after, smartbill_token=token)
        if key is not None:
            ledger.shops.change_key(shop.id, key)
        ledger.audit.write("cli", "settings.saved", shop_id=shop.id, changed=", ".join(changed))
