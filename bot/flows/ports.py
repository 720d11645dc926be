"""Who the flows work with outside the house, by role, and what they answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from bot.domain.anchors import Anchor, Made
from bot.domain.companies import Company
from bot.domain.documents import Invoice, Issued
from bot.domain.exchange import ExchangeRate
from bot.domain.invoices import Draft
from bot.domain.missing import MissingOrder
from bot.domain.payments import Payment
from bot.domain.shops import Account, Document, Series, Shop
from bot.flows.connecting_forms import Connected, ConnectForm
from bot.flows.overview import Life
from bot.flows.rule_forms import RuleForm
from bot.flows.settings_forms import SettingsForm, SettingsTrial
from bot.work.jobs import Urgency


@dataclass(frozen=True)
class PaymentStatus:
    """What SmartBill says of an invoice: its total, VAT included, and the money received for it."""

    total: Decimal
    collected: Decimal


def nothing_against_it() -> None:
    """The call may be sent, whatever time has passed."""


class Biller(Protocol):
    """Issues documents and books money.

    `may_send` is done in the very commit after which the one call that creates something leaves: what it
    raises stops the call, which then was surely not made. `urgency` says who goes first where calls are
    short.

    Every method may raise `RemoteUnavailable` (surely not done, try later) or `RemoteRejected` (surely not
    done, in their words). Those that create something may raise `OutcomeUnknown`.
    """

    def issue(  # noqa: PLR0913 - what a document is, said by name
        self,
        account: Account,
        draft: Draft,
        *,
        reference: str,
        issue_date: date,
        anchor: Anchor | None = None,
        may_send: Callable[[], None] = nothing_against_it,
        urgency: Urgency = Urgency.NORMAL,
    ) -> Issued:
        """Create the document, once, with the reference printed on it.

        With an anchor, SmartBill takes buyer and lines from that proforma, which was made of the same draft.
        """
        ...

    def made_from(
        self, account: Account, anchor: Anchor, *, urgency: Urgency = Urgency.NORMAL
    ) -> tuple[Made, ...] | None:
        """What was made from a proforma, as SmartBill knows it now; None: there is no such proforma."""
        ...

    def collect(
        self,
        account: Account,
        invoice: Invoice,
        payment: Payment,
        *,
        may_send: Callable[[], None] = nothing_against_it,
        urgency: Urgency = Urgency.NORMAL,
    ) -> str:
        """Book money for an invoice; answers the receipt's number, or an empty text where none is made."""
        ...

    def series(self, account: Account, *, urgency: Urgency = Urgency.NORMAL) -> tuple[Series, ...]:
        """The account's series with their counters, as they are now."""
        ...

    def vat_names(
        self, account: Account, *, urgency: Urgency = Urgency.NORMAL
    ) -> Mapping[Decimal, tuple[str, ...]]:
        """The account's VAT rates in percent, as they are now, each with its names; empty: no VAT is paid."""
        ...

    def status(
        self, account: Account, series: str, number: str, *, urgency: Urgency = Urgency.NORMAL
    ) -> PaymentStatus | None:
        """What is known of an invoice, or None: there is no such number."""
        ...

    def pdf(self, account: Account, document: Document, series: str, number: str) -> bytes:
        """The document as a PDF."""
        ...

    def references(
        self, account: Account, document: Document, series: str, number: str
    ) -> frozenset[str] | None:
        """The references of ours that are printed on a document; None: there is no such document."""
        ...

    def blocked_for(self, account: Account) -> timedelta | None:
        """How long SmartBill goes on to refuse every call of the account; None: it does not."""
        ...


class CompanyRegister(Protocol):
    """The state's register of taxpayers."""

    def company(self, cif: str, day: date) -> Company:
        """What the register said of a company on that day, in Romania; not to know it is an answer too.

        Raises:
            RemoteUnavailable: there was no answer that can be believed; with `retry_after`, it was not asked.
            ValueError: `cif` is not a company's number in bare digits. Nothing was sent.
        """
        ...


class ExchangeRates(Protocol):
    """The reference rates of the National Bank."""

    def published(self) -> tuple[ExchangeRate, ...]:
        """The rates of the last ten banking days, of all currencies, in no order; at least one.

        Raises:
            RemoteUnavailable: there was no answer that can be believed.
        """
        ...


@dataclass(frozen=True)
class MessageRef:
    """Where a message stands in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Note:
    """One line for a thread or a channel: `slug` in `bot.words`, with its facts."""

    slug: str
    facts: dict[str, str]


class Courier(Protocol):
    """Brings news to people's channels. Any method may raise `RemoteUnavailable` or `RemoteRejected`."""

    def show(self, life: Life, at: MessageRef | None) -> MessageRef:
        """Put the order's card into its channel, or bring the one that stands there up to date."""
        ...

    def tell(self, life: Life, at: MessageRef, note: Note) -> None:
        """Add a line to the card's thread."""
        ...

    def attach(self, life: Life, at: MessageRef, pdf: bytes) -> None:
        """Add the document's PDF to the card's thread."""
        ...

    def announce(self, channel: str, language: Literal["ro", "en"], note: Note) -> None:
        """Say something in a channel that belongs to no order."""
        ...

    def report(self, shop: Shop, missing: Sequence[MissingOrder]) -> None:
        """Say in the shop's channel which orders lack a document, at least one, and offer to propose them."""
        ...


class People(Protocol):
    """Who may press, and where people and the bot meet."""

    def is_full_member(self, user: str) -> bool:
        """Whether this user belongs to the workspace and is no guest, bot or stranger."""
        ...

    def has_bot(self, channel: str) -> bool:
        """Whether the bot can post in this channel, as far as it may know."""
        ...

    def members(self, group: str) -> frozenset[str]:
        """The users in this user group, as of a moment ago; nobody where there is no such group.

        Raises:
            RemoteError: Slack does not say.
        """
        ...


class Forms(Protocol):
    """Brings an open form up to date from the background."""

    def show_settings(self, view_id: str, form: SettingsForm) -> None:
        """Put this state of the settings form into the open view."""
        ...

    def show_trial(self, view_id: str, form: SettingsTrial) -> None:
        """Put what came of a trial into the view that lies over the settings form."""
        ...

    def show_connecting(self, view_id: str, form: ConnectForm | Connected) -> None:
        """Put this state of the form that connects a shop into the open view, or what to do next."""
        ...

    def show_rule(self, view_id: str, form: RuleForm) -> None:
        """Put this state of a rule's form into the open view."""
        ...
