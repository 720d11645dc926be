"""Everything the sample workspace holds: people, channels, messages, forms, files and permits."""

from collections.abc import Callable
from dataclasses import replace

from bot.sandbox.slack.files import FileShelf
from bot.sandbox.slack.messages import Message, MessageBook
from bot.sandbox.slack.modals import ViewBook
from bot.sandbox.slack.people import (
    BOT_USER,
    SLACKBOT,
    Channel,
    Person,
    sample_channels,
    sample_groups,
    sample_people,
)
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.tickets import ReplyPermits, Triggers
from bot.sandbox.slack.values import Values


class Workspace:
    """The state of Slack, in memory; `public_url` is learned from whoever calls the API."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.pulse = Pulse(clock)
        self.people = sample_people()
        self.channels = sample_channels()
        self.groups = sample_groups()
        self.messages = MessageBook(self.pulse)
        self.views = ViewBook(self.pulse)
        self.files = FileShelf(self.pulse)
        self.triggers = Triggers(self.pulse)
        self.permits = ReplyPermits(self.pulse)
        self.chosen: dict[tuple[str, str], Values] = {}
        self.public_url = "http://127.0.0.1"

    def person(self, user: str) -> Person:
        """The person with this id, or `user_not_found`."""
        if user not in self.people:
            raise ApiError("user_not_found")
        return self.people[user]

    def channel(self, reference: str) -> Channel:
        """A channel by id or name; a person's id means the direct messages with them."""
        with self.pulse.lock:
            if reference in self.channels:
                return self.channels[reference]
            for channel in self.channels.values():
                if reference.removeprefix("#") == channel.name:
                    return channel
            if reference in self.people and not self.people[reference].is_bot:
                return self.direct(reference)
            raise ApiError("channel_not_found")

    def direct(self, user: str) -> Channel:
        """The direct messages between the bot and this person, opened where they were not."""
        with self.pulse.lock:
            name = f"D{user[1:]}"
            return self.channels.setdefault(name, Channel(name, "SmartBill Bot", with_user=user))

    def change_channel(self, channel_id: str, **changes: object) -> None:
        """Archive a channel, take the bot or a person out of it, and the like."""
        with self.pulse.lock:
            self.channels[channel_id] = replace(self.channels[channel_id], **changes)  # type: ignore[arg-type]
            self.pulse.touch()

    def change_person(self, user: str, **changes: object) -> None:
        """Let somebody leave, become a guest, and the like."""
        with self.pulse.lock:
            self.people[user] = replace(self.people[user], **changes)  # type: ignore[arg-type]
            self.pulse.touch()

    def tell(self, user: str, channel: str, text: str) -> Message:
        """A line of Slackbot's that only this person sees."""
        return self.messages.post(Message(channel, SLACKBOT, text, viewer=user))

    def thread_root(self, channel: str, ts: str | None) -> str | None:
        """The first message of the thread to answer in, or `thread_not_found`."""
        if not ts:
            return None
        message = self.messages.find(channel, ts)
        if message is None or message.viewer is not None:
            raise ApiError("thread_not_found")
        return message.thread_ts or message.ts

    def bots_message(self, channel: str, ts: str, otherwise: str) -> Message:
        """A lasting message of the bot's own; somebody else's is refused with `otherwise`."""
        message = self.messages.find(channel, ts)
        if message is None or message.viewer is not None:
            raise ApiError("message_not_found")
        if message.user != BOT_USER:
            raise ApiError(otherwise)
        return message
