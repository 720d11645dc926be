"""`smartbill-bot shop set`: change what is set for a connected shop."""

from typing import Any

import click

from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.cli.shop_approver_options import APPROVER_OPTIONS
from bot.cli.shop_checks import must_be_enough
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
from bot.cli.shop_saving import must_fit, saved_now, told_changes
from bot.cli.shop_trying import show_trial, try_option
from bot.cli.shop_vat_options import VAT_OPTIONS
from bot.domain.shops import Shop
from bot.flows.saving import Save
from bot.settings import load


@click.command("set")
@click.argument("shop_id", metavar="ID")
@with_options(
    connection_options(required=False), SETTINGS_OPTIONS, APPROVER_OPTIONS, VAT_OPTIONS, LATER_OPTIONS
)
@try_option
@json_option
def set_(shop_id: str, *, no_check: bool, tries: bool, as_json: bool, **given: Any) -> None:
    """Change settings of the shop ID (its id or its name); what is not given stays.

    Secrets are read from files only: here a variable left in the environment changes nothing.
    """
    typed = changes_of(given)
    token, key = secret_in(given["smartbill_token_file"]), secret_in(given["shop_key_file"])
    settings = load()
    with opened(settings) as app:
        shop = find_shop(app.ledger, shop_id)
        _must_take_key(shop, key)
        save = Save(settings_of(shop.settings.model_dump() | typed), token=token, key=key)
        if tries:
            show_trial(app.flows, shop, save.settings, as_json=as_json)
            return
        must_be_enough(app.flows.settings, shop.settings, save.settings)
        if not no_check:
            must_fit(app.flows, app.ledger, shop, save)
        saved = saved_now(app.flows, shop, save)
        facts = shop_facts(app.ledger, app.ledger.shops.get(shop.id), settings.public_url)
    if as_json:
        print_json(facts)
    else:
        click.echo(told_changes(shop, saved.changed))


def _must_take_key(shop: Shop, key: str | None) -> None:
    if key is not None and shop.kind != "cloudcart":
        raise click.UsageError("--shop-key-file is for CloudCart; this shop has a secret of its own.")
