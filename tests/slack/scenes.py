"""Scenes of people at work in the sample workspace, with the real bot behind signed HTTP or an open socket."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.cli.world import World, start_world
from bot.domain.approvals import ProposalState
from bot.domain.documents import AttemptState
from bot.flows.kinds import Kind
from bot.sandbox.shop.wishes import BuyerWish, LineWish, OrderWish
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.modals import View
from bot.sandbox.smartbill.documents import Document
from bot.sandbox.smartbill.limits import RateLimit
from bot.slack.ids import Action, Form
from bot.work.schedule import Looks
from tests.slack.filling import plain
from tests.slack.reading import buttons, read

CHANNEL = "C0FACTURI"
ANA, MIHAI, GUEST, STRANGER = "U0ANA", "U0MIHAI", "U0GUEST", "U0STRAIN"

_PATIENCE_SECONDS = 20.0
_BETWEEN_LOOKS_SECONDS = 0.005
_CHANGING_CARDS = {Kind.DECIDE, Kind.DECIDE_AGAIN, Kind.LOOK_UP, Kind.READ_VAT, Kind.CARD}
_Seen = TypeVar("_Seen")


def until(look: Callable[[], _Seen | None]) -> _Seen:
    """What `look` sees as soon as it sees something; fails after `_PATIENCE_SECONDS`."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not (seen := look()):
        assert time.monotonic() < deadline, "This never came."
        time.sleep(_BETWEEN_LOOKS_SECONDS)
    return seen


def is_calm(world: World) -> bool:
    """Whether nothing is under way that may propose another document than cards and forms show.

    Whoever answers before that is told to look again, and rightly so.
    """
    depths = world.app.flows.standing.report().depths
    return not any(depth.due or depth.running for depth in depths if depth.kind in _CHANGING_CARDS)


@dataclass(frozen=True)
class Scene:
    """A running world, and what people do and see in it."""

    world: World

    @classmethod
    def begin(cls, folder: Path, transport: Literal["http", "socket"] = "http") -> "Scene":
        """Start the world without the waits that only real services need."""
        looks = Looks(every=timedelta(seconds=1))
        world = start_world(
            folder,
            port=0,
            looks=looks,
            transport=transport,
            smartbill_rate="3000/10",
            slack_post_rate="1000/1",
        )
        world.smartbill.limit = RateLimit(calls=3000)
        return cls(world)

    def order(self, *, cif: str = "", pieces: int = 1) -> int:
        """A new order that nobody has paid: moka pots and courier, by a person or by a company."""
        buyer = BuyerWish(name="Dan Testescu", company=bool(cif), cif=cif)
        wish = OrderWish(lines=(LineWish(sku="MOKA-6", quantity=pieces),), buyer=buyer)
        return self.world.shop.place(wish).number

    def paid_order(self, **wish: Any) -> int:
        """A new order that is paid, once its card stands in the channel."""
        number = self.order(**wish)
        self.world.shop.set_status(number, "paid")
        self.card(number)
        return number

    def card(self, number: int, *, saying: str = "") -> Message:
        """The order's card, as soon as it stands in the channel and says this."""
        return until(lambda: next((card for card in self.cards(number) if saying in read(card.blocks)), None))

    def cards(self, number: int) -> list[Message]:
        """The cards of an order: its messages in the channel that answer nothing."""
        return [
            message
            for message in self.world.slack.messages(CHANNEL)
            if f"Comanda {number}:" in message.text and message.thread_ts is None
        ]

    def thread(self, number: int) -> list[Message]:
        """What stands under the order's card."""
        root = self.card(number).ts
        return [message for message in self.world.slack.messages(CHANNEL) if message.thread_ts == root]

    def press(self, user: str, action: Action, number: int) -> dict[str, Any]:
        """Press a button on the order's card as it stays, with no form in the way."""
        self.close_forms(user)
        until(lambda: is_calm(self.world))
        return self.world.slack.press(user, action, ts=self.card(number).ts)

    def type(self, user: str, text: str) -> dict[str, Any]:
        """Type into the channel, with no form in the way."""
        self.close_forms(user)
        return self.world.slack.say(user, CHANNEL, text)

    def close_forms(self, user: str) -> None:
        """Close whatever this person has open, so that the next form is a new one."""
        for view in reversed(self.world.slack.views(user)):
            self.world.slack.close(user, view.id)

    def form(self, user: str, form: Form) -> View:
        """The form this person has before them, as soon as it is this one."""
        return until(
            lambda: next(
                (view for view in self.world.slack.views(user) if view.body["callback_id"] == form), None
            )
        )

    def submit(self, user: str, form: Form, **typed: Any) -> dict[str, Any]:
        """Fill in the form and send it off, when what it asked for in opening has been answered."""
        view = self.form(user, form)
        until(lambda: is_calm(self.world))
        return self.world.slack.submit(user, view.id, plain(view.body, **typed))

    def told(self, user: str) -> list[str]:
        """What the bot told this person alone, oldest first."""
        return [read(message.blocks) or message.text for message in self.world.slack.ephemerals(user)]

    def told_next(self, user: str, do: Callable[[], object]) -> str:
        """Do something, and wait for what the bot tells this person alone."""
        before = len(self.told(user))
        do()
        return until(lambda: self.told(user)[before:])[0]

    def documents(self, number: int) -> list[Document]:
        """What SmartBill has issued for this order."""
        return [one for one in self.world.smartbill.documents if f"Comanda {number}" in one.mentions]

    def issued(self, number: int) -> Document:
        """Approve the order as Ana, and wait for its document and its card."""
        self.press(ANA, Action.APPROVE, number)
        self.card(number, saying="a fost emisă")
        return self.documents(number)[0]

    def stuck(self, number: int) -> None:
        """The order is one that nobody knows the end of, and its card asks a person.

        It was approved by Ana, where nobody had; what the bot did for it is as it was.
        """
        ledger = self.world.app.ledger
        proposal = self.world.app.flows.overview.find(str(number)).proposal
        assert proposal is not None
        if ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by=ANA):
            ledger.documents.begin(proposal, 1, date(2026, 11, 22))
            ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.UNKNOWN)
        attempt = ledger.documents.attempt(proposal.id)
        assert attempt is not None
        ledger.documents.end(attempt.id, AttemptState.STUCK)
        ledger.proposals.move(proposal.id, ProposalState.UNKNOWN, ProposalState.STUCK)
        # A second card would be put up while the bot does not know yet where the first one stands.
        until(lambda: ledger.orders.get(proposal.order_id).card_ts)
        self.world.app.flows.cards.show({"order": str(proposal.order_id)})
        self.card(number, saying="spuneți-ne voi")

    def buttons(self, number: int) -> list[str]:
        """The buttons on the order's card."""
        return buttons(self.card(number).blocks)
