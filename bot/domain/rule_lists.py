"""Changes of a shop's list of rules, each a new list; the default rule is none of them."""

from bot.domain.orders import Fact
from bot.domain.rulebook import Rule


def find(rules: tuple[Rule, ...], named: str) -> Rule | None:
    """The rule of this id or, failing that, of this name, however it is capitalised."""
    name = " ".join(named.split()).casefold()
    by_name = (rule for rule in rules if rule.name.casefold() == name)
    return next((rule for rule in rules if rule.id == named), None) or next(by_name, None)


def place_of(rules: tuple[Rule, ...], rule_id: str) -> int | None:
    """The place of the rule with this id, from 1; None: there is none such."""
    return next((place for place, rule in enumerate(rules, 1) if rule.id == rule_id), None)


def placed(rules: tuple[Rule, ...], rule: Rule, place: int) -> tuple[Rule, ...]:
    """The rules with this one at a place, from 1, wherever it stood before; a place too far is the last."""
    others = without(rules, rule)
    return (*others[: place - 1], rule, *others[place - 1 :])


def replaced(rules: tuple[Rule, ...], rule: Rule) -> tuple[Rule, ...]:
    """The rules with this one in the place of that with its id."""
    return tuple(rule if each.id == rule.id else each for each in rules)


def without(rules: tuple[Rule, ...], rule: Rule) -> tuple[Rule, ...]:
    """The rules without this one."""
    return tuple(each for each in rules if each.id != rule.id)


def both(base: Rule, typed: Rule, now: Rule) -> Rule:
    """The rule as it stands now, with what a person changed who had begun from `base`.

    What two people changed so that it cannot be together is not judged here.
    """
    parts = {
        "name": typed.name if typed.name != base.name else now.name,
        "active": typed.active if typed.active != base.active else now.active,
        "conditions": _part(base.conditions, typed.conditions, now.conditions),
        "outcome": _part(base.outcome, typed.outcome, now.outcome),
    }
    return now.model_copy(update=parts)


def _part(base: Fact, typed: Fact, now: Fact) -> Fact:
    changed = {name: value for name, value in typed if value != getattr(base, name)}
    return now.model_copy(update=changed)
