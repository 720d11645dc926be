"""Between the shop's orders and its courier: a parcel for each webhook that is on, and what becomes of webhooks that fail."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.sandbox.shop.delivery import Answer, Courier, Delivery, Notice, Parcel
from bot.sandbox.shop.hooks import UPDATED, Hooks
from bot.sandbox.shop.troubles import Trouble, Troubles


class Post:
    """Sends notices as CloudCart does, and worse where wished.

    `duplicate` is how likely `order.updated` is sent twice; `dice` decide, and can be seeded.
    `order.created` never is: CloudCart guards it.
    """

    def __init__(
        self,
        hooks: Hooks,
        troubles: Troubles,
        *,
        api_key: Callable[[], str],
        told: Callable[[Delivery], None],
        pauses: Sequence[float],
    ) -> None:
        self.duplicate = 0.0
        self.dice = random.Random()  # noqa: S311 - chance, not secrecy
        self._hooks = hooks
        self._told = told
        self._lock = threading.Lock()
        self._held: list[Parcel] | None = None
        self._courier = Courier(
            hook=hooks.find,
            api_key=api_key,
            is_cut_off=lambda: Trouble.HOOKS_FAIL in troubles,
            told=self._ended,
            pauses=pauses,
        )
        self.settle = self._courier.settle
        self.close = self._courier.close

    def send(self, notice: Notice) -> None:
        """Send it to every hook that is on now; where none is, nobody is told, also not later."""
        parcels = [Parcel(notice, hook.id) for hook in self._hooks.listening(notice.event)]
        if not parcels:
            error = f"No webhook is on for {notice.event}."
            self._told(Delivery(notice.number, notice.event, datetime.now(UTC), 0, 0, None, error))
        for parcel in parcels:
            for _ in range(1 + self._is_doubled(notice)):
                self._hand_over(parcel)

    @contextmanager
    def out_of_order(self, seed: int | None = None) -> Iterator[None]:
        """Hold what is sent meanwhile, and send it in another order: the latest first, or shuffled by a seed."""
        with self._lock:
            self._held = []
        try:
            yield
        finally:
            with self._lock:
                held, self._held = self._held or [], None
            held.reverse()
            if seed is not None:
                random.Random(seed).shuffle(held)  # noqa: S311 - chance, not secrecy
            for parcel in held:
                self._courier.send(parcel)

    def _is_doubled(self, notice: Notice) -> bool:
        return notice.event == UPDATED and self.dice.random() < self.duplicate

    def _hand_over(self, parcel: Parcel) -> None:
        with self._lock:
            if self._held is not None:
                self._held.append(parcel)
                return
        self._courier.send(parcel)

    def _ended(self, parcel: Parcel, delivery: Delivery, answer: Answer | None) -> None:
        if answer and answer.unsubscribes:
            self._hooks.remove(parcel.hook_id)
        elif answer and not answer.is_good:
            self._hooks.switch_off(parcel.hook_id, str(answer.status or "no answer"))
        self._told(delivery)
