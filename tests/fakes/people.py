"""A workspace's people in memory: everybody is a full member, except the guests a test names; and groups."""

from collections.abc import Iterable
from datetime import timedelta

from bot.errors import RemoteUnavailable


class FakePeople:
    """Plays `bot.flows.ports.People`. Change `guests` and `groups` freely; `asked`: whom it was asked about.

    The bot is in every channel but those of `without_bot`. While `away`, Slack cannot be asked.
    """

    def __init__(self, guests: Iterable[str] = ()) -> None:
        self.guests = set(guests)
        self.without_bot: set[str] = set()
        self.groups: dict[str, set[str]] = {}
        self.asked: list[str] = []
        self.away = False
        self.retry_after: timedelta | None = None

    def is_full_member(self, user: str) -> bool:
        self._ask(user)
        return user not in self.guests

    def members(self, group: str) -> frozenset[str]:
        self._ask(group)
        return frozenset(self.groups.get(group, ()))

    def _ask(self, about: str) -> None:
        self.asked.append(about)
        if self.away:
            raise RemoteUnavailable("slack.unreachable", retry_after=self.retry_after)

    def has_bot(self, channel: str) -> bool:
        if self.away:
            raise RemoteUnavailable("slack.unreachable", retry_after=self.retry_after)
        return channel not in self.without_bot
