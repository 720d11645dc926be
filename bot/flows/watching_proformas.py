"""Look at proformas from time to time: did a person invoice one in SmartBill, or delete it?"""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.anchors import sole_invoice
from bot.domain.documents import Invoice
from bot.flows.converting import Converting
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.looks import asked_later
from bot.flows.vanishing import is_surely_missing, vanished
from bot.work.jobs import Urgency
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_DOUBTS, Looks


class WatchingProformas:
    """The desk that watches proformas without an invoice. `quiet`: until then an absence proves nothing."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        converting: Converting,
        *,
        clock: Clock,
        quiet: timedelta,
        looks: Looks,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._converting = converting
        self._clock = clock
        self._quiet = quiet
        self._looks = looks

    def watch(self, payload: Mapping[str, str]) -> None:
        """The job: one look at a proforma; it comes again until the order has its invoice."""
        proforma = self._ledger.documents.get(int(payload["invoice"]))
        live = self._ledger.documents.live(proforma.order_id)
        if live is None or live.id != proforma.id:
            return
        made = asked_later(lambda: self._converting.made_from(proforma, urgency=Urgency.IDLE))
        if made is None or (made and not asked_later(lambda: self._converting.is_ours(proforma))):
            self._is_missing(proforma)
            return
        self._ledger.vanished.seen(proforma.id)
        only = sole_invoice(made)
        if only is None or not self._converting.recorded(proforma, only):
            self._look_again(proforma)

    def _is_missing(self, proforma: Invoice) -> None:
        if is_surely_missing(self._ledger, proforma, self._quiet):
            vanished(self._ledger, self._errands, proforma)
        else:
            after = self._quiet + BETWEEN_DOUBTS
            self._errands.watch_proforma(proforma.id, proforma.order_id, after=after)

    def _look_again(self, proforma: Invoice) -> None:
        pause = self._looks.after(self._clock.now() - proforma.issued_at)
        if pause is not None:
            self._errands.watch_proforma(proforma.id, proforma.order_id, after=pause)
