"""Shops' settings as a TOML file, without secrets, and the settings that such a file asks for."""

import secrets
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, get_args

import tomli_w
from pydantic import ValidationError

from bot.cli.endings import Misused
from bot.cli.printing import plain
from bot.domain.fiscal import cif
from bot.domain.flaws import flaw_in
from bot.domain.proformas import invoice_series
from bot.domain.rulebook import Rule
from bot.domain.shops import ChargesVat, Shop, ShopSettings
from bot.words.say import say

_HEAD = (
    "# Settings of shops, without secrets: `smartbill-bot shop import` reads them.\n"
    "# What a table leaves out stays as it is; '' is no rate.\n\n"
)
_OF_A_SHOP = frozenset({"name", "kind", "settings"})
_NEVER_EMPTY = ("smartbill_email", "cif", "series", "channel", "statuses", "unit")
#: Settings that can be nothing at all, for which TOML has no word: there an empty text says so.
_CAN_BE_NONE = frozenset(
    name for name, field in ShopSettings.model_fields.items() if type(None) in get_args(field.annotation)
)
_SECRETS_GO = (
    "Secrets are never in such a file: replace them with `smartbill-bot shop set` and "
    "--smartbill-token-file or --shop-key-file."
)


def written(shops: Iterable[Shop]) -> str:
    """The file. `read` finds in it what is set, exactly."""
    tables = {
        shop.id: {"name": shop.name, "kind": shop.kind, "settings": _table(shop.settings)} for shop in shops
    }
    return _HEAD + tomli_w.dumps({"shops": tables})


def read(text: str) -> dict[str, dict[str, Any]]:
    """By shop's id, what the file sets; nothing of it was looked at yet.

    Raises:
        Misused: the file is no TOML, or not of this shape; the sentence says where.
    """
    try:
        # Never through a float: rates and amounts are exact.
        found = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Misused(f"The file is no TOML: {error}. Write one with `smartbill-bot shop export`.") from error
    shops = found.get("shops")
    if set(found) != {"shops"} or not isinstance(shops, dict) or not shops:
        raise Misused("The file should hold [shops.…] tables: write one with `smartbill-bot shop export`.")
    return {shop_id: _settings_table(shop_id, held) for shop_id, held in shops.items()}


def asked_for(shop: Shop, table: Mapping[str, Any]) -> ShopSettings:
    """The shop's settings with what the file sets.

    Raises:
        Misused: one of them does not exist or cannot be; the sentence says which.
    """
    unknown = sorted(set(table) - set(ShopSettings.model_fields))
    if unknown:
        raise Misused(f"{shop.id}: there is no setting {unknown[0]}. {_SECRETS_GO}")
    typed = {name: None if value == "" and name in _CAN_BE_NONE else value for name, value in table.items()}
    rules = typed.get("rules")
    if isinstance(rules, list):
        typed["rules"] = _with_ids(rules, shop.settings.rules)
    try:
        settings = ShopSettings.model_validate(shop.settings.model_dump(mode="json") | typed)
    except ValidationError as error:
        flaw = flaw_in(error)
        if flaw is not None:
            raise Misused(f"{shop.id}: {plain(say('en', f'rule.flaw.{flaw.code}', **flaw.facts))}") from error
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise Misused(f"{shop.id}: {where} cannot be used: {first['msg']}.") from error
    _must_make_sense(shop.id, settings)
    return settings


def _with_ids(typed: list[Any], present: Iterable[Rule]) -> list[Any]:
    """The rules of a file; one that tells no id has that of the shop's rule of its name, or a new one."""
    taken = {rule["id"] for rule in typed if isinstance(rule, dict) and isinstance(rule.get("id"), str)}
    ours = {rule.name: rule.id for rule in present if rule.id not in taken}
    return [
        rule | {"id": ours.get(str(rule.get("name")), secrets.token_hex(4))}
        if isinstance(rule, dict) and not rule.get("id")
        else rule
        for rule in typed
    ]


def _must_make_sense(shop_id: str, settings: ShopSettings) -> None:
    empty = [name for name in _NEVER_EMPTY if not getattr(settings, name)]
    if empty:
        raise Misused(f"{shop_id}: {empty[0]} must not be empty.")
    if cif(settings.cif) is None:
        raise Misused(f"{shop_id}: cif is not a valid company number: check its digits.")
    if settings.charges_vat is ChargesVat.ONE and settings.charges_rate is None:
        raise Misused(f"{shop_id}: charges_vat = 'one' needs charges_rate.")
    if settings.invoice_proforma_on_paid and not invoice_series(settings):
        raise Misused(f"{shop_id}: invoice_proforma_on_paid = true needs invoice_series.")


def _settings_table(shop_id: str, held: object) -> dict[str, Any]:
    settings = held.get("settings", {}) if isinstance(held, dict) else None
    if not isinstance(held, dict) or not isinstance(settings, dict):
        raise Misused(f"shops.{shop_id} should be a table with a table settings.")
    others = sorted(set(held) - _OF_A_SHOP)
    if others:
        raise Misused(f"shops.{shop_id}: nothing is known by the name {others[0]}. {_SECRETS_GO}")
    return settings


def _table(settings: ShopSettings) -> dict[str, Any]:
    told = settings.model_dump(mode="json")
    return {name: "" if value is None else _spoken(value) for name, value in told.items()}


def _spoken(value: Any) -> Any:
    """The value without what is nothing in the tables within it: there, leaving it out says the same."""
    match value:
        case dict():
            return {name: _spoken(held) for name, held in value.items() if held is not None}
        case list():
            return [_spoken(held) for held in value]
        case _:
            return value
