"""The address at which a shop hands in its notices, and the one at which it is asked."""

from collections.abc import Container

from bot.domain.shops import Shop
from bot.flows.ledger import Ledger
from bot.flows.shopkeepers import Access


def hook_path(ledger: Ledger, shop: Shop) -> str:
    """The path behind whatever address the bot has."""
    return f"/hooks/{shop.kind}/{ledger.shops.hook_token(shop.id)}"


def hook_url(public_url: str, path: str) -> str | None:
    """The whole address; None while PUBLIC_URL does not say how shops reach us."""
    return f"{whole(public_url)}{path}" if public_url else None


def whole(address: str) -> str:
    """An address as typed, with https:// where nothing else was said, and without a slash at its end."""
    typed = address.strip().rstrip("/")
    return typed if not typed or "://" in typed else f"https://{typed}"


def access_of(ledger: Ledger, askable: Container[str], shop: Shop) -> Access | None:
    """How a shop is asked; None: it is of no kind that can be, or nobody said where."""
    url = shop.settings.shop_url
    return Access(whole(url), ledger.shops.key(shop.id)) if shop.kind in askable and url else None
