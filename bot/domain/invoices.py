"""From an order to the exact document that would be issued, line by line."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from bot.domain.background import NOTHING_KNOWN, AccountVat, Background
from bot.domain.buyers import Buyer, buyer_of
from bot.domain.exchange import ExchangeRate
from bot.domain.lines import DraftLine, printed_lines, rounding_line
from bot.domain.money import ZERO, Money, to_cents, vat_in, vat_on
from bot.domain.orders import Fact, Order, is_absent
from bot.domain.printing import printable
from bot.domain.rates import in_force, rate_text
from bot.domain.shops import ChargesVat, Document, DocumentLanguage, ShopSettings

#: What an accountant may allow to be made up for, in either direction.
_MOST_ROUNDING = Decimal("0.02")
_CENT = Decimal("0.01")


class Proforma(Fact):
    """The proforma that an order had before its invoice, as SmartBill numbered it.

    `is_source`: the invoice is made from it. Else the order has changed since, and the invoice has lines of
    its own.
    """

    series: str
    number: str
    is_source: bool

    @property
    def name(self) -> str:
        """Series and number as people say them."""
        return f"{self.series} {self.number}"


class Draft(Fact):
    """The document as it would be issued; a yes is bound to its digest.

    The issue date is not part of it: it is the day of the yes, in Romania. `vat_by_rate` maps the rate in
    percent, as text, to the VAT of all lines of that rate. `anchor_series` numbers the proforma that the
    invoice is made from; empty: it is made from none, and the digest is as if there were no such thing.
    Not `is_taxed`: the issuer pays no VAT, and the document says nothing of it. `exchange_rate` stands on a
    document in another currency than the leu, `delivery_date` where a person gave it. `proforma`: the one
    that the order has already, of an invoice that follows one.
    """

    document: Document
    series: str
    cif: str
    buyer: Buyer
    lines: tuple[DraftLine, ...]
    currency: str
    language: DocumentLanguage
    prices_include_vat: bool
    due_days: int
    mentions: str
    save_customer: bool
    save_products: bool
    vat_by_rate: dict[str, Decimal]
    total: Decimal
    anchor_series: Annotated[str, Field(exclude_if=is_absent)] = ""
    is_taxed: Annotated[bool, Field(exclude_if=bool)] = True
    exchange_rate: Annotated[ExchangeRate | None, Field(exclude_if=is_absent)] = None
    delivery_date: Annotated[date | None, Field(exclude_if=is_absent)] = None
    proforma: Annotated[Proforma | None, Field(exclude_if=is_absent)] = None

    @property
    def is_made_from_proforma(self) -> bool:
        """Whether SmartBill takes buyer and lines from the proforma that the order has."""
        return self.proforma is not None and self.proforma.is_source

    @property
    def money(self) -> Money:
        """The total to pay, VAT included."""
        return Money(self.total, self.currency)

    @property
    def vat(self) -> Decimal:
        """All VAT together."""
        return sum(self.vat_by_rate.values(), ZERO)


def compose(order: Order, settings: ShopSettings, background: Background = NOTHING_KNOWN) -> Draft:
    """The document for this order under these settings; whether it may be issued is for `check` to say."""
    is_taxed = background.vat is None or background.vat.is_payer
    lines = _lines(order, _named(settings, background.vat))
    if not is_taxed:
        lines = tuple(line.model_copy(update={"vat_rate": None, "tax_name": ""}) for line in lines)
    if settings.round_totals:
        lines = _rounded(lines, order, settings)
    return Draft(
        document=settings.document,
        series=settings.series,
        cif=settings.cif,
        buyer=buyer_of(order.customer, background.look_up),
        lines=lines,
        currency=order.currency,
        language=settings.document_language,
        prices_include_vat=order.prices_include_vat,
        due_days=settings.due_days,
        mentions=_mentions(order, settings),
        save_customer=settings.save_customers,
        save_products=settings.save_products,
        vat_by_rate=_vat_by_rate(lines, order),
        total=_total(lines, order),
        anchor_series=settings.anchor_series if settings.document is Document.INVOICE else "",
        is_taxed=is_taxed,
        exchange_rate=background.exchange_rate,
    )


def is_of_another_day(draft: Draft, composed_on: date, today: date) -> bool:
    """Whether the law has other rates today than on the day when this was composed.

    The rate of exchange of a document in another currency is that of one day only; VAT rates change rarely.
    A document with a day of delivery has the rates of that day for ever.
    """
    if draft.delivery_date is not None:
        return False
    is_exchanged = draft.exchange_rate is not None and composed_on != today
    rates = {line.vat_rate for line in draft.lines} & in_force(composed_on)
    return is_exchanged or not rates <= in_force(today)


def _lines(order: Order, settings: ShopSettings) -> tuple[DraftLine, ...]:
    """The lines; shipping and fees bear the VAT that the shop's own totals prove, or else what is set."""
    as_set = printed_lines(order, settings)
    if not order.vat_by_rate or all(charge.vat_rate is not None for charge in order.charges):
        return as_set
    if not differing(_vat_by_rate(as_set, order), order, len(as_set)):
        return as_set
    for way in _ways(order, settings):
        lines = printed_lines(order, settings.model_copy(update=way))
        if not differing(_vat_by_rate(lines, order), order, len(lines)):
            return lines
    return as_set


