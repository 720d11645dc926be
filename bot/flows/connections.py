"""A web shop that is about to be connected: its id, its address for notices, and what proves them."""

import base64
import re
import secrets
import string
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.domain.shops import Shop, ShopSettings

_KEY_CHARACTERS = string.ascii_uppercase + string.digits
_KEY_LENGTH = 64

#: What each kind of shop can be told to send notices about, as the end of its address; none: all go to one.
EVENTS: Mapping[str, tuple[str, ...]] = {
    "cloudcart": ("order.created", "order.updated"),
    "standard": (),
}


#: Shops that prove their notices with a key that they have already; for others, we make a secret.
BRING_A_KEY = frozenset({"cloudcart"})


@dataclass(frozen=True)
class Connection:
    """A shop to be connected, and its secrets."""

    shop: Shop
    smartbill_token: str = field(repr=False)
    hook_token: str = field(repr=False)
    hook_secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """Where its notices go, behind the bot's address."""
        return f"/hooks/{self.shop.kind}/{self.hook_token}"


def new_connection(
    name: str, kind: str, settings: ShopSettings, *, smartbill_token: str, shop_key: str
) -> Connection:
    """A connection with an id and an address that nobody can guess.

    `shop_key`: what the shop's own system proves its notices with, where it has one; empty: one is made.
    """
    return Connection(
        shop=Shop(id=_new_id(name), name=name, kind=kind, settings=settings),
        smartbill_token=smartbill_token,
        hook_token=secrets.token_urlsafe(24),
        hook_secret=shop_key or NEW_SECRETS[kind](),
    )


def _new_id(name: str) -> str:
    """The name in plain letters, with something after it that no former shop of that name has."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:30].strip("-")
    return f"{words or 'shop'}-{secrets.token_hex(3)}"


def _new_key() -> str:
    return "".join(secrets.choice(_KEY_CHARACTERS) for _ in range(_KEY_LENGTH))


def _new_webhook_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


#: How each kind of shop proves its notices, where it brings no key of its own.
NEW_SECRETS: Mapping[str, Callable[[], str]] = {"cloudcart": _new_key, "standard": _new_webhook_secret}
