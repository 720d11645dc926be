"""Who does which kinds of job, and how many at once: slow ones of one crew never stop another's."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Crew:
    """So many `threads` for these kinds of job. A kind belongs to one crew."""

    kinds: frozenset[str]
    threads: int


class Rooms:
    """Counts how many jobs each crew could begin now."""

    def __init__(self, crews: Sequence[Crew]) -> None:
        self._lock = threading.Lock()
        self._crew_of = {kind: number for number, crew in enumerate(crews) for kind in crew.kinds}
        self._rooms = list(crews)

    def free(self) -> tuple[Crew, ...]:
        """The crews that have a thread left, with the number of those."""
        with self._lock:
            return tuple(room for room in self._rooms if room.threads)

    def enter(self, kind: str) -> None:
        """A job of this kind begins."""
        self._change(kind, -1)

    def leave(self, kind: str) -> None:
        """A job of this kind has ended."""
        self._change(kind, 1)

    def _change(self, kind: str, by: int) -> None:
        with self._lock:
            number = self._crew_of[kind]
            room = self._rooms[number]
            self._rooms[number] = replace(room, threads=room.threads + by)


def fitting(offers: Sequence[tuple[str, str]], rooms: Sequence[Crew]) -> list[int]:
    """Which of the offered (kind, lane) can begin together: the first of a lane, while there is room."""
    room_of = {kind: number for number, room in enumerate(rooms) for kind in room.kinds}
    left = [room.threads for room in rooms]
    lanes: set[str] = set()
    chosen = []
    for number, (kind, lane) in enumerate(offers):
        room = room_of.get(kind)
        if room is not None and left[room] and lane not in lanes:
            lanes.add(lane)
            left[room] -= 1
            chosen.append(number)
    return chosen
