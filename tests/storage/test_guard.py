"""One process serves a SQLite file; any number serve a PostgreSQL database."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.storage.guard import only_process

_HOLD = """
import sys
from bot.storage.guard import only_process
with only_process(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_on_the_same_file_is_told_what_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"

    with only_process(url), pytest.raises(ConfigError) as refused, only_process(url):
        pass

    assert str(refused.value) == (
        f"Another smartbill-bot serves {tmp_path / 'bot.db'} already. Stop it first, "
        "or use PostgreSQL (DATABASE_URL) to run several."
    )


def test_a_file_is_free_again_when_its_process_is_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    command = [sys.executable, "-c", _HOLD, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ConfigError), only_process(url):
            pass
        other.kill()
        other.wait(5)

    with only_process(url):
        pass


def test_two_files_are_served_by_two_processes(tmp_path: Path) -> None:
    with only_process(f"sqlite:///{tmp_path / 'a.db'}"), only_process(f"sqlite:///{tmp_path / 'b.db'}"):
        pass


@pytest.mark.parametrize("url", ["nonsense", "postgresql+psycopg://bot:secret-word@127.0.0.1:port/bot"])
def test_what_is_no_address_is_said_without_repeating_it(url: str) -> None:
    with pytest.raises(ConfigError) as refused, only_process(url):
        pass

    assert str(refused.value) == (
        "DATABASE_URL cannot be used: it must look like sqlite:///smartbill-bot.db or "
        "postgresql+psycopg://user:password@host/name."
    )
    assert refused.value.__suppress_context__


def test_a_file_without_its_folder_is_said(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "bot.db"

    with pytest.raises(ConfigError) as refused, only_process(f"sqlite:///{file}"):
        pass

    assert str(refused.value) == (
        f"DATABASE_URL cannot be used: {file}.lock cannot be written (No such file or directory)."
    )


def test_a_file_is_the_same_file_through_a_link(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    (there / "link.db").symlink_to(here / "bot.db")
    folder = tmp_path / "folder"
    folder.symlink_to(here)

    with only_process(f"sqlite:///{here / 'bot.db'}"):
        for path in (there / "link.db", folder / "bot.db", there / ".." / "here" / "bot.db"):
            with pytest.raises(ConfigError, match="already"), only_process(f"sqlite:///{path}"):
                pass


@pytest.mark.parametrize("url", ["sqlite:///file:bot.db?uri=true", "sqlite:///file:/data/bot.db"])
def test_a_file_that_is_named_by_more_than_its_path_is_refused(url: str) -> None:
    with pytest.raises(ConfigError) as refused, only_process(url):
        pass

    assert str(refused.value) == (
        "DATABASE_URL cannot be used: serve needs the plain path of the SQLite file, as in "
        "sqlite:///smartbill-bot.db, without file:."
    )


@pytest.mark.parametrize("url", ["postgresql+psycopg://bot@127.0.0.1/bot", "sqlite://"])
def test_a_server_and_a_memory_need_no_guard(url: str) -> None:
    with only_process(url), only_process(url):
        pass
