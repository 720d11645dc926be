"""The databases of the suite: a file, or a PostgreSQL server of its own that can be ended hard."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.ports import free_port
from tests.postgres import Cluster, _account, _run, _tools


class DurableCluster(Cluster):
    """A server that keeps every commit it has answered, also when it is ended hard."""

    def start(self) -> None:
        files = self.folder / "files"
        _run(self.tools / "initdb", "-D", files, "-U", "bot", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._control("start")

    def restart_hard(self) -> None:
        """End every connection as a crash would, and begin again."""
        self._control("restart", "-m", "immediate")

    def end_hard(self) -> None:
        """End every connection as a crash would, and stay away."""
        self._control("stop", "-m", "immediate")

    def begin(self) -> None:
        """Run again after the end."""
        self._control("start")

    def _control(self, *what: str) -> None:
        where = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} -c shared_buffers=16MB"
        log = self.folder / "log"
        _run(self.tools / "pg_ctl", "-D", self.folder / "files", "-l", log, "-w", "-o", where, *what)


@contextmanager
def running_cluster() -> Iterator[DurableCluster]:
    """A server, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="smartbill-bot-kill-"))
    os.chown(folder, _account().pw_uid, _account().pw_gid)
    cluster = DurableCluster(_tools(), folder, free_port())
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def copied(file: Path, copy: Path) -> None:
    """Copy a database in use, as SQLite itself does it."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def put_back(copy: Path, file: Path) -> None:
    """Replace a database that nobody uses by its old copy."""
    for leftover in (f"{file}-wal", f"{file}-shm"):
        Path(leftover).unlink(missing_ok=True)
    shutil.copy(copy, file)
