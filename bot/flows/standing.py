"""How the bot is doing: what waits, what nobody knows, what is on hold, what comes round. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.approvals import ProposalState
from bot.domain.numbers import CompanySeries
from bot.domain.shops import Shop
from bot.flows.ledger import Ledger
from bot.flows.overview import Prospects
from bot.work.allowance import Share
from bot.work.jobs import Depth, Parked
from bot.work.ports import Queue, Timetable
from bot.work.timetable import LastRun

_MOST_DOUBTS = 100


@dataclass(frozen=True)
class Doubt:
    """An order that nobody knows the end of; `is_stuck`: a person has to say."""

    order: str
    shop: str
    is_stuck: bool


@dataclass(frozen=True)
class Block:
    """SmartBill lets nobody call with this shop's token until then."""

    shop: str
    until: datetime


@dataclass(frozen=True)
class Report:
    """Everything about how the bot is doing, at one moment. `share`: of SmartBill's calls, in seconds.

    `shops`: all that are connected, with what is set for them.
    """

    depths: Sequence[Depth]
    parked: Sequence[Parked]
    doubts: tuple[Doubt, ...]
    held: tuple[CompanySeries, ...]
    blocks: tuple[Block, ...]
    share: Share
    runs: Sequence[LastRun]
    shops: Sequence[Shop] = ()

    @property
    def due(self) -> int:
        """How many jobs could be done now."""
        return sum(depth.due for depth in self.depths)

    @property
    def running(self) -> int:
        """How many jobs are being done."""
        return sum(depth.running for depth in self.depths)

    @property
    def later(self) -> int:
        """How many jobs wait for their time."""
        return sum(depth.later for depth in self.depths)

    @property
    def oldest_due_at(self) -> datetime | None:
        """Since when the oldest job that could be done now waits; None: there is none."""
        return min((depth.oldest_due_at for depth in self.depths if depth.oldest_due_at), default=None)


class Standing:
    """The desk where somebody asks how it goes. `share`: what we may take of SmartBill's calls."""

    def __init__(
        self, ledger: Ledger, work: Queue, rounds: Timetable, prospects: Prospects, share: Share
    ) -> None:
        self._ledger = ledger
        self._work = work
        self._rounds = rounds
        self._prospects = prospects
        self._share = share

    def report(self) -> Report:
        """How it goes at this moment."""
        return Report(
            depths=self._work.depths(),
            parked=self._work.parked(),
            doubts=self._doubts(),
            held=tuple(CompanySeries.of_key(key) for key in self._ledger.numbers.held()),
            blocks=self._blocks(),
            share=self._share,
            runs=self._rounds.last_runs(),
            shops=self._ledger.shops.all(),
        )

    def _doubts(self) -> tuple[Doubt, ...]:
        found = []
        for proposal in self._ledger.proposals.doubtful(_MOST_DOUBTS):
            record = self._ledger.orders.get(proposal.order_id)
            shop = self._ledger.shops.get(record.shop_id).name
            found.append(Doubt(record.order.number, shop, proposal.state is ProposalState.STUCK))
        return tuple(found)

    def _blocks(self) -> tuple[Block, ...]:
        ends = (
            (shop.name, self._prospects.block_ends_at(self._ledger.shops.account(shop.id)))
            for shop in self._ledger.shops.all()
        )
        return tuple(Block(name, end) for name, end in ends if end is not None)
