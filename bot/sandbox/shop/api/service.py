"""The API as a whole: a call in, its answer out."""

from collections.abc import Mapping

from bot.sandbox.shop.api.answers import Answer, Json, Problem, document, plain
from bot.sandbox.shop.api.calls import Call
from bot.sandbox.shop.api.gate import Gate
from bot.sandbox.shop.api.order_lists import Orders
from bot.sandbox.shop.api.queries import filters, paging
from bot.sandbox.shop.api.statuses import listed
from bot.sandbox.shop.api.webhooks import Webhooks
from bot.sandbox.shop.catalogue import METHODS

ROOT = "/api/v2"


class Service:
    """Knows which resource answers which call."""

    def __init__(self, gate: Gate, orders: Orders, webhooks: Webhooks) -> None:
        self._gate = gate
        self._orders = orders
        self._webhooks = webhooks

    def answer(self, call: Call) -> Answer:
        """The answer to a call; refusals are answers too."""
        try:
            return self._gate.refusal(call) or self._resource(call)
        except Problem as problem:
            return problem.answer

    def _resource(self, call: Call) -> Answer:
        match call.method, call.path.removeprefix(f"{ROOT}/").split("/"):
            case "GET", ["orders"]:
                return self._orders.listed(call.query)
            case "GET", ["orders", number]:
                return self._orders.one(number, call.query)
            case "GET", ["order-status"]:
                return plain({"data": listed(_slug(call.query))})
            case "GET", ["payment-providers"]:
                return _ways_to_pay(call.query)
            case _, ["webhooks", *rest]:
                return self._webhook(call, rest)
            case _, ["orders" | "order-status" | "payment-providers"] | ["orders", _]:
                raise _not_allowed(call)
        raise _nowhere(call)

    def _webhook(self, call: Call, rest: list[str]) -> Answer:
        match call.method, rest:
            case "GET", []:
                return self._webhooks.listed(call.query)
            case "POST", []:
                return self._webhooks.add(call.body)
            case "GET", [number]:
                return self._webhooks.one(number)
            case "PATCH", [number]:
                return self._webhooks.change(number, call.body)
            case "DELETE", [number]:
                return self._webhooks.remove(number)
            case _, [] | [_]:
                raise _not_allowed(call)
        raise _nowhere(call)


def _not_allowed(call: Call) -> Problem:
    return Problem(405, "Method Not Allowed", f"{call.method} is not allowed here.")


def _nowhere(call: Call) -> Problem:
    return Problem(404, "Not Found", f"There is no resource at {call.path}.")


def _slug(query: Mapping[str, str]) -> str | None:
    return query.get("filter") or filters(query).get("slug")


def _ways_to_pay(query: Mapping[str, str]) -> Answer:
    offered = {way.provider: (way.name, "yes") for way in METHODS.values()} | {"paypal": ("PayPal", "no")}
    ways: list[Json] = [
        {"type": "payment-providers", "id": code, "attributes": {"title": title, "active": active}}
        for code, (title, active) in offered.items()
    ]
    here, told_page = paging(query).cut(ways)
    return document(list(here), {"meta": {"page": told_page}})
