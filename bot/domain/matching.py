"""Whether an order is what a rule wants, and what of the order says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.domain.buyers import Buyer
from bot.domain.checks import is_dead
from bot.domain.conditions import OTHER_EU, Conditions, plain
from bot.domain.fiscal import ROMANIAN_TIME
from bot.domain.orders import Order
from bot.domain.places import is_in_eu
from bot.domain.rules import Reason

_ROMANIA = "RO"
#: Of a shop's own words, so much is quoted.
_QUOTED = 200
#: CloudCart moves a paid and shipped order straight to `completed` and tells only that.
_ALSO = {"paid": frozenset({"completed"})}


@dataclass(frozen=True)
class Case:
    """What rules look at: an order and its buyer as the document would show them, and a moment.

    `at`: when the order became what it is.
    """

    order: Order
    buyer: Buyer
    at: datetime

    @cached_property
    def local(self) -> datetime:
        """The moment as a clock in Romania shows it."""
        return self.at.astimezone(ROMANIAN_TIME)

    @cached_property
    def country(self) -> str:
        """The buyer's country; orders that tell none come from Romania."""
        return self.buyer.country or _ROMANIA

    @cached_property
    def method(self) -> str:
        """How it is paid, in small letters."""
        return plain(self.order.payment_method)

    @cached_property
    def tags(self) -> frozenset[str]:
        """How the shop marked it, in small letters."""
        return frozenset(map(plain, self.order.tags))

    @cached_property
    def shipping(self) -> frozenset[str]:
        """How it is sent, in small letters."""
        return frozenset(map(plain, self.order.shipping_methods))


def in_state(order: Order, statuses: tuple[str, ...]) -> bool:
    """Whether the order's state is one of these triggers.

    Capitals do not matter. `new_order` is any living order; `fulfilled` also one whose parcels have left,
    whatever its status.
    """
    its_own = plain(order.status)
    return any(_is_in_state(order, its_own, plain(status)) for status in statuses)


def fits(case: Case, conditions: Conditions) -> bool:
    """Whether everything that is given holds."""
    return all(_LOOKS[name].holds(case, conditions) for name in conditions.given)


def looked_at(case: Case, conditions: Conditions) -> tuple[Reason, ...]:
    """What the conditions look at, as it is in this order."""
    return tuple(_LOOKS[name].reason(case) for name in conditions.given)


@dataclass(frozen=True)
class _Look:
    """One condition: whether it holds where it is given, and what it saw."""

    holds: Callable[[Case, Conditions], bool]
    reason: Callable[[Case], Reason]


def _is_in_state(order: Order, its_own: str, status: str) -> bool:
    if status == "new_order":
        return not is_dead(order)
    if status == "fulfilled" and order.fulfilled:
        return True
    return its_own == status or its_own in _ALSO.get(status, ())


def _has_total(case: Case, wanted: Conditions) -> bool:
    total, low, high = case.order.total, wanted.total_from, wanted.total_to
    if case.order.faults or case.order.currency != wanted.total_currency:
        # A number that is none counts as nothing: nobody knows the total, and a small one it is not.
        return False
    return (low is None or low <= total) and (high is None or total <= high)


def _is_from(case: Case, wanted: Conditions) -> bool:
    is_other_eu = case.country != _ROMANIA and is_in_eu(case.country)
    return case.country in wanted.countries or (is_other_eu and OTHER_EU in wanted.countries)


def _is_at(case: Case, wanted: Conditions) -> bool:
    if wanted.weekdays and case.local.isoweekday() not in wanted.weekdays:
        return False
    if not wanted.has_hours:
        return True
    hour, first, last = case.local.hour, wanted.first_hour, wanted.last_hour
    return first <= hour < last if first < last else hour >= first or hour < last


def _status(case: Case) -> Reason:
    return _reason("status_matches", status=case.order.status)


def _method(case: Case) -> Reason:
    return _reason("paid_by", method=case.order.payment_method[:_QUOTED])


def _country(case: Case) -> Reason:
    return _reason("country_is", country=case.country)


def _currency(case: Case) -> Reason:
    return _reason("currency_is", currency=case.order.currency)


def _tags(case: Case) -> Reason:
    return _reason("marked", tags=_told(case.order.tags))


def _shipping(case: Case) -> Reason:
    return _reason("sent_by", shipping=_told(case.order.shipping_methods))


def _buyer_kind(case: Case) -> Reason:
    return _reason("buyer_is_company") if case.buyer.is_company else _reason("buyer_is_person")


def _vat(case: Case) -> Reason:
    return _reason("buyer_pays_vat") if case.buyer.vat_payer else _reason("buyer_pays_no_vat")


def _billing(case: Case) -> Reason:
    return _reason("billing_is_there") if case.order.has_billing else _reason("billing_is_missing")


def _total(case: Case) -> Reason:
    return _reason("total_is", amount=f"{case.order.total:.2f}", currency=case.order.currency)


def _moment(case: Case) -> Reason:
    return _reason("changed_at", moment=f"{case.local:%d.%m.%Y %H:%M}")


_LOOKS: Mapping[str, _Look] = {
    "status": _Look(lambda case, wanted: in_state(case.order, wanted.statuses), _status),
    "method": _Look(lambda case, wanted: case.method in wanted.plain_methods, _method),
    "total": _Look(_has_total, _total),
    "kind": _Look(lambda case, wanted: case.buyer.is_company is wanted.is_company, _buyer_kind),
    "vat": _Look(lambda case, wanted: case.buyer.vat_payer is wanted.pays_vat, _vat),
    "country": _Look(_is_from, _country),
    "currency": _Look(lambda case, wanted: case.order.currency in wanted.currencies, _currency),
    "tags": _Look(lambda case, wanted: not wanted.plain_tags.isdisjoint(case.tags), _tags),
    "shipping": _Look(lambda case, wanted: not wanted.plain_shipping.isdisjoint(case.shipping), _shipping),
    "moment": _Look(_is_at, _moment),
    "billing": _Look(lambda case, wanted: case.order.has_billing is wanted.has_billing, _billing),
}


def _told(words: tuple[str, ...]) -> str:
    return ", ".join(words)[:_QUOTED]


def _reason(code: str, **facts: str) -> Reason:
    return Reason(code=code, facts=facts)
