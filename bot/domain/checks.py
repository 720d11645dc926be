"""Whether a draft may become a document: every reason against it, by code."""

from collections.abc import Iterator

from bot.domain.asking import Unconfirmed
from bot.domain.background import NOTHING_KNOWN, Background
from bot.domain.buyer_checks import about_the_buyer
from bot.domain.conditions import plain
from bot.domain.findings import Finding, ask, stop
from bot.domain.invoices import Draft
from bot.domain.line_checks import about_lines
from bot.domain.orders import Order
from bot.domain.shop_papers import made_by_the_shop
from bot.domain.total_checks import about_totals
from bot.domain.vat_checks import about_vat

#: What a shop calls an order that never becomes a document: cancelled (both spellings), failed or given back.
_DEAD = frozenset(
    {"cancelled", "canceled", "voided", "timeouted", "failed", "refunded", "chargebacked", "disputed"}
)
#: What SmartBill issues documents in.
_CURRENCIES = frozenset(
    {"RON", "EUR", "USD", "GBP", "CAD", "AUD", "CHF", "TRY", "CZK", "DKK", "HUF", "MDL", "SEK", "NOK", "JPY"}
    | {"EGP", "PLN", "RUB", "AED", "BRL", "CNY", "HRK", "INR", "KRW", "MXN", "NZD", "RSD", "THB", "UAH"}
    | {"XDR", "ZAR"}
)


def check(draft: Draft, order: Order, background: Background = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Every finding about this draft of this order; the draft may be issued if none of them stops it."""
    return (
        *about_lines(draft, order),
        *about_vat(draft, order, background),
        *about_totals(draft, order),
        *_about_the_buyer(draft, order, background),
        *_about_currency(draft),
        *_about_the_order(order, background.unconfirmed),
        *_about_shop_papers(draft, order),
    )


def is_dead(order: Order) -> bool:
    """Whether the shop calls the order cancelled, failed or given back."""
    return is_dead_status(order.status)


def is_dead_status(status: str) -> bool:
    """Whether a shop that uses this word, whatever its capitals, means an order that is at such an end."""
    return plain(status) in _DEAD


def _about_the_buyer(draft: Draft, order: Order, background: Background) -> Iterator[Finding]:
    is_looked_up = background.verifies_buyers or background.look_up is not None
    return about_the_buyer(
        draft.buyer, order.customer, background.look_up, is_looked_up=is_looked_up, issuer=draft.cif
    )


def _about_currency(draft: Draft) -> Iterator[Finding]:
    """Documents in another currency show their VAT in lei, at a rate that is known and dated."""
    if draft.currency == "RON":
        return
    if draft.currency not in _CURRENCIES:
        yield stop("currency.unsupported", currency=draft.currency)
        return
    rate = draft.exchange_rate
    if rate is None:
        yield stop("currency.no_rate", currency=draft.currency)
    else:
        yield ask(
            "currency.foreign", currency=draft.currency, lei=f"{rate.lei:f}", published=rate.day.isoformat()
        )


def _about_the_order(order: Order, unconfirmed: Unconfirmed | None) -> Iterator[Finding]:
    if unconfirmed is Unconfirmed.DENIED:
        yield stop("order.denied")
    elif unconfirmed is not None:
        yield ask("order.not_confirmed")
    if is_dead(order):
        yield ask("order.dead", status=order.status)


def _about_shop_papers(draft: Draft, order: Order) -> Iterator[Finding]:
    """An order that its shop has invoiced by itself would be invoiced twice."""
    document = made_by_the_shop(order, *([draft.proforma.name] if draft.proforma is not None else []))
    if document:
        yield ask("order.invoiced_in_shop", document=document)
