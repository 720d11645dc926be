"""`smartbill-bot shop rules` and `shop rule …`: a shop's own rules, as numbered sentences."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import click
from pydantic import ValidationError

from bot.cli.endings import No
from bot.cli.opening import opened, opened_books
from bot.cli.printing import json_option, plain, print_json
from bot.cli.shop_checks import must_be_enough, must_work
from bot.cli.shop_facts import Facts, find_shop
from bot.cli.shop_options import with_options
from bot.cli.shop_rule_options import CONDITION_OPTIONS, OUTCOME_OPTIONS, facts_of
from bot.cli.shop_saving import saved_now
from bot.cli.shop_trying import show_trial, try_option
from bot.domain.flaws import flaw_in
from bot.domain.rule_lists import find, placed, replaced, without
from bot.domain.rule_sentences import rule_sentences
from bot.domain.rulebook import Rule
from bot.domain.rules import DEFAULT, default_rule
from bot.domain.shops import Shop, ShopSettings
from bot.errors import Refusal
from bot.flows.saving import Save
from bot.settings import load
from bot.words.say import SENTENCES, say

_DEFAULTS = frozenset(words["rule.default"].casefold() for words in SENTENCES.values()) | {DEFAULT}

_shop = click.argument("shop_id", metavar="SHOP")
_rule = click.argument("named", metavar="RULE")
_no_check = click.option("--no-check", is_flag=True, help="Do not ask SmartBill whether its series exist.")


@click.command("rules")
@_shop
@json_option
def rules(shop_id: str, *, as_json: bool) -> None:
    """List the rules of the shop SHOP (its id or its name) as sentences, in the shop's language.

    The first that matches an order decides. The default rule, which the settings spell out, is the last.
    """
    with opened_books(load()) as books:
        _show(find_shop(books.ledger, shop_id), as_json=as_json)


@click.group("rule")
def rule() -> None:
    """Add, change, move, switch and remove the rules of a shop.

    RULE is the name of a rule, or its id.
    """


@rule.command("add")
@_shop
@click.option("--name", required=True, help="What people call the rule.")
@click.option("--to", "place", type=int, metavar="PLACE", help="Its place, from 1.  [default: the last]")
@with_options(CONDITION_OPTIONS, OUTCOME_OPTIONS)
@_no_check
@try_option
@json_option
def add(
    shop_id: str, *, name: str, place: int | None, no_check: bool, tries: bool, as_json: bool, **given: Any
) -> None:
    """Add a rule to the shop SHOP: if all that is given holds, this becomes of the order."""
    new = _valid({"id": secrets.token_hex(4), "name": name, **facts_of(given)})

    def added(present: tuple[Rule, ...]) -> tuple[Rule, ...]:
        last = len(present) + 1
        return placed(present, new, _place(last if place is None else place, last))

    _change(shop_id, added, checked=not no_check, tries=tries, as_json=as_json)


@rule.command("edit")
@_shop
@_rule
@click.option("--name", help="A new name.")
@with_options(CONDITION_OPTIONS, OUTCOME_OPTIONS)
@_no_check
@try_option
@json_option
def edit(
    shop_id: str, named: str, *, name: str | None, no_check: bool, tries: bool, as_json: bool, **given: Any
) -> None:
    """Change the rule RULE of the shop SHOP; what is not given stays."""
    typed = facts_of(given)

    def edited(present: tuple[Rule, ...]) -> tuple[Rule, ...]:
        old = _found(present, named).model_dump()
        parts = {part: old[part] | typed[part] for part in ("conditions", "outcome")}
        told = old | parts | ({"name": name} if name is not None else {})
        return replaced(present, _valid(told))

    _change(shop_id, edited, checked=not no_check, tries=tries, as_json=as_json)


@rule.command("move")
@_shop
@_rule
@click.option("--to", "place", type=int, required=True, metavar="PLACE", help="Its new place, from 1.")
@try_option
@json_option
def move(shop_id: str, named: str, *, place: int, tries: bool, as_json: bool) -> None:
    """Give the rule RULE of the shop SHOP another place among the rules."""

    def moved(present: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return placed(present, _found(present, named), _place(place, len(present)))

    _change(shop_id, moved, tries=tries, as_json=as_json)


@rule.command("on")
@_shop
@_rule
@try_option
@json_option
def on(shop_id: str, named: str, *, tries: bool, as_json: bool) -> None:
    """Switch the rule RULE of the shop SHOP on."""
    _switch(shop_id, named, is_on=True, tries=tries, as_json=as_json)


@rule.command("off")
@_shop
@_rule
@try_option
@json_option
def off(shop_id: str, named: str, *, tries: bool, as_json: bool) -> None:
    """Switch the rule RULE of the shop SHOP off: it keeps its place, and matches nothing."""
    _switch(shop_id, named, is_on=False, tries=tries, as_json=as_json)


@rule.command("remove")
@_shop
@_rule
@try_option
@json_option
def remove(shop_id: str, named: str, *, tries: bool, as_json: bool) -> None:
    """Remove the rule RULE of the shop SHOP. What it decided stays decided."""
    _change(shop_id, lambda present: without(present, _found(present, named)), tries=tries, as_json=as_json)


def _switch(shop_id: str, named: str, *, is_on: bool, tries: bool, as_json: bool) -> None:
    def switched(present: tuple[Rule, ...]) -> tuple[Rule, ...]:
        return replaced(present, _found(present, named).model_copy(update={"active": is_on}))

    _change(shop_id, switched, checked=is_on, tries=tries, as_json=as_json)


def _change(
    shop_id: str,
    change: Callable[[tuple[Rule, ...]], tuple[Rule, ...]],
    *,
    tries: bool,
    as_json: bool,
    checked: bool = False,
) -> None:
    """Store the shop's changed rules, where SmartBill has their series, and show them all; or try them."""
    with opened(load()) as app:
        shop = find_shop(app.ledger, shop_id)
        after = _with_rules(shop.settings, change(shop.settings.rules))
        if tries:
            show_trial(app.flows, shop, after, as_json=as_json)
            return
        if after != shop.settings:
            if checked and any(one.outcome.series or one.outcome.document for one in after.rules):
                must_work(app.flows.settings, after, app.ledger.shops.account(shop.id).token, shop.settings)
            must_be_enough(app.flows.settings, shop.settings, after)
            saved_now(app.flows, shop, Save(after))
        _show(shop.model_copy(update={"settings": after}), as_json=as_json)


