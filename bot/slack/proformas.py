"""*Invoice it*: the listener of proformas that become invoices."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.flows.invoicing import Invoicing

Body = Mapping[str, Any]


class ProformaListeners:
    """Each one: read, one flow, ack."""

    def __init__(self, invoicing: Invoicing) -> None:
        self._invoicing = invoicing

    def invoice(self, ack: Ack, action: Body, body: Body) -> None:
        """The word is committed before Slack hears of it."""
        self._invoicing.ask(int(action["value"]), by=body["user"]["id"])
        ack()
