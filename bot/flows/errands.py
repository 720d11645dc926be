"""Write down what is to be done later: the one place that knows each job's kind, lane and key."""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.anchors import lane_of
from bot.domain.approvals import BY_RULE, Proposal
from bot.domain.invoices import Draft
from bot.domain.numbers import CompanySeries, company
from bot.domain.versions import Author
from bot.flows.kinds import Kind
from bot.flows.search_places import SearchPlace
from bot.flows.shop_errands import ShopErrands
from bot.work.jobs import Urgency

#: In a job's payload: it was looked up before, and is only worth while where a document still waits.
AGAIN = "again"
#: Whoever sends a form is shown what the answer to it says. A check that ended before would be painted over.
_AFTER_THE_ANSWER = timedelta(seconds=0.5)


class Errands(ShopErrands):
    """Queues jobs. What concerns one order runs in its lane, one after the other; issuing in its series'."""

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

    def decide_later(self, order_id: int, shop_id: str, external_id: str, *, after: timedelta) -> None:
        """Decide about an order when its rule's time is over, as it then is; in turn with its notices."""
        payload = {"order": str(order_id)}
        lane = f"news:{shop_id}/{external_id}"
        self._queue.enqueue(Kind.DECIDE_AGAIN, payload, lane=lane, key=f"{order_id}/waited", after=after)

    def look_up(self, order_id: int, cif: str) -> None:
        """Look up what an order's document depends on, then decide it.

        One after the other for the company that issues: the first asks for its VAT rates, the others know.
        """
        payload, lane = {"order": str(order_id)}, f"look_up:{company(cif)}"
        self._queue.enqueue(Kind.LOOK_UP, payload, lane=lane, key=str(order_id))

    def look_up_again(self, order_id: int, shop_id: str, *, after: timedelta) -> None:
        """Look up once more what nobody answered, for a document that still waits; new orders go before."""
        payload, lane = {"order": str(order_id), AGAIN: "yes"}, f"look_again:{shop_id}"
        self._queue.enqueue(Kind.LOOK_UP, payload, lane=lane, key=f"{order_id}/again", after=after)

    def read_vat(self, shop_id: str) -> None:
        """Read the VAT rates of the shop's account, when nobody else needs SmartBill's calls."""
        payload, lane = {"shop": shop_id}, f"vat:{shop_id}"
        self._queue.enqueue(Kind.READ_VAT, payload, lane=lane, key=shop_id, urgency=Urgency.IDLE)

    def issue(
        self,
        proposal: Proposal,
        *,
        urgency: Urgency = Urgency.NORMAL,
        after: timedelta = timedelta(0),
    ) -> None:
        """Issue an approved document; one at a time in a series."""
        self._queue.enqueue(
            _issuing(proposal.draft),
            {"proposal": proposal.id},
            lane=_lane(proposal),
            key=proposal.id,
            urgency=urgency,
            after=after,
        )

    def settle(
        self, proposal: Proposal, *, after: timedelta, absences: int = 0, holds_series: bool = True
    ) -> None:
        """Find out what became of an attempt that nobody heard the end of; until then the series rests.

        `absences`: how often it was looked for in vain after the quiet time.
        """
        payload = {"proposal": proposal.id, "absences": str(absences)}
        self._queue.enqueue(
            _settling(proposal.draft),
            payload,
            lane=_lane(proposal) if holds_series else f"stuck:{proposal.id}",
            key=proposal.id,
            after=after,
            holds_lane=holds_series,
        )

    def explain(
        self,
        series: CompanySeries,
        shop_id: str,
        *,
        seen: int = 0,
        told: int = 0,
        after: timedelta = timedelta(0),
    ) -> None:
        """Find out who issued the missing numbers of a series, which rests until then.

        The shop's account is asked and its people are told. `seen`: up to there they were looked at this
        time; `told`: up to there people were told of them.
        """
        payload = {"shop": shop_id, "cif": series.cif, "document": series.document, "series": series.name}
        self._queue.enqueue(
            Kind.EXPLAIN,
            payload | {"seen": str(seen), "told": str(told)},
            lane=f"series:{series.key}",
            key=series.key,
            after=after,
            holds_lane=True,
        )

    def verify(self, proposal: Proposal, number: str, by: str) -> None:
        """Look whether a document that a person named is what became of an order."""
        payload = {"proposal": proposal.id, "number": number, "by": by}
        lane, key = f"stuck:{proposal.id}", f"{proposal.id}/{number}"
        self._queue.enqueue(Kind.VERIFY, payload, lane=lane, key=key, urgency=Urgency.PERSON)

    def pdf(self, order_id: int) -> None:
        """Bring the document's PDF into the card's thread."""
        self._of_order(Kind.PDF, order_id, Urgency.IDLE)

    def collect(self, payment_id: int, order_id: int, *, urgency: Urgency = Urgency.NORMAL) -> None:
        """Book a payment at SmartBill."""
        payload = {"payment": str(payment_id)}
        lane = f"money:{order_id}"
        self._queue.enqueue(Kind.COLLECT, payload, lane=lane, key=str(payment_id), urgency=urgency)

    def watch(self, invoice_id: int, order_id: int, *, after: timedelta, absences: int = 0) -> None:
        """Ask SmartBill whether an invoice was collected.

        `absences`: how often a payment of unknown end was looked for in vain after the quiet time.
        """
        payload = {"invoice": str(invoice_id), "absences": str(absences)}
        lane = f"money:{order_id}"
        self._queue.enqueue(
            Kind.WATCH, payload, lane=lane, key=str(invoice_id), after=after, urgency=Urgency.IDLE
        )

    def watch_proforma(self, proforma_id: int, order_id: int, *, after: timedelta) -> None:
        """Ask SmartBill whether a proforma was invoiced there."""
        payload, lane = {"invoice": str(proforma_id)}, f"proforma:{order_id}"
        kind, key = Kind.WATCH_PROFORMA, str(proforma_id)
        self._queue.enqueue(kind, payload, lane=lane, key=key, after=after, urgency=Urgency.IDLE)

    def card(
        self, order_id: int, *, urgency: Urgency = Urgency.NORMAL, after: timedelta = timedelta(0)
    ) -> None:
        """Bring the order's card up to date; one waiting job is enough."""
        self._of_order(Kind.CARD, order_id, urgency, after)

    def tell_changes(self, order_id: int, *, after: timedelta) -> None:
        """Tell how an order differs from its document, as it then is; in turn with its card."""
        self._of_order(Kind.TELL_CHANGES, order_id, Urgency.NORMAL, after)

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

    def compare(self, shop_id: str) -> None:
        """Compare a shop's books with SmartBill's, when nothing else needs its calls."""
        lane = f"night:{shop_id}"
        self._queue.enqueue(Kind.COMPARE, {"shop": shop_id}, lane=lane, key=shop_id, urgency=Urgency.IDLE)

    def search(self, shop_id: str, place: SearchPlace) -> None:
        """Ask a shop for the page of its orders at this place, when nobody else asks it anything."""
        payload, lane = {"shop": shop_id} | place.payload, f"search:{shop_id}"
        self._queue.enqueue(Kind.SEARCH, payload, lane=lane, key=shop_id, urgency=Urgency.IDLE)

    def report_missing(self, shop_id: str, *, after: timedelta) -> None:
        """Tell a shop's people which orders lack a document."""
        self._of_gaps(Kind.REPORT_MISSING, shop_id, after=after)

    def propose_missing(self, shop_id: str, by: str) -> None:
        """Propose the shop's orders that lack a document; one waiting job is enough, whoever asked."""
        self._of_gaps(Kind.PROPOSE_MISSING, shop_id, by=by)

    def backfill(self, shop_id: str, by: str) -> None:
        """Propose the shop's orders of the last days, from before it was connected."""
        self._of_gaps(Kind.BACKFILL, shop_id, by=by)

    def _of_gaps(self, kind: Kind, shop_id: str, *, after: timedelta = timedelta(0), **who: str) -> None:
        payload, lane = {"shop": shop_id, **who}, f"missing:{shop_id}"
        self._queue.enqueue(kind, payload, lane=lane, key=shop_id, after=after)

    def load_settings(
        self, view_id: str, shop_id: str, typed_id: str = "", author: Author | None = None
    ) -> None:
        """Fill an open settings form with the series of the shop's account, or of the one that was typed.

        `author`: what the form began from and brings back, where something was typed into it.
        """
        payload = {"view": view_id, "shop": shop_id, "typed": typed_id} | _written(author or Author(""))
        self._queue.enqueue(Kind.LOAD_SETTINGS, payload, lane=f"view:{view_id}", urgency=Urgency.PERSON)

    def check_settings(self, view_id: str, shop_id: str, typed_id: str, author: Author) -> None:
        """Check typed settings against SmartBill, and save them if they hold."""
        payload = {"view": view_id, "shop": shop_id, "typed": typed_id} | _written(author)
        lane = f"view:{view_id}"
        self._queue.enqueue(
            Kind.CHECK_SETTINGS, payload, lane=lane, urgency=Urgency.PERSON, after=_AFTER_THE_ANSWER
        )

    def check_rule(self, view_id: str, shop_id: str, typed_id: str, rule_id: str, author: Author) -> None:
        """Check a rule among typed settings, and show what it would do; nothing is saved."""
        payload = {"view": view_id, "shop": shop_id, "typed": typed_id, "rule": rule_id}
        payload |= {"by": author.by, "seen": str(author.seen or 0)}
        lane = f"view:{view_id}"
        self._queue.enqueue(
            Kind.CHECK_RULE, payload, lane=lane, urgency=Urgency.PERSON, after=_AFTER_THE_ANSWER
        )

    def try_settings(self, view_id: str, shop_id: str, typed_id: str, *, seen: int | None) -> None:
        """Show in the view over a settings form what was typed there would have done; nothing is saved."""
        payload = {"view": view_id, "shop": shop_id, "typed": typed_id, "seen": str(seen or 0)}
        self._queue.enqueue(Kind.TRY_SETTINGS, payload, lane=f"view:{view_id}", urgency=Urgency.PERSON)

    def show_saved(self, view_id: str, shop_id: str) -> None:
        """Show in an open settings form that they are saved."""
        payload = {"view": view_id, "shop": shop_id}
        self._queue.enqueue(Kind.SHOW_SAVED, payload, lane=f"view:{view_id}", urgency=Urgency.PERSON)

    def look_again(self, shop_id: str) -> None:
        """Look again at what waits in a shop, because its settings were saved."""
        lane = f"settings:{shop_id}"
        self._queue.enqueue(Kind.LOOK_AGAIN, {"shop": shop_id}, lane=lane, key=shop_id)

    def catch_up(self, shop_id: str) -> None:
        """Have everything decided that came while the shop was switched off."""
        payload, lane = {"shop": shop_id}, f"catch_up:{shop_id}"
        self._queue.enqueue(Kind.CATCH_UP, payload, lane=lane, key=shop_id)

    def connect(self, view_id: str, typed_id: str, by: str) -> None:
        """Check a shop as it was typed, and connect it if it holds."""
        payload, lane = {"view": view_id, "typed": typed_id, "by": by}, f"view:{view_id}"
        self._queue.enqueue(Kind.CONNECT, payload, lane=lane, urgency=Urgency.PERSON, after=_AFTER_THE_ANSWER)

    def _of_order(self, kind: Kind, order_id: int, urgency: Urgency, after: timedelta = timedelta(0)) -> None:
        payload = {"order": str(order_id)}
        lane = f"card:{order_id}"
        self._queue.enqueue(kind, payload, lane=lane, key=str(order_id), after=after, urgency=urgency)


