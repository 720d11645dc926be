"""The other series of a shop: where an order may have its document already, by a rule that it met before."""

from collections.abc import Callable

from bot.domain.numbers import CompanySeries, series_named_in
from bot.domain.shops import Account
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.ledger import Ledger
from bot.work.schedule import BETWEEN_DOUBTS


class Sisters:
    """Looks after the series that a shop's settings and rules name, active or not, once in each process.

    Books that were put back from a copy have forgotten documents in any of these. The order of one may meet
    another rule by now, and would be issued in that one's series too.
    """

    def __init__(self, ledger: Ledger, compare: Callable[[Account, CompanySeries, str], object]) -> None:
        self._ledger = ledger
        self._compare = compare
        self._compared: set[CompanySeries] = set()
        self._explained: set[CompanySeries] = set()

    def must_be_explained(self, account: Account, series: CompanySeries, shop_id: str) -> None:
        """Compare each sister that the shop names with the books, before it issues anything in this series.

        Raises:
            RemoteUnavailable: numbers in one of them are still to be explained.
            RemoteRejected: the account cannot be asked.
        """
        named = series_named_in(self._ledger.shops.get(shop_id).settings) - self._explained
        for sister in sorted(named, key=lambda one: one.key):
            if sister.key == series.key or not sister.is_sister(series):
                continue
            if self._is_compared(account, sister, shop_id) and self._is_held(sister):
                raise RemoteUnavailable("series.sister_rests", retry_after=BETWEEN_DOUBTS)
            self._explained.add(sister)

    def _is_compared(self, account: Account, sister: CompanySeries, shop_id: str) -> bool:
        """Whether it was compared in this process; False: SmartBill has no such series, and nothing in it."""
        if sister not in self._compared:
            try:
                self._compare(account, sister, shop_id)
            except RemoteRejected as error:
                if error.slug != "smartbill.no_such_series":
                    raise
                return False
            self._compared.add(sister)
        return True

    def _is_held(self, sister: CompanySeries) -> bool:
        known = self._ledger.numbers.counter(sister.key)
        return known is not None and known.is_held
