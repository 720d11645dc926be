"""The copy: consistent beside a writer, checked, private, and never in the place of something else."""

import json
import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import DATABASE, Run, the_books, the_bot
from tests.cli.ledgers import add_shop, issue, tell

COPY = "copy.db"


def _something() -> None:
    with the_bot() as app:
        add_shop(app)
        tell(app)
        issue(app)


def _rows(file: Path) -> dict[str, list[object]]:
    with closing(sqlite3.connect(file)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables}  # noqa: S608


def test_a_copy_holds_what_the_database_holds(run: Run, terminal: Path) -> None:
    _something()

    result = run("backup", COPY)

    with the_books() as books:
        end = books.ledger.audit.verify().end[:12]
    size = (terminal / COPY).stat().st_size / 1_000_000
    assert result.exit_code == 0
    assert result.stdout == (
        f"copy.db: {size:.1f} MB, checked. Shops: 1, orders: 1, documents: 1, notices: 1, "
        f"entries of history: 2, up to {end}.\n"
    )
    assert _rows(terminal / COPY) == _rows(terminal / DATABASE)


def test_a_copy_is_one_file_that_only_its_owner_reads(run: Run, terminal: Path) -> None:
    os.umask(0o000)
    run("backup", COPY)
    os.umask(0o022)

    assert stat.S_IMODE((terminal / COPY).stat().st_mode) == 0o600
    assert [path.name for path in terminal.iterdir() if path.name.startswith(COPY)] == [COPY]


def test_a_copy_put_back_is_the_database_again(run: Run, terminal: Path) -> None:
    _something()
    run("backup", COPY)
    for path in terminal.glob(f"{DATABASE}*"):
        path.unlink()

    (terminal / COPY).rename(terminal / DATABASE)

    assert "FCT 0012" in run("order", "1043").stdout
    with the_books() as books:
        assert books.ledger.audit.verify().broken_at is None


def test_the_facts_are_for_programs_too(run: Run, terminal: Path) -> None:
    _something()

    told = json.loads(run("backup", COPY, "--json").stdout)

    assert told["file"] == str(terminal / COPY)
    assert (told["shops"], told["orders"], told["documents"], told["history"]) == (1, 1, 1, 2)


def test_nothing_is_replaced_without_being_asked(run: Run, terminal: Path) -> None:
    (terminal / COPY).write_text("something else")

    refused = run("backup", COPY)
    kept = (terminal / COPY).read_text()
    forced = run("backup", COPY, "--force")

    assert (refused.exit_code, kept, forced.exit_code) == (1, "something else", 0)
    assert "add --force" in refused.stderr
    assert _rows(terminal / COPY)["shops"] == []


def test_the_database_is_not_replaced_by_its_copy(run: Run) -> None:
    result = run("backup", DATABASE, "--force")

    assert result.exit_code == 1
    assert "is the database itself" in result.stderr


@pytest.mark.parametrize("url", ["postgresql+psycopg://bot:s3cret@127.0.0.1:1/bot", "postgresql://h/n"])
def test_a_server_is_left_to_its_own_tool(run: Run, url: str) -> None:
    result = run("backup", COPY, DATABASE_URL=url)

    assert result.exit_code == 2
    assert "pg_dump" in result.stderr
    assert "s3cret" not in result.output


@pytest.mark.parametrize("url", ["sqlite:///missing.db", "sqlite://", "nonsense"])
def test_where_there_is_no_database_nothing_is_made(run: Run, terminal: Path, url: str) -> None:
    result = run("backup", COPY, DATABASE_URL=url)

    assert result.exit_code == 2
    assert not (terminal / COPY).exists()
    assert not (terminal / "missing.db").exists()


def test_where_there_is_no_place_it_says_so(run: Run) -> None:
    result = run("backup", "nowhere/copy.db")

    assert result.exit_code == 3
    assert result.stderr == "nowhere/copy.db cannot be written: No such file or directory.\n"


def test_a_damaged_database_is_said_to_be_and_leaves_no_copy(run: Run, terminal: Path) -> None:
    _something()
    with sqlite3.connect(terminal / DATABASE) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'orders'").fetchone()
    with (terminal / DATABASE).open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)

    result = run("backup", COPY)

    assert result.exit_code == 1
    assert not [path for path in terminal.iterdir() if path.name.startswith(COPY)]


def test_a_copy_beside_a_writer_is_one_moment_of_it(run: Run, terminal: Path) -> None:
    _something()
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        with the_books() as books:
            while not stop.is_set():
                with books.ledger.transaction():
                    books.ledger.audit.write("U1", "settings.saved", shop_id="lampi", changed="a")
                    books.ledger.audit.write("U1", "settings.saved", shop_id="lampi", changed="b")
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(10)
    results = [run("backup", f"{number}.db") for number in range(5)]
    stop.set()
    writer.join()

    assert [result.exit_code for result in results] == [0] * 5
    for number in range(5):
        entries = len(_rows(terminal / f"{number}.db")["audit"])
        assert entries > 2
        assert entries % 2 == 0
