"""Look at the timetable no more often than something on it can be due."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.work.ports import Timetable
from bot.work.timetable import Round

#: A clock may be set, and a machine may sleep: the timetable is looked at this often at least.
_LONGEST_DOZE = timedelta(seconds=30)


class Bell:
    """Rings the timetable when something on it is due, and otherwise costs nothing.

    `monotonic` tells seconds that only ever grow.
    """

    def __init__(self, timetable: Timetable, rounds: Sequence[Round], monotonic: Callable[[], float]) -> None:
        self._timetable = timetable
        self._rounds = rounds
        self._kinds = frozenset(each.kind for each in rounds)
        self._monotonic = monotonic
        self._silent_until = monotonic()

    def look(self) -> float:
        """Write down what is due; answers in how many seconds to look again."""
        if self._monotonic() >= self._silent_until:
            pause = min(self._timetable.ring(self._rounds), _LONGEST_DOZE) if self._rounds else _LONGEST_DOZE
            self._silent_until = self._monotonic() + pause.total_seconds()
        return self._silent_until - self._monotonic()

    def began(self, kind: str) -> None:
        """A job of this kind begins."""
        if kind in self._kinds:
            self._timetable.began(kind)

    def ended(self, kind: str, outcome: str) -> None:
        """A job of this kind has ended: `outcome` is empty for success, or else the name of the error."""
        if kind in self._kinds:
            self._timetable.ended(kind, outcome)
