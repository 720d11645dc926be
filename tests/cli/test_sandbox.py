"""One stand-in alone, as other programs meet it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from starlette.routing import Mount, Router

from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn
from tests.cli.conftest import Run


@pytest.mark.slow
def test_a_stand_in_serves_its_protocol_and_its_desk_until_told_to_end(terminal: Path) -> None:
    command = [sys.executable, "-m", "bot", "sandbox", "smartbill", "--token", "003|t", "--json"]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [*command, "--fault", "html502*1"], stdout=subprocess.PIPE, text=True, env=env, cwd=terminal
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        series, login = (
            f"{told['smartbill_api_url']}/series?cif={told['cif']}",
            (told["email"], told["token"]),
        )

        answers = [requests.get(series, auth=login, timeout=5).status_code for _ in range(2)]
        desk = requests.get(f"{told['desk']}/state", timeout=5)
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0
    assert answers == [502, 200]
    assert [call["path"] for call in desk.json()["calls"]] == ["/SBORO/api/series"] * 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("anaf", ("POST", "/api/PlatitorTvaRest/v9/tva", [{"cui": 99999992, "data": "2026-11-20"}])),
        ("bnr", ("GET", "/nbrfxrates10days.xml", None)),
    ],
)
def test_a_register_is_down_until_its_fault_is_cleared(
    terminal: Path, name: str, call: tuple[str, str, object]
) -> None:
    command = [sys.executable, "-m", "bot", "sandbox", name, "--fault", "down", "--json"]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    method, path, body = call
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=terminal) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())

        down = requests.request(method, told[f"{name}_api_url"] + path, json=body, timeout=5)
        requests.delete(f"{told['desk']}/faults", timeout=5)
        well = requests.request(method, told[f"{name}_api_url"] + path, json=body, timeout=5)
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0
    assert (down.status_code, well.status_code) == (503, 200)


@pytest.mark.slow
def test_a_shop_serves_its_api(terminal: Path) -> None:
    command = [sys.executable, "-m", "bot", "sandbox", "shop", "--api-key", "a-key", "--json"]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=terminal) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())

        orders = requests.get(
            f"{told['shop_api_url']}/orders", headers={"X-CloudCart-ApiKey": "a-key"}, timeout=5
        )
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0
    assert [order["id"] for order in orders.json()["data"]] == ["20411", "20412", "20413", "20414", "20415"]


def test_a_taken_port_is_a_misuse(run: Run) -> None:
    with Server(Router([])) as taken:
        result = run("sandbox", "smartbill", "--port", str(taken.port))

    assert result.exit_code == 2
    assert result.stderr.startswith(f"Port {taken.port} is taken.")


def test_a_fault_that_nobody_knows_is_a_misuse(run: Run) -> None:
    for fault in ("rain", "slow", "slow:many", "html502*0", "html502*often"):
        result = run("sandbox", "smartbill", "--fault", fault)
        assert result.exit_code == 2
        assert f"--fault {fault} is none" in result.stderr


def test_stand_ins_that_do_not_exist_are_not_offered(run: Run) -> None:
    assert run("sandbox", "woocommerce").exit_code == 2


@pytest.mark.parametrize("name", ["anaf", "bnr"])
def test_a_register_has_only_the_faults_it_knows(run: Run, name: str) -> None:
    result = run("sandbox", name, "--fault", "rain")

    assert result.exit_code == 2
    assert "rain" in result.stderr


def test_slacks_api_and_desk_live_under_one_address() -> None:
    stand_in = SlackStandIn(signing_secret="s3cret")

    with Server(Router([Mount("/desk", stand_in.desk), Mount("/", stand_in.api)])) as server:
        known = requests.post(
            f"{server.url}/api/auth.test",
            headers={"Authorization": f"Bearer {stand_in.bot_token}"},
            timeout=5,
        )
        desk = requests.get(f"{server.url}/desk/state", timeout=5)

    assert known.json()["ok"] is True
    assert desk.status_code == 200
