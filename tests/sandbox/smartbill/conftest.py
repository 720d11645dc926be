"""A stand-in behind real HTTP: one server for all tests, a fresh account for each."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from bot.sandbox.server import Server
from bot.sandbox.smartbill.standin import SmartBillStandIn

EMAIL = "contabil@magazin.example"
TOKEN = "003|5f3a9c"


class Clock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Door:
    """Passes every request to the application of the running test."""

    def __init__(self) -> None:
        self.app = Starlette()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


class Session(requests.Session):
    """Requests by path, on one server."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.trust_env = False
        self.base_url = base_url

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(method, self.base_url + url, *args, **{"timeout": 5, **kwargs})


@contextmanager
def served() -> Iterator[tuple[Door, str]]:
    door = Door()
    server = Server(door)
    # Otherwise each answer waits 40 ms for the client's acknowledgement of its headers.
    server._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with server:
        yield door, server.url


@pytest.fixture(scope="session")
def api_door() -> Iterator[tuple[Door, str]]:
    with served() as door:
        yield door


@pytest.fixture(scope="session")
def desk_door() -> Iterator[tuple[Door, str]]:
    with served() as door:
        yield door


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def standin(clock: Clock) -> SmartBillStandIn:
    return SmartBillStandIn(email=EMAIL, token=TOKEN, now=clock)


@pytest.fixture
def api(standin: SmartBillStandIn, api_door: tuple[Door, str]) -> Iterator[requests.Session]:
    """Calls by path under /SBORO/api, logged in, for the stand-in's company."""
    door, url = api_door
    door.app = standin.api
    with Session(f"{url}/SBORO/api") as session:
        session.auth = (EMAIL, TOKEN)
        session.params = {"cif": "RO99999917"}
        yield session


@pytest.fixture
def desk(standin: SmartBillStandIn, desk_door: tuple[Door, str]) -> Iterator[requests.Session]:
    """Calls by path to the desk, without a login."""
    door, url = desk_door
    door.app = standin.desk
    with Session(url) as session:
        yield session


@pytest.fixture
def invoice() -> dict[str, Any]:
    """A complete, small invoice: 100.00 + 21 % = 121.00."""
    return {
        "companyVatCode": "RO99999917",
        "seriesName": "SLK",
        "issueDate": "2026-10-05",
        "client": {
            "name": "Client Exemplu SRL",
            "vatCode": "RO55667788",
            "isTaxPayer": True,
            "address": "Str. Lalelei 1",
            "city": "Sector 1",
            "county": "Bucuresti",
            "country": "Romania",
            "saveToDb": False,
        },
        "products": [
            {
                "name": "Consultanta septembrie",
                "code": "SRV01",
                "isService": True,
                "quantity": 1,
                "price": 100,
                "measuringUnitName": "ora",
                "currency": "RON",
                "isTaxIncluded": False,
                "taxName": "Normala",
                "taxPercentage": 21,
                "saveToDb": False,
            }
        ],
        "mentions": "Ref: SLK-7f3a9c",
    }


@pytest.fixture
def discount() -> dict[str, Any]:
    """Ten lei off the line before it."""
    return {
        "name": "Discount valoric",
        "isDiscount": True,
        "numberOfItems": 1,
        "discountType": 1,
        "discountValue": -10,
        "measuringUnitName": "ora",
        "taxName": "Normala",
        "taxPercentage": 21,
    }
