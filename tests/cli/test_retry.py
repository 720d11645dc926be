"""`smartbill-bot retry`: work that failed for good is tried again when a person says so."""

import json
from datetime import timedelta

from bot.storage.queue import SqlQueue
from bot.work.crews import Crew
from tests.cli.conftest import Run, the_books
from tests.fakes.clock import FakeClock


def given_up() -> int:
    """A job that failed for good; answers its number."""
    with the_books() as books:
        queue = SqlQueue(books.database, FakeClock())
        queue.enqueue("card.show", {"order": "1"}, lane="card:1")
        (job,) = queue.take("w1", timedelta(seconds=10), [Crew(frozenset({"card.show"}), 1)])
        assert queue.park(job, "KeyError")
        return job.id


def states() -> list[tuple[int, int]]:
    """Of each kind of job, how many wait and how many have failed for good."""
    with the_books() as books:
        depths = SqlQueue(books.database, FakeClock()).depths()
    return [(depth.due + depth.later, depth.parked) for depth in depths]


def test_a_failed_job_waits_again(run: Run) -> None:
    number = given_up()

    result = run("retry", str(number))

    assert (result.exit_code, result.stdout) == (0, f"Job {number} waits to be tried again.\n")
    assert states() == [(1, 0)]


def test_the_answer_is_facts_for_a_program(run: Run) -> None:
    number = given_up()

    assert json.loads(run("retry", str(number), "--json").stdout) == {"job": number, "waits": True}


def test_a_job_that_has_not_failed_is_not_tried_again(run: Run) -> None:
    result = run("retry", "7")

    assert result.exit_code == 1
    assert result.stderr == ("Job 7 has not failed for good: `smartbill-bot status` lists those that have.\n")
