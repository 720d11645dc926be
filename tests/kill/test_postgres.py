from pathlib import Path

import pytest

from tests.kill.database import running_cluster
from tests.kill.plans import Plan
from tests.kill.storm import Storm

PLAN = Plan(
    seed=12,
    kills=4,
    processes=2,
    births=(),
    chance=0.003,
    backlog=16,
    freezes=0.2,
    freezes_seconds=(3, 4),
    restarts_every=(3, 4),
    most_seconds=15,
    patience_seconds=90,
)


@pytest.mark.slow
def test_two_processes_that_die_freeze_and_lose_their_database_double_and_lose_nothing(
    tmp_path: Path,
) -> None:
    with running_cluster() as cluster:
        outcome = Storm(PLAN, tmp_path, cluster.url(), cluster=cluster).run()

    assert outcome.verdict.faults == {}
    assert outcome.kills >= 1
    assert outcome.freezes >= 1
    assert outcome.restarts >= 1
    assert outcome.verdict.orders >= 12
    assert outcome.posts_at_once == 1
