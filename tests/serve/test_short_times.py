"""Times that only suit stand-ins are warned of where SmartBill is the real one."""

import json
from pathlib import Path
from subprocess import Popen

import pytest

from tests.ports import free_port
from tests.serve.conftest import COMMAND, eventually, ready

pytestmark = pytest.mark.slow


def test_each_time_below_its_default_is_one_line_of_the_log(
    environment: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    changes = {
        "PORT": str(port),
        "SMARTBILL_QUIET": "1",
        "SMARTBILL_API_URL": "https://smartbill.invalid/api",
    }
    with (tmp_path / "log").open("wb") as log:
        process = Popen([*COMMAND, "serve"], env=environment | changes, cwd=tmp_path, stderr=log)
    try:
        eventually(lambda: ready(f"http://127.0.0.1:{port}"))
    finally:
        process.kill()
        process.wait()

    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    warned = [each for each in lines if each["event"] == "settings.below_default"]
    assert [(each["variable"], each["seconds"], each["default"]) for each in warned] == [
        ("SMARTBILL_QUIET", 1, 120),
        # The tests' own.
        ("LEASE_SECONDS", 2, 10),
    ]
