"""What cannot work ends with one sentence before anything is begun."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn
from tests.ports import free_port
from tests.serve.conftest import COMMAND, eventually, ready, run

#: Every one starts a process of its own.
pytestmark = pytest.mark.slow

NOWHERE = "127.0.0.1:1"
LIKE_THIS = (
    "DATABASE_URL cannot be used: it must look like sqlite:///smartbill-bot.db or "
    "postgresql+psycopg://user:password@host/name"
)


def must_be_refused(refused: "subprocess.CompletedProcess[str]", sentence: str) -> None:
    """One sentence is all that was said."""
    assert (refused.returncode, refused.stderr) == (2, f"{sentence}\n")


@pytest.fixture(params=["127.0.0.1", "::1"])
def taken(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.create_server((request.param, 0), family=family) as listener:
        yield request.param, listener.getsockname()[1]


def test_a_taken_port_is_said_before_a_database_is_made(
    taken: tuple[str, int], environment: dict[str, str], tmp_path: Path
) -> None:
    host, port = taken

    refused = run(environment | {"HOST": host, "PORT": str(port)}, tmp_path, "serve")

    must_be_refused(refused, f"HOST and PORT cannot be used: {host}:{port} is taken or not ours.")
    assert not (tmp_path / "bot.db").exists()


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b"])
def test_a_host_that_is_not_ours_is_said(host: str, environment: dict[str, str], tmp_path: Path) -> None:
    refused = run(environment | {"HOST": host, "PORT": "0"}, tmp_path, "serve")

    must_be_refused(refused, f"HOST and PORT cannot be used: {host}:0 is taken or not ours.")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "nonsense",
            f"{LIKE_THIS}.",
        ),
        (
            "nosuch://user@host/name",
            f"{LIKE_THIS} (for which install smartbill-bot[postgres]).",
        ),
        (
            "sqlite:///nowhere/bot.db",
            (
                "DATABASE_URL cannot be used: {folder}/nowhere/bot.db.lock cannot be written "
                "(No such file or directory)."
            ),
        ),
        (
            "sqlite:///file:bot.db?uri=true",
            (
                "DATABASE_URL cannot be used: serve needs the plain path of the SQLite file, as in "
                "sqlite:///smartbill-bot.db, without file:."
            ),
        ),
        (
            f"postgresql+psycopg://bot@{NOWHERE}/bot",
            "The database cannot be reached: check DATABASE_URL.",
        ),
    ],
)
def test_a_database_that_cannot_be_had_is_said(
    url: str, sentence: str, environment: dict[str, str], tmp_path: Path
) -> None:
    refused = run(environment | {"DATABASE_URL": url, "PORT": "0"}, tmp_path, "serve")

    must_be_refused(refused, sentence.format(folder=tmp_path))


@pytest.mark.parametrize("option", ["--no-worker", "--worker-only"])
def test_on_sqlite_nothing_can_be_divided(option: str, environment: dict[str, str], tmp_path: Path) -> None:
    refused = run(environment, tmp_path, "serve", option)

    must_be_refused(
        refused,
        "--no-worker and --worker-only need PostgreSQL (DATABASE_URL): on SQLite one process hears and works.",
    )


def test_a_process_that_neither_hears_nor_works_is_refused(
    environment: dict[str, str], tmp_path: Path
) -> None:
    refused = run(environment, tmp_path, "serve", "--no-worker", "--worker-only")

    must_be_refused(refused, "--no-worker and --worker-only leave nothing to do: use one of them.")


def test_socket_mode_without_slack_is_refused_before_a_database_is_made(
    environment: dict[str, str], tmp_path: Path
) -> None:
    away = {"SLACK_API_URL": f"http://{NOWHERE}/api/", "SLACK_APP_TOKEN": "xapp-1", "PORT": "0"}

    refused = run(environment | away, tmp_path, "serve")

    must_be_refused(refused, "Slack cannot be reached. Check SLACK_APP_TOKEN and SLACK_API_URL.")
    assert not (tmp_path / "bot.db").exists()


def test_a_token_that_slack_does_not_take_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    with Server(SlackStandIn(signing_secret="x").api) as slack:
        wrong = {"SLACK_API_URL": f"{slack.url}/api/", "SLACK_APP_TOKEN": "xapp-wrong", "PORT": "0"}

        refused = run(environment | wrong, tmp_path, "serve")

    must_be_refused(refused, "Slack refused: “invalid_auth”. Check SLACK_APP_TOKEN and SLACK_API_URL.")


def test_socket_mode_with_slack_there_serves_until_told_to_stop(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with Server(SlackStandIn(signing_secret="x").api) as slack:
        port = free_port()
        socket_mode = {
            "SLACK_API_URL": f"{slack.url}/api/",
            "SLACK_APP_TOKEN": "xapp-sandbox-app",
            "PORT": str(port),
            "HOST": "localhost",
        }
        process = subprocess.Popen([*COMMAND, "serve"], env=environment | socket_mode, cwd=tmp_path)
        try:
            eventually(lambda: ready(f"http://127.0.0.1:{port}"))

            process.send_signal(signal.SIGTERM)

            assert process.wait(timeout=10) == 0
        finally:
            process.kill()
            process.wait()
