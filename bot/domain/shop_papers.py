"""A shop that invoices its orders by itself: which of the documents that it tells are its own."""

from bot.domain.orders import Order


def made_by_the_shop(order: Order, *ours: str) -> str:
    """The document that the shop made of the order by itself; empty: none, or it only tells one of `ours`."""
    is_ours = _bare(order.invoiced_as) in map(_bare, ours)
    return "" if is_ours else order.invoiced_as


def _bare(name: str) -> str:
    """A document's name however it is spaced: FCT 0012 is FCT0012."""
    return "".join(name.split()).casefold()
