"""Two colleagues and an accountant at work in Slack: they press what they see, together, late and again."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bot.sandbox.slack import payloads, pressing
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.pressing import Press
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.standin import SlackStandIn
from bot.slack.forms.fields import VALUE
from bot.slack.ids import Action
from tests.kill.books import Progress
from tests.kill.orders import Order

_PATIENCE_SECONDS = 3.0
_LATE = 0.15


@dataclass
class People:
    """Approve what is proposed, both at once; collect what is paid; try again what was refused, once.

    What the bot cannot find out they look up in SmartBill, and say: of an order, and of a series on hold.
    """

    slack: SlackStandIn
    progress: Progress
    order: Callable[[int], Order | None]
    dice: random.Random
    _pressed: dict[tuple[int, str], float] = field(default_factory=dict)
    _late: list[tuple[float, Message]] = field(default_factory=list)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(6))

    def work(self, over: threading.Event) -> None:
        """Look at the channel and press, until it is over."""
        while not over.wait(0.15):
            for number, card in self.progress.cards().items():
                self._look(number, card)
            for message in self.progress.to_disown():
                self.press("U0ANA", Action.NOT_OURS, message)
            self._press_late()
        self._pool.shutdown()

    def _look(self, number: int, card: Message) -> None:
        if self._wants(number, card, Action.APPROVE):
            for person in ("U0ANA", "U0MIHAI"):
                self._pool.submit(self.press, person, Action.APPROVE, card)
            if self.dice.random() < _LATE:
                self._late.append((time.monotonic() + self.dice.uniform(1, 6), card))
        elif self._wants(number, card, Action.WAS_NOT_ISSUED):
            self._say_what_became_of(number, card)
        elif number % 2 and self._wants(number, card, Action.TRY_AGAIN, most=1):
            self._pool.submit(self.press, "U0MIHAI", Action.TRY_AGAIN, card)
        elif self._is_paid(number) and self._wants(number, card, Action.COLLECT):
            self._collect(card)

    def _wants(self, number: int, card: Message, action: Action, most: int = 0) -> bool:
        """Whether the button is there, and was not pressed just now; `most`: never more often than that."""
        if f"'{action}'" not in str(card.blocks):
            return False
        before, now = self._pressed.get((number, action)), time.monotonic()
        if before is not None and (most or now - before < _PATIENCE_SECONDS):
            return False
        self._pressed[number, action] = now
        return True

    def _is_paid(self, number: int) -> bool:
        order = self.order(number)
        return order is not None and order.is_paid

    def _press_late(self) -> None:
        """Somebody's screen still shows the button."""
        now = time.monotonic()
        for due, card in [each for each in self._late if each[0] <= now]:
            self._late.remove((due, card))
            self._pool.submit(self.press, "U0ELENA", Action.APPROVE, card)

    def press(self, user: str, action: Action, seen: Message) -> bool:
        """Press a button of a message as it was seen; False: the bot did not answer in time."""
        workspace = self.slack.workspace
        try:
            touched = pressing._touch(seen.blocks, Press(user, action))
        except ApiError:
            return False
        parcel = payloads.press_in_message(workspace, workspace.person(user), seen, touched)
        return self.slack.carrier.carry(parcel).error is None

    def _say_what_became_of(self, number: int, card: Message) -> None:
        issued = self.progress.number_of(number)
        if issued is None:
            self.press("U0ELENA", Action.WAS_NOT_ISSUED, card)
        else:
            self._fill_in(card, Action.WAS_ISSUED, {"number": {VALUE: issued}})

    def _collect(self, card: Message) -> None:
        self._fill_in(card, Action.COLLECT, {})

    def _fill_in(self, card: Message, action: Action, values: Mapping[str, Mapping[str, str]]) -> None:
        """Open the form, leave everything else as it stands there, send it off."""
        user = "U0ELENA"
        for view in self.slack.views(user):
            self.slack.close(user, view.id)
        self.press(user, action, card)
        end = time.monotonic() + 1
        while time.monotonic() < end:
            for view in self.slack.views(user):
                self.slack.submit(user, view.id, values)
                return
            time.sleep(0.05)
