"""The messages of the workspace: who said what where, what only one person sees, and what was edited since."""

from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.slack.people import APP_ID, BOT_ID, BOT_USER, TEAM_ID
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.shapes import Json


@dataclass(frozen=True)
class Message:
    """One message; where `viewer` is set it is ephemeral and nobody else sees it."""

    channel: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    files: tuple[str, ...] = ()
    metadata: Json | None = None
    viewer: str | None = None
    edited_at: str | None = None
    ts: str = ""

    def as_slack(self) -> Json:
        """The `message` object of Slack's answers and payloads."""
        body: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM_ID}
        if self.user == BOT_USER:
            profile = {"id": BOT_ID, "app_id": APP_ID, "name": "SmartBill Bot", "team_id": TEAM_ID}
            body |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": profile}
        optional: dict[str, Any] = {
            "blocks": list(self.blocks),
            "thread_ts": self.thread_ts,
            "metadata": self.metadata,
            "edited": self.edited_at and {"user": BOT_USER, "ts": self.edited_at},
        }
        return body | {name: value for name, value in optional.items() if value}


class MessageBook:
    """All messages in the order they came."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._by_ts: dict[str, Message] = {}

    def post(self, message: Message) -> Message:
        """Write it down; the message comes back with its `ts`."""
        with self._pulse.lock:
            stamped = replace(message, ts=self._pulse.stamp())
            self._by_ts[stamped.ts] = stamped
            self._pulse.touch()
            return stamped

    def find(self, channel: str, ts: str) -> Message | None:
        """The message at this place, ephemeral ones included."""
        found = self._by_ts.get(ts)
        return found if found is not None and found.channel == channel else None

    def at(self, ts: str) -> Message | None:
        """The message with this `ts`, in whatever channel."""
        return self._by_ts.get(ts)

    def replace(self, message: Message) -> None:
        """Put the new text of a message in the place of the old."""
        with self._pulse.lock:
            self._by_ts[message.ts] = message
            self._pulse.touch()

    def remove(self, ts: str) -> None:
        """Take it away, for everybody."""
        with self._pulse.lock:
            self._by_ts.pop(ts, None)
            self._pulse.touch()

    def visible(self, channel: str, viewer: str | None) -> list[Message]:
        """What this person sees in a channel, oldest first; for `None` what everybody sees."""
        with self._pulse.lock:
            return [
                message
                for message in self._by_ts.values()
                if message.channel == channel and message.viewer in {None, viewer}
            ]

    def ephemerals(self, viewer: str) -> list[Message]:
        """What only this person sees, oldest first."""
        with self._pulse.lock:
            return [message for message in self._by_ts.values() if message.viewer == viewer]
