"""A timetable in memory that keeps the Timetable port's promises."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.work.jobs import Urgency
from bot.work.ports import Clock, Queue
from bot.work.timetable import LastRun, Round


@dataclass
class FakeTimetable:
    """Plays `bot.work.ports.Timetable`."""

    queue: Queue
    clock: Clock
    _rows: dict[str, LastRun] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ring(self, rounds: Sequence[Round]) -> timedelta:
        now = self.clock.now()
        with self._lock:
            for each in rounds:
                coming = each.rhythm.next(now)
                row = self._rows.get(each.kind) or LastRun(each.kind, coming, None, None, "")
                if row.due_at <= now:
                    lane = f"timetable:{each.kind}"
                    self.queue.enqueue(each.kind, {}, lane=lane, key=each.kind, urgency=Urgency.IDLE)
                    row = replace(row, due_at=coming)
                self._rows[each.kind] = replace(row, due_at=min(row.due_at, coming))
            return min(self._rows[each.kind].due_at for each in rounds) - now

    def began(self, name: str) -> None:
        self._rows[name] = replace(self._rows[name], started_at=self.clock.now())

    def ended(self, name: str, outcome: str) -> None:
        self._rows[name] = replace(self._rows[name], ended_at=self.clock.now(), outcome=outcome)

    def last_runs(self) -> tuple[LastRun, ...]:
        return tuple(self._rows[name] for name in sorted(self._rows))
