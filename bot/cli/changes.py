"""How an order differs from its document, as a terminal tells it, and as facts for programs."""

import html
from collections.abc import Iterator

from bot.cli.printing import plain
from bot.domain.changes import Difference, Part
from bot.slack.changed_orders import differences

Facts = dict[str, object]


def change_sentences(found: Difference) -> Iterator[str]:
    """All that is different, one sentence each."""
    return (plain(html.unescape(told)) for told in differences("en", found))


def change_facts(found: Difference | None) -> Facts | None:
    """The same for programs; of the buyer, the names of the fields."""
    if found is None:
        return None
    return {
        "status": found.status,
        "total": {"came": f"{found.came.amount:.2f}", "now": f"{found.now.amount:.2f}"},
        "currency": {"came": found.came.currency, "now": found.now.currency},
        "changed": [{"came": _part(pair.came), "now": _part(pair.now)} for pair in found.changed],
        "added": [_part(part) for part in found.added],
        "removed": [_part(part) for part in found.removed],
        "buyer": [one.field for one in found.buyer],
    }


def _part(part: Part) -> Facts:
    return {
        "name": part.name,
        "quantity": f"{part.quantity.normalize():f}",
        "price": f"{part.price.normalize():f}",
        "amount": f"{part.amount:.2f}",
    }
