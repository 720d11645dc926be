"""Other settings are tried on a shop's latest orders before anybody saves them; nothing is touched."""

from bot.domain.amending import in_force
from bot.domain.forgetting import is_forgotten
from bot.domain.ruling import Ruling, looks_at_vat, ruled
from bot.domain.shops import ShopSettings
from bot.domain.trials import MOST_ORDERS, Judged, Trial, has_same_document, is_left, judged, trial
from bot.flows.composing import Composed, Composing, Needs
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.ports import People
from bot.flows.rights import must_be_admin


class Trying:
    """The desk where settings are tried; it reads, and asks nobody outside."""

    def __init__(self, ledger: Ledger, people: People, composing: Composing) -> None:
        self._ledger = ledger
        self._people = people
        self._composing = composing

    def compare(self, shop_id: str, settings_then: ShopSettings, *, by: str | None = None) -> Trial:
        """What would become of the shop's latest orders under its settings as they stand, and under these.

        Each order is decided in its latest state as if it came today for the first time: whether it has a
        document, or what people answered, changes nothing. So one that is cancelled is left, and days and
        hours are those of its last change. What would be looked up elsewhere counts as far as it is known
        here: an order whose company, rate of exchange or VAT rates are not known is decided as if nobody
        answered, which is to ask a person, and is counted as unsure. Orders whose buyer was forgotten are
        left out. `by`: who asks in Slack; None: whoever sits at the server.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        if by is not None:
            must_be_admin(self._people, self._ledger.shops.get(shop_id), by)
        with self._ledger.reading():
            now = self._ledger.shops.get(shop_id).settings
            records = self._ledger.orders.latest(shop_id, MOST_ORDERS)
            known = [record for record in records if not is_forgotten(record.order)]
            tried = _Tried(self._composing.for_many(), now, settings_then)
            both = [(record.order.number, *tried.both(record)) for record in known]
        return trial(both, forgotten=len(records) - len(known))


class _Tried:
    """Two settings that are tried on one order after the other; what they have in common is done once."""

    def __init__(self, composing: Composing, now: ShopSettings, then: ShopSettings) -> None:
        self._composing = composing
        self._now, self._then = now, then
        # What is asked about a buyer and an account depends on nothing else.
        self._asks_the_same = (now.verify_buyers, now.cif) == (then.verify_buyers, then.cif)

    def both(self, record: OrderRecord) -> tuple[Judged, Judged]:
        """What becomes of the order under either."""
        now, needs_now = self._looked_at(self._now, record)
        if self._asks_the_same:
            then, needs_then = ruled(now.case, self._then), needs_now
        else:
            then, needs_then = self._looked_at(self._then, record)
        composed_now = self._composed(now, record)
        composed_then = self._composed(then, record, composed_now)
        return _judged(now, record, composed_now, needs_now), _judged(then, record, composed_then, needs_then)

    def _looked_at(self, settings: ShopSettings, record: OrderRecord) -> tuple[Ruling, Needs]:
        ruling = ruled(self._composing.case(settings, record), settings)
        return ruling, self._composing.needs_under(settings, record)

    def _composed(
        self, ruling: Ruling, record: OrderRecord, other: Composed | None = None
    ) -> Composed | None:
        """The document of the order, the very `other` if it is that; None: the order is left."""
        if is_left(ruling):
            return None
        if other is not None and has_same_document(other.ruling, ruling):
            return other
        return self._composing.document_by(ruling, record)


def _judged(ruling: Ruling, record: OrderRecord, composed: Composed | None, needs: Needs) -> Judged:
    # As in deciding: of an order that is left, only a rule that looks at VAT has anything looked up.
    is_looked_up = composed is not None or looks_at_vat(ruling.settings)
    return judged(
        ruling,
        composed.draft if composed is not None else None,
        composed.findings if composed is not None else (),
        in_force(record.order, record.amendment),
        is_sure=not (is_looked_up and needs),
    )
