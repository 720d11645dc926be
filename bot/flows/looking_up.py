"""What an order's document depends on is looked up: the company, the rate of exchange, the account's VAT."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.background import AccountVat
from bot.domain.companies import LookUp
from bot.errors import RemoteError, RemoteRejected, RemoteUnavailable
from bot.flows.composing import Composing
from bot.flows.deciding import Deciding
from bot.flows.errands import AGAIN, Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.ports import Biller, CompanyRegister, ExchangeRates
from bot.work.jobs import Urgency
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_LOOK_UPS

log = logging.getLogger(__name__)

#: So many waiting proposals are looked at again at once; later ones are when they change.
_MOST_LOOKED_AT = 300
#: A document that waits for a day is looked up again every day's tenth part.
_PATIENCE = 10


@dataclass(frozen=True)
class Sources:
    """Who is asked: SmartBill of its account, the state of companies, the National Bank of its rates."""

    biller: Biller
    companies: CompanyRegister
    exchange: ExchangeRates


class LookingUp:
    """The desk that asks outside before an order is decided. What it hears is kept for the next order."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        composing: Composing,
        deciding: Deciding,
        sources: Sources,
        *,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._composing = composing
        self._deciding = deciding
        self._sources = sources
        self._vat_silent_at: dict[str, datetime] = {}
        self._clock = clock

    def look_up(self, payload: Mapping[str, str]) -> None:
        """The job: ask for whatever the order still needs, then decide it with what came of that.

        Nobody's silence holds an order up: it is decided without, and shown to a person where it matters.
        While it waits there, whoever was silent is asked again.
        """
        record = self._ledger.orders.get(int(payload["order"]))
        waiting = self._waiting(record)
        if AGAIN in payload and waiting is None:
            return
        needs = self._composing.needs(record)
        if needs.account_vat:
            self._ask_for_vat(record.shop_id)
        if needs.company and self._composing.may_ask(needs.company):
            self._ask_for_company(needs.company)
        if needs.exchange_rate:
            self._ask_for_rates()
        if self._composing.needs(record):
            self._errands.look_up_again(record.id, record.shop_id, after=self._pause(waiting))
        self._deciding.decide_looked_up(record.id)

    def _waiting(self, record: OrderRecord) -> Proposal | None:
        """The order's document, if it waits for a person's answer."""
        latest = self._ledger.proposals.latest(record.id)
        return latest if latest is not None and latest.state is ProposalState.OPEN else None

    def _pause(self, waiting: Proposal | None) -> timedelta:
        """Until the silent are asked again: the longer, the longer the document waits already."""
        age = self._clock.now() - waiting.created_at if waiting is not None else timedelta(0)
        return max(BETWEEN_LOOK_UPS, age / _PATIENCE)

    def read_vat(self, payload: Mapping[str, str]) -> None:
        """The job: ask SmartBill for the VAT rates of the shop's company; where they are new, look again.

        Documents are composed without them until then; SmartBill refuses what is wrong with those.
        """
        shop = self._ledger.shops.get(payload["shop"])
        account = self._ledger.shops.account(shop.id)
        try:
            read = AccountVat(self._sources.biller.vat_names(account, urgency=Urgency.IDLE))
        except RemoteRejected as error:
            # The same refusal stands where the shop's documents and settings are tried.
            log.warning("vat.not_read", extra={"shop": shop.id, "slug": error.slug})
            return
        known = self._ledger.registers.account_vat(account.cif)
        with self._ledger.transaction():
            self._ledger.registers.keep_account_vat(account.cif, read, self._clock.now())
            if known is None or known[0] != read:
                self._look_again(shop.id)

    def _look_again(self, shop_id: str) -> None:
        for proposal in self._ledger.proposals.waiting(_MOST_LOOKED_AT, shop_id=shop_id):
            record = self._ledger.orders.get(proposal.order_id)
            self._errands.decide_again(record.id, shop_id, record.order.external_id)

    def _ask_for_vat(self, shop_id: str) -> None:
        """Read the account's rates for the first time; a silent SmartBill is not asked for each order."""
        account, now = self._ledger.shops.account(shop_id), self._clock.now()
        silent_at = self._vat_silent_at.get(account.cif)
        if silent_at is not None and now - silent_at < BETWEEN_LOOK_UPS:
            return
        try:
            read = AccountVat(self._sources.biller.vat_names(account))
        except RemoteError as error:
            log.warning("vat.not_read", extra={"shop": shop_id, "slug": error.slug})
            self._vat_silent_at[account.cif] = now
            self._errands.read_vat(shop_id)
        else:
            self._ledger.registers.keep_account_vat(account.cif, read, now)

    def _ask_for_company(self, company: str) -> None:
        """Ask the register, and keep what it says, or that it did not.

        Raises:
            RemoteUnavailable: it may be asked only once a second, and others were first.
        """
        today, now = self._composing.today, self._clock.now()
        try:
            found = self._sources.companies.company(company, today)
        except RemoteUnavailable as error:
            if error.retry_after is not None:
                raise
            self._ledger.registers.keep_company(company, today, LookUp(asked_at=now))
        else:
            self._ledger.registers.keep_company(company, today, LookUp(asked_at=now, company=found))

    def _ask_for_rates(self) -> None:
        """Read the bank's rates and keep them, where it answers."""
        try:
            self._ledger.registers.keep_rates(self._sources.exchange.published(), self._clock.now())
        except RemoteUnavailable as error:
            log.warning("rates.not_read", extra={"slug": error.slug})
