"""What `doctor` says of series: those that a shop uses, and those that stand elsewhere than in the books."""

from collections.abc import Iterator, Mapping

from bot.cli.findings import Finding
from bot.domain.numbers import CompanySeries, numbered_series
from bot.domain.rulebook import Rule
from bot.domain.shops import Document, Series, Shop, counter
from bot.flows.settings_checks import leads_astray


def used(told: tuple[Series, ...], shop: Shop) -> Iterator[Finding]:
    """Whether SmartBill has the series that the shop's settings name."""
    yield _documents(told, shop)
    if shop.settings.document is Document.PROFORMA and shop.settings.invoice_series:
        yield _invoices(told, shop)
    if shop.settings.anchor_series:
        yield _anchors(told, shop)
    for rule in shop.settings.rules:
        if leads_astray(told, shop.settings, rule):
            yield _astray(shop, rule)


def moved(told: tuple[Series, ...], books: Mapping[str, int], shop: Shop) -> Iterator[Finding]:
    """Every series of the company that does not stand where the books have it.

    After books were put back from a copy, these are the series in which they may have forgotten documents.
    `books`: the number that comes next, by the series' names in the books.
    """
    for series, number in numbered_series(shop.settings.cif, told):
        why = _moved(series, number, books.get(series.key))
        if why:
            yield Finding(f"numbers:{shop.id}:{series.name}", "warning", f"{shop.name}: {why}")


def _moved(series: CompanySeries, told: int, known: int | None) -> str:
    name = f"the {series.document} series {series.name}"
    if known is None:
        read = "the bot reads all its documents before it issues there."
        return f"the books do not know {name}, whose next number is {told}; {read}" if told > 1 else ""
    if told > known:
        read = "the bot reads the documents between before it issues there."
        return f"{name} is at number {told} in SmartBill and at {known} in the books; {read}"
    if told < known:
        check = "somebody deleted documents there, or these are other books."
        return f"{name} is at number {told} in SmartBill and already at {known} in the books; {check}"
    return ""


def _documents(told: tuple[Series, ...], shop: Shop) -> Finding:
    what, settings = f"series:{shop.id}", shop.settings
    number = counter(told, settings.series, settings.document)
    if number is None:
        return Finding(
            what,
            "problem",
            f"{shop.name}: SmartBill knows no {settings.document} series {settings.series}. "
            f"Choose another: smartbill-bot shop set {shop.id} --series NAME",
        )
    return Finding(
        what,
        "fine",
        f"{shop.name}: SmartBill takes the login, and the next {settings.document} of {settings.series} "
        f"is number {number}.",
    )


def _invoices(told: tuple[Series, ...], shop: Shop) -> Finding:
    what, name = f"invoices:{shop.id}", shop.settings.invoice_series
    number = counter(told, name, Document.INVOICE)
    if number is None:
        return Finding(
            what,
            "problem",
            f"{shop.name}: SmartBill knows no invoice series {name} for the invoices of its proformas. "
            f"Choose another: smartbill-bot shop set {shop.id} --invoice-series NAME",
        )
    return Finding(
        what, "fine", f"{shop.name}: proformas are invoiced in series {name}, next is number {number}."
    )


def _astray(shop: Shop, rule: Rule) -> Finding:
    document, series = rule.outcome.document or shop.settings.document, rule.outcome.series
    return Finding(
        f"rule:{shop.id}:{rule.id}",
        "problem",
        f"{shop.name}: SmartBill knows no {document} series {series or shop.settings.series}, which rule "
        f"“{rule.name}” leads to. "
        f"Choose another: smartbill-bot shop rule edit {shop.id} {rule.id} --series NAME",
    )


def _anchors(told: tuple[Series, ...], shop: Shop) -> Finding:
    what, name = f"anchors:{shop.id}", shop.settings.anchor_series
    if counter(told, name, Document.PROFORMA) is None:
        return Finding(
            what,
            "problem",
            f"{shop.name}: SmartBill knows no proforma series {name} to anchor invoices in. "
            f"Choose another: smartbill-bot shop set {shop.id} --anchor-series NAME",
        )
    return Finding(what, "fine", f"{shop.name}: invoices are anchored in proformas of series {name}.")
