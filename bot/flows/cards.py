"""Bring what happened to the people: the order's card, its thread, its PDF."""

from collections.abc import Mapping

from bot.flows.accounts import account_of
from bot.flows.errands import facts_of
from bot.flows.ledger import Ledger
from bot.flows.overview import Life, Overview
from bot.flows.ports import Biller, Courier, MessageRef, Note


class Cards:
    """The desk from which the courier is sent. Every method is a job."""

    def __init__(self, ledger: Ledger, overview: Overview, courier: Courier, biller: Biller) -> None:
        self._ledger = ledger
        self._overview = overview
        self._courier = courier
        self._biller = biller

    def show(self, payload: Mapping[str, str]) -> None:
        """Bring the order's card up to date with the ledger, whatever happened since it was asked for."""
        life = self._overview.life(int(payload["order"]))
        self._show(life)

    def note(self, payload: Mapping[str, str]) -> None:
        """Add a line to the card's thread. A crash between Slack and our commit can say it twice."""
        life = self._overview.life(int(payload["order"]))
        self._courier.tell(life, self._card_of(life), Note(payload["slug"], facts_of(payload)))

    def attach_pdf(self, payload: Mapping[str, str]) -> None:
        """Fetch the document's PDF and add it to the thread."""
        with self._ledger.reading():
            life = self._overview.life(int(payload["order"]))
            invoice = life.invoice or life.proforma
            if invoice is None:
                return
            account = account_of(self._ledger, invoice)
        pdf = self._biller.pdf(account, invoice.document, invoice.series, invoice.number)
        self._courier.attach(life, self._card_of(life), pdf)

    def announce(self, payload: Mapping[str, str]) -> None:
        """Say something in the shop's channel that belongs to no order."""
        settings = self._ledger.shops.get(payload["shop"]).settings
        note = Note(payload["slug"], facts_of(payload))
        self._courier.announce(settings.channel, settings.bot_language, note)

    def _card_of(self, life: Life) -> MessageRef:
        record = life.record
        return MessageRef(record.card_channel, record.card_ts) if record.card_ts else self._show(life)

    def _show(self, life: Life) -> MessageRef:
        record = life.record
        at = MessageRef(record.card_channel, record.card_ts) if record.card_ts else None
        stands = self._courier.show(life, at)
        if stands != at:
            self._ledger.orders.card_stands(record.id, stands.channel, stands.ts)
        return stands
