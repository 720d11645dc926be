"""One replaying server per worker, and a biller that talks to it."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import requests

from bot.domain.shops import Account
from bot.sandbox.server import Server
from bot.smartbill.biller import SmartBillBiller
from bot.smartbill.transport import Transport
from tests.fakes.allowance import FakeAllowance
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
    return Account(email="conta@magazin-exemplu.example", cif="RO99999917", token="003|f00dfeedf00dfeed")


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def allowance(clock: FakeClock) -> FakeAllowance:
    return FakeAllowance.of(clock)


@pytest.fixture
def sleep(clock: FakeClock) -> Callable[[float], None]:
    """Time passes at once."""
    return lambda seconds: clock.advance(timedelta(seconds=seconds))


@pytest.fixture
def transport_to(
    session: requests.Session, allowance: FakeAllowance, sleep: Callable[[float], None]
) -> Callable[..., Transport]:
    """A transport to that address that waits so many seconds for an answer."""

    def build(url: str, seconds: float = 5) -> Transport:
        return Transport(session, url, timeout=seconds, allowance=allowance, sleep=sleep)

    return build


@pytest.fixture
def transport(transport_to: Callable[..., Transport], replay: Replay) -> Transport:
    return transport_to(replay.url)


@pytest.fixture
def biller(
    session: requests.Session, allowance: FakeAllowance, clock: FakeClock, replay: Replay
) -> SmartBillBiller:
    five = timedelta(seconds=5)
    return SmartBillBiller(session, replay.url, timeout=five, allowance=allowance, now=clock.now)


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
