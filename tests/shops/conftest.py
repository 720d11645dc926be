"""A door on loopback with an intake behind it; one server serves all tests, as stopping one takes its time."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from bot.sandbox.server import Server
from bot.shops.http import routes
from tests.shops.intake import FakeIntake
from tests.shops.recorded import KEY, SIGNING_SECRET
from tests.storage.databases import _shared_sqlite, empty_file, sqlite

__all__ = ["_shared_sqlite", "empty_file", "sqlite"]


@pytest.fixture(scope="module")
def standing() -> Iterator[tuple[str, FakeIntake]]:
    intake = FakeIntake()
    with Server(Starlette(routes=routes(intake))) as server:
        yield server.url, intake


@pytest.fixture
def intake(standing: tuple[str, FakeIntake]) -> FakeIntake:
    """The intake behind the door, with nothing handed in yet."""
    _, intake = standing
    intake.forget()
    intake.secrets = {"cloudcart": KEY, "standard": SIGNING_SECRET}
    return intake


@pytest.fixture
def door(standing: tuple[str, FakeIntake], intake: FakeIntake) -> str:
    """The address before `/hooks`."""
    return standing[0]
