"""Who may press: full members of our workspace, asked of Slack and remembered for ten minutes."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from slack_sdk import WebClient

from bot.errors import RemoteRejected, RemoteUnavailable
from bot.sandbox.server import Server
from bot.sandbox.slack.people import Channel
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.slack.web_api import rate_limited
from bot.slack.people import SlackPeople


@dataclass
class Watch:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[SlackStandIn, Server]]:
    slack = SlackStandIn(signing_secret="not used here")
    with Server(slack.api) as server:
        yield slack, server


@pytest.fixture
def slack(served: tuple[SlackStandIn, Server]) -> SlackStandIn:
    return served[0]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def people(served: tuple[SlackStandIn, Server], watch: Watch) -> SlackPeople:
    slack, server = served
    client = WebClient(token=slack.bot_token, base_url=f"{server.url}/api/", retry_handlers=[])
    return SlackPeople(client, now=watch)


@pytest.mark.parametrize(
    ("user", "may"),
    [
        ("U0ANA", True),
        ("U0MIHAI", True),
        ("U0GUEST", False),
        ("U0STRAIN", False),
        ("U0BOT", False),
        ("U0NOBODY", False),
    ],
)
def test_full_members_may_and_nobody_else(people: SlackPeople, user: str, may: bool) -> None:
    assert people.is_full_member(user) is may


def test_slack_is_asked_once_in_ten_minutes(people: SlackPeople, slack: SlackStandIn, watch: Watch) -> None:
    people.is_full_member("U0ANA")
    asked = len(slack.calls)

    watch.now = 599
    people.is_full_member("U0ANA")
    assert len(slack.calls) == asked

    watch.now = 600
    people.is_full_member("U0ANA")
    assert len(slack.calls) == asked + 1


def test_a_busy_slack_is_neither_a_yes_nor_a_no(people: SlackPeople, slack: SlackStandIn) -> None:
    slack.script("users.info", rate_limited(3))

    with pytest.raises(RemoteUnavailable):
        people.is_full_member("U0ANA")

    assert people.is_full_member("U0ANA")


def test_a_missing_permission_is_no_answer_either(people: SlackPeople, slack: SlackStandIn) -> None:
    slack.script("users.info", "missing_scope")

    with pytest.raises(RemoteRejected) as raised:
        people.is_full_member("U0ANA")

    assert raised.value.said == "missing_scope"


@pytest.mark.parametrize(
    ("channel", "has_bot"),
    [("C0FACTURI", True), ("C0GENERAL", False), ("C0ARHIVA", False), ("C0SECRET", False), ("C0NIMIC", False)],
)
def test_the_bot_is_where_it_was_invited(
    people: SlackPeople, slack: SlackStandIn, channel: str, has_bot: bool
) -> None:
    slack.workspace.channels["C0ARHIVA"] = Channel("C0ARHIVA", "arhiva", is_archived=True)
    slack.workspace.channels["C0SECRET"] = Channel("C0SECRET", "secret", has_bot=False, is_private=True)

    assert people.has_bot(channel) is has_bot


def test_an_invitation_counts_at_once(people: SlackPeople, slack: SlackStandIn) -> None:
    assert not people.has_bot("C0GENERAL")

    slack.workspace.change_channel("C0GENERAL", has_bot=True)

    assert people.has_bot("C0GENERAL")
    slack.workspace.change_channel("C0GENERAL", has_bot=False)


def test_a_bot_that_may_not_ask_takes_no_channel_for_a_wrong_one(
    people: SlackPeople, slack: SlackStandIn
) -> None:
    slack.script("conversations.info", "missing_scope")

    assert people.has_bot("C0GENERAL")


def test_whether_the_bot_is_there_a_busy_slack_does_not_say(people: SlackPeople, slack: SlackStandIn) -> None:
    slack.script("conversations.info", rate_limited(3))

    with pytest.raises(RemoteUnavailable):
        people.has_bot("C0FACTURI")


def test_somebody_who_left_is_no_member(people: SlackPeople, slack: SlackStandIn) -> None:
    slack.workspace.change_person("U0ELENA", is_deleted=True)

    assert not people.is_full_member("U0ELENA")
    slack.workspace.change_person("U0ELENA", is_deleted=False)


def test_a_groups_members_are_those_that_slack_names(people: SlackPeople) -> None:
    assert people.members("S0CONTABIL") == {"U0ELENA"}


def test_nobody_is_in_a_group_that_does_not_exist(people: SlackPeople) -> None:
    assert people.members("S0NICIUNUL") == frozenset()


def test_a_group_is_asked_about_once_in_a_minute(
    people: SlackPeople, slack: SlackStandIn, watch: Watch
) -> None:
    people.members("S0CONTABIL")
    asked = len(slack.calls)

    watch.now = 59
    people.members("S0CONTABIL")
    assert len(slack.calls) == asked

    watch.now = 60
    people.members("S0CONTABIL")
    assert len(slack.calls) == asked + 1


def test_a_slack_that_does_not_tell_of_a_group_is_no_answer(people: SlackPeople, slack: SlackStandIn) -> None:
    slack.script("usergroups.users.list", rate_limited(3))
    with pytest.raises(RemoteUnavailable):
        people.members("S0CONTABIL")
    slack.script("usergroups.users.list", "missing_scope")
    with pytest.raises(RemoteRejected):
        people.members("S0CONTABIL")

    assert people.members("S0CONTABIL") == {"U0ELENA"}
