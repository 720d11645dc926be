"""Claim jobs, run them, write down how they ended: the loop that does the house's work."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Protocol
from uuid import uuid4

from bot.errors import BotError, RemoteUnavailable
from bot.work.bell import Bell
from bot.work.boot import since_boot
from bot.work.crews import Crew, Rooms
from bot.work.jobs import Job, Urgency, Work
from bot.work.ports import Queue, nothing_more
from bot.work.retry import pause

log = logging.getLogger(__name__)

_LONGEST_SLEEP = 1.0
_GATHERING = 0.003


class Witness(Protocol):
    """Who hears how a job ended that did not end well."""

    def gave_up(self, job: Job) -> None:
        """The job is parked in the commit under way: what has to be known of it is written down there."""
        ...

    def overtaken(self, job: Job) -> None:
        """Another worker did the job meanwhile, and this one did it too."""
        ...


class Worker:
    """One thread that takes jobs, and crews that run them. `works` maps a job's kind to what does it.

    A job is held by a lease, renewed while it runs: a worker that dies loses it to the next one.
    """

    def __init__(
        self,
        queue: Queue,
        works: Mapping[str, Work],
        crews: Sequence[Crew],
        *,
        lease: timedelta,
        bell: Bell,
        witness: Witness | None = None,
    ) -> None:
        self._queue = queue
        self._works = works
        self._lease = lease
        self._bell = bell
        self._witness = witness
        self._name = uuid4().hex
        self._rooms = Rooms(crews)
        self._pool = ThreadPoolExecutor(sum(crew.threads for crew in crews), thread_name_prefix="work")
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._running: dict[tuple[int, str], Job] = {}
        self._held_at = since_boot()
        self._lock = threading.Lock()
        self._claimer = threading.Thread(target=self._take_all, name="claims", daemon=True)
        self._renewer = threading.Thread(target=self._renew_all, name="leases", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._queue.on_enqueue(self.wake)
        self._claimer.start()
        self._renewer.start()

    def wake(self) -> None:
        """Look for jobs now; there may be some."""
        self._news.set()

    def take_no_more(self) -> None:
        """Claim no more jobs. What was taken and not begun is given back; what runs goes on, and is held."""
        self._stopping.set()
        self._news.set()

    def stop(self, patience: float) -> bool:
        """Take nothing new, and wait up to `patience` seconds for what runs; False: something still runs.

        What was taken but not begun is given back. The lease of what runs is held for as long as it runs:
        whoever gets False ends the process, and with it the job, or leaves the job to end by itself.
        """
        deadline = time.monotonic() + patience
        self.take_no_more()
        if self._claimer.ident is not None:
            self._claimer.join(patience)
        finisher = threading.Thread(target=self._finish, name="finish", daemon=True)
        finisher.start()
        finisher.join(max(deadline - time.monotonic(), 0))
        return self._stopped.is_set()

    def _finish(self) -> None:
        self._pool.shutdown()
        self._stopped.set()

    @property
    def is_alive(self) -> bool:
        """Whether jobs are being claimed."""
        threads = (self._claimer, self._renewer)
        return all(thread.is_alive() for thread in threads) and not self._stopping.is_set()

    def _take_all(self) -> None:
        while not self._stopping.is_set():
            self._news.clear()
            rest = self._look()
            if rest and not self._stopping.is_set() and self._news.wait(rest):
                # News come in crowds: one look for all of them costs less than one for each.
                self._stopping.wait(_GATHERING)

    def _look(self) -> float:
        """Begin what can be begun; answers how many seconds to rest unless somebody calls."""
        try:
            doze = self._bell.look()
            if not self._is_holding():
                return _LONGEST_SLEEP
            jobs = self._queue.take(self._name, self._lease, self._rooms.free())
            for job in jobs:
                self._begin(job)
            return 0.0 if jobs else min(self._rest(), doze)
        except Exception as error:
            log.exception("work.claim_failed", extra={"error": _name(error)}, exc_info=_trace(error))
            return _LONGEST_SLEEP

    def _rest(self) -> float:
        pause = self._queue.until_next()
        return _LONGEST_SLEEP if pause is None else min(pause.total_seconds(), _LONGEST_SLEEP)

    def _begin(self, job: Job) -> None:
        with self._lock:
            self._running[job.id, job.token] = job
        self._rooms.enter(job.kind)
        self._pool.submit(self._run, job)

    def _run(self, job: Job) -> None:
        try:
            if self._stopping.is_set():
                self._end(job, lambda: self._queue.give_back(job))
            else:
                self._do(job)
        finally:
            with self._lock:
                self._running.pop((job.id, job.token), None)
            self._rooms.leave(job.kind)
            self._news.set()

    def _do(self, job: Job) -> None:
        error = _tried(lambda: self._work(job))
        if error is None:
            self._end(job, lambda: self._queue.finish(job), outcome="")
        else:
            self._failed(job, error)

    def _work(self, job: Job) -> None:
        self._bell.began(job.kind)
        self._works[job.kind](job.payload)

    def _failed(self, job: Job, error: Exception) -> None:
        why = type(error).__name__
        wait = pause(error, job.attempts)
        facts = {"job": job.id, "kind": job.kind, "attempts": job.attempts, "error": _name(error)}
        if wait is None:
            log.error("work.parked", extra=facts, exc_info=_trace(error))
            tell = partial(self._witness.gave_up, job) if self._witness else nothing_more
            self._end(job, lambda: self._queue.park(job, why, tell), outcome=why)
        else:
            log.warning("work.postponed", extra=facts | {"seconds": wait.total_seconds()})
            # What waits for the world outside is not overtaken in its lane, unless it is idle work.
            keeps_turn = isinstance(error, RemoteUnavailable) and job.urgency is not Urgency.IDLE
            is_failure = getattr(error, "retry_after", None) is None
            again = partial(
                self._queue.postpone, job, wait, why, keeps_turn=keeps_turn, is_failure=is_failure
            )
            self._end(job, again, outcome=why)

    def _end(self, job: Job, write: Callable[[], bool], outcome: str | None = None) -> None:
        """Write the end down; where the database is away, the lease runs out and the job is run again.

        An accident of ours would come back with every lease: it counts, so that the job ends some day.
        """
        error = self._written(job, write, outcome)
        if error is not None and not isinstance(error, RemoteUnavailable):
            self._written(job, self._counted(job, error), type(error).__name__)

    def _written(self, job: Job, write: Callable[[], bool], outcome: str | None) -> Exception | None:
        """Write the end down, or say in the log what came in between."""
        error = _tried(lambda: self._write(job, write, outcome))
        if error is not None:
            facts = {"job": job.id, "kind": job.kind, "error": _name(error)}
            log.error("work.end_not_written", extra=facts, exc_info=_trace(error))
        return error

    def _write(self, job: Job, write: Callable[[], bool], outcome: str | None) -> None:
        if not write():
            log.warning("work.overtaken", extra={"job": job.id, "kind": job.kind})
            if self._witness is not None:
                self._witness.overtaken(job)
        elif outcome is not None:
            self._bell.ended(job.kind, outcome)

    def _counted(self, job: Job, error: Exception) -> Callable[[], bool]:
        """One try more, or the end without a witness: it may be the one who fails."""
        why, wait = type(error).__name__, pause(error, job.attempts)
        if wait is None:
            return partial(self._queue.park, job, why)
        return partial(self._queue.postpone, job, wait, why)

    def _is_holding(self) -> bool:
        """Whether the leases of all that runs here are fresh.

        A process that was stopped for a while would otherwise find its own jobs silent and run them twice.
        """
        is_fresh = since_boot() - self._held_at < self._lease.total_seconds() / 2
        return is_fresh or self._renew_running()

    def _renew_all(self) -> None:
        while not self._stopped.wait(self._lease.total_seconds() / 3):
            self._renew_running()

    def _renew_running(self) -> bool:
        """Renew the lease of all that runs here; False: some could not be renewed."""
        begun = since_boot()
        with self._lock:
            running = list(self._running.values())
        renewed = [self._renew(job) for job in running]
        are_held = all(renewed)
        if are_held:
            self._held_at = begun
        return are_held

    def _renew(self, job: Job) -> bool:
        try:
            self._queue.renew(job, self._lease)
        except BotError as error:
            log.error("work.lease_not_renewed", extra={"job": job.id, "error": error.slug})  # noqa: TRY400 - the trace quotes others' words
            return False
        return True


def _tried(do: Callable[[], None]) -> Exception | None:
    """What came in between; nobody behind these threads would read it."""
    try:
        do()
    except Exception as error:  # noqa: BLE001 - the crews' one broad handler: nothing may end the loop
        return error
    return None


def _name(error: Exception) -> str:
    """What the journal calls an accident: ours by its slug, for it may quote words that name a buyer."""
    return error.slug if isinstance(error, BotError) else type(error).__name__


def _trace(error: Exception) -> Exception | None:
    """What the journal prints at length; never where an accident of ours is in it, with words of others."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, BotError):
            return None
        link = link.__cause__ or link.__context__
    return error
