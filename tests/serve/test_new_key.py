"""The encryption key is changed as the README says, and the real process goes on issuing all the way."""

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.serve.conftest import Served, eventually, surrounded


def _started_with(served: Served, *keys: str) -> None:
    """`serve` starts again and knows these keys."""
    if served.processes:
        served.processes[-1].terminate()
        assert served.processes[-1].wait(timeout=15) == 0
    served.environment["ENCRYPTION_KEY"] = ",".join(keys)
    served.start()


def _issues(served: Served, number: int) -> bool:
    """Notices are believed, and SmartBill takes the login: both need secrets that were stored."""
    served.approve(number)
    return eventually(lambda: served.is_issued(number))


@pytest.mark.slow
def test_a_new_key_takes_the_place_of_the_old_one_beside_a_running_process(tmp_path: Path) -> None:
    with surrounded(tmp_path) as served:
        old, new = served.environment["ENCRYPTION_KEY"], Fernet.generate_key().decode()
        _started_with(served, old)
        assert _issues(served, 32001)

        _started_with(served, new, old)
        assert _issues(served, 32002)
        rewritten = served.run("reencrypt", "--json")
        assert _issues(served, 32003)
        again = served.run("reencrypt", "--json")
        _started_with(served, new)

        assert _issues(served, 32004)
        assert json.loads(rewritten.stdout) == {"rewritten": 2, "already": 0, "unreadable": []}
        assert json.loads(again.stdout) == {"rewritten": 0, "already": 2, "unreadable": []}
        assert (rewritten.returncode, again.returncode) == (0, 0)