def _ways(order: Order, settings: ShopSettings) -> Iterator[dict[str, object]]:
    """How shipping and fees may be taxed, what is set first; then at each rate that the shop has VAT at."""
    for way in dict.fromkeys((settings.charges_vat, ChargesVat.HIGHEST, ChargesVat.SPLIT)):
        yield {"charges_vat": way}
    for rate in sorted(map(Decimal, order.vat_by_rate), reverse=True):
        yield {"charges_vat": ChargesVat.ONE, "charges_rate": rate}


def _named(settings: ShopSettings, vat: AccountVat | None) -> ShopSettings:
    """The settings with the only name that the account has for 0 %: a yes covers what it is called."""
    names = vat.names.get(ZERO, ()) if vat is not None else ()
    if len(names) != 1:
        return settings
    return settings.model_copy(update={"vat_names": {"0": names[0], **settings.vat_names}})


def differing(
    vat_by_rate: Mapping[str, Decimal], order: Order, lines: int
) -> dict[str, tuple[Decimal, Decimal]]:
    """The rates at which the shop tells another VAT, each with what it tells and what it is here.

    A ban a line may lie between: SmartBill rounds by line or by total, as the account has it.
    """
    told = {rate_text(Decimal(rate)): amount for rate, amount in order.vat_by_rate.items()}
    both = {rate: (told.get(rate, ZERO), vat_by_rate.get(rate, ZERO)) for rate in {*told, *vat_by_rate}}
    return {rate: pair for rate, pair in sorted(both.items()) if abs(pair[0] - pair[1]) > lines * _CENT}


def _total(lines: Sequence[DraftLine], order: Order) -> Decimal:
    printed = sum((line.amount for line in lines), ZERO)
    extra = ZERO if order.prices_include_vat else sum(_vat_by_rate(lines, order).values(), ZERO)
    return to_cents(printed + extra)


def _vat_by_rate(lines: Sequence[DraftLine], order: Order) -> dict[str, Decimal]:
    sums: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if line.vat_rate is not None:
            sums[line.vat_rate] += line.amount
    vat = vat_in if order.prices_include_vat else vat_on
    return {rate_text(rate): vat(amount, rate) for rate, amount in sorted(sums.items())}


def _rounded(lines: tuple[DraftLine, ...], order: Order, settings: ShopSettings) -> tuple[DraftLine, ...]:
    """The lines with one more that makes up for a difference of at most two bani, if one can.

    It bears the highest rate. On prices without VAT it may be a ban less than the difference.
    """
    missing = order.total - _total(lines, order)
    if not lines or not 0 < abs(missing) <= _MOST_ROUNDING:
        return lines
    rate = max((line.vat_rate for line in lines if line.vat_rate is not None), default=None)
    for amount in (missing, missing - _CENT.copy_sign(missing)):
        more = (*lines, rounding_line(amount, rate, settings, after=len(lines))) if amount else lines
        if _total(more, order) == order.total:
            return more
    return lines


def _mentions(order: Order, settings: ShopSettings) -> str:
    own = settings.mentions.strip()
    return f"Comanda {printable(order.number)}" + (f"\n{own}" if own else "")
