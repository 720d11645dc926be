"""A tiny address for notices that keeps what came and answers what it was told to, and a shop that sends there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from bot.sandbox.server import Server
from bot.sandbox.shop.standin import ShopStandIn


@dataclass(frozen=True)
class Came:
    event: str
    body: bytes
    headers: dict[str, str]

    @property
    def order(self) -> dict[str, Any]:
        (order,) = json.loads(self.body)
        assert isinstance(order, dict)
        return order


@dataclass
class Receiver:
    """Answers with `answers` one after the other, then 200; what is no success says `says`."""

    url: str = ""
    says: str = ""
    answers: list[int] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        self.came.append(Came(request.path_params["event"], await request.body(), dict(request.headers)))
        status = self.answers.pop(0) if self.answers else 200
        return Response(self.says if status != 200 else "", status_code=status)


@dataclass
class Stage:
    """One server for all tests, since stopping one takes a while; each test brings its own shop and receiver."""

    url: str = ""
    receiver: Receiver = field(default_factory=Receiver)
    desk: Any = None
    api: Any = None

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/hooks/cloudcart/secret/{event}", self._hook, methods=["POST"]),
                Mount("/desk", self._at_desk),
                Mount("/", self._at_api),
            ]
        )

    async def _hook(self, request: Request) -> Response:
        return await self.receiver.take(request)

    async def _at_api(self, scope: Any, receive: Any, send: Any) -> None:
        await self.api(scope, receive, send)

    async def _at_desk(self, scope: Any, receive: Any, send: Any) -> None:
        await self.desk(scope, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    stage = Stage()
    with Server(stage.app) as server:
        stage.url = server.url
        yield stage


@pytest.fixture
def receiver(stage: Stage) -> Receiver:
    stage.receiver = Receiver(f"{stage.url}/hooks/cloudcart/secret")
    return stage.receiver


@pytest.fixture
def shop(receiver: Receiver) -> Iterator[ShopStandIn]:
    shop = ShopStandIn(hook_url=receiver.url, api_key="sample-shop-key", pauses=(0, 0, 0))
    yield shop
    shop.close()


@pytest.fixture
def desk_url(stage: Stage, shop: ShopStandIn) -> str:
    stage.desk = shop.desk
    return f"{stage.url}/desk"


class Client(requests.Session):
    """A session that asks the API by paths below /api/v2, as a client of CloudCart would."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.trust_env = False
        self._url = f"{url}/api/v2/"
        self.headers["X-CloudCart-ApiKey"] = "sample-shop-key"
        self.headers["Accept"] = "application/vnd.api+json"

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", 5)
        return super().request(method, f"{self._url}{url!s}", *args, **kwargs)

    def told(self, path: str, **query: str) -> Any:
        """The JSON of an answer that has to be 200."""
        answer = self.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def api(stage: Stage, shop: ShopStandIn) -> Iterator[Client]:
    stage.api = shop.api
    with Client(stage.url) as client:
        yield client
