"""On PostgreSQL the work of a process that was killed is taken over in time, with leases as they are by default."""

import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.kill.database import running_cluster
from tests.ports import free_port
from tests.serve.conftest import COMMAND, Served, eventually, ready, surrounded

pytestmark = pytest.mark.slow

LEASE, IN_TIME = "10", 15


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    changes = {"LEASE_SECONDS": LEASE, "SMARTBILL_TIMEOUT": "30"}
    folder = tmp_path_factory.mktemp("taken-over")
    with running_cluster() as server, surrounded(folder, changes | {"DATABASE_URL": server.url()}) as served:
        yield served


def issuing(served: Served, number: int) -> "subprocess.Popen[bytes]":
    """A process that has had a document made, and waits for the answer."""
    process = served.start()
    assert served.notice(number).ok
    card = served.card(number)
    served.smartbill.fault("slow:25", path="/invoice/v2", times=1)
    served.slack.press("U0ANA", "approval.approve", ts=card.ts)
    eventually(lambda: served.invoices(number))
    return process


def killed(process: "subprocess.Popen[bytes]") -> float:
    """When it was."""
    process.kill()
    process.wait()
    return time.monotonic()


def test_a_process_that_is_alone_and_starts_again_goes_on_in_time(served: Served) -> None:
    at = killed(issuing(served, 57001))

    again = served.start()
    eventually(lambda: served.is_issued(57001), seconds=60)

    assert time.monotonic() - at < IN_TIME
    assert served.invoices(57001) == ["1113.20"]
    killed(again)


def test_another_process_goes_on_in_time(served: Served) -> None:
    process = issuing(served, 57002)
    port = free_port()
    command, environment = [*COMMAND, "serve", "--worker-only"], served.environment | {"PORT": str(port)}
    with (served.folder / "log").open("ab") as log:
        other = subprocess.Popen(command, env=environment, cwd=served.folder, stderr=log)
    try:
        eventually(lambda: ready(f"http://127.0.0.1:{port}"))
        at = killed(process)

        eventually(lambda: served.is_issued(57002), seconds=60)

        assert time.monotonic() - at < IN_TIME
        assert served.invoices(57002) == ["1113.20"]
    finally:
        killed(other)
