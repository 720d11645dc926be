"""A document is put right: the listeners of *Correct*."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.flows.correcting import Correcting
from bot.slack.approvals import in_words
from bot.slack.forms.correct import correct_form, corrected_form, read_basis, read_correct
from bot.words.say import Language

Body = Mapping[str, Any]


class CorrectionListeners:
    """Each one: read, one flow, ack."""

    def __init__(self, correcting: Correcting, *, language: Callable[[], Language]) -> None:
        self._correcting = correcting
        self._language = language

    def ask(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Open the form with the document as it stands."""
        correction = self._correcting.may_correct(action["value"], by=body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=correct_form(correction))

    def correct(self, ack: Ack, view: Body, body: Body) -> None:
        """The new document is committed before Slack hears of it, and shown in the form's place."""
        typed = read_correct(view["state"]["values"])
        if isinstance(typed, dict):
            ack(response_action="errors", errors=in_words(self._language(), typed))
            return
        proposal_id, basis = read_basis(view["private_metadata"])
        corrected = self._correcting.correct(proposal_id, typed, basis=basis, by=body["user"]["id"])
        ack(response_action="update", view=corrected_form(corrected))
