"""Changes of a shop's list of rules, each a new list; the default rule is none of them."""

from bot.domain.rulebook import Rule


def find(rules: tuple[Rule, ...], named: str) -> Rule | None:
    """The rule of this id or, failing that, of this name, however it is capitalised."""
    name = " ".join(named.split()).casefold()
    by_name = (rule for rule in rules if rule.name.casefold() == name)
    return next((rule for rule in rules if rule.id == named), None) or next(by_name, None)


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
