"""Addresses: where a shop hands in its notices, where it is asked, and what people type."""

from collections.abc import Container
from ipaddress import ip_address
from urllib.parse import urlsplit

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


def can_be_asked(askable: Container[str], shop: Shop) -> bool:
    """Whether it is of a kind that can be asked, and somebody said where. No secret is opened for that."""
    return shop.kind in askable and bool(shop.settings.shop_url)


def access_of(ledger: Ledger, askable: Container[str], shop: Shop) -> Access | None:
    """How a shop is asked; None: it cannot be, or was removed and its key with it."""
    key = ledger.shops.key(shop.id) if can_be_asked(askable, shop) else ""
    return Access(whole(shop.settings.shop_url), key) if key else None


def is_on_this_machine(address: str) -> bool:
    """Whether a whole address is a stand-in's: on loopback."""
    try:
        host = urlsplit(address).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
