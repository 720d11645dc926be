"""What doing the work needs from outside: a queue and a clock."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.work.allowance import Place, Told, Wait
from bot.work.crews import Crew
from bot.work.jobs import Depth, Job, Parked, Urgency
from bot.work.timetable import LastRun, Round


def nothing_more() -> None:
    """What is done beside something that stands for itself."""


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

    def take(self, worker: str, lease: timedelta, rooms: Sequence[Crew]) -> tuple[Job, ...]:
        """Take jobs that are due and whose lanes are free, for as long as the lease lasts.

        Of each room's kinds as many as it has threads, at most; jobs of other kinds stay. What a silent
        worker left comes first; then the most urgent, then the longest due, then the first written.
        Nothing taken means nothing to take; if something was, there may be more.
        """
        ...

    def until_next(self) -> timedelta | None:
        """How long until the next job falls due, or a lease runs out; None: neither is in sight."""
        ...

    def renew(self, job: Job, lease: timedelta) -> bool:
        """Hold the job for longer; False: it is no longer ours."""
        ...

    def finish(self, job: Job) -> bool:
        """The job is done; False: it was no longer ours."""
        ...

    def postpone(
        self, job: Job, pause: timedelta, why: str, *, keeps_turn: bool = False, is_failure: bool = True
    ) -> bool:
        """Give the job back for later, for a reason; False: it was no longer ours.

        `keeps_turn`: until then its lane waits for it, as what comes after would meet the same trouble.
        Not a failure: it was told when to come back.
        """
        ...

    def give_back(self, job: Job) -> bool:
        """The job was taken and not begun: it waits as before; False: it was no longer ours."""
        ...

    def park(self, job: Job, why: str, also: Callable[[], None] = nothing_more) -> bool:
        """The job will not be tried again by itself; False: it was no longer ours.

        `also` is done in the same commit, where it was ours; what it raises leaves the job as it was.
        """
        ...

    def depths(self) -> tuple[Depth, ...]:
        """How much there is to do, by kind; kinds of which there is nothing are left out."""
        ...

    def parked(self) -> tuple[Parked, ...]:
        """The parked jobs, oldest first."""
        ...

    def retry_parked(self, job_id: int) -> bool:
        """Let a parked job wait again, due now, as if it had never been tried; False: it is not parked."""
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


class Timetable(Protocol):
    """Work that comes round again and again: begun once over all replicas, and once after a long sleep."""

    def ring(self, rounds: Sequence[Round]) -> timedelta:
        """Write down the jobs whose time has come, each once; answers how long until the next one's.

        A round that is new begins when it first comes round, not now.
        """
        ...

    def began(self, name: str) -> None:
        """The job of this round begins."""
        ...

    def ended(self, name: str, outcome: str) -> None:
        """The job of this round has ended: empty for success, or else the name of the error."""
        ...

    def last_runs(self) -> tuple[LastRun, ...]:
        """All rounds there ever were, by name."""
        ...
