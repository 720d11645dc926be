"""Shops to try the contract of their keepers on: the fake, and CloudCart's client before a small server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Protocol

import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.domain.orders import Order
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.shopkeepers import Access, Shopkeeper, Strange
from bot.sandbox.server import Server
from bot.shops.cloudcart.keeper import CloudCartShopkeeper
from bot.shops.cloudcart.kind import read
from bot.shops.cloudcart.transport import SHARE
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.fakes.shopkeepers import USUAL_PAYMENT_METHODS, USUAL_STATUSES, FakeShopkeeper
from tests.shops.recorded import Recorded
from tests.shops.rest import rest_of

KEY = "TESTKEYNOTREAL"

Json = dict[str, Any]


class Stage(Protocol):
    """A shop that can be asked, and a hand on the world behind it."""

    keeper: Shopkeeper
    access: Access

    def sell(self, webhook: Json, *, invoiced_as: str = "") -> Order:
        """An order that the shop has from now on, told as a webhook would."""
        ...

    def sell_strangely(self, webhook: Json) -> None:
        """An order that nobody can read."""
        ...

    def be_down(self, *, down: bool) -> None:
        """From now on nothing is answered, or all is well again."""
        ...

    def turn_the_key(self) -> None:
        """Nobody gets in any more."""
        ...

    def switch_off(self, hook_id: str) -> None:
        """The shop stops telling of it, as CloudCart does after failures."""
        ...

    def proof_of(self, hook_id: str) -> str:
        """What a hook shows each time."""
        ...


def a_webhook(number: int, **changes: Any) -> Json:
    """The order of a company, as its webhook tells it."""
    told: Json = json.loads(Recorded("cloudcart", "order.updated__b2b").body)[0]
    return told | {"id": number} | changes


class FakeStage:
    def __init__(self) -> None:
        self.fake = FakeShopkeeper()
        self.keeper: Shopkeeper = self.fake
        self.access = Access("magazin-exemplu.ro", KEY)

    def sell(self, webhook: Json, *, invoiced_as: str = "") -> Order:
        order = _order(webhook | {"invoice_number": invoiced_as})
        self.fake.tell(order)
        return order

    def sell_strangely(self, webhook: Json) -> None:
        number = str(webhook["id"])
        self.fake.strange[number] = Strange(number, "It has no total.", b"{}")

    def be_down(self, *, down: bool) -> None:
        self.fake.down = RemoteUnavailable("shop.unreachable") if down else None

    def turn_the_key(self) -> None:
        self.fake.down = RemoteRejected("shop.wrong_key")

    def switch_off(self, hook_id: str) -> None:
        off = [hook for hook in self.fake.hooks_ if hook.id == hook_id]
        self.fake.hooks_ = [hook for hook in self.fake.hooks_ if hook.id != hook_id]
        self.fake.hooks_ += [type(hook)(hook.id, hook.event, hook.url, is_on=False) for hook in off]

    def proof_of(self, hook_id: str) -> str:
        return self.fake.proofs[hook_id]


class CloudCartStage:
    """CloudCart's client, talking HTTP to a server that holds what a test sold."""

    def __init__(self, url: str, shop: "SmallShop") -> None:
        self._shop = shop
        clock = FakeClock()
        self.keeper: Shopkeeper = CloudCartShopkeeper(
            requests.Session,
            allowance=FakeAllowance.of(clock, SHARE),
            sleep=lambda seconds: clock.advance(timedelta(seconds=seconds)),
            stand_ins=True,
        )
        self.access = Access(url, KEY)

    def sell(self, webhook: Json, *, invoiced_as: str = "") -> Order:
        answer = rest_of(webhook)
        answer["data"]["attributes"]["invoice_number"] = invoiced_as or None
        self._shop.orders[answer["data"]["id"]] = answer
        return _order(webhook | {"invoice_number": invoiced_as})

    def sell_strangely(self, webhook: Json) -> None:
        answer = rest_of(webhook)
        del answer["data"]["attributes"]["price_total"]
        self._shop.orders[answer["data"]["id"]] = answer

    def be_down(self, *, down: bool) -> None:
        self._shop.is_down = down

    def turn_the_key(self) -> None:
        self._shop.key = "ANOTHER"

    def switch_off(self, hook_id: str) -> None:
        self._shop.hooks[hook_id]["active"] = 0

    def proof_of(self, hook_id: str) -> str:
        proof: str = self._shop.hooks[hook_id]["request_headers"]["X-Hook-Proof"]
        return proof


