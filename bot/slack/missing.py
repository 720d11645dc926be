"""Orders without a document are proposed: the listeners of the buttons that ask for it."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, Respond

from bot.flows.backfilling import Backfilling
from bot.flows.proposing import Proposing
from bot.slack.answers import said
from bot.slack.mrkdwn import Mrkdwn, tell

Body = Mapping[str, Any]


class MissingListeners:
    """Each one: read, one flow, ack, answer. The channel sees who asked, and the button is gone."""

    def __init__(self, proposing: Proposing, backfilling: Backfilling) -> None:
        self._proposing = proposing
        self._backfilling = backfilling

    def propose(self, ack: Ack, action: Body, body: Body, respond: Respond) -> None:
        """Have the orders proposed that were reported."""
        by = body["user"]["id"]
        shop = self._proposing.ask(action["value"], by=by)
        ack()
        _answer(respond, tell(shop.settings.bot_language, "missing.asked", by=by, shop=shop.name))

    def backfill(self, ack: Ack, action: Body, body: Body, respond: Respond) -> None:
        """Have the orders proposed that were there before the shop was connected."""
        by = body["user"]["id"]
        shop = self._backfilling.ask(action["value"], by=by)
        ack()
        _answer(respond, tell(shop.settings.bot_language, "backfill.asked", by=by, shop=shop.name))


def _answer(respond: Respond, text: Mrkdwn) -> None:
    message = said(text)
    respond(text=message.text, blocks=message.blocks, replace_original=True)
