"""A terminal in an empty folder: its own environment, its own database, no .env of anybody."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from bot.cli.main import commands
from bot.cli.opening import Books, opened, opened_books
from bot.sandbox.server import Server
from bot.sandbox.smartbill.limits import RateLimit
from bot.sandbox.smartbill.standin import SmartBillStandIn
from bot.settings import load
from bot.storage.engine import Database
from bot.storage.schema import migrate
from bot.wiring import App

EMAIL = "ana@magazin-exemplu.example"
CIF = "RO99999917"
TOKEN = "003|0123456789abcdef"
DATABASE = "smartbill-bot.db"
NOWHERE = "http://127.0.0.1:9"
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of today's shape with nothing in it, to be copied: making one takes a while."""
    file = tmp_path_factory.mktemp("database") / "empty.db"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    database.close()
    return file


@pytest.fixture(autouse=True)
def terminal(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder with an empty database; whatever a command does to the logs is undone."""
    for name in set(os.environ) - set(_KEPT):
        if not name.startswith("PYTEST_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    shutil.copy(empty_database, tmp_path / DATABASE)
    monkeypatch.setenv("ENCRYPTION_KEY", Fernet.generate_key().decode())
    monkeypatch.setenv("SMARTBILL_API_URL", NOWHERE)
    monkeypatch.setenv("SLACK_API_URL", f"{NOWHERE}/api/")
    monkeypatch.setenv("ANAF_API_URL", NOWHERE)
    monkeypatch.setenv("BNR_API_URL", NOWHERE)
    monkeypatch.setenv("SMARTBILL_TOKEN", TOKEN)
    handlers, level = logging.root.handlers[:], logging.root.level
    yield tmp_path
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def run() -> Run:
    """Type a command; `answer` is what is typed when it asks."""

    def typed(*words: str, answer: str | None = None, **env: str | None) -> Result:
        return CliRunner().invoke(commands, words, input=answer, env=env)

    return typed


@pytest.fixture(scope="module")
def smartbill_server() -> Iterator[tuple[SmartBillStandIn, Server]]:
    stand_in = SmartBillStandIn(
        email=EMAIL, token=TOKEN, cif=CIF, limit=RateLimit(calls=10_000, seconds=1, block_seconds=1)
    )
    with Server(stand_in.api) as server:
        yield stand_in, server


@pytest.fixture
def smartbill(
    smartbill_server: tuple[SmartBillStandIn, Server], monkeypatch: pytest.MonkeyPatch
) -> SmartBillStandIn:
    """A SmartBill that the commands reach."""
    stand_in, server = smartbill_server
    stand_in.clear_faults()
    monkeypatch.setenv("SMARTBILL_API_URL", f"{server.url}/SBORO/api")
    return stand_in


@contextmanager
def the_bot() -> Iterator[App]:
    """The bot on the terminal's database, to put something there."""
    with opened(load()) as app:
        yield app


@contextmanager
def the_books() -> Iterator[Books]:
    """The terminal's database, to look at what was stored."""
    with opened_books(load()) as books:
        yield books
