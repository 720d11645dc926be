"""Two processes that start in the same moment, or on the same file."""

import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.storage.engine import Database
from bot.storage.schema import alembic_config
from tests.ports import free_port
from tests.postgres import Cluster, cluster
from tests.serve.conftest import (
    COMMAND,
    Served,
    eventually,
    make_environment,
    ready,
    run,
    surrounded,
)

__all__ = ["cluster"]

pytestmark = pytest.mark.slow


@contextmanager
def _by_hand(url: str) -> Iterator[Connection]:
    """A connection whose every statement is committed at once."""
    database = Database(url)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
    database.close()


def _empty(cluster: Cluster, name: str) -> str:
    """The address of a new database without a table."""
    with _by_hand(cluster.url()) as connection:
        connection.execute(text(f"CREATE DATABASE two_at_once_{name}"))
    return cluster.url(f"two_at_once_{name}")


def _bring_to_the_first_shape(url: str) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
    database.close()


def _started(url: str, folder: Path, port: int) -> "subprocess.Popen[bytes]":
    environment = make_environment(folder) | {"DATABASE_URL": url, "PORT": str(port)}
    with (folder / f"log-{port}").open("wb") as log:
        return subprocess.Popen([*COMMAND, "serve"], env=environment, cwd=folder, stderr=log)


@pytest.mark.parametrize("shape", ["empty", "old"])
def test_two_that_start_at_once_bring_the_database_to_its_shape_once(
    shape: str, cluster: Cluster, tmp_path: Path
) -> None:
    url = _empty(cluster, shape)
    if shape == "old":
        _bring_to_the_first_shape(url)
    ports = free_port(), free_port()
    both = [_started(url, tmp_path, port) for port in ports]
    try:
        eventually(lambda: all(ready(f"http://127.0.0.1:{port}") for port in ports))
        for each in both:
            each.send_signal(signal.SIGTERM)
        assert [each.wait(timeout=10) for each in both] == [0, 0]
    finally:
        for each in both:
            each.kill()
            each.wait()
    logs = [(tmp_path / f"log-{port}").read_text() for port in ports]
    assert not any('"level": "error"' in log or "Traceback" in log for log in logs)
    with _by_hand(url) as connection:
        assert len(connection.execute(text("SELECT version_num FROM alembic_version")).all()) == 1


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with surrounded(tmp_path_factory.mktemp("beside")) as served:
        served.start()
        served.notice(55001)
        served.card(55001)
        yield served


def test_a_second_process_on_one_file_says_why_it_ends(served: Served) -> None:
    second = served.run("serve")

    assert second.returncode == 2
    assert second.stderr == (
        f"Another smartbill-bot serves {served.folder / 'bot.db'} already. Stop it first, "
        "or use PostgreSQL (DATABASE_URL) to run several.\n"
    )


def test_a_second_process_on_one_file_through_a_link_ends_too(served: Served) -> None:
    link = served.folder / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(served.folder / "bot.db")

    second = run(served.environment | {"DATABASE_URL": f"sqlite:///{link}"}, served.folder, "serve")

    assert (second.returncode, "already" in second.stderr) == (2, True)


def test_every_other_command_works_beside_a_running_process(served: Served) -> None:
    lines = {
        "order 55001": "55001",
        "pending": "55001",
        "status": "To be done now",
        "doctor": "ok",
        "backup copy.db": "copy.db",
        "shop list": "Magazin",
    }

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(lambda line: served.run(*line.split()), lines))

    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * len(lines)
    assert all(said in each.stdout for each, said in zip(done, lines.values(), strict=True))
