"""Tokens, scopes, people, channels."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn


def refusal(call: Callable[[], Any]) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        call()
    return dict(caught.value.response.data)


def test_auth_test_names_the_team_the_bot_and_the_scopes(client: WebClient, server: Server) -> None:
    answer = client.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0EXEMPLU", "U0BOT", "B0BOT")
    assert answer["url"] == f"{server.url}/"
    assert (
        answer.headers["x-oauth-scopes"]
        == "channels:read,chat:write,commands,files:write,groups:read,usergroups:read,users:read"
    )


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-altul", "invalid_auth"), ("xapp-sandbox-app", "not_allowed_token_type")],
)
def test_a_token_that_does_not_fit_is_refused(token: str, error: str, server: Server) -> None:
    answer = requests.post(
        f"{server.url}/api/auth.test", headers={"Authorization": f"Bearer {token}"}, timeout=5
    )

    assert answer.status_code == 200
    assert answer.json() == {"ok": False, "error": error}


def test_a_socket_is_opened_with_the_app_token_only(
    slack: SlackStandIn, client: WebClient, server: Server
) -> None:
    opened = client.apps_connections_open(app_token=slack.app_token)

    assert opened["url"].startswith(f"{server.url.replace('http', 'ws')}/socket/")
    refused = refusal(lambda: client.apps_connections_open(app_token=slack.bot_token))
    assert refused["error"] == "not_allowed_token_type"


def test_an_unknown_method_is_refused(client: WebClient) -> None:
    assert refusal(lambda: client.api_call("chat.shout"))["error"] == "unknown_method"


def test_api_test_echoes_and_fails_on_request(client: WebClient) -> None:
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}
    assert refusal(lambda: client.api_test(error="my_error"))["error"] == "my_error"


def test_arguments_may_come_in_the_query_too(slack: SlackStandIn, server: Server) -> None:
    query = {"token": slack.bot_token, "user": "U0ANA"}

    answer = requests.get(f"{server.url}/api/users.info", params=query, timeout=5)

    assert answer.json()["user"]["name"] == "ana.ionescu"


def test_a_missing_scope_is_named(slack: SlackStandIn, client: WebClient) -> None:
    refused = refusal(lambda: client.conversations_open(users="U0ANA"))

    assert (refused["error"], refused["needed"]) == ("missing_scope", "im:write,mpim:write")
    assert (
        refused["provided"]
        == "channels:read,chat:write,commands,files:write,groups:read,usergroups:read,users:read"
    )
    slack.scopes.add("im:write")
    assert client.conversations_open(users="U0ANA")["channel"]["id"] == "D0ANA"


def test_the_locale_comes_only_when_asked_for(client: WebClient) -> None:
    assert "locale" not in client.users_info(user="U0ANA")["user"]
    assert client.users_info(user="U0ANA", include_locale=True)["user"]["locale"] == "ro-RO"
    assert client.users_info(user="U0ELENA", include_locale=True)["user"]["locale"] == "en-US"


def test_guests_strangers_and_bots_can_be_told_apart(client: WebClient) -> None:
    guest = client.users_info(user="U0GUEST")["user"]
    stranger = client.users_info(user="U0STRAIN")["user"]
    bot = client.users_info(user="U0BOT")["user"]

    assert (guest["is_restricted"], guest["is_stranger"]) == (True, False)
    assert (stranger["team_id"], stranger["is_stranger"]) == ("T0STRAIN", True)
    assert bot["is_bot"]
    assert refusal(lambda: client.users_info(user="U0NIMENI"))["error"] == "user_not_found"


def test_people_come_in_pages(client: WebClient) -> None:
    first = client.users_list(limit=4)
    second = client.users_list(limit=4, cursor=first["response_metadata"]["next_cursor"])

    ids = [member["id"] for member in [*first["members"], *second["members"]]]
    assert ids == ["U0ANA", "U0MIHAI", "U0ELENA", "U0GUEST", "U0STRAIN", "U0BOT", "USLACKBOT"]
    assert second["response_metadata"]["next_cursor"] == ""


def test_a_channel_says_whether_the_bot_is_in_it(slack: SlackStandIn, client: WebClient) -> None:
    slack.scopes.add("channels:read")

    assert client.conversations_info(channel="C0FACTURI")["channel"]["is_member"] is True
    assert client.conversations_info(channel="C0GENERAL")["channel"]["is_member"] is False
    assert refusal(lambda: client.conversations_info(channel="C0NIMIC"))["error"] == "channel_not_found"
    names = [channel["name"] for channel in client.conversations_list()["channels"]]
    assert names == ["facturi", "facturi-noutati", "general"]


def test_a_private_channel_without_the_bot_is_none_to_it(slack: SlackStandIn, client: WebClient) -> None:
    slack.workspace.change_channel("C0GENERAL", is_private=True)

    assert refusal(lambda: client.conversations_info(channel="C0GENERAL"))["error"] == "channel_not_found"
    slack.workspace.change_channel("C0GENERAL", has_bot=True)
    assert client.conversations_info(channel="C0GENERAL")["channel"]["is_member"] is True
    slack.workspace.change_channel("C0GENERAL", is_private=False, has_bot=False)


def test_somebody_who_left_is_said_to_be_deleted(slack: SlackStandIn, client: WebClient) -> None:
    assert client.users_info(user="U0ELENA")["user"]["deleted"] is False

    slack.workspace.change_person("U0ELENA", is_deleted=True)

    assert client.users_info(user="U0ELENA")["user"]["deleted"] is True
    slack.workspace.change_person("U0ELENA", is_deleted=False)


def test_a_user_group_lists_its_people(slack: SlackStandIn, client: WebClient) -> None:
    assert client.usergroups_users_list(usergroup="S0CONTABIL")["users"] == ["U0ELENA"]
    assert refusal(lambda: client.usergroups_users_list(usergroup="S0X"))["error"] == "no_such_subteam"


def test_json_that_is_none_is_refused(slack: SlackStandIn, server: Server) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}

    answer = requests.post(f"{server.url}/api/chat.postMessage", data="{", headers=headers, timeout=5)

    assert answer.json() == {"ok": False, "error": "invalid_json"}
