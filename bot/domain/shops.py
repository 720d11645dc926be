"""A connected shop and everything its people can set."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from bot.domain.approvers import UserGroup
from bot.domain.kinds import Document, DocumentLanguage
from bot.domain.money import cents_below, without_idle_cents
from bot.domain.orders import Amount, Fact, Rate, RateText
from bot.domain.payments import DEFAULT_TYPES, PaymentType
from bot.domain.rulebook import Rules

__all__ = [
    "STORED",
    "Account",
    "ChargesVat",
    "CollectOnPaid",
    "Document",
    "DocumentLanguage",
    "Series",
    "Shop",
    "ShopSettings",
    "counter",
    "hint",
]


class CollectOnPaid(StrEnum):
    """What happens when the shop says that an issued order was paid."""

    OFF = "off"
    ASK = "ask"
    AUTO = "auto"


class ChargesVat(StrEnum):
    """Which VAT shipping and fees bear where the shop does not say: the accountant's choice.

    Their amount is split over the rates of the goods, or bears the highest of these, or one fixed rate.
    """

    SPLIT = "split"
    HIGHEST = "highest"
    ONE = "one"


#: The context in which settings are validated that were stored once, maybe when more was taken.
STORED: Final = "stored"


def _in_bani(amount: Decimal, info: ValidationInfo) -> Decimal:
    """An amount that people can type; of a stored one, decimals that nobody types are let go of."""
    if info.context == STORED:
        amount = cents_below(amount)
    if len(f"{amount:f}".partition(".")[2]) > 2:
        # Trailing zeros count: whoever writes 1.500 may mean thousands.
        raise PydanticCustomError("too_many_decimals", "should have at most two decimals")
    return without_idle_cents(amount)


class ShopSettings(Fact):
    """What people set for one shop; the SmartBill token is kept apart, encrypted.

    `vat_fallback` (percent) is used for orders that do not tell their rates, and always asks a person.
    `channel` gets the cards, `quiet_channel` the news that needs nobody. `approvers` are Slack user ids,
    `approver_groups` ids of user groups; neither: any full member may approve. No `admins`: any full member
    may change these settings. A document of more than `second_above` (lei, VAT included) needs two people's
    yes; None: one person's is always enough. `four_eyes`: nobody approves what they asked for or corrected.
    In `anchor_series`, one of proformas, each invoice gets a proforma that it is made from; empty: none does.
    `invoice_series` numbers the invoices of orders that have a proforma, where `series` is one of proformas;
    `invoice_proforma_on_paid`: such an invoice is issued when the shop says paid, not only proposed.
    `shop_url` is where people shop, for kinds that can be asked there; empty: not told.
    `charges_rate` (percent) is the one of `ChargesVat.ONE`. `vat_names` maps rates (percent as text) to their
    names at SmartBill, where these are not plain. `sgr_tax_name` is the name there of the 0 % under which
    bottle deposits are sold; empty: orders with deposits are not issued. `round_totals`: a line of at most
    two bani may make up for the shop's rounding. `verify_buyers`: companies are looked up at ANAF.
    `rules`: the shop's own, in their order; what none of them matches is for these settings to decide.
    """

    active: bool = True
    smartbill_email: str
    cif: str
    series: str
    document: Document = Document.INVOICE
    anchor_series: str = ""
    invoice_series: str = ""
    invoice_proforma_on_paid: bool = False
    document_language: DocumentLanguage = "RO"
    automatic: bool = False
    only_with_billing: bool = True
    statuses: tuple[str, ...] = ("paid",)
    save_customers: bool = False
    save_products: bool = False
    channel: str
    quiet_channel: str = ""
    approvers: tuple[str, ...] = ()
    approver_groups: tuple[UserGroup, ...] = ()
    second_above: Annotated[Amount, Field(ge=0), AfterValidator(_in_bani)] | None = None
    four_eyes: bool = False
    admins: tuple[str, ...] = ()
    bot_language: Literal["ro", "en"] = "ro"
    due_days: Annotated[int, Field(ge=0, le=365)] = 0
    vat_fallback: Rate | None = None
    unit: str = "buc"
    mentions: str = ""
    collect_on_paid: CollectOnPaid = CollectOnPaid.ASK
    payment_types: dict[str, PaymentType] = DEFAULT_TYPES
    shop_url: str = ""
    charges_vat: ChargesVat = ChargesVat.SPLIT
    charges_rate: Rate | None = None
    vat_names: dict[RateText, str] = {}
    sgr_tax_name: str = ""
    round_totals: bool = False
    verify_buyers: bool = False
    rules: Rules = ()

    @property
    def named_approvers(self) -> tuple[str, ...]:
        """The people and the groups who are named for approving; empty: nobody is."""
        return (*self.approvers, *self.approver_groups)


@dataclass(frozen=True)
class Series:
    """A numbered series of the account. `next_number`: what its next document will be called."""

    name: str
    kind: Literal["invoice", "proforma", "receipt"]
    next_number: int


def counter(series: Iterable[Series], name: str, document: Document) -> int | None:
    """The next number of this series for this kind of document; None: there is no such series."""
    return next(
        (found.next_number for found in series if (found.name, found.kind) == (name, document.value)), None
    )


@dataclass(frozen=True)
class Account:
    """How to speak for a company at SmartBill. The token is the whole right to its invoices."""

    email: str
    cif: str
    token: str = field(repr=False)


class Shop(Fact):
    """One web store connected to the bot. `token_hint`: the end of its SmartBill token, as `••••1f3a`.

    `version` counts how often its settings were saved.
    """

    id: str
    name: str
    kind: str
    settings: ShopSettings
    token_hint: str = ""
    version: int = 1


def hint(token: str) -> str:
    """What may be shown of a secret: enough to recognise it, not to use it."""
    return f"••••{token[-4:]}" if len(token) >= 12 else "••••" if token else ""
