"""Money received: the listeners of *Collect*."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.flows.overview import Overview
from bot.flows.payments import Payments
from bot.slack.approvals import in_words
from bot.slack.forms.collect import collect_form, read_collect, read_seen
from bot.words.say import Language

Body = Mapping[str, Any]


class PaymentListeners:
    """Each one: read, one flow, ack."""

    def __init__(self, payments: Payments, overview: Overview, *, language: Callable[[], Language]) -> None:
        self._payments = payments
        self._overview = overview
        self._language = language

    def ask_how(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Open the form, filled with what is most likely."""
        invoice = self._payments.about_to_collect(int(action["value"]), by=body["user"]["id"])
        ack()
        life = self._overview.life(invoice.order_id)
        suggested = self._payments.suggested(life.record, invoice)
        view = collect_form(life.shop.settings.bot_language, invoice, suggested)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def collect(self, ack: Ack, view: Body, body: Body) -> None:
        """The payment is committed before Slack hears of it."""
        payment = read_collect(view["state"]["values"])
        if isinstance(payment, dict):
            ack(response_action="errors", errors=in_words(self._language(), payment))
            return
        invoice_id, seen = read_seen(view["private_metadata"])
        self._payments.ask(invoice_id, payment, by=body["user"]["id"], seen=seen)
        ack()

    def nothing(self, ack: Ack) -> None:
        """A button that only opens a page has been pressed."""
        ack()
