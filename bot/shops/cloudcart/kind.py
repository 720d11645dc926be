"""CloudCart as a kind of shop: a static key in a header, an order in the body."""

import hmac
from typing import Any

from starlette.datastructures import Headers

from bot.domain.orders import OrderNotice
from bot.errors import Unreadable
from bot.shops.bodies import read_json, unreadable
from bot.shops.cloudcart.documents import documents
from bot.shops.cloudcart.found import order_in
from bot.shops.cloudcart.orders import order_told
from bot.shops.cloudcart.wire import ToldOrder
from bot.shops.shop import ShopKind

#: The header in which hooks that we added show their proof.
PROOF = "X-Hook-Proof"


def is_genuine(headers: Headers, _body: bytes, secret: str) -> bool:
    """Whether the request carries the secret: all that CloudCart offers is to show one.

    It shows the API key by itself, and what we gave the hooks that we added, also when the key has changed.
    An empty secret matches nothing.
    """
    shown = (headers.get(name, "").encode("latin-1") for name in ("X-CloudCart-ApiKey", PROOF))
    return bool(secret) and any(hmac.compare_digest(each, secret.encode()) for each in shown)


def read(body: bytes) -> OrderNotice:
    """The order which these bytes tell, alone or as the only one of an array, or as REST told it and we kept.

    Raises:
        Unreadable: there is no such order in them.
    """
    message = _only_one(read_json(body))
    try:
        if isinstance(message.get("data"), dict):
            (document,) = documents(message)
            return OrderNotice(order_in(document, document.money))
        return OrderNotice(order_told(ToldOrder.model_validate(message)))
    except ValueError as error:
        raise unreadable(error) from error


def _only_one(message: object) -> dict[str, Any]:
    orders = message if isinstance(message, list) else [message]
    if len(orders) != 1 or not isinstance(orders[0], dict):
        raise Unreadable("The message should hold exactly one order.")
    return orders[0]


# CloudCart switches a webhook off at its first 401 or 403, but repeats after 503 for twenty minutes:
# long enough for a person to store a key that was changed in the shop.
CLOUDCART = ShopKind("cloudcart", is_genuine, read, signs_body=False, refusal=503)
