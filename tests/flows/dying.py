"""A process that can die: before a commit, in it, after it, and on either side of a call to SmartBill."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from bot.storage.engine import Database
from tests.fakes.biller import FakeBiller

_T = TypeVar("_T")


class DiedError(BaseException):
    """The process ends on this very line."""


class Fate:
    """Knows the places where a process could die, and lets it die at one of them.

    A place is `begin`, `middle` or `end` of a commit, or a call's name with `called` or `heard`.
    """

    def __init__(self) -> None:
        self._place, self._left = "", 0

    def die_at(self, place: str, after: int = 0) -> None:
        """Pass this place so often, and die there the next time."""
        self._place, self._left = place, after

    def live(self) -> None:
        """Survive everything."""
        self._place = ""

    def step(self, place: str) -> None:
        """This is such a place."""
        if place != self._place:
            return
        self._left -= 1
        if self._left < 0:
            self._place = ""
            raise DiedError


class MortalDatabase(Database):
    """A database whose process may die around every commit."""

    def __init__(self, path: Path, fate: Fate) -> None:
        super().__init__(f"sqlite:///{path}")
        self._fate = fate

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        if self._session.get() is not None:
            with super().transaction() as session:
                yield session
            return
        self._fate.step("begin")
        with super().transaction() as session:
            yield session
            self._fate.step("middle")
        self._fate.step("end")


class MortalBiller(FakeBiller):
    """A biller whose caller may die before it has called, and before it has heard."""

    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self._fate = fate

    def _answer(self, call: str, work: Callable[[], _T]) -> _T:
        self._fate.step(f"{call} called")
        answer = super()._answer(call, work)
        self._fate.step(f"{call} heard")
        return answer
