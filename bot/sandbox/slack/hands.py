"""The people of the workspace at work: everything a person can do in Slack, with an answer in place of an error."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

from bot.sandbox.slack import pressing, speaking, submitting
from bot.sandbox.slack.carrier import Carrier
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.pressing import Press
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.workspace import Workspace


class _Act(Protocol):
    def __call__(self) -> Json: ...


class Hands:
    """Say, press, submit, close, open the home page; every act waits for the app at most three seconds.

    Answers are `{"ok": true, …}` or `{"ok": false, "error": …}`.
    """

    def __init__(self, workspace: Workspace, carrier: Carrier) -> None:
        self._workspace = workspace
        self._carrier = carrier

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Type into a channel (its id or name); what begins with `/` is a command."""

        def act() -> Json:
            place = self._workspace.channel(channel).id
            return speaking.say(
                self._workspace, self._carrier, Message(place, user, text, thread_ts=thread_ts)
            )

        return _answered(act)

    def press(self, act: Press) -> Json:
        """Touch a button, a menu or a field."""
        return _answered(partial(pressing.press, self._workspace, self._carrier, act))

    def submit(self, user: str, view_id: str, values: Mapping[str, Any]) -> Json:
        """Send a form off; `values` is block_id → action_id → plain value. Always has `errors`."""
        done = _answered(partial(submitting.submit, self._workspace, self._carrier, user, view_id, values))
        return {"errors": {}, **done}

    def close(self, user: str, view_id: str) -> Json:
        """Close the topmost form."""
        return _answered(partial(submitting.close, self._workspace, self._carrier, user, view_id))

    def open_home(self, user: str) -> Json:
        """Look at the app's home page."""
        return _answered(partial(speaking.open_home, self._workspace, self._carrier, user))


def _answered(act: _Act) -> Json:
    try:
        return act()
    except ApiError as error:
        return error.answer()
