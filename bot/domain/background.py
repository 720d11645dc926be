"""What is known besides the order when its document is composed; all of it was looked up before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.asking import Unconfirmed
from bot.domain.companies import LookUp
from bot.domain.exchange import ExchangeRate


@dataclass(frozen=True)
class AccountVat:
    """The VAT rates of the issuer's account at SmartBill, each (in percent) with its names there.

    None at all: the company pays no VAT.
    """

    names: Mapping[Decimal, tuple[str, ...]]

    @property
    def is_payer(self) -> bool:
        """Whether the issuer pays VAT."""
        return bool(self.names)


@dataclass(frozen=True)
class Background:
    """What was looked up, and when it holds.

    `tax_point` is the day in Romania whose rates apply: that of the delivery, or else that of issuing; None:
    no day is looked at. `vat` None: not known yet. `look_up` None: the buyer was not looked up, though the
    shop may want that of every company (`verifies_buyers`). `exchange_rate` None: the order is in lei, or no
    rate is known for its currency. `unconfirmed` None: the order's state is the shop's own word.
    """

    tax_point: date | None = None
    vat: AccountVat | None = None
    look_up: LookUp | None = None
    verifies_buyers: bool = False
    exchange_rate: ExchangeRate | None = None
    unconfirmed: Unconfirmed | None = None


#: For whoever looks at an order by itself.
NOTHING_KNOWN = Background()
