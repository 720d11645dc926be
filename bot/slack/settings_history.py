"""The history of a shop's settings: who changed what, and a press that brings an older version back."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.shops import Shop
from bot.domain.versions import Author, Change, Version
from bot.flows.settings import Settings
from bot.flows.settings_history import SettingsHistory, Step
from bot.slack import blocks as b
from bot.slack.answers import privately
from bot.slack.cards import Message
from bot.slack.commands import rest, word
from bot.slack.forms.settings import settings_form
from bot.slack.forms.which import which_message
from bot.slack.ids import Action, Command, history_action
from bot.slack.mrkdwn import Mrkdwn, escape, known, moment, people, setting, shortened, tell
from bot.slack.rule_changes import rule_lines
from bot.words.say import Language, say

Body = Mapping[str, Any]

_WORD = "history"
_MOST_STEPS = 10
_MOST_SHOPS = 25
_LONGEST_VALUE = 120
_BETWEEN = ":"
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


def asks_for_history(body: Body) -> bool:
    """A matcher for Bolt: `/smartbill settings history` was typed."""
    return word(body) == Command.SETTINGS and rest(body).lower() == _WORD


class HistoryListeners:
    """Each one: read, one flow, ack; SmartBill is asked in the background."""

    def __init__(
        self, settings: Settings, history: SettingsHistory, *, language: Callable[[], Language]
    ) -> None:
        self._settings = settings
        self._history = history
        self._language = language

    def command(self, ack: Ack, body: Body) -> None:
        """The latest versions of the only shop, or the question which; without any, the offer of one."""
        shops = self._settings.shops(by=body["user_id"])
        if not shops:
            privately(ack, which_message(self._language(), shops))
        elif len(shops) > 1:
            privately(ack, self._which(shops))
        else:
            privately(ack, self._told(shops[0].id, body["user_id"]))

    def show(self, ack: Ack, action: Body, body: Body, respond: Respond) -> None:
        """The latest versions of the shop whose button was pressed, in place of the question."""
        message = self._told(action["value"], body["user"]["id"])
        ack()
        respond(text=message.text, blocks=message.blocks, replace_original=True)

    def restore(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Open the form in which the older version is checked, and bring it there."""
        shop_id, restores, seen = _read(action["value"])
        author = Author(body["user"]["id"], seen=seen, restores=restores)
        form = self._history.restoring(shop_id, restores, by=author.by)
        opened = client.views_open(trigger_id=body["trigger_id"], view=settings_form(form))
        self._history.restore(opened["view"]["id"], shop_id, author)
        ack()

    def _told(self, shop_id: str, by: str) -> Message:
        shop, steps = self._history.of(shop_id, _MOST_STEPS, by=by)
        return history_message(shop.settings.bot_language, shop, steps)

    def _which(self, shops: tuple[Shop, ...]) -> Message:
        question = tell(self._language(), "settings.which_history")
        buttons = [
            ButtonElement(text=shortened(shop.name, 75), action_id=history_action(shop.id), value=shop.id)
            for shop in shops[:_MOST_SHOPS]
        ]
        blocks: list[Block] = [b.section(question), *b.actions(buttons)]
        return Message(text=question, blocks=b.rendered(blocks))


def history_message(language: Language, shop: Shop, steps: Sequence[Step]) -> Message:
    """Each version with what it changed, the latest first, and a button on all but the one that stands."""
    title = tell(language, "settings.history", shop=shop.name)
    blocks: list[Block] = [b.section(title)]
    for step in steps:
        lines = [_head(language, step.version)]
        for change in step.changes:
            lines += _lines(language, change)
        block = b.section(Mrkdwn("\n".join(lines)))
        if step.version.number != shop.version:
            block.accessory = _restore_button(language, shop, step.version)
        blocks.append(block)
    return Message(text=title, blocks=b.rendered(blocks))


def _restore_button(language: Language, shop: Shop, version: Version) -> ButtonElement:
    value = _BETWEEN.join((shop.id, str(version.number), str(shop.version)))
    button = b.button(language, "button.restore", action=Action.RESTORE, value=value)
    question = tell(language, "confirm.restore", number=version.number)
    return b.confirmed(button, language, "confirm.restore", question)


def _read(value: str) -> tuple[str, int, int]:
    """The shop's id, the version to bring back, and the one that stood when the button was made."""
    shop_id, number, seen = value.rsplit(_BETWEEN, 2)
    return shop_id, int(number), int(seen)


def _head(language: Language, version: Version) -> Mrkdwn:
    at = moment(version.at)
    if not version.by:
        return tell(language, "settings.version.first", number=version.number, at=at)
    facts = {"number": version.number, "at": at, "by": version.by}
    if version.restores:
        return tell(language, "settings.version.restored", facts, restored=version.restores)
    return tell(language, "settings.version", facts)


def _lines(language: Language, change: Change) -> tuple[Mrkdwn, ...]:
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
