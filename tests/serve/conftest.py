"""A `serve` process against stand-ins, with one connected shop."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
import requests
from cryptography.fernet import Fernet
from starlette.types import ASGIApp

from bot.sandbox.server import Server
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.kill.traffic import Traffic
from tests.ports import free_port

KEY = "TESTKEYNOTREAL00000000000000000000000000000000000000000000000000"
TOKEN = "003|0123456789abcdef0123456789abcdef"
COMMAND = [sys.executable, "-m", "bot"]


Found = TypeVar("Found")


def eventually(look: Callable[[], Found], seconds: float = 30) -> Found:
    """What the look finds, as soon as it finds something."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "It did not come true in time."
        time.sleep(0.02)
    return found


@dataclass
class Served:
    """The running process and everything around it."""

    url: str
    hook_path: str
    slack: SlackStandIn
    smartbill: SmartBillStandIn
    environment: dict[str, str]
    folder: Path
    traffic: Traffic
    slack_app: ASGIApp
    command: list[str] = field(default_factory=lambda: COMMAND)
    processes: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def start(self) -> "subprocess.Popen[bytes]":
        """Start a process and wait until it is ready."""
        with (self.folder / "log").open("ab") as log:
            command = [*self.command, "serve"]
            process = subprocess.Popen(command, env=self.environment, cwd=self.folder, stderr=log)
        self.processes.append(process)
        eventually(lambda: ready(self.url))
        return process

    def notice(
        self, number: int, *, key: str = KEY, address: str = "", seconds: float = 5
    ) -> requests.Response:
        """Hand in the recorded company order under this number."""
        recorded = Path(__file__).parents[1] / "shops" / "cloudcart" / "order.updated__b2b.json"
        body = recorded.read_bytes().replace(b'"id": 20411,', b'"id": %d,' % number)
        headers = {"X-CloudCart-ApiKey": key, "Content-Type": "application/json"}
        url = f"{self.url}{address or self.hook_path}/order.updated"
        return requests.post(url, data=body, headers=headers, timeout=seconds)

    def cards(self, number: int) -> list[Message]:
        """The order's cards in the channel: one, if all is well."""
        messages = self.slack.messages("C0FACTURI")
        return [each for each in messages if not each.thread_ts and f"Comanda {number}:" in each.text]

    def card(self, number: int) -> Message:
        """The order's card, as soon as it is there."""
        return eventually(lambda: self.cards(number))[0]

    def approve(self, number: int) -> None:
        """Bring the order into the shop, and say yes to its card."""
        assert self.notice(number).ok
        self.slack.press("U0ANA", "approval.approve", ts=self.card(number).ts)

    def is_issued(self, number: int) -> bool:
        """Whether the order's card says so."""
        return "emisă" in self.cards(number)[0].text

    def invoices(self, number: int) -> list[str]:
        """The totals of the order's invoices in SmartBill's books."""
        return [str(each.total) for each in self.smartbill.documents if str(number) in each.mentions]

    def log(self) -> str:
        """All that the processes have said."""
        return (self.folder / "log").read_text()

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return run(self.environment, self.folder, *words)


def run(environment: dict[str, str], folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *words],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/ready", timeout=1).ok
    except (requests.ConnectionError, requests.Timeout):
        return False


def make_environment(folder: Path) -> dict[str, str]:
    """What `serve` needs, and nothing of the machine's but its paths."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return kept | {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "SLACK_BOT_TOKEN": "xoxb-sandbox-bot",
        "LEASE_SECONDS": "2",
        # Whatever is asked there is asked in vain, and never outside.
        "ANAF_API_URL": "http://127.0.0.1:9",
        "BNR_API_URL": "http://127.0.0.1:9",
        "SLACK_SIGNING_SECRET": "a-secret-of-the-tests",
    }


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return make_environment(tmp_path)


@contextmanager
def surrounded(
    folder: Path,
    changes: Mapping[str, str] | None = None,
    *,
    token: str = TOKEN,
    ear: Callable[[ASGIApp], ASGIApp] = lambda app: app,
) -> Iterator[Served]:
    """Stand-ins and one connected shop, with these changes to the environment; no process runs yet.

    `token`: SmartBill's. `ear`: what is put around Slack's Web API, to hear what it is told.
    """
    environment = make_environment(folder) | dict(changes or {})
    smartbill = SmartBillStandIn(email="ana@example.com", token=token)
    slack = SlackStandIn(signing_secret=environment["SLACK_SIGNING_SECRET"])
    traffic, slack_app = Traffic(smartbill.api), ear(slack.api)
    port = free_port()
    with Server(traffic) as smartbill_server, Server(slack_app) as slack_server:
        environment |= {
            "SMARTBILL_API_URL": f"{smartbill_server.url}/SBORO/api",
            "SLACK_API_URL": f"{slack_server.url}/api/",
            "PORT": str(port),
            "SMARTBILL_TOKEN": token,
            "SHOP_KEY": KEY,
            "SLACK_POST_RATE": "50/1",
        }
        url = f"http://127.0.0.1:{port}"
        slack.request_url = f"{url}/slack/events"
        hook_path = connected(environment, folder)
        served = Served(url, hook_path, slack, smartbill, environment, folder, traffic, slack_app)
        try:
            yield served
        finally:
            for started in served.processes:
                started.terminate()
                started.wait(timeout=15)


def connected(environment: dict[str, str], folder: Path) -> str:
    """Connect a shop; answers where its notices are handed in."""
    words = (
        "shop add --json --name Magazin --kind cloudcart --channel C0FACTURI "
        "--smartbill-email ana@example.com --cif RO99999917 --series FCT"
    )
    added = run(environment, folder, *words.split())
    assert added.returncode == 0, added.stderr
    hook_path: str = json.loads(added.stdout)["hook_path"]
    return hook_path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with surrounded(tmp_path_factory.mktemp("served")) as served:
        served.start()
        yield served
