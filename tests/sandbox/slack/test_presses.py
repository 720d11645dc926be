"""Buttons, menus and fields: what the app is told when a person touches them."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox.slack.standin import SlackStandIn

CARD = "C0FACTURI"


def text(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def option(value: str) -> dict[str, Any]:
    return {"text": text(value.upper()), "value": value}


def button(value: str, **changes: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "approve", "text": text("Aprobă"), "value": value, **changes}


def post(client: WebClient, *elements: dict[str, Any], **changes: Any) -> str:
    blocks = [{"type": "actions", "block_id": "card", "elements": list(elements)}]
    return str(client.chat_postMessage(channel=CARD, text="Comanda 1043", blocks=blocks, **changes)["ts"])


def test_a_press_on_a_card_tells_who_where_what(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    ts = post(client, button("prop-7", style="primary"))

    done = slack.press("U0ANA", "approve", ts=ts)

    payload = app.payloads[0]
    assert done == {"ok": True, "delivered": True}
    assert payload["type"] == "block_actions"
    assert payload["user"] == {
        "id": "U0ANA",
        "username": "ana.ionescu",
        "name": "ana.ionescu",
        "team_id": "T0EXEMPLU",
    }
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": CARD,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": CARD, "name": "facturi"}
    assert payload["message"]["blocks"][0]["elements"][0]["value"] == "prop-7"
    assert payload["trigger_id"]
    assert "/response/" in payload["response_url"]
    [action] = payload["actions"]
    assert action.pop("action_ts")
    assert action == {
        "type": "button",
        "action_id": "approve",
        "block_id": "card",
        "text": {"type": "plain_text", "text": "Aprobă"},
        "value": "prop-7",
        "style": "primary",
    }


SELECTS = [
    ({"type": "static_select", "options": [option("fct"), option("prf")]}, "prf", {"selected_option": option("prf")}),
    (
        {"type": "multi_static_select", "options": [option("fct"), option("prf")]},
        ["fct", "prf"],
        {"selected_options": [option("fct"), option("prf")]},
    ),
    ({"type": "static_select", "option_groups": [{"label": text("Serii"), "options": [option("fct")]}]}, "fct", {"selected_option": option("fct")}),
    ({"type": "users_select"}, "U0MIHAI", {"selected_user": "U0MIHAI"}),
    ({"type": "multi_users_select"}, ["U0ANA", "U0MIHAI"], {"selected_users": ["U0ANA", "U0MIHAI"]}),
    ({"type": "conversations_select"}, "C0LINISTE", {"selected_conversation": "C0LINISTE"}),
    ({"type": "overflow", "options": [option("pdf")]}, "pdf", {"selected_option": option("pdf")}),
    ({"type": "datepicker"}, "2026-11-30", {"selected_date": "2026-11-30"}),
    ({"type": "checkboxes", "options": [option("a"), option("b")]}, ["b"], {"selected_options": [option("b")]}),
    ({"type": "radio_buttons", "options": [option("a"), option("b")]}, "a", {"selected_option": option("a")}),
]  # fmt: skip


@pytest.mark.parametrize(("element", "selected", "expected"), SELECTS)
def test_a_choice_comes_in_the_shape_of_its_element(
    element: dict[str, Any],
    selected: Any,
    expected: dict[str, Any],
    slack: SlackStandIn,
    client: WebClient,
    app: Any,
) -> None:
    ts = post(client, {**element, "action_id": "pick"})

    slack.press("U0ANA", "pick", ts=ts, selected=selected)

    action = app.payloads[0]["actions"][0]
    assert {name: action[name] for name in expected} == expected
    assert (action["type"], action["block_id"]) == (element["type"], "card")


@pytest.mark.parametrize(
    ("element", "typed"),
    [
        ({"type": "plain_text_input"}, "ACME SRL"),
        ({"type": "number_input", "is_decimal_allowed": True}, "12.5"),
        ({"type": "email_text_input"}, "ana@exemplu.ro"),
    ],
)
def test_a_field_tells_the_app_only_where_it_was_asked_to(
    element: dict[str, Any], typed: str, slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    def field(block_id: str, **changes: Any) -> dict[str, Any]:
        held = {**element, "action_id": block_id}
        return {"type": "input", "block_id": block_id, "label": text("Camp"), "element": held, **changes}

    blocks = [field("loud", dispatch_action=True), field("quiet")]
    ts = client.chat_postMessage(channel=CARD, text="x", blocks=blocks)["ts"]

    quiet = slack.press("U0ANA", "quiet", ts=ts, selected="5")
    slack.press("U0ANA", "loud", ts=ts, selected=typed)

    assert quiet == {"ok": True, "delivered": False}
    [payload] = app.payloads
    assert payload["actions"][0]["value"] == typed
    assert payload["state"]["values"]["quiet"]["quiet"]["value"] == "5"
    assert payload["state"]["values"]["loud"]["loud"]["value"] == typed


def test_what_was_chosen_in_a_message_comes_along_with_the_next_press(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    menu = {"type": "static_select", "action_id": "series", "options": [option("fct"), option("prf")]}
    ts = post(client, menu, button("7"))

    slack.press("U0ANA", "series", ts=ts, selected="prf")
    slack.press("U0ANA", "approve", ts=ts)
    slack.press("U0MIHAI", "approve", ts=ts)

    _, ana, mihai = [payload["state"]["values"]["card"] for payload in app.payloads]
    assert ana == {"series": {"type": "static_select", "selected_option": option("prf")}}
    assert mihai == {"series": {"type": "static_select", "selected_option": None}}


def test_a_press_in_a_thread_says_so(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    card = post(client, button("7"))
    reply = post(client, button("8"), thread_ts=card)

    slack.press("U0ANA", "approve", ts=reply)

    assert app.payloads[0]["container"]["thread_ts"] == card


def test_an_ephemeral_is_not_sent_along_and_pressed_by_its_reader_only(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    blocks = [{"type": "actions", "elements": [button("7")]}]
    ts = client.chat_postEphemeral(channel=CARD, user="U0ANA", text="?", blocks=blocks)["message_ts"]

    assert slack.press("U0MIHAI", "approve", ts=ts)["error"] == "message_not_found"
    slack.press("U0ANA", "approve", ts=ts)

    [payload] = app.payloads
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


def test_what_is_not_there_cannot_be_pressed(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    ts = post(client, button("7"), {"type": "users_select", "action_id": "who"})

    assert slack.press("U0ANA", "storno", ts=ts)["error"] == "no_such_element"
    assert slack.press("U0ANA", "approve", ts=ts, block_id="other")["error"] == "no_such_element"
    assert slack.press("U0ANA", "approve", ts=ts, selected="8")["error"] == "no_such_element"
    assert slack.press("U0ANA", "approve", ts="1.000000")["error"] == "message_not_found"
    assert slack.press("U0ANA", "approve", view_id="V0NIMIC")["error"] == "view_not_found"
    assert app.heard == []


def test_a_choice_the_menu_does_not_offer_is_refused(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    ts = post(client, {"type": "static_select", "action_id": "series", "options": [option("fct")]})

    assert slack.press("U0ANA", "series", ts=ts, selected="xyz")["error"] == "invalid_selection"
    assert app.heard == []


def test_two_buttons_with_one_action_id_are_told_apart_by_block_or_value(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    blocks = [
        {"type": "actions", "block_id": f"row-{number}", "elements": [button(str(number))]}
        for number in (1, 2, 3)
    ]
    ts = client.chat_postMessage(channel=CARD, text="x", blocks=blocks)["ts"]

    slack.press("U0ANA", "approve", ts=ts, block_id="row-2")
    slack.press("U0ANA", "approve", ts=ts, selected="3")

    assert [payload["actions"][0]["value"] for payload in app.payloads] == ["2", "3"]


def test_a_stranger_presses_with_their_own_team(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    ts = post(client, button("7"))

    slack.press("U0STRAIN", "approve", ts=ts)

    assert app.payloads[0]["user"]["team_id"] == "T0STRAIN"
    assert app.payloads[0]["team"]["id"] == "T0EXEMPLU"


def test_a_press_the_app_does_not_take_is_an_error_for_the_person(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    ts = post(client, button("7"))
    app.answers = [(404, "")]

    assert slack.press("U0ANA", "approve", ts=ts) == {"ok": False, "error": "dispatch_failed"}


def test_a_press_on_the_home_page_can_open_a_form(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("7")]}]}
    view = client.views_publish(user_id="U0ANA", view=home)["view"]

    slack.press("U0ANA", "approve", view_id=view["id"])

    payload = app.payloads[0]
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["type"] == "home"
    assert "response_url" not in payload
    modal = {"type": "modal", "title": text("Setări"), "blocks": [{"type": "divider"}]}
    client.views_open(trigger_id=payload["trigger_id"], view=modal)
    assert len(slack.views("U0ANA")) == 1
    assert slack.press("U0MIHAI", "approve", view_id=view["id"])["error"] == "view_not_found"
