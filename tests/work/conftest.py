"""A worker at a fake queue, for as long as a test needs it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Protocol

import pytest

from bot.work.crews import Crew
from bot.work.jobs import Work
from bot.work.worker import Worker
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue


class Start(Protocol):
    """Sets a worker to work; it is stopped at the end of the test."""

    def __call__(
        self, queue: FakeQueue, works: Mapping[str, Work], *, threads: int = 2, lease: timedelta = ...
    ) -> Worker: ...


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def queue(clock: FakeClock) -> FakeQueue:
    return FakeQueue(clock)


@pytest.fixture
def start() -> Iterator[Start]:
    workers: list[Worker] = []

    def begin(
        queue: FakeQueue,
        works: Mapping[str, Work],
        *,
        threads: int = 2,
        lease: timedelta = timedelta(seconds=10),
    ) -> Worker:
        worker = Worker(queue, works, [Crew(frozenset(works), threads)], lease=lease)
        worker.start()
        workers.append(worker)
        return worker

    yield begin
    for worker in workers:
        worker.stop(5)
