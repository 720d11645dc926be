"""Which of a shop's own statuses a rule's form can offer."""

from bot.domain.checks import DEAD
from bot.domain.shops import Shop
from bot.flows.ledger import Ledger

#: Among so many of the latest notices: a form is opened while somebody waits for it.
_LATEST_NOTICES = 500
_MOST_SEEN = 50


def known_statuses(ledger: Ledger, shop: Shop) -> tuple[str, ...]:
    """Those that the shop's settings and rules name, then those that its orders had lately, each once.

    An order that is cancelled or given back never becomes a document, so that no rule asks for such a status.
    """
    by_rules = (status for rule in shop.settings.rules for status in rule.conditions.statuses)
    seen = ledger.notices.statuses(shop.id, among=_LATEST_NOTICES, most=_MOST_SEEN)
    living = (status for status in seen if status not in DEAD)
    return tuple(dict.fromkeys([*shop.settings.statuses, *by_rules, *living]))
