"""Connecting a shop: the listeners of its button and its form."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from bot.flows.connecting import Connecting
from bot.flows.hooking import Hooking
from bot.slack.answers import said
from bot.slack.approvals import in_words
from bot.slack.blocks import Json
from bot.slack.forms.connect import connect_form, empty_form, of_kind, read_connect
from bot.slack.forms.hooks import hooks_form, renewed_form
from bot.slack.mrkdwn import tell
from bot.slack.showing import change
from bot.words.say import Language

Body = Mapping[str, Any]


class ConnectListeners:
    """Each one: read, one flow, ack; SmartBill is asked in the background."""

    def __init__(self, connecting: Connecting, hooking: Hooking, *, language: Callable[[], Language]) -> None:
        self._connecting = connecting
        self._hooking = hooking
        self._language = language

    def open(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Open the empty form, on top of the settings where it was asked for there."""
        self._connecting.must_be_allowed(body["user"]["id"])
        ack()
        _show(client, body, connect_form(empty_form(self._language())))

    def hooks(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Show where a shop has to send its notices."""
        hooks = self._connecting.hooks(action["value"], by=body["user"]["id"])
        ack()
        _show(client, body, hooks_form(self._language(), hooks))

    def mend(self, ack: Ack, action: Body, body: Body, respond: Respond) -> None:
        """Have a shop's hooks put right; the channel sees who asked for it."""
        by = body["user"]["id"]
        shop = self._hooking.ask(action["value"], by=by)
        ack()
        message = said(tell(self._language(), "hooks.asked", by=by, shop=shop.name))
        respond(text=message.text, blocks=message.blocks, replace_original=True)

    def renew(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Make a new secret for a shop, and show it in place of its addresses."""
        renewed = self._connecting.renew(action["value"], by=body["user"]["id"])
        ack()
        client.views_update(view_id=body["view"]["id"], view=renewed_form(self._language(), renewed))

    def choose_kind(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Show the fields that the chosen kind of shop needs, keeping what was typed."""
        ack()
        view = body["view"]
        changed = of_kind(self._language(), view, action["selected_option"]["value"])
        change(client, view["id"], changed, seen=view["hash"])

    def submit(self, ack: Ack, view: Body, body: Body) -> None:
        """Formats are marked at once; the rest is checked in the background."""
        language = self._language()
        read = read_connect(view["state"]["values"], language)
        if isinstance(read, dict):
            ack(response_action="errors", errors=in_words(language, read))
            return
        typed_id, by = view["private_metadata"], body["user"]["id"]
        form = self._connecting.submit(view["id"], read, typed_id=typed_id, by=by)
        ack(response_action="update", view=connect_form(form))


def _show(client: WebClient, body: Body, view: Json) -> None:
    if "view" in body:
        client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)
