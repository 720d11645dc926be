from pathlib import Path

import pytest

from tests.kill.control import naive_run


@pytest.mark.slow
def test_a_naive_script_doubles_and_loses_orders_under_the_same_storm(tmp_path: Path) -> None:
    doubles, lost = naive_run(tmp_path, seed=7, orders=200, seconds=7)

    assert len(doubles) >= 5
    assert len(lost) >= 5
