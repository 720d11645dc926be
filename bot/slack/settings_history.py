"""The history of a shop's settings: who changed what, and a press that brings an older version back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.shops import Shop
from bot.domain.versions import Author, Version
from bot.flows.settings import Settings
from bot.flows.settings_history import SettingsHistory, Step
from bot.slack import blocks as b
from bot.slack.answers import privately
from bot.slack.cards import Message
from bot.slack.commands import rest, word
from bot.slack.forms.restore import read_restore, restore_form, restore_value
from bot.slack.forms.settings import settings_form
from bot.slack.forms.which import which_message
from bot.slack.ids import Action, Command, history_action
from bot.slack.mrkdwn import Mrkdwn, moment, shortened, tell
from bot.slack.setting_changes import change_lines
from bot.words.say import Language

Body = Mapping[str, Any]

_WORD = "history"
_MOST_STEPS = 10
_MOST_SHOPS = 25


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

    def ask(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Show what the older version would change, and ask."""
        shop_id, number, _ = read_restore(action["value"])
        asked = self._history.restoring(shop_id, number, by=body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=restore_form(asked))

    def restore(self, ack: Ack, view: Body, body: Body) -> None:
        """The older version is checked in the background, and what was shown with it changes."""
        shop_id, restores, seen = read_restore(view["private_metadata"])
        author = Author(body["user"]["id"], seen=seen, restores=restores)
        ack(
            response_action="update",
            view=settings_form(self._history.restore(view["id"], shop_id, author)),
        )

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
            lines += change_lines(language, change)
        block = b.section(Mrkdwn("\n".join(lines)))
        if step.version.number != shop.version:
            block.accessory = _restore_button(language, shop, step.version)
        blocks.append(block)
    return Message(text=title, blocks=b.rendered(blocks))


def _restore_button(language: Language, shop: Shop, version: Version) -> ButtonElement:
    value = restore_value(shop, version.number)
    return b.button(language, "button.restore", action=Action.RESTORE, value=value)


def _head(language: Language, version: Version) -> Mrkdwn:
    at = moment(version.at)
    if not version.by:
        return tell(language, "settings.version.first", number=version.number, at=at)
    facts = {"number": version.number, "at": at, "by": version.by}
    if version.restores:
        return tell(language, "settings.version.restored", facts, restored=version.restores)
    return tell(language, "settings.version", facts)
