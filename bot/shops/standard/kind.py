"""The generic kind of shop: notices signed as Standard Webhooks describes, in the shape of `wire`."""

from typing import Any

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook, WebhookVerificationError
from starlette.datastructures import Headers

from bot.domain.orders import OrderNotice
from bot.shops.bodies import read_json, unreadable
from bot.shops.shop import ShopKind
from bot.shops.standard.orders import order_told
from bot.shops.standard.wire import News, OrderNews


def is_genuine(headers: Headers, body: bytes, secret: str) -> bool:
    """Whether the signature fits these exact bytes and its time is within five minutes of ours.

    An empty secret matches nothing.
    """
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, EmptyWebhookSecretError, ValueError):
        # ValueError: signatures without a comma, secrets that are not base64 and bodies that are not UTF-8.
        return False
    return True


def read(body: bytes) -> OrderNotice | None:
    """The order which these bytes tell; None where the news is not about an order.

    Raises:
        Unreadable: it should be about an order, but is not of our shape.
    """
    message = read_json(body)
    try:
        if not News.model_validate(message).type.startswith("order."):
            return None
        return OrderNotice(order_told(OrderNews.model_validate(message)))
    except ValueError as error:
        raise unreadable(error) from error


def schema() -> dict[str, Any]:
    """The JSON Schema of a notice, for whoever writes a sender."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **OrderNews.model_json_schema()}


STANDARD = ShopKind("standard", is_genuine, read, signs_body=True, refusal=401)
