"""What a run is made of, and what came of it."""

from dataclasses import dataclass

from tests.kill.books import Verdict


@dataclass(frozen=True)
class Plan:
    """What a run is made of.

    `births`: at which tables the first processes die while they make the database. `backlog`: how many
    orders are on their way at once. `chance`: of dying at a line. `blocks`, `freezes`: rates; a
    block lasts ten minutes, which no setting shortens. `restores`: an old
    copy of the database is put back in the end, and every notice told again.
    """

    seed: int
    kills: int
    processes: int = 1
    births: tuple[int, ...] = (1, 5, 9)
    backlog: int = 30
    chance: float = 0.003
    blocks: float = 0.0
    freezes: float = 0.0
    freezes_seconds: tuple[float, float] = (3.0, 9.0)
    restarts_every: tuple[float, float] | None = None
    restores: bool = False
    most_seconds: float = 1800
    patience_seconds: float = 420


@dataclass(frozen=True)
class Outcome:
    """The verdict, and what the run has survived."""

    verdict: Verdict
    random_kills: int
    deaths: list[str]
    freezes: int
    restarts: int
    exits: list[int]
    most_calls: int
    posts_at_once: int
    posts_while_disturbed: int
    seconds: float

    @property
    def kills(self) -> int:
        """How many processes were killed, in whichever way."""
        return self.random_kills + len(self.deaths)
