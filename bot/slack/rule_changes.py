"""What a version of settings changed in a shop's rules: which came, which went, which say something else."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from bot.domain.rulebook import Rule
from bot.domain.versions import Change
from bot.slack.mrkdwn import Mrkdwn, escape, shortened, tell
from bot.slack.rule_texts import rule_text
from bot.words.say import Language

#: So many rules are told of, in about so many characters each; whoever wants all exports the settings.
_MOST_RULES = 5
_LONGEST_SENTENCE = 200
_LONGEST_NAME = 60


def rule_lines(language: Language, change: Change) -> tuple[Mrkdwn, ...]:
    """A line for each of the first few rules that differ, found by their ids; nothing of mere places."""
    old, new = _by_id(change.old), _by_id(change.new)
    lines = [*_lines(language, old, new)]
    if len(lines) > _MOST_RULES:
        more = tell(language, "settings.rules.more", number=len(lines) - _MOST_RULES)
        return (*lines[:_MOST_RULES], more)
    return tuple(lines)


def _lines(language: Language, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Mrkdwn]:
    for its_id, rule in new.items():
        sentence = _sentence(language, rule)
        if its_id not in old:
            yield tell(language, "settings.rule.added", sentence=sentence)
        elif _but_switched(old[its_id]) == _but_switched(rule) and old[its_id] != rule:
            slug = "settings.rule.on" if rule.get("active", True) else "settings.rule.off"
            yield tell(language, slug, sentence=_sentence(language, _but_switched(rule)))
        elif old[its_id] != rule:
            before = _sentence(language, old[its_id])
            yield tell(language, "settings.rule.changed", old=before, new=sentence)
    for its_id, rule in old.items():
        if its_id not in new:
            yield tell(language, "settings.rule.removed", sentence=_sentence(language, rule))


def _by_id(rules: Any) -> dict[str, Any]:
    """Rules as they were stored, whether or not they could be rules today."""
    tables = [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    return {str(rule.get("id", "")): rule for rule in tables}


def _but_switched(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule as one that is on."""
    return rule | {"active": True}


def _sentence(language: Language, stored: dict[str, Any]) -> Mrkdwn:
    try:
        rule = Rule.model_validate(stored)
    except ValidationError:
        return escape(shortened(str(stored.get("name", "…")), _LONGEST_NAME))
    return rule_text(language, rule, longest=_LONGEST_SENTENCE)
