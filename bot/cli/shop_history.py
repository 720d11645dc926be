"""`smartbill-bot shop history` and `shop restore`: how settings were changed, and back to how they were."""

import json
from collections.abc import Iterator

import click

from bot.cli.lives import local
from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.cli.shop_checks import must_be_enough
from bot.cli.shop_facts import Facts, find_shop, shop_facts
from bot.cli.shop_saving import must_fit, saved_now, told_changes
from bot.domain.shops import Shop
from bot.domain.versions import Change, Version, between
from bot.flows.saving import Save
from bot.flows.settings_history import Step
from bot.settings import load


@click.command()
@click.argument("shop_id", metavar="SHOP")
@json_option
def history(shop_id: str, *, as_json: bool) -> None:
    """List how the settings of SHOP (its id or its name) were changed, the latest change first.

    Of secrets nothing is told but that they changed, and the end of SmartBill's token.
    """
    with opened(load()) as app:
        steps = app.flows.settings_history.steps(find_shop(app.ledger, shop_id).id)
    if as_json:
        print_json([_facts(step) for step in steps])
    else:
        click.echo("\n".join(line for step in steps for line in _lines(step)))


@click.command()
@click.argument("shop_id", metavar="SHOP")
@click.argument("version", type=click.IntRange(min=1))
@click.option("--no-check", is_flag=True, help="Do not ask SmartBill whether the settings work.")
@click.option("--yes", is_flag=True, help="Do not show what would change, and do not ask.")
@json_option
def restore(shop_id: str, version: int, *, no_check: bool, yes: bool, as_json: bool) -> None:
    """Bring back the settings that SHOP (its id or its name) had in VERSION, as a new version.

    What would change is shown first, as it is now and as it was then. Secrets stay as they are now, and so
    does whatever that version did not know yet.
    """
    settings = load()
    with opened(settings) as app:
        shop = find_shop(app.ledger, shop_id)
        save = Save(app.flows.settings_history.older(shop, version))
        must_be_enough(app.flows.settings, shop.settings, save.settings)
        if not yes:
            _ask(shop, version, between(shop.settings, save.settings))
        if not no_check:
            must_fit(app.flows, app.ledger, shop, save)
        saved = saved_now(app.flows, shop, save, restores=version)
        facts = shop_facts(app.ledger, app.ledger.shops.get(shop.id), settings.public_url)
    if as_json:
        print_json(facts)
    else:
        click.echo(told_changes(shop, saved.changed))


def _ask(shop: Shop, version: int, changes: tuple[Change, ...]) -> None:
    """Show what would change, now → then, and go on at a yes alone; where nothing would, there is none."""
    if not changes:
        return
    click.echo("\n".join([f"Version {version} of {shop.name} (now → then):", *map(_line, changes)]), err=True)
    click.confirm("Bring it back?", abort=True, err=True)


def _lines(step: Step) -> Iterator[str]:
    yield f"Version {step.version.number} · {local(step.version.at)} · {_author(step.version)}"
    yield from map(_line, step.changes)


def _line(change: Change) -> str:
    return f"  {change.name}: {_value(change.old)} → {_value(change.new)}"


def _author(version: Version) -> str:
    by = {"": "as it stood when versions began to be kept", "cli": "at the terminal"}.get(
        version.by, version.by
    )
    return f"{by}, restores version {version.restores}" if version.restores else by


def _value(value: object) -> str:
    """Plain text as it is, where it stands on one line; everything else as JSON."""
    if isinstance(value, str) and value.isprintable():
        return value or "–"
    return "–" if value is None else json.dumps(value, ensure_ascii=False)


def _facts(step: Step) -> Facts:
    version = step.version
    return {
        "version": version.number,
        "at": version.at,
        "by": version.by,
        "restores": version.restores or None,
        "changes": [_change(change) for change in step.changes],
    }


def _change(change: Change) -> Facts:
    return {"name": change.name, "old": change.old, "new": change.new}
