"""What doing the work needs from outside: a queue and a clock."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.work.jobs import Job, Urgency


class Clock(Protocol):
    """The time, as an argument."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class Queue(Protocol):
    """Jobs that survive the process. Every method is one transaction, or joins the one under way."""

    def enqueue(  # noqa: PLR0913 - what a job is, said by name
        self,
        kind: str,
        payload: Mapping[str, str],
        *,
        lane: str,
        after: timedelta = timedelta(0),
        key: str = "",
        urgency: Urgency = Urgency.NORMAL,
        holds_lane: bool = False,
    ) -> None:
        """Write a job down. With a `key`, one waiting job of the same kind and key is enough.

        It keeps the more urgent of the two urgencies, and the earlier of the two times unless it was
        postponed. While a job that `holds_lane` waits, even for its time, no other of its lane is claimed.
        """
        ...

    def claim(self, worker: str, lease: timedelta) -> Job | None:
        """Take a job that is due and whose lane is free, for as long as the lease lasts.

        Of several: the most urgent, then the longest due, then the first written.
        """
        ...

    def renew(self, job: Job, lease: timedelta) -> bool:
        """Hold the job for longer; False: it is no longer ours."""
        ...

    def finish(self, job: Job) -> bool:
        """The job is done; False: it was no longer ours."""
        ...

    def postpone(self, job: Job, pause: timedelta, why: str) -> bool:
        """Give the job back for later; False: it was no longer ours."""
        ...

    def park(self, job: Job, why: str) -> bool:
        """The job will not be tried again by itself; False: it was no longer ours."""
        ...

    def on_enqueue(self, wake: Callable[[], None]) -> None:
        """Call this after each commit that wrote jobs down."""
        ...
