"""Whether the VAT of a draft is the law's, the account's and the shop's."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from bot.domain.background import AccountVat, Background
from bot.domain.findings import Finding, ask, stop
from bot.domain.invoices import Draft, differing
from bot.domain.money import ZERO, vat_on
from bot.domain.orders import Order
from bot.domain.places import is_romania
from bot.domain.rates import REVERSE_CHARGE_FROM, has_reverse_charge, in_force, rate_text


def about_vat(draft: Draft, order: Order, background: Background) -> Iterator[Finding]:
    """Rates that are unknown, assumed, out of force, missing in the account, or not what the shop says."""
    if not draft.is_taxed:
        if any(line.vat_rate for line in order.lines):
            yield ask("vat.issuer_pays_none")
        return
    yield from _about_telling(draft, order)
    yield from _about_the_law(draft, background)
    if background.vat is not None:
        yield from _about_the_account(draft, background.vat)
    elif background.tax_point is not None:
        yield ask("vat.not_read")
    yield from _about_the_shop(draft, order)
    if not draft.prices_include_vat:
        yield from _about_rounding(draft)


def _about_telling(draft: Draft, order: Order) -> Iterator[Finding]:
    if any(line.vat_rate is None for line in draft.lines):
        yield stop("vat.unknown")
    elif assumed := _assumed(draft, order):
        yield ask("vat.assumed", rates=_listed(assumed))
    zero = {line.tax_name or "–" for line in draft.lines if line.vat_rate == 0 and not line.is_deposit}
    if zero:
        yield ask("vat.zero", name=", ".join(sorted(zero)))


def _assumed(draft: Draft, order: Order) -> set[Decimal]:
    """The rates of goods of which the shop told none."""
    goods = [line for line in draft.lines if not line.is_discount]
    sold = zip(order.lines, goods, strict=False)
    untold = (line.vat_rate for told, line in sold if told.vat_rate is None and not line.is_deposit)
    return {rate for rate in untold if rate is not None}


def _about_the_law(draft: Draft, background: Background) -> Iterator[Finding]:
    """What Romania's law says of deliveries in Romania on that day; abroad another country's may hold."""
    day = background.tax_point
    if day is None or not is_romania(draft.buyer.country):
        return
    for rate in sorted(_rates(draft) - in_force(day) - {ZERO}):
        yield stop("vat.not_in_force", rate=rate_text(rate), rates=_listed(in_force(day)))
    is_taxable = draft.buyer.is_company and draft.buyer.vat_payer
    if is_taxable and has_reverse_charge(day) and _net(draft) >= REVERSE_CHARGE_FROM:
        yield ask("vat.reverse_charge", amount=f"{REVERSE_CHARGE_FROM:.2f}")


def _about_the_account(draft: Draft, account: AccountVat) -> Iterator[Finding]:
    for rate in sorted(_rates(draft) - account.names.keys()):
        yield stop("vat.not_in_account", rate=rate_text(rate), rates=_listed(account.names.keys()))
    named = {(line.vat_rate, line.tax_name) for line in draft.lines if line.vat_rate is not None}
    for rate, name in sorted(named):
        known = account.names.get(rate, ())
        if known and name and name not in known:
            yield stop("vat.no_such_name", rate=rate_text(rate), name=name, names=", ".join(known))
        elif not name and rate == 0 and len(known) > 1:
            # Reverse charge, exempt with or without deduction: each means something else by law.
            yield stop("vat.name_unclear", rate=rate_text(rate), names=", ".join(known))


def _about_the_shop(draft: Draft, order: Order) -> Iterator[Finding]:
    if not order.vat_by_rate:
        return
    for rate, (told, ours) in differing(draft.vat_by_rate, order, len(draft.lines)).items():
        yield ask("vat.differs", rate=rate, told=f"{told:.2f}", ours=f"{ours:.2f}")


def _about_rounding(draft: Draft) -> Iterator[Finding]:
    """On prices without VAT, an account that rounds VAT line by line comes to another total than the shop."""
    by_line = sum((vat_on(line.amount, line.vat_rate) for line in draft.lines if line.vat_rate), ZERO)
    if by_line != draft.vat:
        yield ask("vat.rounding", told=f"{draft.total + by_line - draft.vat:.2f}", ours=f"{draft.total:.2f}")


def _rates(draft: Draft) -> set[Decimal]:
    return {line.vat_rate for line in draft.lines if line.vat_rate is not None}


def _net(draft: Draft) -> Decimal:
    """What the goods cost in lei without VAT; services count too, which at worst asks once too often."""
    printed = sum((line.amount for line in draft.lines), ZERO)
    net = printed - draft.vat if draft.prices_include_vat else printed
    return net * draft.exchange_rate.lei if draft.exchange_rate else net


def _listed(rates: Iterable[Decimal]) -> str:
    return ", ".join(f"{rate_text(rate)}%" for rate in sorted(rates, reverse=True))
