"""One replaying server per worker, and a biller that talks to it."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import requests
from bot.smartbill.pace import Pace

from bot.domain.shops import Account
from bot.sandbox.server import Server
from bot.smartbill.biller import SmartBillBiller
from bot.smartbill.transport import Transport
from tests.fakes.clock import FakeClock
from tests.smartbill.replay import Replay


class _Stage:
    """What is served now: each test brings its own replay."""

    replay: Replay

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        await self.replay(scope, receive, send)


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Server, _Stage]]:
    stage = _Stage()
    with Server(stage) as server:
        yield server, stage


@pytest.fixture
def replay(served: tuple[Server, _Stage]) -> Replay:
    server, stage = served
    stage.replay = Replay(server.url)
    return stage.replay


@pytest.fixture
def account() -> Account:
    return Account(email="conta@magazin-exemplu.example", cif="RO99999992", token="003|f00dfeedf00dfeed")


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def pace(clock: FakeClock) -> Pace:
    def sleep(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))

    return Pace(30, timedelta(seconds=10), now=lambda: clock.now().timestamp(), sleep=sleep)


@pytest.fixture
def transport_to(session: requests.Session, pace: Pace) -> Callable[..., Transport]:
    """A transport to that address that waits so many seconds."""

    def build(url: str, seconds: float = 5) -> Transport:
        return Transport(session, url, timeout=seconds, pace=pace)

    return build


@pytest.fixture
def transport(transport_to: Callable[..., Transport], replay: Replay) -> Transport:
    return transport_to(replay.url)


@pytest.fixture
def biller(session: requests.Session, pace: Pace, clock: FakeClock, replay: Replay) -> SmartBillBiller:
    return SmartBillBiller(session, replay.url, timeout=timedelta(seconds=5), pace=pace, now=clock.now)


@pytest.fixture
def closed_url() -> str:
    """An address where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


@pytest.fixture
def full_url() -> Iterator[str]:
    """An address that takes no more connections: whoever comes waits in vain."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        for one in waiting:
            one.close()
