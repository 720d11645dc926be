"""From an order's proforma to its invoice: when SmartBill may copy the one to make the other."""

from bot.domain.approvals import Proposal
from bot.domain.buyers import Buyer
from bot.domain.checks import is_dead
from bot.domain.invoices import Draft, Proforma
from bot.domain.matching import Case
from bot.domain.orders import Order
from bot.domain.rulebook import Outcome, Rule
from bot.domain.rules import DEFAULT
from bot.domain.ruling import Ruling
from bot.domain.shops import Document, ShopSettings

#: What SmartBill takes from the proforma, besides the buyer, or what both have to agree on.
_COPIED = ("cif", "lines", "currency", "prices_include_vat", "is_taxed", "vat_by_rate", "total")
#: Where a company is: what was left empty comes from the register.
_FROM_REGISTER = ("address", "city", "county")


def invoice_series(settings: ShopSettings) -> str:
    """The series of invoices of orders that have a proforma; empty: nobody has named one."""
    return settings.series if settings.document is Document.INVOICE else settings.invoice_series


def is_invoiced_at_once(order: Order, settings: ShopSettings) -> bool:
    """Whether the shop's word alone has the invoice issued that follows the order's proforma."""
    is_wanted = settings.invoice_proforma_on_paid and bool(invoice_series(settings))
    return is_wanted and order.paid and not is_dead(order)


def ruled_as(came: Proposal, case: Case, settings: ShopSettings) -> Ruling:
    """The rule that an order's proforma came by, as it was then: the invoice of the order follows it too.

    So the invoice has the proforma's language and days to pay, is asked of the same people, and is collected
    in the same way, whichever rule the order would meet by now.
    """
    terms, draft = came.terms, came.draft
    outcome = Outcome(
        language=draft.language,
        due_days=draft.due_days,
        collects=terms.collects,
        payment_type=terms.payment_type,
        approvers=terms.approvers,
    )
    invoices = {"document": Document.INVOICE, "series": invoice_series(settings)}
    its_rule = Rule(id=DEFAULT, name=came.rule, outcome=outcome)
    return Ruling(case, settings.model_copy(update=invoices), its_rule, ())


def after(proforma: Draft, series: str, number: str, invoice: Draft, *, may_be_filled: bool = False) -> Draft:
    """The invoice of an order that has this proforma: made from it, where both say the same.

    `series` and `number` are the proforma's at SmartBill. Where the order has changed since, the invoice is
    what it is, and no copy. `may_be_filled`: as in `is_copy`.
    """
    is_source = is_copy(proforma, invoice, may_be_filled=may_be_filled)
    came = Proforma(series=series, number=number, is_source=is_source)
    buyer = proforma.buyer if is_source else invoice.buyer
    return invoice.model_copy(update={"proforma": came, "buyer": buyer})


def is_copy(proforma: Draft, invoice: Draft, *, may_be_filled: bool = False) -> bool:
    """Whether an invoice that SmartBill copies from the proforma is this one, to the ban.

    `may_be_filled`: what the shop does not tell of the buyer may have come from the register then, whose
    word is not known any more.
    """
    if any(getattr(proforma, name) != getattr(invoice, name) for name in _COPIED):
        return False
    printed = proforma.buyer
    return printed == (_filled(invoice.buyer, printed) if may_be_filled else invoice.buyer)


def _filled(told: Buyer, printed: Buyer) -> Buyer:
    """The buyer as the shop tells it, with what only the register can have said."""
    places = {name: getattr(told, name) or getattr(printed, name) for name in _FROM_REGISTER}
    return told.model_copy(update={**places, "vat_payer": printed.vat_payer})