class SmallShop:
    """What CloudCart's API answers about a few orders and hooks, as far as the client asks."""

    def __init__(self) -> None:
        self.orders: dict[str, Json] = {}
        self.hooks: dict[str, Json] = {}
        self.key = KEY
        self.is_down = False

    async def answer(self, request: Request) -> Response:
        """The answer to any question."""
        if self.is_down:
            return Response("<h1>504</h1>", 504, media_type="text/html")
        is_let_in = request.headers.get("X-CloudCart-ApiKey") == self.key
        return await self._answer(request) if is_let_in else _error(401)

    async def _answer(self, request: Request) -> Response:
        name, number = request.path_params["name"], request.path_params.get("number", "")
        body = json.loads(await request.body() or b"{}")
        match (request.method, name):
            case ("GET", "orders"):
                return self._order(number) if number else self._orders(request)
            case ("GET", "order-status"):
                return _api({"data": [{"id": 1, "name": s.name, "slug": s.code} for s in USUAL_STATUSES]})
            case ("GET", "payment-providers"):
                ways = [(way.code, way.name) for way in USUAL_PAYMENT_METHODS]
                return _page(request, [_resource(code, {"title": name}) for code, name in ways])
            case (_, "webhooks"):
                return self._hook(request, number, body)
        return _error(405)

    def _order(self, number: str) -> Response:
        return _api(self.orders[number]) if number in self.orders else _error(404)

    def _orders(self, request: Request) -> Response:
        wanted = request.query_params
        told = [each for each in self.orders.values() if _fits(each["data"]["attributes"], wanted)]
        told.sort(key=lambda each: str(each["data"]["attributes"]["updated_at"]))
        if wanted["sort"] == "-updated_at":
            told.reverse()
        else:
            told.sort(key=lambda each: int(each["data"]["id"]))
        included = [row for each in told for row in each["included"]]
        return _page(request, [each["data"] for each in told], included)

    def _hook(self, request: Request, number: str, body: Json) -> Response:
        if request.method == "GET":
            return _page(request, [_resource(key, hook) for key, hook in self.hooks.items()])
        if request.method == "POST":
            number = str(len(self.hooks) + 1)
            self.hooks[number] = body["data"]["attributes"]
            return _api({"data": _resource(number, self.hooks[number])}, 201)
        if number not in self.hooks:
            return _error(404)
        if request.method == "DELETE":
            del self.hooks[number]
            return Response(status_code=204)
        self.hooks[number] |= body["data"]["attributes"]
        return _api({"data": _resource(number, self.hooks[number])})


def _fits(order: Json, wanted: Any) -> bool:
    status, start = wanted.get("filter[status]"), wanted.get("filter[start_date]")
    return status in (None, order["status"]) and (start is None or order["date_added"] >= start)


def _page(request: Request, rows: list[Json], included: list[Json] | None = None) -> Response:
    number, size = int(request.query_params["page[number]"]), int(request.query_params["page[size]"])
    last = max(-(-len(rows) // size), 1)
    shown = rows[(number - 1) * size : number * size]
    paging = {"current-page": number, "per-page": size, "total": len(rows), "last-page": last}
    return _api({"data": shown, "included": included or [], "meta": {"page": paging}})


def _resource(number: str, attributes: Json) -> Json:
    return {"type": "webhooks", "id": number, "attributes": attributes}


def _error(status: int) -> Response:
    return _api({"errors": [{"status": str(status), "title": "No", "detail": "It may not be."}]}, status)


def _api(body: Json, status: int = 200) -> Response:
    return JSONResponse(body, status, media_type="application/vnd.api+json")


def _order(webhook: Json) -> Order:
    return read(json.dumps(webhook).encode()).order


class Served:
    """What is served now: each test brings a shop of its own."""

    def __init__(self) -> None:
        self.shop = SmallShop()

    async def answer(self, request: Request) -> Response:
        """The answer of the shop that is served."""
        return await self.shop.answer(request)


@contextmanager
def small_shops() -> Iterator[tuple[str, Served]]:
    """An address, and the shop behind it."""
    served = Served()
    methods = ["GET", "POST", "PATCH", "DELETE"]
    paths = ("/api/v2/{name}", "/api/v2/{name}/{number}")
    routes = [Route(path, served.answer, methods=methods) for path in paths]
    with Server(Starlette(routes=routes)) as server:
        yield server.url, served