def _with_rules(settings: ShopSettings, present: tuple[Rule, ...]) -> ShopSettings:
    try:
        return ShopSettings.model_validate(settings.model_dump() | {"rules": present})
    except ValidationError as error:
        raise No(_why(error)) from error


def _valid(facts: dict[str, Any]) -> Rule:
    try:
        return Rule.model_validate(facts)
    except ValidationError as error:
        raise click.UsageError(_why(error)) from error


def _why(error: ValidationError) -> str:
    flaw = flaw_in(error)
    if flaw is not None:
        return plain(say("en", f"rule.flaw.{flaw.code}", **flaw.facts))
    return f"This cannot be a rule: {error.errors(include_url=False, include_input=False)[0]['msg']}."


def _found(present: tuple[Rule, ...], named: str) -> Rule:
    found = find(present, named)
    if found is None:
        is_default = " ".join(named.split()).casefold() in _DEFAULTS
        raise Refusal("rule.default_is_last") if is_default else Refusal("rule.not_found", rule=named)
    return found


def _place(place: int, last: int) -> int:
    if not 1 <= place <= last:
        raise Refusal("rule.no_place", place=place, last=last)
    return place


def _show(shop: Shop, *, as_json: bool) -> None:
    settings = shop.settings
    sentences = rule_sentences(settings.bot_language, settings)
    if as_json:
        print_json(list(_facts(settings, sentences)))
        return
    for number, sentence in enumerate(sentences, 1):
        click.echo(f"{number}. {sentence}")
    if not settings.automatic and settings.rules:
        click.echo(say(settings.bot_language, "rules.automatic_off"))


def _facts(settings: ShopSettings, sentences: tuple[str, ...]) -> Iterator[Facts]:
    everything = zip((*settings.rules, default_rule(settings)), sentences, strict=True)
    for number, (one, sentence) in enumerate(everything, 1):
        yield {"number": number, **one.model_dump(mode="json"), "sentence": sentence}