def _issuing(draft: Draft) -> Kind:
    """Of an order that has a proforma, what became of that is asked before its invoice is issued."""
    if draft.proforma is not None:
        return Kind.INVOICE_PROFORMA
    return Kind.ISSUE_ANCHORED if draft.anchor_series else Kind.ISSUE


def _settling(draft: Draft) -> Kind:
    is_proved = draft.anchor_series or draft.is_made_from_proforma
    return Kind.SETTLE_ANCHORED if is_proved else Kind.SETTLE


def _lane(proposal: Proposal) -> str:
    """A company's series, whichever of its shops the order came from; or the order's own."""
    series = lane_of(proposal.draft)
    return f"series:{series.key}" if series else f"invoicing:{proposal.order_id}"


def facts_of(payload: Mapping[str, str]) -> dict[str, str]:
    """The facts that a note was written down with."""
    return {name.removeprefix("fact."): value for name, value in payload.items() if name.startswith("fact.")}


def _written(author: Author) -> dict[str, str]:
    return {"by": author.by, "seen": str(author.seen or ""), "restores": str(author.restores)}


def author_in(payload: Mapping[str, str]) -> Author:
    """Whose form the job is about, and which versions it began from and brings back, if anybody knows."""
    seen = payload.get("seen", "")
    return Author(payload.get("by", ""), int(seen) if seen else None, int(payload.get("restores", "0")))


def urgency_of(proposal: Proposal) -> Urgency:
    """How soon its document is made: a person waits for what a person approved."""
    return Urgency.NORMAL if proposal.answered_by == BY_RULE else Urgency.PERSON
