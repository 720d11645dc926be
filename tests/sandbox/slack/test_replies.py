"""Response URLs: five uses, thirty minutes, and what can be done with them."""

from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn

BUTTON = {"type": "button", "action_id": "approve", "text": {"type": "plain_text", "text": "Da"}}
BLOCKS = [{"type": "actions", "elements": [BUTTON]}]


class Clock(Protocol):
    at: float


def after_a_command(slack: SlackStandIn, app: Any) -> WebhookClient:
    slack.say("U0ANA", "C0GENERAL", "/smartbill status")
    return WebhookClient(app.payloads[-1]["response_url"])


def after_a_press(slack: SlackStandIn, app: Any, ts: str) -> WebhookClient:
    slack.press("U0ANA", "approve", ts=ts)
    return WebhookClient(app.payloads[-1]["response_url"])


def test_an_answer_to_a_command_is_for_the_person_alone_even_where_the_bot_is_not(
    slack: SlackStandIn, server: Server, app: Any
) -> None:
    answered = after_a_command(slack, app).send(text="Totul merge")

    assert (answered.status_code, answered.body) == (200, "ok")
    assert [line.text for line in slack.ephemerals("U0ANA")] == ["Totul merge"]


def test_an_answer_in_channel_is_seen_by_all(slack: SlackStandIn, server: Server, app: Any) -> None:
    after_a_command(slack, app).send(text="Raport", response_type="in_channel")

    assert [message.text for message in slack.messages("C0GENERAL")] == ["Raport"]


def test_the_sixth_use_is_refused(slack: SlackStandIn, server: Server, app: Any) -> None:
    url = after_a_command(slack, app)

    answered = [url.send(text=str(number)) for number in range(6)]

    assert [answer.status_code for answer in answered] == [200, 200, 200, 200, 200, 404]
    assert "used_url" in answered[-1].body
    assert len(slack.ephemerals("U0ANA")) == 5


def test_after_thirty_minutes_the_address_is_dead(
    slack: SlackStandIn, server: Server, app: Any, clock: Clock
) -> None:
    url = after_a_command(slack, app)

    clock.at += 30 * 60
    in_time = url.send(text="La timp")
    clock.at += 1
    too_late = url.send(text="Prea târziu")

    assert (in_time.status_code, too_late.status_code) == (200, 404)
    assert "expired_url" in too_late.body


def test_a_pressed_message_is_replaced_or_deleted_ephemeral_ones_too(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    card = client.chat_postMessage(channel="C0FACTURI", text="Propusă", blocks=BLOCKS)["ts"]
    line = client.chat_postEphemeral(channel="C0FACTURI", user="U0ANA", text="?", blocks=BLOCKS)["message_ts"]

    after_a_press(slack, app, card).send(text="Emisă", replace_original=True)
    after_a_press(slack, app, line).send(delete_original=True)

    [message] = slack.messages("C0FACTURI")
    assert (message.ts, message.text, message.blocks) == (card, "Emisă", ())
    assert slack.ephemerals("U0ANA") == []


def test_an_answer_to_a_press_in_a_thread_stays_in_the_thread(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    card = client.chat_postMessage(channel="C0FACTURI", text="Comanda")["ts"]
    reply = client.chat_postMessage(channel="C0FACTURI", text="?", blocks=BLOCKS, thread_ts=card)["ts"]

    after_a_press(slack, app, reply).send(text="Doar tu vezi asta")

    assert slack.ephemerals("U0ANA")[0].thread_ts == card


def test_an_answer_slack_cannot_show_is_refused(slack: SlackStandIn, server: Server, app: Any) -> None:
    answered = after_a_command(slack, app).send(text="x", blocks=[{"type": "nimic"}])

    assert answered.status_code == 400
    assert "invalid_blocks" in answered.body
    assert slack.ephemerals("U0ANA") == []


def test_there_is_nothing_to_replace_after_a_command(slack: SlackStandIn, server: Server, app: Any) -> None:
    answered = after_a_command(slack, app).send(text="x", replace_original=True)

    assert (answered.status_code, "message_not_found" in answered.body) == (400, True)
