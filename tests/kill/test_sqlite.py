from pathlib import Path

import pytest

from tests.kill.plans import Plan
from tests.kill.storm import Storm

PLAN = Plan(seed=11, kills=4, births=(5,), chance=0.003, backlog=16, most_seconds=15, patience_seconds=90)


@pytest.mark.slow
def test_a_process_that_is_killed_again_and_again_doubles_and_loses_nothing(tmp_path: Path) -> None:
    outcome = Storm(PLAN, tmp_path, f"sqlite:///{tmp_path / 'bot.db'}").run()

    assert outcome.verdict.faults == {}
    assert outcome.kills > len(PLAN.births)
    assert outcome.verdict.orders >= 12
    assert outcome.exits == []
    assert outcome.posts_at_once == 1
