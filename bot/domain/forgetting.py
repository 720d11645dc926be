"""What stays of an order and its document when the buyer is forgotten: everything but who it was.

Number, lines, amounts, VAT and the country, which VAT depends on, stay.
"""

from bot.domain.buyers import Buyer
from bot.domain.findings import Finding
from bot.domain.invoices import Draft
from bot.domain.orders import Customer, Order

#: Stands where the name was. Nothing is ever issued to it: see `checks`.
FORGOTTEN = "(șters)"

#: What a finding may quote of a buyer.
_QUOTED = frozenset({"typed", "printed", "postcode"})


def is_forgotten(order: Order) -> bool:
    """Whether nobody can tell any more who bought."""
    return order.customer.name == FORGOTTEN


def without_customer(order: Order) -> Order:
    """The order without its customer."""
    known = order.customer
    nobody = Customer(is_company=known.is_company, name=FORGOTTEN, country=known.country)
    return order.model_copy(update={"customer": nobody})


def without_buyer(draft: Draft) -> Draft:
    """The draft without its buyer; the digest that a yes was bound to is kept beside it."""
    known = draft.buyer
    texts = dict.fromkeys(("cif", "reg_com", "contact", "email", "phone", "address", "city", "county"), "")
    nobody = Buyer(
        is_company=known.is_company, name=FORGOTTEN, vat_payer=known.vat_payer, country=known.country, **texts
    )
    return draft.model_copy(update={"buyer": nobody})


def unquoted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without what they quote of the buyer."""
    return tuple(
        finding.model_copy(
            update={
                "facts": {
                    name: FORGOTTEN if name in _QUOTED else fact for name, fact in finding.facts.items()
                }
            }
        )
        for finding in findings
    )
