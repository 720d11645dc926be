"""What came of it all, read where people would: in SmartBill's books, on Slack's cards, in the ledger."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.documents import Document
from bot.sandbox.smartbill.standin import SmartBillStandIn
from bot.storage.engine import Database
from bot.storage.work_tables import JobRow
from tests.kill.held import is_a_colleagues_to_answer
from tests.kill.orders import Order, number_in
from tests.kill.weather import is_a_colleagues

CHANNEL = "C0FACTURI"
#: What a card's text says where nothing more comes by itself.
_STATES = {
    "collected": "a fost încasată",
    "issued": "a fost emisă, de încasat",
    "refused": "SmartBill a refuzat",
    "unknown": "nu a răspuns",
    "stuck": "nu putem afla",
    "proposed": "așteaptă aprobarea",
    "approved": "aprobată, se emite",
    "collecting": "se înregistrează încasarea",
    "withdrawn": "retrasă",
}
_DONE = frozenset({"collected", "issued"})
_CARD = re.compile(r"Comanda (\d+):")


@dataclass
class Verdict:
    """The end of a run, in figures. `faults` is empty if the house kept its promises."""

    orders: int = 0
    doubles: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    #: Orders whose card stands still where it should not, or contradicts the books; or these the order.
    stuck: dict[int, str] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)
    payments_twice: list[int] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    cards_twice: int = 0
    #: Cards that a person still sees in a state that is over: posted twice, and not edited since.
    left_behind: int = 0

    @property
    def faults(self) -> dict[str, object]:
        """What must not be, by name."""
        names = ("doubles", "lost", "stuck", "wrong", "payments_twice", "parked")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def invoices_by_order(smartbill: SmartBillStandIn) -> dict[int, list[Document]]:
    """Every invoice but a colleague's, by the order whose product it names."""
    found: dict[int, list[Document]] = {}
    for document in smartbill.documents:
        if is_a_colleagues(document):
            continue
        found.setdefault(number_in(document.lines[0].name), []).append(document)
    return found


def cards_by_order(slack: SlackStandIn) -> dict[int, list[Message]]:
    """Every card, by order, the newest last."""
    found: dict[int, list[Message]] = {}
    for message in slack.messages(CHANNEL):
        match = None if message.thread_ts else _CARD.match(message.text)
        if match:
            found.setdefault(int(match.group(1)), []).append(message)
    return found


def state_of(card: Message) -> str:
    """Where the order stands, as its card says."""
    return next((state for state, words in _STATES.items() if words in card.text), card.text)


def standing(cards: list[Message]) -> Message:
    """The card that tells where the order stands: one posted twice may leave a card behind that nobody edits."""
    return next((card for card in reversed(cards) if state_of(card) in _DONE), cards[-1])


def end_of(order: Order, state: str) -> str:
    """The end at which an order is, or nothing."""
    if state in {"collected", "refused"}:
        return state
    return state if state == "issued" and not order.is_paid else ""


def judged(accepted: Mapping[int, Order], smartbill: SmartBillStandIn, slack: SlackStandIn) -> Verdict:
    """Compare what was accepted with what came of it."""
    invoices, cards = invoices_by_order(smartbill), cards_by_order(slack)
    verdict = Verdict(orders=len(accepted), cards_twice=sum(len(each) - 1 for each in cards.values()))
    verdict.doubles = sorted(number for number, made in invoices.items() if len(made) > 1)
    booked = Counter(payment.invoice for payment in smartbill.payments)
    for number, order in sorted(accepted.items()):
        made, shown = invoices.get(number, []), cards.get(number, [])
        if not shown and not made:
            verdict.lost.append(number)
            continue
        state = state_of(standing(shown)) if shown else "no card"
        end = end_of(order, state)
        verdict.ends[end or "none"] += 1
        if not end:
            verdict.stuck[number] = state
        verdict.left_behind += sum(state_of(card) != state for card in shown)
        if bool(made) != (state in {"issued", "collected", "collecting"}):
            verdict.wrong[number] = f"card says {state}, books hold {len(made)}"
        if strange := [document.total for document in made if document.total not in order.totals]:
            verdict.wrong[number] = f"books hold {strange}, the order came to {order.totals}"
        if any(booked[document.key] > 1 for document in made):
            verdict.payments_twice.append(number)
    return verdict


class Progress:
    """Looks at the books again and again while a run goes on."""

    def __init__(self, smartbill: SmartBillStandIn, slack: SlackStandIn, database: Database) -> None:
        self._smartbill = smartbill
        self._slack = slack
        self._database = database

    def cards(self) -> dict[int, Message]:
        """Each order's card."""
        return {number: standing(cards) for number, cards in cards_by_order(self._slack).items()}

    def to_disown(self) -> list[Message]:
        """The messages under which a colleague can say: those numbers are ours, not the bot's."""
        said = self._slack.messages(CHANNEL)
        return [message for message in said if is_a_colleagues_to_answer(message, self._smartbill)]

    def number_of(self, order: int) -> str | None:
        """Under which number an order stands in SmartBill's books, for a person who looks there."""
        made = invoices_by_order(self._smartbill).get(order)
        return made[0].number if made else None

    def ended(self, orders: Mapping[int, Order]) -> int:
        """How many of these orders are at an end."""
        cards = self.cards()
        return sum(
            bool(end_of(order, state_of(cards[number])))
            for number, order in tuple(orders.items())
            if number in cards
        )

    def has_nothing_to_do(self) -> bool:
        """Whether no job runs or is due soon."""
        soon = datetime.now(UTC) + timedelta(seconds=30)
        with self._database.reading() as session:
            jobs = session.exec(select(JobRow).where(col(JobRow.state).in_(("waiting", "running"))))
            return all(job.state == "waiting" and job.due_at > soon for job in jobs)

    def judged(self, accepted: Mapping[int, Order]) -> Verdict:
        """The verdict on what was accepted."""
        verdict = judged(accepted, self._smartbill, self._slack)
        verdict.parked = parked_jobs(self._database)
        return verdict


def parked_jobs(database: Database) -> list[str]:
    """Jobs that nobody will do, with why."""
    with database.reading() as session:
        rows = session.exec(select(JobRow).where(JobRow.state == "parked"))
        return [f"{row.kind} ({row.why})" for row in rows]
