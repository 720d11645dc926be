"""The shop's webhooks: who is told of what, and which of them CloudCart switched off."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.shop.refusals import Refused

CREATED = "order.created"
UPDATED = "order.updated"

# There is nothing else that CloudCart tells by itself.
EVENTS = (
    *(
        f"{subject}.{what}"
        for subject in ("category", "vendor", "product", "discount", "customer", "subscriber")
        for what in ("created", "updated", "deleted")
    ),
    CREATED,
    UPDATED,
)


@dataclass(frozen=True)
class Hook:
    """One webhook: an event and the address that is told of it, with headers of its own.

    `off_after` is why CloudCart switched it off: an HTTP status, or `no answer`. Empty where it did not.
    """

    id: int
    event: str
    url: str
    active: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    off_after: str = ""


class Hooks:
    """All webhooks of the shop; may be asked and changed from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._rows: dict[int, Hook] = {}
        self._next = 1
        self._by_hand: tuple[int, ...] = ()
        self._version = 0

    @property
    def version(self) -> int:
        """Grows with every change."""
        with self._lock:
            return self._version

    @property
    def all(self) -> list[Hook]:
        """All hooks, oldest first."""
        with self._lock:
            return list(self._rows.values())

    def find(self, number: int) -> Hook | None:
        """The hook of this id, or None."""
        with self._lock:
            return self._rows.get(number)

    def listening(self, event: str) -> list[Hook]:
        """The hooks that are told of this event."""
        return [hook for hook in self.all if hook.active and hook.event == event]

    def add(self, event: str, url: str, **more: Any) -> Hook:
        """One more hook; its address is not tried."""
        with self._lock:
            hook = Hook(self._next, event, url, **more)
            self._next += 1
            self._keep(hook)
            return hook

    def change(self, number: int, **changes: Any) -> Hook:
        """Give a hook other values; refuses one that does not exist. Who switches it on has seen why it was off."""
        with self._lock:
            if number not in self._rows:
                raise Refused(404, f"There is no webhook {number}.")
            hook = replace(self._rows[number], **changes)
            self._keep(replace(hook, off_after="") if hook.active else hook)
            return self._rows[number]

    def remove(self, number: int) -> None:
        """Forget a hook; one that is gone already is gone."""
        with self._lock:
            self._rows.pop(number, None)
            self._version += 1

    def make_by_hand(self, base: str | None) -> None:
        """What the merchant made: a hook for each of an order's events at `{base}/{event}`, in place of former ones."""
        with self._lock:
            for number in self._by_hand:
                self.remove(number)
            events = (CREATED, UPDATED) if base else ()
            made = [self.add(event, f"{(base or '').rstrip('/')}/{event}") for event in events]
            self._by_hand = tuple(hook.id for hook in made)

    def switch_off(self, number: int, after: str) -> None:
        """What CloudCart does to a hook that fails it."""
        with self._lock:
            if number in self._rows:
                self._keep(replace(self._rows[number], active=False, off_after=after))

    def _keep(self, hook: Hook) -> None:
        self._rows[hook.id] = hook
        self._version += 1
