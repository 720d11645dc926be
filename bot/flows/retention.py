"""What is not needed any more is let go of: a little at a time, so that nobody waits for it."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.fiscal import romanian_day
from bot.work.ports import Clock

log = logging.getLogger(__name__)

#: Notices say who bought. They are kept this long to be looked at again (`replay`); of older ones, the digest
#: stays, so that the same news never counts twice.
NOTICES = timedelta(days=30)
#: A buyer is forgotten this long after the last thing that happened to the order, if nothing waits there.
#: Whether the invoice is collected does not matter: who it is made out to, SmartBill knows.
BUYERS = timedelta(days=30)
#: Jobs that are done say what was done when; after a week, nobody asks. Parked ones wait for a person.
JOBS = timedelta(days=7)
#: Settings that somebody typed are checked within minutes; a token may be among them.
TYPED_SETTINGS = timedelta(days=1)
#: What was looked up counts for a day; later it may explain a decision. Sole traders are persons.
LOOK_UPS = timedelta(days=30)
#: A rate counts for ten days at most; orders may be older when their document is made.
RATES = timedelta(days=60)

#: Rows of one transaction: a few milliseconds, in which a shop's notice waits for SQLite's one pen.
_BATCH = 50
#: Transactions of one kind in one run: a run takes seconds, and the next one goes on.
_MOST_BATCHES = 80


class Archive(Protocol):
    """Lets go of what is old. Every method is one short transaction and answers how many rows it saw."""

    def forget_notices(self, came_before: datetime, most: int) -> int:
        """Erase what notices said, except where their decision has not been made yet."""
        ...

    def forget_buyers(self, now: datetime, quiet: timedelta, most: int) -> int:
        """Erase who bought, where nothing waits and nothing has happened for as long as `quiet`."""
        ...

    def drop_jobs(self, ended_before: datetime, most: int) -> int:
        """Delete jobs that are done."""
        ...

    def drop_typed_settings(self, typed_before: datetime, most: int) -> int:
        """Delete settings and shops that were typed and never checked to the end."""
        ...

    def drop_look_ups(self, asked_before: datetime, most: int) -> int:
        """Delete what the register of companies said, and that it said nothing."""
        ...

    def drop_rates(self, published_before: date, most: int) -> int:
        """Delete exchange rates of days before that one."""
        ...


class Retention:
    """The desk that lets go. `rest` is called between two transactions, to let others write."""

    def __init__(self, archive: Archive, *, clock: Clock, rest: Callable[[], None]) -> None:
        self._archive = archive
        self._clock = clock
        self._rest = rest

    def prune(self, payload: Mapping[str, str]) -> None:
        """The job: one run through all that has become old; it may die anywhere, and the next one goes on."""
        del payload
        now, archive = self._clock.now(), self._archive
        looked_at = {
            "notices": self._step_by_step(lambda: archive.forget_notices(now - NOTICES, _BATCH)),
            "buyers": self._step_by_step(lambda: archive.forget_buyers(now, BUYERS, _BATCH)),
            "jobs": self._step_by_step(lambda: archive.drop_jobs(now - JOBS, _BATCH)),
            "typed": self._step_by_step(lambda: archive.drop_typed_settings(now - TYPED_SETTINGS, _BATCH)),
            "look_ups": self._step_by_step(lambda: archive.drop_look_ups(now - LOOK_UPS, _BATCH)),
            "rates": self._step_by_step(lambda: archive.drop_rates(romanian_day(now - RATES), _BATCH)),
        }
        log.info("retention.pruned", extra=looked_at)

    def _step_by_step(self, step: Callable[[], int]) -> int:
        looked_at = 0
        for _ in range(_MOST_BATCHES):
            rows = step()
            looked_at += rows
            if rows < _BATCH:
                break
            self._rest()
        return looked_at
