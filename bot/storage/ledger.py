"""All that is remembered, behind the one port that the flows know."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.storage.approvals import SqlProposals
from bot.storage.audit import SqlAudit
from bot.storage.documents import SqlDocuments
from bot.storage.engine import Database
from bot.storage.numbers import SqlNumbers
from bot.storage.orders import SqlNotices, SqlOrders
from bot.storage.payments import SqlPayments
from bot.storage.secrets import Cipher
from bot.storage.shops import SqlShops
from bot.work.ports import Clock


class SqlLedger:
    """The `Ledger` port on SQL."""

    def __init__(self, database: Database, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self.shops = SqlShops(database, cipher, clock)
        self.notices = SqlNotices(database, clock)
        self.orders = SqlOrders(database, clock)
        self.proposals = SqlProposals(database, clock)
        self.documents = SqlDocuments(database, clock)
        self.numbers = SqlNumbers(database, clock)
        self.payments = SqlPayments(database, clock)
        self.audit = SqlAudit(database, clock)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._database.transaction():
            yield
