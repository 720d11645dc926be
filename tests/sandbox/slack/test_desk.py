"""The human side over HTTP: what each person sees, and what they do."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn

PDF = b"%PDF-1.4 factura"
BUTTON = {
    "type": "button",
    "action_id": "approve",
    "text": {"type": "plain_text", "text": "Da"},
    "value": "7",
}


class Page:
    """What a page does: ask for the state and post wishes."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/slack"

    def state(self, viewer: str, **query: Any) -> Any:
        answer = requests.get(f"{self.url}/state", params={"viewer": viewer, **query}, timeout=5)
        return answer.json() if answer.status_code == 200 else answer.status_code

    def post(self, path: str, **body: Any) -> Any:
        return requests.post(f"{self.url}{path}", json=body, timeout=5).json()


@pytest.fixture(scope="module")
def desk_door() -> Iterator[tuple[list[Any], Server]]:
    behind: list[Any] = []

    async def door(scope: Any, receive: Any, send: Any) -> None:
        await behind[0](scope, receive, send)

    with Server(door) as running:
        yield behind, running


@pytest.fixture
def page(slack: SlackStandIn, desk_door: tuple[list[Any], Server]) -> Page:
    behind, running = desk_door
    behind[:] = [Starlette(routes=[Mount("/slack", slack.desk)])]
    return Page(running.url)


def test_a_viewer_sees_the_team_the_people_and_their_channels(page: Page) -> None:
    state = page.state("U0MIHAI")

    assert state["team"]["name"] == "Magazin Exemplu"
    assert state["me"]["real_name"] == "Mihai Pop"
    assert [channel["name"] for channel in state["channels"]] == ["facturi", "facturi-noutati", "general"]
    assert state["messages"] == {"C0FACTURI": [], "C0LINISTE": [], "C0GENERAL": []}
    assert (state["views"], state["home"], state["connected"]) == ([], None, "none")
    assert page.state("U0NIMENI") == 404


def test_an_unchanged_state_is_answered_with_204(page: Page, client: WebClient) -> None:
    version = page.state("U0ANA")["version"]

    assert page.state("U0ANA", version=version) == 204
    client.chat_postMessage(channel="C0FACTURI", text="Nou")
    assert page.state("U0ANA", version=version)["version"] > version


def test_threads_files_and_private_lines_are_shown_to_whom_they_concern(
    page: Page, client: WebClient
) -> None:
    card = client.chat_postMessage(channel="C0FACTURI", text="Comanda 1043")["ts"]
    client.files_upload_v2(channel="C0FACTURI", thread_ts=card, content=PDF, filename="FCT0123.pdf")
    client.chat_postEphemeral(channel="C0FACTURI", user="U0MIHAI", text="Doar tu")

    mihai = page.state("U0MIHAI")["messages"]["C0FACTURI"]
    ana = page.state("U0ANA")["messages"]["C0FACTURI"]

    assert [(m["user_name"], m["text"], m["reply_count"], m["ephemeral"]) for m in mihai] == [
        ("SmartBill Bot", "Comanda 1043", 1, False),
        ("SmartBill Bot", "", 0, False),
        ("SmartBill Bot", "Doar tu", 0, True),
    ]
    assert len(ana) == 2
    [file] = ana[1]["files"]
    assert (file["name"], file["size"]) == ("FCT0123.pdf", len(PDF))
    assert file["url"] == f"/slack/files/{file['id']}"
    assert requests.get(f"{page.url}/files/{file['id']}", timeout=5).content == PDF


def test_direct_messages_are_seen_by_their_person_only(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel="U0ANA", text="Pentru tine")

    assert "D0ANA" in page.state("U0ANA")["messages"]
    assert "D0ANA" not in page.state("U0MIHAI")["messages"]


def test_a_form_is_shown_with_its_plain_values_and_errors(
    page: Page, slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    page.post("/say", user="U0ANA", channel="C0FACTURI", text="/smartbill settings")
    field = {"type": "plain_text_input", "action_id": "value", "initial_value": "RO1"}
    view = {
        "type": "modal",
        "callback_id": "settings",
        "title": {"type": "plain_text", "text": "Setări"},
        "submit": {"type": "plain_text", "text": "Salvează"},
        "blocks": [
            {
                "type": "input",
                "block_id": "cif",
                "label": {"type": "plain_text", "text": "CIF"},
                "element": field,
            }
        ],
    }
    opened = client.views_open(trigger_id=app.payloads[0]["trigger_id"], view=view)["view"]

    done = page.post("/submit", user="U0ANA", view_id=opened["id"], values={"cif": {"value": ""}})

    [shown] = page.state("U0ANA")["views"]
    assert done == {"ok": False, "errors": {"cif": "Please complete this required field."}}
    assert (shown["title"], shown["submit"], shown["close"]) == ("Setări", "Salvează", None)
    assert (shown["state"], shown["busy"]) == ({"cif": {"value": None}}, False)
    assert shown["errors"] == done["errors"]
    assert page.state("U0MIHAI")["views"] == []
    assert page.post("/close", user="U0ANA", view_id=opened["id"]) == {"ok": True}
    assert page.state("U0ANA")["views"] == []


def test_a_press_over_http_is_delivered(page: Page, client: WebClient, app: Any) -> None:
    blocks = [{"type": "actions", "block_id": "card", "elements": [BUTTON]}]
    ts = client.chat_postMessage(channel="C0FACTURI", text="?", blocks=blocks)["ts"]
    press = {"user": "U0ANA", "channel": "C0FACTURI", "ts": ts, "block_id": "card"}

    done = page.post("/press", **press, action_id="approve", value="7")
    missing = page.post("/press", **press, action_id="storno")

    assert (done["ok"], missing["ok"], missing["error"]) == (True, False, "no_such_element")
    [delivery] = page.state("U0ANA")["deliveries"]
    assert (delivery["kind"], delivery["transport"], delivery["status"]) == ("block_actions", "http", 200)


def test_the_home_page_is_opened_and_shown(page: Page, client: WebClient, app: Any) -> None:
    assert page.post("/home", user="U0ANA") == {"ok": True}

    client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [{"type": "divider"}]})

    assert page.state("U0ANA")["home"]["type"] == "home"
    assert page.state("U0MIHAI")["home"] is None
    assert app.payloads[0]["event"]["type"] == "app_home_opened"


def test_a_wish_that_cannot_be_read_is_refused(page: Page) -> None:
    assert page.post("/say", user="U0ANA")["error"] == "bad_request"
    assert requests.post(f"{page.url}/say", data="{", timeout=5).status_code == 400
    assert requests.get(f"{page.url}/files/F0NIMIC", timeout=5).status_code == 404
