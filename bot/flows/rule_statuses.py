"""Which of a shop's own statuses a form can offer, and what the shop's people call them."""

from collections.abc import Iterable, Mapping

from bot.domain.checks import is_dead_status
from bot.domain.shops import Shop
from bot.flows.ledger import Ledger

#: Among so many of the latest notices: a form is opened while somebody waits for it.
_LATEST_NOTICES = 500
_MOST_SEEN = 50


def known_statuses(ledger: Ledger, shop: Shop) -> tuple[str, ...]:
    """Those that the shop's settings and rules name, those that it told of, and those seen lately, each once.

    An order that is cancelled or given back never becomes a document, so that no rule asks for such a status.
    """
    by_rules = (status for rule in shop.settings.rules for status in rule.conditions.statuses)
    seen = living_statuses(ledger, shop.id, among=_LATEST_NOTICES, most=_MOST_SEEN)
    return _each_once([*shop.settings.statuses, *by_rules, *seen])


def living_statuses(ledger: Ledger, shop_id: str, *, among: int, most: int) -> tuple[str, ...]:
    """What the shop told that its orders can be, then what they were according to its latest notices.

    `among` so many notices of all shops, the `most` latest statuses are looked for.
    """
    told = (status.code for status in ledger.shops.statuses(shop_id))
    seen = ledger.notices.statuses(shop_id, among=among, most=most)
    return _each_once(status for status in (*told, *seen) if not is_dead_status(status))


def status_names(ledger: Ledger, shop_id: str) -> Mapping[str, str]:
    """By its code, what the shop's people call a status, as far as the shop told."""
    return {status.code: status.name for status in ledger.shops.statuses(shop_id) if status.name}


def _each_once(statuses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(statuses))
