import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.serve.conftest import COMMAND, eventually, run

HOSTILE = {
    "DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
    "ENCRYPTION_KEY": "not a key",
    "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "SMARTBILL_API_URL": "http://127.0.0.1:1/",
    "ANAF_API_URL": "http://127.0.0.1:1/",
    "BNR_API_URL": "http://127.0.0.1:1/",
    "SMARTBILL_RATE": "never",
    "SLACK_APP_TOKEN": "xapp-of-a-real-workspace",
    "PORT": "none",
    "LOG_LEVEL": "loud",
    "HTTP_PROXY": "http://127.0.0.1:1",
    "HTTPS_PROXY": "http://127.0.0.1:1",
    "http_proxy": "http://127.0.0.1:1",
}


@pytest.fixture
def demo(environment: dict[str, str], tmp_path: Path) -> "Iterator[subprocess.Popen[str]]":
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in HOSTILE.items()))
    process = subprocess.Popen(
        [*COMMAND, "demo", "--no-browser", "--port", "0"],
        env=environment | HOSTILE | {"PYTHONUNBUFFERED": "1"},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.slow
def test_the_demo_works_beside_a_hostile_environment(demo: "subprocess.Popen[str]", tmp_path: Path) -> None:
    assert demo.stdout is not None
    address = re.search(r"http://[\d.:]+", demo.stdout.readline())
    assert address is not None
    page = address[0]
    session = requests.Session()
    session.trust_env = False

    assert session.get(page, timeout=5).text.startswith("<!doctype html>")
    session.post(f"{page}/shop/orders/20411/status", json={"status": "paid"}, timeout=5)
    eventually(lambda: "1.113,20 RON" in session.get(f"{page}/slack/state?viewer=U0ANA", timeout=5).text)

    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=10) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == [".env"]


@pytest.mark.slow
def test_a_taken_port_is_said_and_another_one_suggested(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = run(environment, tmp_path, "demo", "--no-browser", "--port", str(port))

    assert refused.returncode == 2
    assert refused.stderr == f"Port {port} is taken. Try another one: smartbill-bot demo --port {port + 1}\n"


@pytest.mark.slow
def test_a_kept_demo_can_be_started_again(environment: dict[str, str], tmp_path: Path) -> None:
    for _ in range(2):
        process = subprocess.Popen(
            [*COMMAND, "demo", "--no-browser", "--port", "0", "--keep", "kept"],
            env=environment | {"PYTHONUNBUFFERED": "1"},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert "SmartBill Bot is at" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
        assert process.returncode == 0

    assert (tmp_path / "kept" / "smartbill-bot.db").exists()
