"""Posting, editing, deleting and whispering through Slack's own client."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.slack.web_api import Canned, rate_limited

DIVIDER = [{"type": "divider"}]


def refusal(call: Callable[[], Any]) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        call()
    return dict(caught.value.response.data)


def test_a_message_is_posted_with_ids_for_its_unnamed_parts(slack: SlackStandIn, client: WebClient) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Da"}}

    posted = client.chat_postMessage(
        channel="C0FACTURI", text="Bună", blocks=[{"type": "actions", "elements": [button]}]
    )

    [message] = slack.messages("#facturi")
    assert (posted["channel"], posted["ts"]) == ("C0FACTURI", message.ts)
    assert posted["message"]["bot_id"] == "B0BOT"
    assert message.text == "Bună"
    assert message.blocks[0]["block_id"]
    assert message.blocks[0]["elements"][0]["action_id"]


def test_no_two_messages_share_a_ts(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="C0FACTURI", text="x")["ts"] for _ in range(3)]

    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize(
    ("error", "arguments"),
    [
        ("channel_not_found", {"channel": "C0NIMIC", "text": "x"}),
        ("not_in_channel", {"channel": "C0GENERAL", "text": "x"}),
        ("no_text", {"channel": "C0FACTURI", "text": ""}),
        ("thread_not_found", {"channel": "C0FACTURI", "text": "x", "thread_ts": "1.000000"}),
        ("invalid_blocks", {"channel": "C0FACTURI", "text": "x", "blocks": [{"type": "nimic"}]}),
        ("invalid_blocks_format", {"channel": "C0FACTURI", "text": "x", "blocks": "[not json"}),
        ("invalid_metadata_format", {"channel": "C0FACTURI", "text": "x", "metadata": {"event_type": 1}}),
    ],
)  # fmt: skip
def test_a_message_slack_would_not_take_is_refused(
    error: str, arguments: dict[str, Any], client: WebClient
) -> None:
    assert refusal(lambda: client.api_call("chat.postMessage", json=arguments))["error"] == error


def test_a_refused_block_is_named_with_its_place(client: WebClient) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]

    refused = refusal(lambda: client.chat_postMessage(channel="C0FACTURI", text="x", blocks=blocks))

    complaint = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert refused["errors"] == [complaint]
    assert refused["response_metadata"] == {"messages": [f"[ERROR] {complaint}"]}


def test_blocks_too_long_together_have_an_error_of_their_own(client: WebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5

    refused = refusal(lambda: client.chat_postMessage(channel="C0FACTURI", text="x", blocks=blocks))

    assert refused["error"] == "msg_blocks_too_long"


def test_a_text_is_cut_after_40000_characters(slack: SlackStandIn, client: WebClient) -> None:
    client.chat_postMessage(channel="C0FACTURI", text="x" * 40_001)

    assert len(slack.messages("C0FACTURI")[0].text) == 40_000


def test_an_archived_channel_takes_nothing(slack: SlackStandIn, client: WebClient) -> None:
    slack.workspace.change_channel("C0FACTURI", is_archived=True)

    assert refusal(lambda: client.chat_postMessage(channel="C0FACTURI", text="x"))["error"] == "is_archived"


def test_a_message_to_a_person_goes_to_their_direct_messages(slack: SlackStandIn, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="U0ANA", text="Doar pentru tine")

    assert posted["channel"] == "D0ANA"
    assert [message.text for message in slack.messages("D0ANA")] == ["Doar pentru tine"]


def test_a_reply_to_a_reply_joins_the_thread(slack: SlackStandIn, client: WebClient) -> None:
    card = client.chat_postMessage(channel="C0FACTURI", text="Comanda 1043")["ts"]
    first = client.chat_postMessage(channel="C0FACTURI", text="PDF", thread_ts=card)["ts"]

    client.chat_postMessage(channel="C0FACTURI", text="Încasată", thread_ts=first)

    assert [message.thread_ts for message in slack.messages("C0FACTURI")] == [None, card, card]


def test_an_edit_without_blocks_takes_them_away_and_says_edited(
    slack: SlackStandIn, client: WebClient
) -> None:
    ts = client.chat_postMessage(channel="C0FACTURI", text="Propusă", blocks=DIVIDER)["ts"]

    client.chat_update(channel="C0FACTURI", ts=ts, text="Emisă")

    [message] = slack.messages("C0FACTURI")
    assert (message.text, message.blocks) == ("Emisă", ())
    assert message.edited_at is not None


def test_an_edit_with_blocks_does_not_say_edited(slack: SlackStandIn, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0FACTURI", text="Propusă")["ts"]

    answer = client.chat_update(channel="C0FACTURI", ts=ts, text="Emisă", blocks=DIVIDER)

    [message] = slack.messages("C0FACTURI")
    assert [block["type"] for block in message.blocks] == ["divider"]
    assert message.edited_at is None
    assert answer["text"] == "Emisă"


def test_what_is_not_there_or_not_ours_cannot_be_edited_or_deleted(
    slack: SlackStandIn, client: WebClient
) -> None:
    theirs = slack.say("U0ANA", "C0FACTURI", "Bună dimineața")["ts"]

    def edit(ts: str) -> str:
        return str(refusal(lambda: client.chat_update(channel="C0FACTURI", ts=ts, text="x"))["error"])

    assert edit("1.000000") == "message_not_found"
    assert edit(theirs) == "cant_update_message"
    assert (
        refusal(lambda: client.chat_delete(channel="C0FACTURI", ts=theirs))["error"] == "cant_delete_message"
    )


def test_an_edit_holds_4000_escaped_bytes(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0FACTURI", text="x")["ts"]

    client.chat_update(channel="C0FACTURI", ts=ts, text="x" * 4000)
    refused = refusal(lambda: client.chat_update(channel="C0FACTURI", ts=ts, text="&" * 801))

    assert refused["error"] == "msg_too_long"


def test_a_deleted_message_is_gone(slack: SlackStandIn, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0FACTURI", text="x")["ts"]

    client.chat_delete(channel="C0FACTURI", ts=ts)

    assert slack.messages("C0FACTURI") == []
    assert refusal(lambda: client.chat_delete(channel="C0FACTURI", ts=ts))["error"] == "message_not_found"


def test_an_ephemeral_is_seen_by_one_person_and_cannot_be_edited(
    slack: SlackStandIn, client: WebClient
) -> None:
    ts = client.chat_postEphemeral(channel="C0FACTURI", user="U0MIHAI", text="Ana a fost prima.")[
        "message_ts"
    ]

    assert [message.text for message in slack.ephemerals("U0MIHAI")] == ["Ana a fost prima."]
    assert slack.ephemerals("U0ANA") == []
    assert slack.messages("C0FACTURI") == []
    assert (
        refusal(lambda: client.chat_update(channel="C0FACTURI", ts=ts, text="x"))["error"]
        == "message_not_found"
    )


def test_an_ephemeral_for_somebody_outside_the_channel_is_refused(
    slack: SlackStandIn, client: WebClient
) -> None:
    slack.workspace.change_channel("C0FACTURI", absent=frozenset({"U0ELENA"}))

    refused = refusal(lambda: client.chat_postEphemeral(channel="C0FACTURI", user="U0ELENA", text="x"))

    assert refused["error"] == "user_not_in_channel"


def test_a_permalink_leads_to_the_message(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0FACTURI", text="x")["ts"]

    link = client.chat_getPermalink(channel="C0FACTURI", message_ts=ts)["permalink"]

    assert link.endswith(f"/archives/C0FACTURI/p{ts.replace('.', '')}")
    assert (
        refusal(lambda: client.chat_getPermalink(channel="C0FACTURI", message_ts="1.0"))["error"]
        == "message_not_found"
    )


def test_a_scripted_refusal_comes_once_and_carries_its_headers(
    slack: SlackStandIn, client: WebClient
) -> None:
    slack.script("chat.postMessage", rate_limited(7), "fatal_error", None)

    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0FACTURI", text="x")
    second = refusal(lambda: client.chat_postMessage(channel="C0FACTURI", text="x"))
    third = client.chat_postMessage(channel="C0FACTURI", text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["retry-after"] == "7"
    assert second["error"] == "fatal_error"
    assert third["ok"]
    assert [(call.method, call.status) for call in slack.calls] == [
        ("chat.postMessage", 429),
        ("chat.postMessage", 200),
        ("chat.postMessage", 200),
    ]


def test_a_lost_answer_leaves_the_message_posted(slack: SlackStandIn, client: WebClient) -> None:
    slack.script("chat.postMessage", Canned({"ok": False, "error": "internal_error"}, 500, after=True))

    refusal(lambda: client.chat_postMessage(channel="C0FACTURI", text="x"))

    assert len(slack.messages("C0FACTURI")) == 1


def test_calls_are_written_down_without_the_token(slack: SlackStandIn, client: WebClient) -> None:
    client.users_info(user="U0ANA")

    [call] = slack.calls
    assert (call.method, call.body) == ("users.info", {"user": "U0ANA"})
    assert call.answer["user"]["id"] == "U0ANA"
