"""A PostgreSQL server of our own, for as long as the tests run: on loopback, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from bot.storage.engine import Database
from bot.storage.schema import migrate
from tests.ports import free_port

#: Where Debian keeps the server's own tools, the newest version last.
_DEBIAN = Path("/usr/lib/postgresql")
_CLUSTER = pytest.StashKey["Cluster"]()
# Nothing here has to survive the loss of power.
_HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=16MB"


@dataclass(frozen=True)
class Cluster:
    """A running server whose user `bot` may do everything without a password."""

    tools: Path
    folder: Path
    port: int
    manner: str = _HASTY

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://bot@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        files, log = self.folder / "files", self.folder / "log"
        _run(self.tools / "initdb", "-D", files, "-U", "bot", "-A", "trust", "-E", "UTF8", "--no-sync")
        where = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder}"
        _run(self.tools / "pg_ctl", "-D", files, "-l", log, "-w", "-o", f"{where} {self.manner}", "start")

    def stop(self) -> None:
        _run(self.tools / "pg_ctl", "-D", self.folder / "files", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """The server, started when the first test asks for it; one for each process that runs tests."""
    config = request.config
    if _CLUSTER not in config.stash:
        config.stash[_CLUSTER] = _started(config)
    return config.stash[_CLUSTER]


@pytest.fixture(scope="session")
def _migrated(cluster: Cluster) -> Iterator[Database]:
    database = Database(cluster.url())
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def postgres(_migrated: Database) -> Database:
    """Our PostgreSQL with every table there is, and nothing in them."""
    names = ", ".join(SQLModel.metadata.tables)
    with _migrated.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return _migrated


def _started(config: pytest.Config) -> Cluster:
    cluster = started()
    config.add_cleanup(cluster.stop)
    return cluster


def started(manner: str = _HASTY) -> Cluster:
    """A new server that runs in this manner; whoever asked for it stops it."""
    folder = Path(tempfile.mkdtemp(prefix="smartbill-bot-pg-"))
    os.chown(folder, _account().pw_uid, _account().pw_gid)
    cluster = Cluster(_tools(), folder, free_port(), manner)
    cluster.start()
    return cluster


def _tools() -> Path:
    found = sorted(_DEBIAN.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if not found:
        _missing(f"PostgreSQL's server is not installed below {_DEBIAN}.")
    return found[-1].parent


def _missing(why: str) -> None:
    """Skip, except where everything has to run."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(why)
    pytest.skip(why)


def _account() -> pwd.struct_passwd:
    """Who runs the server: it refuses to be root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _run(*command: str | Path) -> None:
    someone: dict[str, Any] = {}
    if os.geteuid() == 0:
        someone = {"user": _account().pw_uid, "group": _account().pw_gid, "extra_groups": []}
    done = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        **someone,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.decode()}")
