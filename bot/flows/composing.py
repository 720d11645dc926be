"""An order's document, composed and checked with everything that was looked up for it before."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bot.domain.amending import amended, delivered, in_force
from bot.domain.approvals import Proposal
from bot.domain.asked import settings_as_asked
from bot.domain.asking import Unconfirmed
from bot.domain.background import Background
from bot.domain.buyers import buyer_of
from bot.domain.checks import check
from bot.domain.companies import LookUp
from bot.domain.exchange import ExchangeRate, rate_for
from bot.domain.findings import Finding
from bot.domain.fiscal import romanian_day
from bot.domain.invoices import Draft, compose
from bot.domain.matching import Case
from bot.domain.orders import Order
from bot.domain.proformas import after, ruled_as
from bot.domain.ruling import Ruling, looks_at_vat, ruled, settings_by
from bot.domain.shops import Document, ShopSettings
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.registers import Known, ReadOnce
from bot.work.ports import Clock

#: What the register said of a company is believed for so long; that it did not answer, for less.
_FRESH = timedelta(hours=24)
_SILENT = timedelta(minutes=10)
#: Banks are closed for so many days in a row at most, with days to spare.
_BANKING_BREAK = timedelta(days=10)


@dataclass(frozen=True)
class Needs:
    """What is to be looked up before an order is decided. `company`: its number, or empty."""

    company: str = ""
    exchange_rate: bool = False
    account_vat: bool = False

    def __bool__(self) -> bool:
        return bool(self.company or self.exchange_rate or self.account_vat)


class Composed(NamedTuple):
    """A document as it would be issued today, everything found about it, and the rule that it is made by."""

    draft: Draft
    findings: tuple[Finding, ...]
    ruling: Ruling


class Followed(NamedTuple):
    """The proforma that an order has, and the proposal that it came from."""

    proposal: Proposal
    series: str
    number: str


class Composing:
    """The desk where documents are put together. It asks nobody: `needs` says what somebody has to."""

    def __init__(self, ledger: Ledger, *, clock: Clock, known: Known | None = None) -> None:
        self._ledger = ledger
        self._clock = clock
        self._known = known or ledger.registers

    def for_many(self) -> "Composing":
        """A desk for many orders within one reading: what is known is read once for all of them."""
        return Composing(self._ledger, clock=self._clock, known=ReadOnce(self._known))

    def document(self, record: OrderRecord, asked: Proposal | None = None) -> Composed:
        """The document as it would be issued today, by the first rule that now matches the order.

        Of an order that has a proforma and no invoice, it is the invoice that follows the proforma. `asked`:
        what people are asked about and stays as they saw it; then by the rule that asked them.
        """
        followed = self._followed(record)
        return self._composed(self._ruling(record, followed), record, asked, followed)

    def document_by(self, ruling: Ruling, record: OrderRecord) -> Composed:
        """The document as it would be issued today by this ruling on the order, if it had none yet."""
        return self._composed(ruling, record)

    def _composed(
        self,
        ruling: Ruling,
        record: OrderRecord,
        asked: Proposal | None = None,
        followed: Followed | None = None,
    ) -> Composed:
        amendment = in_force(record.order, record.amendment)
        its = settings_by(ruling) if asked is None else settings_as_asked(ruling.settings, asked)
        order, settings = amended(record.order, its, amendment)
        day = amendment.delivery_date if amendment else None
        background = self._background(settings, order, day or self.today, record.unconfirmed)
        draft = delivered(compose(order, settings, background), amendment)
        if followed is not None:
            may_be_filled = background.verifies_buyers and background.look_up is None
            came = followed.proposal.draft
            draft = after(came, followed.series, followed.number, draft, may_be_filled=may_be_filled)
        return Composed(draft, check(draft, order, background), ruling)

    def ruling(self, record: OrderRecord) -> Ruling:
        """The rule that matches the order as its document would show it.

        An order with a proforma has met its rule: none is looked for again.
        """
        return self._ruling(record, self._followed(record))

    def _ruling(self, record: OrderRecord, followed: Followed | None) -> Ruling:
        settings = self._ledger.shops.get(record.shop_id).settings
        case = self.case(settings, record)
        return ruled(case, settings) if followed is None else ruled_as(followed.proposal, case, settings)

    def case(self, settings: ShopSettings, record: OrderRecord) -> Case:
        """What the rules of these settings look at.

        Whenever it is looked at, the order is judged by the moment at which the shop last changed it, and by
        the register's last word on its buyer, however old: to look again later makes no other document.
        """
        order, _ = amended(record.order, settings, record.amendment)
        company = company_to_verify(settings, order)
        buyer = buyer_of(order.customer, self._known.last_answer(company) if company else None)
        return Case(order, buyer, record.order.updated_at)

    def is_ruled_by_guess(self, record: OrderRecord) -> bool:
        """Whether a rule looks at the buyer's VAT, and the register has never said a word on that buyer.

        An order with a proforma has met its rule.
        """
        settings = self._ledger.shops.get(record.shop_id).settings
        order, _ = amended(record.order, settings, record.amendment)
        company = company_to_verify(settings, order)
        is_asked = company and looks_at_vat(settings) and self._followed(record) is None
        return bool(is_asked) and self._known.last_answer(company) is None

    def _followed(self, record: OrderRecord) -> Followed | None:
        """The proforma that the order's next document follows; None: it follows none."""
        live = self._ledger.documents.live(record.id)
        if live is None or live.document is not Document.PROFORMA:
            return None
        came = self._ledger.proposals.get(live.proposal_id)
        return Followed(came, live.series, live.number) if came is not None else None

    def needs(self, record: OrderRecord) -> Needs:
        """What this order's document depends on and nobody knows yet, or not any more."""
        return self.needs_under(self._ledger.shops.get(record.shop_id).settings, record)

    def needs_under(self, settings: ShopSettings, record: OrderRecord) -> Needs:
        """What the order's document would depend on under these settings, and nobody knows."""
        order, _ = amended(record.order, settings, record.amendment)
        company = company_to_verify(settings, order)
        return Needs(
            company="" if company and self._is_answered(company) else company,
            exchange_rate=order.currency != "RON" and not self._has_todays_rates(),
            account_vat=self._known.account_vat(settings.cif) is None,
        )

    def may_ask(self, company: str) -> bool:
        """Whether the register may be asked for the company: not where it was silent a moment ago."""
        return self._look_up(company) is None

    def _is_answered(self, company: str) -> bool:
        found = self._look_up(company)
        return found is not None and found.company is not None

    @property
    def today(self) -> date:
        """The day on which a document would be dated."""
        return romanian_day(self._clock.now())

    def _background(
        self, settings: ShopSettings, order: Order, tax_point: date, unconfirmed: Unconfirmed | None
    ) -> Background:
        known = self._known.account_vat(settings.cif)
        company = company_to_verify(settings, order)
        return Background(
            tax_point=tax_point,
            vat=known[0] if known else None,
            look_up=self._look_up(company) if company else None,
            verifies_buyers=bool(company),
            exchange_rate=self._exchange_rate(order.currency, tax_point),
            unconfirmed=unconfirmed,
        )

    def _look_up(self, company: str) -> LookUp | None:
        """What came of looking the company up, if that is not too long ago."""
        found = self._known.company(company, self.today)
        if found is None:
            return None
        lasts = _SILENT if found.company is None else _FRESH
        return found if self._clock.now() - found.asked_at < lasts else None

    def _exchange_rate(self, currency: str, tax_point: date) -> ExchangeRate | None:
        if currency == "RON" or not self._has_todays_rates():
            return None
        published = self._known.rates(currency, tax_point - _BANKING_BREAK)
        return rate_for(published, currency, tax_point)

    def _has_todays_rates(self) -> bool:
        """Whether the rates were read today: whatever holds today was published on an earlier day."""
        fetched_at = self._known.rates_fetched_at()
        return fetched_at is not None and romanian_day(fetched_at) == self.today


def company_to_verify(settings: ShopSettings, order: Order) -> str:
    """The number of a Romanian company that is to be looked up, in bare digits; empty: nobody is.

    `order`: with what people put right. Whoever the document names a company is one, whatever the shop
    says; persons never are looked up, and neither is whatever is no company's number.
    """
    return buyer_of(order.customer).cif if settings.verify_buyers else ""
