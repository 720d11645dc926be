"""Files in three steps, as Slack's client takes them."""

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn

PDF = b"%PDF-1.4 factura"


def test_an_uploaded_pdf_appears_in_its_thread(slack: SlackStandIn, client: WebClient) -> None:
    card = client.chat_postMessage(channel="C0FACTURI", text="Factura FCT 0123")["ts"]

    answer = client.files_upload_v2(
        channel="C0FACTURI",
        thread_ts=card,
        content=PDF,
        filename="FCT0123.pdf",
        title="Factura",
        initial_comment="Aici",
    )

    reply = slack.messages("C0FACTURI")[1]
    assert (reply.thread_ts, reply.text, reply.files) == (card, "Aici", (answer["file"]["id"],))
    assert answer["file"]["title"] == "Factura"
    assert answer["file"]["mimetype"] == "application/pdf"


def test_a_file_is_downloaded_with_the_bots_token_only(slack: SlackStandIn, client: WebClient) -> None:
    url = client.files_upload_v2(channel="C0FACTURI", content=PDF, filename="FCT0123.pdf")["file"][
        "url_private"
    ]

    with_token = requests.get(url, headers={"Authorization": f"Bearer {slack.bot_token}"}, timeout=5)

    assert with_token.content == PDF
    assert requests.get(url, timeout=5).status_code == 401


def test_a_file_whose_bytes_never_came_cannot_be_completed(client: WebClient) -> None:
    file_id = client.files_getUploadURLExternal(filename="a.pdf", length=3)["file_id"]

    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": file_id, "title": "a"}], channel_id="C0FACTURI")


def test_bytes_of_another_length_are_refused(client: WebClient) -> None:
    url = client.files_getUploadURLExternal(filename="a.pdf", length=3)["upload_url"]

    assert requests.post(url, data=b"four", timeout=5).status_code == 400
    assert requests.post(url, data=b"one", timeout=5).text == "OK - 3"


def test_a_file_for_a_channel_without_the_bot_is_refused(slack: SlackStandIn, client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.files_upload_v2(channel="C0GENERAL", content=PDF, filename="a.pdf")

    assert slack.messages("C0GENERAL") == []


def test_an_unknown_upload_address_is_refused(server: Server) -> None:
    assert requests.post(f"{server.url}/upload/F0NIMIC", data=b"x", timeout=5).status_code == 400
