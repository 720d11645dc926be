"""The short lists of a CloudCart shop: its statuses, its ways to pay and its webhooks."""

from bot.flows.shopkeepers import Choice, ShopHook
from bot.shops.cloudcart.answers import JsonObject
from bot.shops.cloudcart.kind import PROOF
from bot.shops.cloudcart.values import first, is_marked
from bot.shops.fields import clean


def status_in(row: JsonObject) -> Choice:
    """A status by its slug, which is what orders have. This list alone is plain JSON, not JSON:API."""
    return _choice(first(row, "slug", "id"), first(row, "name", "slug"))


def payment_method_in(row: JsonObject) -> Choice | None:
    """A way to pay by its provider's code; None: it is switched off."""
    told = _attributes(row)
    is_off = "active" in told and not is_marked(told["active"])
    return None if is_off else _choice(row.get("id"), first(told, "title", "name") or row.get("id"))


def hook_in(row: JsonObject) -> ShopHook:
    """A webhook."""
    told = _attributes(row)
    return ShopHook(
        id=_text(row.get("id")),
        event=_text(told.get("event")),
        url=_text(told.get("url")),
        is_on=is_marked(told.get("active")),
    )


def hook_body(event: str, url: str, proof: str) -> JsonObject:
    """The webhook to be made: its own proof stands in a header that CloudCart sends each time."""
    return {
        "data": {
            "type": "webhooks",
            "attributes": {
                "url": url,
                "event": event,
                "new_version": 1,
                "active": "yes",
                "request_headers": {PROOF: proof},
            },
        }
    }


def switched_on(hook_id: str, proof: str) -> JsonObject:
    """The change that has a webhook told again."""
    attributes = {"active": 1, "request_headers": {PROOF: proof}}
    return {"data": {"type": "webhooks", "id": hook_id, "attributes": attributes}}


def _choice(code: object, name: object) -> Choice:
    return Choice(_text(code), _text(name))


def _attributes(row: JsonObject) -> JsonObject:
    attributes = row.get("attributes")
    return attributes if isinstance(attributes, dict) else row


def _text(value: object) -> str:
    return clean(str(value)).strip() if isinstance(value, str | int) and value is not True else ""
