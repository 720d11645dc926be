"""What the account has set up at SmartBill: its series, and the names of its VAT rates."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from bot.domain.rates import rate_text
from bot.domain.shops import Account, Series
from bot.errors import RemoteRejected
from bot.smartbill import wire
from bot.smartbill.answers import told
from bot.smartbill.transport import Transport, token_key
from bot.work.jobs import Urgency

_KINDS: dict[str, Literal["invoice", "proforma", "receipt"]] = {
    "f": "invoice",
    "p": "proforma",
    "c": "receipt",
}
_PAYS_NO_VAT = "Firma este neplatitoare de tva"
_USUAL_NAMES = ("Normala", "Redusa")
_FRESH = timedelta(hours=1)
_MOST_ACCOUNTS = 256

Rates = dict[Decimal, tuple[str, ...]]
"""VAT rates in percent, each with the names it has in the account; empty where no VAT is paid."""


def series(transport: Transport, account: Account, urgency: Urgency) -> tuple[Series, ...]:
    """All series of the account with their counters, as they are now: never remembered."""
    answer = transport.get(account, "/series", {"cif": account.cif}, urgency=urgency)
    reply = wire.read(wire.SeriesReply, told(answer))
    return tuple(
        Series(name=entry.name, kind=_KINDS[entry.type], next_number=entry.next_number)
        for entry in reply.entries
        if entry.type in _KINDS
    )


@dataclass(frozen=True)
class _Remembered:
    rates: Rates
    asked_at: datetime


class VatNames:
    """What each account calls its VAT rates; asked once an hour, for the latest few hundred accounts."""

    def __init__(self, transport: Transport, now: Callable[[], datetime]) -> None:
        self._transport = transport
        self._now = now
        self._lock = threading.Lock()
        self._remembered: OrderedDict[tuple[str, str], _Remembered] = OrderedDict()

    def of(
        self, account: Account, wanted: Iterable[Decimal], named: Collection[Decimal] = ()
    ) -> dict[Decimal, str]:
        """A name for each wanted rate; nothing at all where the company pays no VAT.

        A rate that is not remembered is asked for afresh: somebody may have just added it. Of rates that are
        `named` by whoever asks, any name will do.

        Raises:
            RemoteRejected: the account lacks a rate, or has several of 0 % and only a person knows which.
        """
        rates = self.rates(account)
        wanted = tuple(wanted)
        if not all(rate in rates for rate in wanted):
            self.forget(account)
            rates = self.rates(account)
        return {rate: _name(rate, rates, is_named=rate in named) for rate in wanted} if rates else {}

    def rates(self, account: Account) -> Rates:
        """The account's rates, remembered or asked for."""
        key = _key(account)
        with self._lock:
            remembered = self._remembered.get(key)
        if remembered and timedelta(0) <= self._now() - remembered.asked_at < _FRESH:
            return remembered.rates
        return self.fresh(account, Urgency.NORMAL)

    def fresh(self, account: Account, urgency: Urgency) -> Rates:
        """The account's rates as they are now; they are remembered from now on."""
        told = _Remembered(_ask(self._transport, account, urgency), self._now())
        key = _key(account)
        with self._lock:
            self._remembered[key] = told
            self._remembered.move_to_end(key)
            while len(self._remembered) > _MOST_ACCOUNTS:
                self._remembered.popitem(last=False)
        return told.rates

    def forget(self, account: Account) -> None:
        """Ask SmartBill again next time: what is remembered may be out of date."""
        with self._lock:
            self._remembered.pop(_key(account), None)


def _key(account: Account) -> tuple[str, str]:
    return token_key(account), account.cif


def _ask(transport: Transport, account: Account, urgency: Urgency) -> Rates:
    answer = transport.get(account, "/tax", {"cif": account.cif}, urgency=urgency)
    try:
        reply = wire.read(wire.TaxReply, told(answer))
    except RemoteRejected as error:
        if error.said.startswith(_PAYS_NO_VAT):
            return {}
        raise
    rates: Rates = {}
    for tax in reply.taxes:
        rates[tax.percentage] = (*rates.get(tax.percentage, ()), tax.name)
    return rates


def _name(rate: Decimal, rates: Rates, *, is_named: bool) -> str:
    names = rates.get(rate)
    if not names:
        raise RemoteRejected("smartbill.no_such_rate", rate=rate_text(rate))
    if rate == 0 and len(names) > 1 and not is_named:
        # Reverse charge, exempt with or without deduction: each means something else by law.
        raise RemoteRejected("smartbill.zero_rate_unclear")
    return next((name for name in _USUAL_NAMES if name in names), names[0])
