"""What the app is told through its socket, with Slack's own client at the other end."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.sandbox.slack.standin import SlackStandIn


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class Listener:
    """Acknowledges every envelope with the payload the test put here."""

    def __init__(self) -> None:
        self.heard: list[SocketModeRequest] = []
        self.payload: Any = None

    def __call__(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, self.payload))


@pytest.fixture
def listener(slack: SlackStandIn, client: WebClient) -> Iterator[Listener]:
    listening = Listener()
    socket = SocketModeClient(slack.app_token, web_client=client)
    socket.socket_mode_request_listeners.append(listening)
    socket.connect()
    wait_for(lambda: slack.connected == "socket")
    yield listening
    # The client sits in a three-second read before it can hang up: one last envelope wakes it.
    socket.current_session_state.terminated = True
    slack.request_url = None
    slack.open_home("U0ANA")
    socket.close()
    wait_for(lambda: slack.connected == "none")


def test_an_app_that_dialled_in_hears_everything_and_answers(
    slack: SlackStandIn, listener: Listener, client: WebClient
) -> None:
    button = {"type": "button", "action_id": "approve", "text": {"type": "plain_text", "text": "Da"}}
    card = client.chat_postMessage(
        channel="C0FACTURI", text="?", blocks=[{"type": "actions", "elements": [button]}]
    )
    listener.payload = {"text": "Iată ce pot face"}

    said = slack.say("U0ANA", "C0FACTURI", "/smartbill help")
    listener.payload = None
    pressed = slack.press("U0ANA", "approve", ts=card["ts"])
    slack.open_home("U0ANA")

    command, press, home = listener.heard
    assert (said, pressed) == ({"ok": True}, {"ok": True, "delivered": True})
    assert [line.text for line in slack.ephemerals("U0ANA")] == ["Iată ce pot face"]
    assert (command.type, command.accepts_response_payload, command.payload["text"]) == (
        "slash_commands",
        True,
        "help",
    )
    assert (press.type, press.payload["actions"][0]["action_id"]) == ("interactive", "approve")
    assert (home.type, home.payload["event"]["type"]) == ("events_api", "app_home_opened")
    assert [delivery.transport for delivery in slack.deliveries] == ["socket"] * 3


@pytest.fixture
def dialled(slack: SlackStandIn, client: WebClient) -> Iterator[ClientConnection]:
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url) as socket:
        assert '"type": "hello"' in str(socket.recv(timeout=5))
        yield socket
    slack.request_url = None
    wait_for(lambda: slack.connected == "none")


def test_an_envelope_nobody_acknowledges_is_a_timeout(slack: SlackStandIn, dialled: ClientConnection) -> None:
    slack.carrier.patience = 0.05

    said = slack.say("U0ANA", "C0FACTURI", "/smartbill help")

    assert said == {"ok": False, "error": "operation_timeout"}


def test_where_a_request_address_is_set_it_is_used_and_not_the_socket(
    slack: SlackStandIn, dialled: ClientConnection, app: Any
) -> None:
    slack.say("U0ANA", "C0FACTURI", "/smartbill help")

    assert len(app.heard) == 1
    with pytest.raises(TimeoutError):
        dialled.recv(timeout=0.02)


def test_an_address_can_be_dialled_once(slack: SlackStandIn, client: WebClient) -> None:
    url = client.apps_connections_open(app_token=slack.app_token)["url"]

    with connect(url), pytest.raises(InvalidStatus, match="403"):
        connect(url)
    wait_for(lambda: slack.connected == "none")


def test_noise_on_the_socket_is_passed_over(slack: SlackStandIn, dialled: ClientConnection) -> None:
    for noise in ("{", "5", '{"envelope_id": "E0NIMIC"}'):
        dialled.send(noise)

    assert dialled.ping().wait(5)
    assert slack.connected == "socket"
