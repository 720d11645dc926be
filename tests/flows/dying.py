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
    """Counts the places where a process could die, and lets it die at one of them."""

    def __init__(self) -> None:
        self._left: int | None = None

    def die_after(self, steps: int) -> None:
        """Survive so many places, and die at the next."""
        self._left = steps

    def live(self) -> None:
        """Survive them all."""
        self._left = None

    def step(self) -> None:
        """One of the places."""
        if self._left is None:
            return
        self._left -= 1
        if self._left < 0:
            self._left = None
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
        self._fate.step()
        with super().transaction() as session:
            yield session
            self._fate.step()
        self._fate.step()


class MortalBiller(FakeBiller):
    """A biller whose caller may die before it has called, and before it has heard."""

    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self._fate = fate

    def _answer(self, call: str, work: Callable[[], _T]) -> _T:
        self._fate.step()
        answer = super()._answer(call, work)
        self._fate.step()
        return answer
