"""`python -m tests.bench [name …]`: measure, print a table, write JSON."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench import composing, deciding, draining, intake, living, million, pacing, pressing, trying
from tests.bench.figures import Report

BENCHES: Mapping[str, Callable[[Report, str], None]] = {
    "composing": composing.run,
    "deciding": deciding.run,
    "trying": trying.run,
    "intake": intake.run,
    "draining": draining.run,
    "pressing": pressing.run,
    "pacing": pacing.run,
    "living": living.run,
    "growing": living.grow,
    "million": million.run,
}


def main() -> None:
    """Run the benches that were named, on each database that was."""
    parser = argparse.ArgumentParser(prog="poe bench", description="Measure a real serve process.")
    parser.add_argument("names", nargs="*", choices=[[], *BENCHES], metavar="name", help=", ".join(BENCHES))
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), help="where all figures go")
    given = parser.parse_args()
    report = Report()
    for name in given.names or BENCHES:
        for database in ("sqlite", "postgres") if given.database == "both" else (given.database,):
            BENCHES[name](report, database)
    given.json.parent.mkdir(exist_ok=True)
    report.write(given.json)


if __name__ == "__main__":
    main()
