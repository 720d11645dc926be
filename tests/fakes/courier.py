"""A courier in memory that keeps the Courier port's promises, remembers what it brought, and can be stopped."""

import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Literal

from bot.domain.missing import MissingOrder
from bot.domain.shops import Shop
from bot.errors import RemoteError, RemoteRejected, RemoteUnavailable
from bot.flows.overview import Life
from bot.flows.ports import MessageRef, Note
from bot.slack.mrkdwn import tell
from bot.words.say import SENTENCES


@dataclass(frozen=True)
class Told:
    """A line in a card's thread, or (without an order) in a channel."""

    where: MessageRef
    order_id: int | None
    note: Note
    language: Literal["ro", "en"]

    @property
    def slug(self) -> str:
        """Which sentence it is."""
        return self.note.slug


@dataclass(frozen=True)
class Attached:
    """A file in a card's thread."""

    where: MessageRef
    order_id: int
    name: str
    content: bytes


class FakeCourier:
    """Plays `bot.flows.ports.Courier`. Read `cards`, `shown`, `told`, `announced`, `files`, `reported`
    and `calls` freely.

    `cards` holds what stands in Slack now; `shown` every state a card was brought to, oldest first. Calls
    are broken by their names: `show`, `tell`, `attach`, `announce`, `report`; each failure asked for is used up by
    one call, unless it was `done`: then the message stands all the same. While `away`, nothing arrives.
    """

    def __init__(self) -> None:
        self.cards: dict[MessageRef, Life] = {}
        self.shown: list[Life] = []
        self.told: list[Told] = []
        self.announced: list[Told] = []
        self.files: list[Attached] = []
        self.reported: list[dict[str, str]] = []
        self.calls: list[str] = []
        self.away = False
        self._failures: dict[str, deque[tuple[RemoteError, bool]]] = defaultdict(deque)
        self._stamps = count(1)
        self._lock = threading.RLock()

    def fail_next(self, call: str, error: RemoteError, *, done: bool = False) -> None:
        """The next such call ends so; `done`: but its message stands."""
        with self._lock:
            self._failures[call].append((error, done))

    def be_away_next(self, call: str, *, retry_after: timedelta | None = None, done: bool = False) -> None:
        """The next such call cannot be brought to Slack now; `done`: only its answer was lost."""
        self.fail_next(call, RemoteUnavailable("slack.unreachable", retry_after=retry_after), done=done)

    def refuse_next(self, call: str, said: str = "not_in_channel") -> None:
        """Slack refuses the next such call in these words."""
        self.fail_next(call, RemoteRejected("slack.refused", said=said))

    def delete_card(self, at: MessageRef) -> None:
        """Somebody deletes the card in Slack; the next `show` puts it up again, elsewhere."""
        with self._lock:
            del self.cards[at]

    def cards_of(self, order_id: int) -> tuple[Life, ...]:
        """The cards that stand for this order, oldest first: one, where nothing went wrong."""
        with self._lock:
            return tuple(life for life in self.cards.values() if life.record.id == order_id)

    def show(self, life: Life, at: MessageRef | None) -> MessageRef:
        with self._bringing("show"):
            stands = at if at in self.cards and at is not None else self._stamp(life.shop.settings.channel)
            self.cards[stands] = life
            self.shown.append(life)
        return stands

    def tell(self, life: Life, at: MessageRef, note: Note) -> None:
        with self._bringing("tell"):
            language = life.shop.settings.bot_language
            assert note.slug in SENTENCES[language]
            self.told.append(Told(at, life.record.id, note, language))

    def attach(self, life: Life, at: MessageRef, pdf: bytes) -> None:
        if life.invoice is None:
            return
        with self._bringing("attach"):
            self.files.append(Attached(at, life.record.id, life.invoice.name, pdf))

    def announce(self, channel: str, language: Literal["ro", "en"], note: Note) -> None:
        with self._bringing("announce"):
            assert tell(language, note.slug, note.facts)
            self.announced.append(Told(self._stamp(channel), None, note, language))

    def report(self, shop: Shop, missing: Sequence[MissingOrder]) -> None:
        with self._bringing("report"):
            self.reported.append({one.number: one.gap.why.value for one in missing})

    def _stamp(self, channel: str) -> MessageRef:
        return MessageRef(channel, f"1780000000.{next(self._stamps):06d}")

    @contextmanager
    def _bringing(self, call: str) -> Iterator[None]:
        """One call at a time: fails before its work, or after it, where a test asked for that."""
        with self._lock:
            self.calls.append(call)
            if self.away:
                raise RemoteUnavailable("slack.unreachable")
            error, done = self._failures[call].popleft() if self._failures[call] else (None, True)
            if error is not None and not done:
                raise error
            yield
            if error is not None:
                raise error
