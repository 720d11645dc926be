"""A copy of a SQLite database, taken while others write to it: what was committed at one moment, whole."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

_COUNTED = ("shops", "orders", "invoices", "notices")


@dataclass(frozen=True)
class Holdings:
    """What a copy holds, in rows; `history_end` is the hash of the audit's last entry, or empty."""

    shops: int
    orders: int
    documents: int
    notices: int
    history: int
    history_end: str


class Damaged(Exception):
    """The copy is not a database that can be trusted; its text is SQLite's own."""


def copy(source: Path, target: Path) -> Holdings:
    """Copy `source` to `target`, which is replaced at once and only by a copy that was checked.

    Only its owner may read it. Nobody who writes to `source` waits meanwhile.

    Raises:
        Damaged: what was copied is not whole; `target` is as it was.
        OSError: there is no place for it, or it cannot be written.
        sqlite3.Error: `source` cannot be read.
    """
    with _unfinished(target) as unfinished:
        with closing(_opened(source)) as came, closing(sqlite3.connect(unfinished)) as went:
            came.backup(went)
            # One file, without the two that a database in use has beside it.
            went.execute("PRAGMA journal_mode=DELETE")
            held = _checked(went)
        _to_disk(unfinished)
        unfinished.replace(target)
        _to_disk(target.parent)
    return held


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A file beside the target that only we may read; gone at the end, unless it took the target's place."""
    path = target.with_name(f"{target.name}.{os.getpid()}.part")
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _opened(source: Path) -> sqlite3.Connection:
    # Never made where it is missing, as SQLite would.
    return sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)


def _checked(copied: sqlite3.Connection) -> Holdings:
    (said,) = copied.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise Damaged(said)
    tables = {name for (name,) in copied.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    shops, orders, documents, notices = (_count(copied, name) if name in tables else 0 for name in _COUNTED)
    history, end = 0, ""
    if "audit_head" in tables:
        history, end = copied.execute("SELECT seq, hash FROM audit_head").fetchone() or (0, "")
    return Holdings(shops, orders, documents, notices, history, end)


def _count(copied: sqlite3.Connection, table: str) -> int:
    (rows,) = copied.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - one of our own names
    return int(rows)


def _to_disk(path: Path) -> None:
    """Wait until the file, or the names in a folder, survive the loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
