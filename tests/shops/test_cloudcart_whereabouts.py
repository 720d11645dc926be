"""Only shops on the internet are asked: nobody has the bot look at machines beside it."""

import socket
from typing import Any

import pytest
import requests

from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.shopkeepers import Access
from bot.shops.cloudcart.keeper import CloudCartShopkeeper
from bot.shops.cloudcart.transport import SHARE
from bot.shops.cloudcart.whereabouts import must_be_public
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock

KEY = "TESTKEYNOTREAL"


@pytest.fixture
def keeper() -> CloudCartShopkeeper:
    return CloudCartShopkeeper(no_session, allowance=FakeAllowance.of(FakeClock(), SHARE))


def no_session() -> requests.Session:
    raise AssertionError("Somebody was asked.")


def lead_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name stands for these from now on."""

    def found(_: str, port: int, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr("socket.getaddrinfo", found)


@pytest.mark.parametrize(
    "typed",
    [
        *("http://127.0.0.1:5432", "http://localhost:9200", "http://[::1]:80", "https://127.0.0.1"),
        *("https://10.0.0.5:8443", "https://10.0.0.5", "https://192.168.1.1", "https://100.64.0.1"),
        *("https://169.254.169.254", "https://0.0.0.0", "https://2130706433", "https://[fe80::1]"),
        *("https://[::ffff:10.0.0.1]", "https://[fd00::1]", "https://127.1"),
    ],
)
def test_no_machine_beside_the_bot_is_asked(typed: str, keeper: CloudCartShopkeeper) -> None:
    with pytest.raises(RemoteRejected, match=r"shop\.unknown_address"):
        keeper.hooks(Access(typed, KEY))


@pytest.mark.parametrize(
    "found", [["10.0.0.5"], ["127.0.0.1"], ["fe80::1%eth0"], ["93.184.215.14", "10.0.0.5"]]
)
def test_a_name_that_leads_there_is_not_asked_either(
    found: list[str], keeper: CloudCartShopkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead_to(monkeypatch, *found)

    with pytest.raises(RemoteRejected, match=r"shop\.unknown_address"):
        keeper.hooks(Access("magazin-exemplu.example", KEY))


@pytest.mark.parametrize("typed", ["https://magazin.example:8443", "https://magazin.example:443"])
def test_no_port_is_tried(typed: str, keeper: CloudCartShopkeeper, monkeypatch: pytest.MonkeyPatch) -> None:
    lead_to(monkeypatch, "93.184.215.14")

    with pytest.raises(RemoteRejected, match=r"shop\.unknown_address"):
        keeper.hooks(Access(typed, KEY))


def test_a_shop_on_the_internet_may_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_to(monkeypatch, "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")

    must_be_public("https://magazin.example")


@pytest.mark.parametrize(
    ("why", "ending"), [(socket.EAI_NONAME, RemoteRejected), (socket.EAI_AGAIN, RemoteUnavailable)]
)
def test_a_name_that_nobody_knows_ends_as_the_call_itself_does(
    why: int, ending: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(why, "unknown")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    keeper = CloudCartShopkeeper(requests.Session, allowance=FakeAllowance.of(FakeClock(), SHARE))

    with pytest.raises(ending):
        keeper.hooks(Access("magazin-exemplu.example", KEY))
