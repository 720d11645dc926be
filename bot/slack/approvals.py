"""Yes, no, once more: the listeners of proposals."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.flows.approvals import Approvals
from bot.slack.forms.decline import decline_form, read_decline
from bot.slack.forms.issue import kept_view, read_issue
from bot.words.say import Language, say

Body = Mapping[str, Any]


class ApprovalListeners:
    """Each one: read, one flow, ack."""

    def __init__(self, approvals: Approvals, *, language: Callable[[], Language]) -> None:
        self._approvals = approvals
        self._language = language

    def approve(self, ack: Ack, action: Body, body: Body) -> None:
        """The yes is committed before Slack hears of it."""
        self._approvals.approve(action["value"], by=body["user"]["id"])
        ack()

    def try_again(self, ack: Ack, action: Body, body: Body) -> None:
        """Once more after a refusal."""
        self._approvals.try_again(action["value"], by=body["user"]["id"])
        ack()

    def ask_why(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Open the form that asks for the reason of a no."""
        proposal = self._approvals.may_decline(action["value"], by=body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=decline_form(self._language(), proposal))

    def decline(self, ack: Ack, view: Body, body: Body) -> None:
        """The no, with its reason."""
        reason = read_decline(view["state"]["values"])
        if isinstance(reason, dict):
            ack(response_action="errors", errors=in_words(self._language(), reason))
            return
        self._approvals.decline(view["private_metadata"], by=body["user"]["id"], reason=reason)
        ack()

    def issue(self, ack: Ack, view: Body, body: Body) -> None:
        """The document that was previewed is issued by hand."""
        order_id, seen = read_issue(view["private_metadata"])
        if self._approvals.issue_by_hand(order_id, seen, by=body["user"]["id"]):
            ack()
        else:
            ack(response_action="update", view=kept_view(self._language()))


def in_words(language: Language, errors: Mapping[str, str]) -> dict[str, str]:
    """A sentence under each field that is wrong."""
    return {name: say(language, slug) for name, slug in errors.items()}
