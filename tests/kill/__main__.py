"""The long run: `poe kill --kills 500 --database sqlite`; rounds that are done are not run again."""

import json
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tests.kill.control import naive_run
from tests.kill.database import DurableCluster, running_cluster
from tests.kill.plans import Outcome, Plan
from tests.kill.storm import Storm
from tests.kill.world import CALLS_IN_TEN_SECONDS

_ROUND = 100
_LEAST_FAILURES = 5
_BLOCKED_PATIENCE = 2400
_WANTED = "kills wanted"
_AT_RANDOM, _AT_POINTS = "killed at random", "killed at points"
_CALLS = "most calls in ten seconds"
_AT_ONCE = "POSTs of a series at once"
_DISTURBED = "the same while disturbed"
_SUMMED = (
    "orders",
    _AT_RANDOM,
    _AT_POINTS,
    "freezes",
    "database restarts",
    "doubles",
    "lost",
    "cards twice",
    "cards left behind",
    "seconds",
)
_SQLITE = Plan(seed=0, kills=0)
_POSTGRES = Plan(seed=0, kills=0, processes=2, freezes=0.25, restarts_every=(25, 45))


@click.command()
@click.option("--kills", default=500, help="How many processes die.")
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="sqlite")
@click.option("--seed", default=1, help="The dice; a round's seed is this plus its number.")
@click.option("--shared-pace", is_flag=True, help="Hold all processes together to one SMARTBILL_RATE.")
@click.option(
    "--blocks", default=0.0, help="How many of a hundred calls end in a block, of ten minutes each."
)
@click.option(
    "--restore", is_flag=True, help="Put an old copy of the database back at the end of each round."
)
@click.option(
    "--results", type=click.Path(path_type=Path), help="A file that remembers rounds that are done."
)
@click.option("--folder", type=click.Path(path_type=Path), help="Where logs and databases are kept.")
def kill(
    *,
    kills: int,
    database: str,
    seed: int,
    restore: bool,
    shared_pace: bool,
    blocks: float,
    results: Path | None,
    folder: Path | None,
) -> None:
    """Kill processes until the figure is reached; ends with 1 if a promise was broken."""
    # A run that is ended from outside ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = folder or Path(tempfile.mkdtemp(prefix="smartbill-bot-kill-"))
    click.echo(f"Logs and databases: {folder}")
    plan = replace(_SQLITE if database == "sqlite" else _POSTGRES, seed=seed, restores=restore, blocks=blocks)
    if blocks:
        plan = replace(plan, patience_seconds=_BLOCKED_PATIENCE)
    done = _remembered(results)
    for round_seed, round_kills in _rounds(seed, kills):
        name = f"{database}-{round_seed}-{round_kills}{'-restore' if restore else ''}"
        if name not in done:
            outcome = _round(replace(plan, seed=round_seed, kills=round_kills), folder / name)
            done[name] = _figures(outcome, wanted=round_kills)
            _remember(results, name, done[name])
        click.echo(f"{name}: {_table(done[name])}")
    broken = report(list(done.values()), most_calls=CALLS_IN_TEN_SECONDS if shared_pace else None)
    twice, lost = naive_run(folder / "control", seed=seed, orders=200, seconds=7)
    click.echo(f"The naive control: {len(twice)} doubles, {len(lost)} lost of 200 orders.")
    sys.exit(broken or min(len(twice), len(lost)) < _LEAST_FAILURES)


def _rounds(seed: int, kills: int) -> Iterator[tuple[int, int]]:
    for number, begun in enumerate(range(0, kills, _ROUND)):
        yield seed + number, min(_ROUND, kills - begun)


def _round(plan: Plan, folder: Path) -> Outcome:
    folder.mkdir(parents=True)
    with _cluster(plan) as cluster:
        url = cluster.url() if cluster else f"sqlite:///{folder / 'bot.db'}"
        return Storm(plan, folder, url, cluster=cluster, say=click.echo).run()


@contextmanager
def _cluster(plan: Plan) -> Iterator[DurableCluster | None]:
    if plan.processes == 1:
        yield None
        return
    with running_cluster() as cluster:
        yield cluster


def _figures(outcome: Outcome, *, wanted: int) -> dict[str, Any]:
    verdict = outcome.verdict
    return {
        _WANTED: wanted,
        "orders": verdict.orders,
        _AT_RANDOM: outcome.random_kills,
        _AT_POINTS: len(outcome.deaths),
        "freezes": outcome.freezes,
        "database restarts": outcome.restarts,
        "doubles": len(verdict.doubles),
        "lost": len(verdict.lost),
        "ends": dict(verdict.ends),
        "cards twice": verdict.cards_twice,
        "cards left behind": verdict.left_behind,
        _CALLS: outcome.most_calls,
        _AT_ONCE: outcome.posts_at_once,
        _DISTURBED: outcome.posts_while_disturbed,
        "other exits": outcome.exits,
        "seconds": round(outcome.seconds),
        "points": dict(Counter(outcome.deaths)),
        "faults": {name: str(fault) for name, fault in verdict.faults.items()},
    }


def report(rounds: list[dict[str, Any]], *, most_calls: int | None) -> bool:
    """Print the sums of all rounds; True: a promise was broken."""
    total: dict[str, Any] = {name: sum(each[name] for each in rounds) for name in _SUMMED}
    total |= {name: max(each[name] for each in rounds) for name in (_CALLS, _AT_ONCE, _DISTURBED)}
    for name in ("ends", "points"):
        total[name] = dict(sum((Counter(each[name]) for each in rounds), Counter()))
    for name, figure in total.items():
        click.echo(f"{name:28} {figure}")
    broken = [str(each["faults"]) for each in rounds if each["faults"]]
    broken += [
        f"{killed} of {each[_WANTED]} kills" for each in rounds if (killed := _killed(each)) < each[_WANTED]
    ]
    if total[_AT_ONCE] > 1:
        broken.append(_AT_ONCE)
    if most_calls is not None and total[_CALLS] > most_calls:
        broken.append(_CALLS)
    for promise in broken:
        click.echo(f"BROKEN: {promise}")
    return bool(broken)


def _killed(figures: Mapping[str, Any]) -> int:
    return int(figures[_AT_RANDOM] + figures[_AT_POINTS])


def _table(figures: Mapping[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False)


def _remembered(results: Path | None) -> dict[str, dict[str, Any]]:
    if results is None or not results.exists():
        return {}
    return dict(json.loads(line) for line in results.read_text().splitlines())


def _remember(results: Path | None, name: str, figures: Mapping[str, Any]) -> None:
    if results is not None:
        with results.open("a") as file:
            file.write(json.dumps([name, figures], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    kill()
