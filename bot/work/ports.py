"""What doing the work needs from outside: a queue and a clock."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.work.allowance import Place, Told, Wait
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


class Allowance(Protocol):
    """The calls that each token may make, shared by all processes."""

    def take(self, token: str, urgency: Urgency, also: Callable[[], None]) -> Place | Wait:
        """The right to make one call now, or how long to wait before asking again.

        `also` is done in the same commit as the taking; what it raises leaves nothing taken.
        """
        ...

    def give_back(self, token: str, place: Place, told: Told | None) -> None:
        """The call ended: its answer came, or nobody waits for it any more."""
        ...

    def block(self, token: str, pause: timedelta) -> None:
        """No process may call for so long."""
        ...

    def blocked_for(self, token: str) -> timedelta | None:
        """How long the token stays blocked; None: it is not."""
        ...
