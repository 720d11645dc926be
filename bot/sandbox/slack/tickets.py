"""The permits Slack hands out with an interaction: trigger ids (3 s, once) and response URLs (30 min, five times)."""

from dataclasses import dataclass, replace

from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusals import ApiError

TRIGGER_SECONDS = 3.0
REPLY_SECONDS = 30 * 60.0
MOST_REPLIES = 5


@dataclass(frozen=True)
class Trigger:
    """A permit to open one view for one person; `view_id` is the view it was won in."""

    user: str
    at: float
    view_id: str | None
    spent: bool = False


class Triggers:
    """Trigger ids and what became of them."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._by_id: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new permit; its three seconds start now."""
        with self._pulse.lock:
            name = self._pulse.new_id("13345224609.")
            self._by_id[name] = Trigger(user, self._pulse.now(), view_id)
            return name

    def spend(self, name: str) -> Trigger:
        """Use a permit up, or raise the error Slack has for it."""
        with self._pulse.lock:
            trigger = self._by_id.get(name)
            if trigger is None:
                raise ApiError("invalid_trigger_id")
            if trigger.spent:
                raise ApiError("exchanged_trigger_id")
            if self._pulse.now() - trigger.at > TRIGGER_SECONDS:
                raise ApiError("expired_trigger_id")
            self._by_id[name] = replace(trigger, spent=True)
            return trigger


@dataclass(frozen=True)
class ReplyPermit:
    """Where a response URL leads: to a person in a channel, and to the message that was pressed, if any."""

    user: str
    channel: str
    at: float
    message_ts: str | None = None
    uses: int = 0


class ReplyPermits:
    """Response URLs by the last part of their address."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._by_id: dict[str, ReplyPermit] = {}

    def issue(self, user: str, channel: str, message_ts: str | None = None) -> str:
        """A new permit; returns the last part of the address."""
        with self._pulse.lock:
            name = self._pulse.new_id("R")
            self._by_id[name] = ReplyPermit(user, channel, self._pulse.now(), message_ts)
            return name

    def use(self, name: str) -> ReplyPermit:
        """Count one use, or raise `expired_url` or `used_url`."""
        with self._pulse.lock:
            permit = self._by_id.get(name)
            if permit is None or self._pulse.now() - permit.at > REPLY_SECONDS:
                raise ApiError("expired_url")
            if permit.uses >= MOST_REPLIES:
                raise ApiError("used_url")
            self._by_id[name] = replace(permit, uses=permit.uses + 1)
            return permit
