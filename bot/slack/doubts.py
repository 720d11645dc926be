"""A person says what cannot be proved: the listeners of orders and numbers that nobody knows the end of."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from bot.domain.numbers import CompanySeries
from bot.flows.doubts import Doubts
from bot.slack.answers import said
from bot.slack.forms.doubt import looking_form, read_was_issued, was_issued_form
from bot.slack.mrkdwn import tell
from bot.slack.notes import read_held
from bot.words.say import Language

Body = Mapping[str, Any]


class DoubtListeners:
    """Each one: read, one flow, ack, answer."""

    def __init__(self, doubts: Doubts, *, language: Callable[[], Language]) -> None:
        self._doubts = doubts
        self._language = language

    def ask_number(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Open the form that asks for the number."""
        proposal = self._doubts.may_say(action["value"], by=body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=was_issued_form(self._language(), proposal))

    def was_issued(self, ack: Ack, view: Body, body: Body) -> None:
        """The number is looked up; what came of that stands in the thread."""
        number = read_was_issued(view["state"]["values"])
        self._doubts.was_issued(view["private_metadata"], number, by=body["user"]["id"])
        ack(response_action="update", view=looking_form(self._language(), number))

    def was_not_issued(self, ack: Ack, action: Body, body: Body) -> None:
        """The same yes sends it again."""
        self._doubts.was_not_issued(action["value"], by=body["user"]["id"])
        ack()

    def by_hand(self, ack: Ack, action: Body, body: Body) -> None:
        """The bot leaves the order to this person."""
        self._doubts.by_hand(action["value"], by=body["user"]["id"])
        ack()

    def not_ours(self, ack: Ack, action: Body, body: Body, respond: Respond) -> None:
        """The series goes on, and the channel sees who said so."""
        shop_id, until, key = read_held(action["value"])
        series, by = CompanySeries.of_key(key), body["user"]["id"]
        self._doubts.not_ours(series, shop_id, until, by=by)
        ack()
        message = said(tell(self._language(), "series.goes_on", by=by, series=series.name))
        respond(text=message.text, blocks=message.blocks, replace_original=True)
