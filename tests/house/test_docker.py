"""The image, as far as it can be tried without Docker: what it would install, start, ask and stop."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.house.dockerfile import (
    ROOT,
    copied,
    environment,
    health_check,
    in_exec_form,
    instructions,
    pip_install,
)
from tests.ports import free_port


def test_the_image_copies_only_what_the_build_may_see() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    admitted = {line.removeprefix("!") for line in lines if line.startswith("!")}

    assert "*" in lines
    assert {source for source, _ in copied()} == admitted


def test_the_bot_is_started_in_exec_form_so_that_signals_reach_it() -> None:
    assert [in_exec_form(line) for line in instructions("CMD")] == [["smartbill-bot", "serve"]]


def test_the_bot_does_not_run_as_root() -> None:
    assert instructions("USER") == ["bot"]


def test_the_database_stands_on_the_volume() -> None:
    assert instructions("VOLUME") == ["/data"]
    assert environment()["DATABASE_URL"] == "sqlite:////data/smartbill-bot.db"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment, after the Dockerfile's own COPY and pip install."""
    work, venv = tmp_path_factory.mktemp("app"), tmp_path_factory.mktemp("venv")
    for source, target in copied():
        _copy(ROOT / source, work / target)
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin" / "pip", *pip_install()], cwd=work, check=True, capture_output=True)
    return venv / "bin"


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


@pytest.fixture
def container(installed: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a container, with its volume in a temporary folder and on a free port of loopback."""
    ours = {name: value.replace("/data/", f"{tmp_path}/") for name, value in environment().items()}
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-invented",
        "SLACK_SIGNING_SECRET": "invented",
        "ENCRYPTION_KEY": Fernet.generate_key().decode(),
    }
    path = {"PATH": f"{installed}{os.pathsep}{os.environ['PATH']}"}
    return path | ours | secrets | {"HOST": "127.0.0.1", "PORT": str(free_port())}


@pytest.fixture
def running(
    installed: Path, container: dict[str, str], tmp_path: Path
) -> "Iterator[subprocess.Popen[bytes]]":
    (line,) = instructions("CMD")
    program, *words = in_exec_form(line)
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([installed / program, *words], env=container, cwd=tmp_path, stderr=log)
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
@pytest.mark.usefixtures("running")
def test_the_health_check_passes_once_the_bot_answers(installed: Path, container: dict[str, str]) -> None:
    _wait_for(f"http://127.0.0.1:{container['PORT']}/ready")

    assert _ask(installed, container) == 0


@pytest.mark.slow
def test_the_health_check_fails_where_nobody_answers(installed: Path, container: dict[str, str]) -> None:
    assert _ask(installed, container) == 1


@pytest.mark.slow
def test_the_bot_ends_in_peace_when_the_container_is_stopped(
    running: "subprocess.Popen[bytes]", container: dict[str, str]
) -> None:
    _wait_for(f"http://127.0.0.1:{container['PORT']}/ready")

    running.send_signal(signal.SIGTERM)

    # Docker waits ten seconds before it kills.
    assert running.wait(timeout=10) == 0


def _ask(installed: Path, container: dict[str, str]) -> int:
    program, *words = health_check()
    return subprocess.run(
        [installed / program, *words], env=container, check=False, capture_output=True
    ).returncode


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not _answers(opener, url):
        assert time.monotonic() < deadline, f"{url} does not answer."
        time.sleep(0.1)


def _answers(opener: urllib.request.OpenerDirector, url: str) -> bool:
    try:
        with opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
