"""What the app is told over HTTP: signed, once, and with three seconds to answer."""

from typing import Any

import anyio
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.slack.standin import SlackStandIn

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


def test_a_command_arrives_signed_as_a_form(slack: SlackStandIn, app: Any) -> None:
    said = slack.say("U0ANA", "C0FACTURI", "/smartbill issue 1043")

    [(headers, body)] = app.heard
    assert said == {"ok": True}
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another secret").is_valid_request(body, headers)
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    payload = app.payloads[0]
    assert (payload["command"], payload["text"]) == ("/smartbill", "issue 1043")
    assert (payload["user_id"], payload["user_name"]) == ("U0ANA", "ana.ionescu")
    assert (payload["channel_id"], payload["channel_name"]) == ("C0FACTURI", "facturi")
    assert (payload["team_id"], payload["team_domain"]) == ("T0EXEMPLU", "magazin-exemplu")
    assert payload["response_url"].startswith("http://127.0.0.1")
    assert payload["trigger_id"]


def test_a_command_without_words_has_an_empty_text(slack: SlackStandIn, app: Any) -> None:
    slack.say("U0ANA", "#facturi", "/smartbill")

    assert app.payloads[0]["text"] == ""


def test_an_answer_in_text_or_json_is_shown_to_the_person_alone(slack: SlackStandIn, app: Any) -> None:
    blocks = [{"type": "divider"}]
    app.answers = [(200, "Pe scurt"), (200, {"text": "Pe larg", "blocks": blocks}), (200, "")]

    for _ in range(3):
        slack.say("U0ANA", "C0GENERAL", "/smartbill help")

    assert [(said.text, len(said.blocks)) for said in slack.ephemerals("U0ANA")] == [
        ("Pe scurt", 0),
        ("Pe larg", 1),
    ]
    assert slack.messages("C0GENERAL") == []


def test_an_answer_in_channel_is_seen_by_all(slack: SlackStandIn, app: Any) -> None:
    app.answers = [(200, {"response_type": "in_channel", "text": "Emisă"})]

    slack.say("U0ANA", "C0FACTURI", "/smartbill issue 1043")

    assert [said.text for said in slack.messages("C0FACTURI")] == ["Emisă"]


def test_an_answer_slack_cannot_show_is_a_failed_command(slack: SlackStandIn, app: Any) -> None:
    app.answers = [(200, {"blocks": [{"type": "nimic"}]})]

    said = slack.say("U0ANA", "C0FACTURI", "/smartbill help")

    assert said == {"ok": False, "error": "invalid_blocks"}


def test_a_status_other_than_200_is_shown_as_a_failure(slack: SlackStandIn, app: Any) -> None:
    app.answers = [(404, "")]

    said = slack.say("U0ANA", "C0FACTURI", "/smartbill help")

    assert said == {"ok": False, "error": "dispatch_failed"}
    assert [line.text for line in slack.ephemerals("U0ANA")] == [
        '/smartbill failed with the error "dispatch_failed"'
    ]
    [delivery] = slack.deliveries
    assert (delivery.kind, delivery.transport, delivery.status) == ("/smartbill", "http", 404)


def test_an_answer_that_takes_too_long_is_a_timeout(slack: SlackStandIn, app: Any) -> None:
    slack.carrier.patience = 0.05
    app.pause = lambda: anyio.sleep(0.2)

    said = slack.say("U0ANA", "C0FACTURI", "/smartbill help")

    assert said == {"ok": False, "error": "operation_timeout"}
    assert slack.ephemerals("U0ANA")[0].text == '/smartbill failed with the error "operation_timeout"'
    assert slack.ephemerals("U0ANA")[0].user == "USLACKBOT"
    assert slack.deliveries[0].error == "operation_timeout"


def test_with_nobody_listening_a_command_fails(slack: SlackStandIn) -> None:
    said = slack.say("U0ANA", "C0FACTURI", "/smartbill help")

    assert said == {"ok": False, "error": "dispatch_failed"}
    assert slack.connected == "none"
    slack.request_url = "http://127.0.0.1:1/slack/events"
    assert slack.say("U0ANA", "C0FACTURI", "/smartbill help")["error"] == "dispatch_failed"


def test_commands_nobody_registered_or_in_threads_do_not_reach_the_app(slack: SlackStandIn, app: Any) -> None:
    thread = slack.say("U0ANA", "C0FACTURI", "Bună")["ts"]

    assert slack.say("U0ANA", "C0FACTURI", "/altceva")["error"] == "unknown_command"
    assert slack.say("U0ANA", "C0FACTURI", "/smartbill", thread)["error"] == "not_supported_in_threads"
    assert app.heard == []


def test_what_people_say_is_a_message_and_no_delivery(slack: SlackStandIn, app: Any) -> None:
    slack.say("U0MIHAI", "facturi", "Am trimis coletul")

    [message] = slack.messages("C0FACTURI")
    assert (message.user, message.text) == ("U0MIHAI", "Am trimis coletul")
    assert app.heard == []


def test_people_cannot_speak_where_they_are_not(slack: SlackStandIn) -> None:
    slack.workspace.change_channel("C0FACTURI", absent=frozenset({"U0GUEST"}))

    assert slack.say("U0GUEST", "C0FACTURI", "Bună")["error"] == "not_in_channel"
    assert slack.say("U0NIMENI", "C0FACTURI", "Bună")["error"] == "user_not_found"
    assert slack.say("U0ANA", "C0FACTURI", "  ")["error"] == "no_text"


def test_opening_the_home_page_is_a_signed_event(slack: SlackStandIn, app: Any) -> None:
    assert slack.open_home("U0ELENA") == {"ok": True}

    [(headers, body)] = app.heard
    payload = app.payloads[0]
    assert headers["content-type"] == "application/json"
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert (payload["type"], payload["team_id"]) == ("event_callback", "T0EXEMPLU")
    assert payload["event"]["type"] == "app_home_opened"
    assert (payload["event"]["user"], payload["event"]["tab"]) == ("U0ELENA", "home")
    assert payload["event_id"].startswith("Ev")


def test_only_the_last_thirty_deliveries_are_remembered(slack: SlackStandIn) -> None:
    for _ in range(31):
        slack.open_home("U0ANA")

    assert len(slack.deliveries) == 30
