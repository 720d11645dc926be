"""Faults on purpose: what may go wrong with a call, switched on for some calls or until cleared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum


class FaultName(StrEnum):
    """The accidents the stand-in can have."""

    DROP_BEFORE_COMMIT = "drop_before_commit"
    """Nothing is done and the connection breaks."""
    DROP_AFTER_COMMIT = "drop_after_commit"
    """The work is done and the answer is lost."""
    SLOW = "slow"
    """The work is done at once, the answer comes so many seconds later: `slow:5`."""
    LATE_COMMIT = "late_commit"
    """The work itself begins so many seconds later, perhaps after the caller gave up: `late_commit:5`."""
    HTML500 = "html500"
    """Nothing is done; a page instead of an answer."""
    HTML502 = "html502"
    """Nothing is done; the gateway's page instead of an answer."""
    BLOCK = "block"
    """The token is blocked from this call on, as after too many calls."""
    REFUSED_WITH_200 = "200_with_errorText"
    """Nothing is done; a refusal with HTTP 200."""
    NUMBER_AND_ERROR_TEXT = "number_and_errorText"
    """The work is done; the answer has a number and a refusal at once."""
    WITHOUT_NUMBER = "200_without_number"
    """The work is done; the answer lacks the number."""
    JSON_ERROR_AFTER_COMMIT = "json_error_after_commit"
    """The work is done; the answer is a 500."""
    UNKNOWN_FIELD_500 = "unknown_field_500"
    """A body with an unknown field is answered by a page, as was seen at times."""
    EXTERNAL_ISSUE = "external_issue"
    """Before the work somebody else issues a document on the same series."""
    DELETE_LAST = "delete_last"
    """Before the work somebody deletes the last document of the same series (or the newest of all)."""
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the name of a fault, no secret
    """The token is no longer good."""


_CHANGING = frozenset({"POST", "PUT", "DELETE"})
_POSTS = frozenset({"POST"})
_EVERYTHING = _CHANGING | {"GET"}
_METHODS = {
    FaultName.DROP_BEFORE_COMMIT: _CHANGING,
    FaultName.DROP_AFTER_COMMIT: _CHANGING,
    FaultName.JSON_ERROR_AFTER_COMMIT: _CHANGING,
    FaultName.REFUSED_WITH_200: _POSTS,
    FaultName.NUMBER_AND_ERROR_TEXT: _POSTS,
    FaultName.WITHOUT_NUMBER: _POSTS,
    FaultName.UNKNOWN_FIELD_500: _POSTS,
    FaultName.EXTERNAL_ISSUE: _POSTS,
}
_TIMED = frozenset({FaultName.SLOW, FaultName.LATE_COMMIT})
_LONGEST_SECONDS = 3600


@dataclass(frozen=True)
class Fault:
    """One accident in waiting: for calls whose path contains `path`, `times` more times (None: until cleared)."""

    name: FaultName
    path: str
    times: int | None
    seconds: float = 0.0

    def concerns(self, method: str, path: str) -> bool:
        """Whether it can happen to that call at all; some faults make sense for some methods only."""
        return self.path in path and method in _METHODS.get(self.name, _EVERYTHING)

    @property
    def spelled(self) -> str:
        """As one writes it to switch it on."""
        return f"{self.name}:{self.seconds:g}" if self.name in _TIMED else str(self.name)


class Accidents:
    """The faults that happen to one call."""

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self._seconds: dict[FaultName, float] = {}
        for fault in faults:
            self._seconds[fault.name] = self._seconds.get(fault.name, 0.0) + fault.seconds

    def __contains__(self, name: FaultName) -> bool:
        return name in self._seconds

    def seconds(self, name: FaultName) -> float:
        """How long that fault delays the call; 0 where it does not happen."""
        return self._seconds.get(name, 0.0)


class Faults:
    """All faults switched on. A call uses up one time of each that concerns it."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, spelled: str, *, path: str, times: int | None) -> Fault:
        """Switch one on; a name or a number that makes no sense is a `ValueError`."""
        name, _, seconds = spelled.partition(":")
        fault = Fault(FaultName(name), path, times, _seconds(FaultName(name), seconds))
        if times is not None and times < 1:
            raise ValueError("A fault happens at least once.")
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all off."""
        self.active.clear()

    def take(self, method: str, path: str) -> Accidents:
        """What happens to that call."""
        taken = [fault for fault in self.active if fault.concerns(method, path)]
        kept = [_once_less(fault) if fault in taken else fault for fault in self.active]
        self.active = [fault for fault in kept if fault is not None]
        return Accidents(taken)


def _once_less(fault: Fault) -> Fault | None:
    if fault.times is None:
        return fault
    return replace(fault, times=fault.times - 1) if fault.times > 1 else None


def _seconds(name: FaultName, text: str) -> float:
    """The number after the colon, for the faults that have one."""
    if name not in _TIMED:
        if text:
            raise ValueError(f"{name} takes no number.")
        return 0.0
    try:
        milliseconds = int(Decimal(text) * 1000)
    except (InvalidOperation, OverflowError, ValueError) as error:
        raise ValueError(f"{name} needs its seconds, as in {name}:5.") from error
    if not 0 <= milliseconds <= _LONGEST_SECONDS * 1000:
        raise ValueError(f"{name} takes from 0 to {_LONGEST_SECONDS} seconds.")
    return milliseconds / 1000
