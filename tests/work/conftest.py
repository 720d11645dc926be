"""A worker at a fake queue, for as long as a test needs it."""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

import pytest

from bot.work.bell import Bell
from bot.work.crews import Crew
from bot.work.jobs import Work
from bot.work.timetable import Round
from bot.work.worker import Witness, Worker
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.fakes.timetable import FakeTimetable


class Start(Protocol):
    """Sets a worker to work; it is stopped at the end of the test."""

    def __call__(
        self,
        queue: FakeQueue,
        works: Mapping[str, Work],
        *,
        threads: int = 2,
        lease: timedelta = ...,
        rounds: Sequence[Round] = (),
        witness: Witness | None = None,
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
        rounds: Sequence[Round] = (),
        witness: Witness | None = None,
    ) -> Worker:
        bell = Bell(FakeTimetable(queue, queue.clock), rounds, time.monotonic)
        worker = Worker(
            queue, works, [Crew(frozenset(works), threads)], lease=lease, bell=bell, witness=witness
        )
        worker.start()
        workers.append(worker)
        return worker

    yield begin
    for worker in workers:
        worker.stop(5)
