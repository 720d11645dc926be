"""Figures as a table for people and as JSON for the next time."""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import machine


@dataclass(frozen=True)
class Figure:
    """One thing that was measured. `load`: of the machine when it was, everybody's work included."""

    bench: str
    what: str
    value: float
    unit: str
    load: float


class Report:
    """Prints each figure as it comes, and writes all of them at the end."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def add(self, bench: str, what: str, value: float, unit: str) -> None:
        """One more figure."""
        figure = Figure(bench, what, round(value, 2), unit, round(machine.load(), 1))
        self.figures.append(figure)
        line = f"{bench:10} {what:58} {figure.value:>12,.2f} {unit:10} load {figure.load}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def write(self, path: Path) -> None:
        """All figures, for machines."""
        told = {"at": datetime.now(UTC).isoformat(), "figures": [asdict(figure) for figure in self.figures]}
        path.write_text(json.dumps(told, indent=1) + "\n")
