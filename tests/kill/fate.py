"""A process that may be killed at certain lines, by dice that its environment loads.

`MORTAL_SEED` and `MORTAL_CHANCE` (per visit of a line of weight 1) are the dice; they are thrown only while the
file `MORTAL_WHILE` exists. `MORTAL_AT` names one line and a count, as in `migration.table called:4`: it is
died at on that visit. Whoever dies writes the line into the file `MORTAL_DIARY` first.
"""

import os
import random
import signal
import threading
from pathlib import Path


class Fate:
    """Knows by chance where the process ends."""

    def __init__(self, environment: "os._Environ[str]" = os.environ) -> None:
        self._dice = random.Random(environment.get("MORTAL_SEED", ""))
        self._chance = float(environment.get("MORTAL_CHANCE", "0"))
        self._while = Path(environment.get("MORTAL_WHILE", "/nonexistent"))
        self._diary = environment.get("MORTAL_DIARY", os.devnull)
        self._place, _, count = environment.get("MORTAL_AT", "").rpartition(":")
        self._visits_left = int(count or 0)
        self._lock = threading.Lock()

    def step(self, place: str, weight: float = 1) -> None:
        """This is such a line: perhaps nothing comes after it."""
        if self._is_time(place, weight):
            self.die(place)

    def soon(self, place: str, weight: float = 1) -> None:
        """Perhaps the process ends within the next hundredths of a second, whatever it does then."""
        if self._is_time(place, weight):
            threading.Timer(self._dice.uniform(0, 0.04), self.die, (place,)).start()

    def die(self, place: str) -> None:
        """End at once, as by a cut of power: nothing is flushed, nobody is told."""
        diary = os.open(self._diary, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(diary, f"{place}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)

    def _is_time(self, place: str, weight: float) -> bool:
        with self._lock:
            if place == self._place:
                self._visits_left -= 1
                return self._visits_left == 0
            return self._dice.random() < self._chance * weight and self._while.exists()
