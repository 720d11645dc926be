"""What a version of settings changed in a shop's rules: which came, which went, which say something else."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from bot.domain.rule_sentences import rule_sentence
from bot.domain.rulebook import Rule
from bot.domain.versions import Change
from bot.slack.mrkdwn import Mrkdwn, shortened, tell
from bot.words.say import Language

#: So many rules are told of, each in so many characters at most; whoever wants all exports the settings.
_MOST_RULES = 5
_LONGEST_SENTENCE = 300


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


def _sentence(language: Language, stored: dict[str, Any]) -> str:
    try:
        told = rule_sentence(language, Rule.model_validate(stored))
    except ValidationError:
        told = str(stored.get("name", "…"))
    return shortened(told, _LONGEST_SENTENCE)
