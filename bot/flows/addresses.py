"""The address at which a shop hands in its notices."""

from bot.domain.shops import Shop
from bot.flows.ledger import Ledger


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
