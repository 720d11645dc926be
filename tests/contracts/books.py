"""A ledger with something in it already, and several people at it in the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, Invoice, Issued
from bot.domain.shops import Shop
from bot.flows.ledger import Ledger, OrderRecord
from bot.storage.engine import Database
from bot.storage.ledger import SqlLedger
from bot.storage.secrets import Cipher
from tests.builders import a_draft, a_shop, an_order
from tests.fakes.clock import FakeClock
from tests.storage.databases import KEY

FRIDAY = date(2026, 11, 20)
TOKEN = "003|5f1d9f0a7be4c2d81e6a3b905c7d1f3a"
HOOK_SECRET = "WHSEC0123456789ABCDEFGHIJKLMNOP"

_T = TypeVar("_T")


@dataclass(frozen=True)
class Books:
    """A ledger, and the hand of a test on its clock and its database."""

    ledger: Ledger
    database: Database
    clock: FakeClock

    def connect(self, **changes: Any) -> Shop:
        """`a_shop`, connected."""
        shop = a_shop(**changes)
        self.ledger.shops.add(
            shop, smartbill_token=TOKEN, hook_token=f"hook-{shop.id}", hook_secret=HOOK_SECRET
        )
        return shop

    def order(self, **changes: Any) -> OrderRecord:
        """`an_order` of the shop, stored; the shop is connected where it is not yet."""
        if not self.ledger.shops.all():
            self.connect()
        record = self.ledger.orders.update("lampi", an_order(**changes))
        assert record is not None
        return record

    def proposal(
        self, state: ProposalState = ProposalState.OPEN, *, number: str = "1043", **changes: Any
    ) -> Proposal:
        """A proposal of `a_draft` in this state, for the order of that number."""
        record = self.order(external_id=number, number=number)
        opened = self.ledger.proposals.open(record, a_draft(**changes), (), "default", ())
        assert opened is not None
        if state in {ProposalState.APPROVED, ProposalState.DECLINED, ProposalState.WITHDRAWN}:
            assert self.ledger.proposals.answer(opened.id, state, by="U1")
        elif state is not ProposalState.OPEN:
            assert self.ledger.proposals.move(opened.id, ProposalState.OPEN, state)
        return opened

    def begun(self, proposal: Proposal, expected_number: int = 12) -> Attempt:
        """An attempt at the proposal, written down."""
        attempt = self.ledger.documents.begin(proposal, expected_number, FRIDAY)
        assert attempt is not None
        return attempt

    def invoice(self, number: str = "0012", **changes: Any) -> Invoice:
        """`a_draft` issued as this number of its series."""
        proposal = self.proposal(ProposalState.APPROVED)
        attempt = self.begun(proposal)
        changed = replace(proposal, draft=a_draft(**changes))
        return self.ledger.documents.record(changed, attempt, Issued("FCT", number), FRIDAY)

    def stand_still(self, monkeypatch: pytest.MonkeyPatch, seconds: float = 1000.0) -> None:
        """Let the clock that nobody sets stand at so many seconds, on either database."""
        monkeypatch.setattr(self.database, "moment", lambda _session: seconds)


def books_on(database: Database) -> Books:
    clock = FakeClock()
    return Books(SqlLedger(database, Cipher((KEY,)), clock), database, clock)


def at_once(*works: Callable[[], _T]) -> list[_T]:
    """What each answers when all begin in the same moment, each in a thread of its own."""
    barrier = threading.Barrier(len(works))

    def begin(work: Callable[[], _T]) -> _T:
        barrier.wait(5)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))
