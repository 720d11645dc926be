"""The real command line with short pauses and a clock that can be set: `python -m tests.serve.hurried serve`."""

import importlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

#: How many seconds the clock is wrong by stands in this file of the process's folder; none: it is right.
WRONG_BY = "wrong-by"


def main() -> None:
    """Shorten the pauses before anybody reads them, then be the real thing."""
    schedule: Any = importlib.import_module("bot.work.schedule")
    schedule.BETWEEN_DOUBTS = timedelta(seconds=float(os.environ.get("HURRIED_DOUBTS", "10")))
    wiring: Any = importlib.import_module("bot.wiring")
    wiring.SystemClock.now = _now
    importlib.import_module("bot.cli.main").main()


def _now(_clock: object) -> datetime:
    try:
        wrong_by = float(Path(WRONG_BY).read_text(encoding="ascii") or 0)
    except FileNotFoundError:
        wrong_by = 0
    return datetime.now(UTC) + timedelta(seconds=wrong_by)


if __name__ == "__main__":
    main()
