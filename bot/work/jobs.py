"""A piece of work written down to be done: what it is and how often it was tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum


class Urgency(IntEnum):
    """Who waits for a job: of two that are due, the more urgent one is done first."""

    #: Somebody waits in front of a screen.
    PERSON = 0
    NORMAL = 1
    #: Can wait until nothing else does.
    IDLE = 2


@dataclass(frozen=True)
class Job:
    """`kind` says which function does it; `payload` holds ids only, never secrets or personal data.

    Jobs of one `lane` run one after the other. `token` proves that the worker still holds the job.
    `attempts` counts this try and those that failed; one whose worker fell silent did not fail.
    """

    id: int
    kind: str
    lane: str
    payload: Mapping[str, str]
    attempts: int
    token: str = field(repr=False)
    urgency: Urgency = Urgency.NORMAL


@dataclass(frozen=True)
class Depth:
    """How much there is of one kind: due now, due `later`, running, and parked for a person."""

    kind: str
    due: int
    later: int
    running: int
    parked: int
    #: Since when the oldest of what is due now could have been done.
    oldest_due_at: datetime | None


@dataclass(frozen=True)
class Parked:
    """A job that will not be tried again by itself, and the name of what went wrong."""

    id: int
    kind: str
    payload: Mapping[str, str]
    attempts: int
    why: str
    parked_at: datetime | None


Work = Callable[[Mapping[str, str]], None]
