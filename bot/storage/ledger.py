"""All that is remembered, behind the one port that the flows know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bot.storage.approvals import SqlProposals
from bot.storage.audit import SqlAudit
from bot.storage.changes import SqlChanges
from bot.storage.documents import SqlDocuments
from bot.storage.engine import Database
from bot.storage.gaps import SqlGaps
from bot.storage.missed import SqlMissed
from bot.storage.newcomers import SqlNewcomers
from bot.storage.notices import SqlNotices
from bot.storage.numbers import SqlNumbers
from bot.storage.orders import SqlOrders
from bot.storage.payments import SqlPayments
from bot.storage.registers import SqlRegisters
from bot.storage.secrets import Cipher
from bot.storage.shops import SqlShops
from bot.storage.vanished import SqlVanished
from bot.storage.versions import SqlVersions
from bot.storage.visits import SqlVisits
from bot.storage.waits import SqlWaits
from bot.work.ports import Clock

_Answer = TypeVar("_Answer")


class SqlLedger:
    """The `Ledger` port on SQL."""

    def __init__(self, database: Database, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self.shops = SqlShops(database, cipher, clock)
        self.versions = SqlVersions(database)
        self.newcomers = SqlNewcomers(database, cipher, clock)
        self.notices = SqlNotices(database, clock)
        self.missed = SqlMissed(database)
        self.orders = SqlOrders(database, clock)
        self.waits = SqlWaits(database)
        self.visits = SqlVisits(database)
        self.gaps = SqlGaps(database)
        self.proposals = SqlProposals(database, clock)
        self.documents = SqlDocuments(database, clock)
        self.vanished = SqlVanished(database)
        self.changes = SqlChanges(database)
        self.numbers = SqlNumbers(database, clock)
        self.payments = SqlPayments(database, clock)
        self.registers = SqlRegisters(database)
        self.audit = SqlAudit(database, clock)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._database.transaction():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._database.reading():
            yield

    def shared(self, work: Callable[[], _Answer]) -> _Answer:
        return self._database.shared(work)
