"""What a change of settings says to people: each setting with the value before and the value after."""

import re

from bot.domain.versions import Change
from bot.slack.mrkdwn import Mrkdwn, escape, known, people, setting, shortened, tell
from bot.slack.rule_changes import rule_lines
from bot.words.say import Language, say

_LONGEST_VALUE = 120
_IS_CHANNEL = re.compile("[CG][A-Z0-9]+")
#: Settings whose values are people, those that are channels, and those for whose values we have words.
_PEOPLE = frozenset({"approvers", "approver_groups", "admins"})
_CHANNELS = frozenset({"channel", "quiet_channel"})
_WORDS = {
    "statuses": "state",
    "document": "document",
    "document_language": "language",
    "collect_on_paid": "collect_on_paid",
}


def change_lines(language: Language, change: Change) -> tuple[Mrkdwn, ...]:
    """The old value and the new one; of rules, also what each of those that differ says."""
    line = _line(language, change)
    if change.name != "rules":
        return (line,)
    is_told = _text(change.old) != _text(change.new)
    return (*((line,) if is_told else ()), *rule_lines(language, change)) or (line,)


def _line(language: Language, change: Change) -> Mrkdwn:
    old, new = (_value(language, change.name, value) for value in (change.old, change.new))
    return tell(language, "settings.change", name=setting(language, change.name), old=old, new=new)


def _value(language: Language, name: str, value: object) -> Mrkdwn:
    """A setting's value as people read it; a list of tables by the names of these."""
    if isinstance(value, bool):
        return Mrkdwn(say(language, "setting.yes" if value else "setting.no"))
    if name in _PEOPLE and isinstance(value, list) and value:
        return people(language, ", ".join(map(str, value)))
    if name in _CHANNELS and _IS_CHANNEL.fullmatch(str(value)):
        return Mrkdwn(f"<#{value}>")
    if name in _WORDS:
        codes = value if isinstance(value, list) else [value]
        value = [known(language, _WORDS[name], str(code)) for code in codes]
    return escape(shortened(_text(value), _LONGEST_VALUE) or "–")


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case dict():
            return ", ".join(f"{name} = {_text(held)}" for name, held in value.items())
        case list():
            return ", ".join(
                _text(held.get("name", "…") if isinstance(held, dict) else held) for held in value
            )
        case _:
            return str(value)
