"""A workspace's people in memory: everybody is a full member, except the guests a test names."""

from collections.abc import Iterable
from datetime import timedelta

from bot.errors import RemoteUnavailable


class FakePeople:
    """Plays `bot.flows.ports.People`. Change `guests` freely; `asked` holds the users asked about.

    The bot is in every channel but those of `without_bot`. While `away`, Slack cannot be asked.
    """

    def __init__(self, guests: Iterable[str] = ()) -> None:
        self.guests = set(guests)
        self.without_bot: set[str] = set()
        self.asked: list[str] = []
        self.away = False
        self.retry_after: timedelta | None = None

    def is_full_member(self, user: str) -> bool:
        self.asked.append(user)
        if self.away:
            raise RemoteUnavailable("slack.unreachable", retry_after=self.retry_after)
        return user not in self.guests

    def has_bot(self, channel: str) -> bool:
        if self.away:
            raise RemoteUnavailable("slack.unreachable", retry_after=self.retry_after)
        return channel not in self.without_bot
