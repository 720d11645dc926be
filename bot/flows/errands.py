"""Write down what is to be done later: the one place that knows each job's kind, lane and key."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from bot.work.jobs import Urgency
from bot.work.ports import Queue


class Kind(StrEnum):
    """Every kind of job; `wiring` says who does it."""

    DECIDE = "notice.decide"
    DECIDE_AGAIN = "order.decide"
    ISSUE = "invoice.issue"
    SETTLE = "invoice.settle"
    PDF = "invoice.pdf"
    COLLECT = "payment.collect"
    WATCH = "payment.watch"
    CARD = "card.show"
    NOTE = "card.note"
    ANNOUNCE = "channel.announce"
    LOAD_SETTINGS = "settings.load"
    CHECK_SETTINGS = "settings.check"


class Errands:
    """Queues jobs. What concerns one order runs in its lane, one after the other; issuing in its series'."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def decide(self, notice_id: int, shop_id: str, external_id: str) -> None:
        """Decide what a notice means."""
        self._queue.enqueue(
            Kind.DECIDE, {"notice": str(notice_id)}, lane=f"news:{shop_id}/{external_id}", key=str(notice_id)
        )

    def decide_again(self, order_id: int, shop_id: str, external_id: str) -> None:
        """Decide about an order once more, because the settings changed; in turn with its notices."""
        payload = {"order": str(order_id)}
        lane = f"news:{shop_id}/{external_id}"
        self._queue.enqueue(Kind.DECIDE_AGAIN, payload, lane=lane, key=str(order_id))

    def issue(
        self, proposal_id: str, shop_id: str, series: str, *, urgency: Urgency = Urgency.NORMAL
    ) -> None:
        """Issue an approved document; one at a time in a series."""
        payload = {"proposal": proposal_id}
        lane = f"series:{shop_id}/{series}"
        self._queue.enqueue(Kind.ISSUE, payload, lane=lane, key=proposal_id, urgency=urgency)

    def settle(
        self, proposal_id: str, shop_id: str, series: str, *, after: timedelta, absences: int = 0
    ) -> None:
        """Find out what became of an attempt that nobody heard the end of; until then the series rests.

        `absences`: how often it was looked for in vain after the quiet time.
        """
        payload = {"proposal": proposal_id, "absences": str(absences)}
        lane = f"series:{shop_id}/{series}"
        self._queue.enqueue(Kind.SETTLE, payload, lane=lane, key=proposal_id, after=after, holds_lane=True)

    def pdf(self, order_id: int) -> None:
        """Bring the document's PDF into the card's thread."""
        self._of_order(Kind.PDF, order_id, Urgency.IDLE)

    def collect(self, payment_id: int, order_id: int, *, urgency: Urgency = Urgency.NORMAL) -> None:
        """Book a payment at SmartBill."""
        payload = {"payment": str(payment_id)}
        lane = f"money:{order_id}"
        self._queue.enqueue(Kind.COLLECT, payload, lane=lane, key=str(payment_id), urgency=urgency)

    def watch(self, invoice_id: int, order_id: int, *, after: timedelta) -> None:
        """Ask SmartBill whether an invoice was collected."""
        payload = {"invoice": str(invoice_id)}
        lane = f"money:{order_id}"
        self._queue.enqueue(
            Kind.WATCH, payload, lane=lane, key=str(invoice_id), after=after, urgency=Urgency.IDLE
        )

    def card(self, order_id: int, *, urgency: Urgency = Urgency.NORMAL) -> None:
        """Bring the order's card up to date; one waiting job is enough."""
        self._of_order(Kind.CARD, order_id, urgency)

    def note(self, order_id: int, slug: str, **facts: str) -> None:
        """Add a line to the card's thread. Facts are numbers, ids and amounts, never a customer's data."""
        payload = {"order": str(order_id), "slug": slug} | {
            f"fact.{name}": value for name, value in facts.items()
        }
        self._queue.enqueue(Kind.NOTE, payload, lane=f"card:{order_id}")

    def announce(self, shop_id: str, slug: str, **facts: str) -> None:
        """Say something in the shop's channel."""
        payload = {"shop": shop_id, "slug": slug} | {f"fact.{name}": value for name, value in facts.items()}
        self._queue.enqueue(Kind.ANNOUNCE, payload, lane=f"shop:{shop_id}")

    def load_settings(self, view_id: str, shop_id: str) -> None:
        """Fill an open settings form with the account's series."""
        payload = {"view": view_id, "shop": shop_id}
        self._queue.enqueue(Kind.LOAD_SETTINGS, payload, lane=f"view:{view_id}", urgency=Urgency.PERSON)

    def check_settings(self, view_id: str, shop_id: str, typed_id: str, by: str) -> None:
        """Check typed settings against SmartBill, and save them if they hold."""
        payload = {"view": view_id, "shop": shop_id, "typed": typed_id, "by": by}
        self._queue.enqueue(Kind.CHECK_SETTINGS, payload, lane=f"view:{view_id}", urgency=Urgency.PERSON)

    def _of_order(self, kind: Kind, order_id: int, urgency: Urgency) -> None:
        payload = {"order": str(order_id)}
        self._queue.enqueue(kind, payload, lane=f"card:{order_id}", key=str(order_id), urgency=urgency)


def facts_of(payload: Mapping[str, str]) -> dict[str, str]:
    """The facts that a note was written down with."""
    return {name.removeprefix("fact."): value for name, value in payload.items() if name.startswith("fact.")}
