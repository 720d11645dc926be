"""What the doctor says of those who are named: who may approve, and who of them cannot."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.cli.approver_checkups import named, who_approves
from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn
from tests.builders import a_rule, a_shop, some_settings

SCOPES = {"users:read", "usergroups:read"}


@pytest.fixture
def slack() -> Iterator[tuple[SlackStandIn, WebClient]]:
    standin = SlackStandIn(signing_secret="not used here")
    standin.scopes.clear()
    standin.scopes.update(SCOPES)
    with Server(standin.api) as server:
        client = WebClient(token=standin.bot_token, base_url=f"{server.url}/api/", retry_handlers=[])
        yield standin, client


def told(client: WebClient, **settings: object) -> Sequence[tuple[str, str]]:
    """All after the first finding, which says who approves."""
    shop = a_shop(settings=some_settings(**settings))
    return [(finding.grade, finding.sentence) for finding in named(client, shop)][1:]


def test_who_is_there_needs_no_word(slack: tuple[SlackStandIn, WebClient]) -> None:
    present = {"approvers": ("U0ANA",), "approver_groups": ("S0CONTABIL",), "admins": ("U0MIHAI",)}

    assert told(slack[1], **present) == []


def test_whoever_left_is_named(slack: tuple[SlackStandIn, WebClient]) -> None:
    standin, client = slack
    gone = standin.workspace.people["U0MIHAI"]
    standin.workspace.people["U0MIHAI"] = replace(gone, is_deleted=True)
    rules = (
        a_rule(approvers=("U0PLECAT",)),
        a_rule(id="oprita", name="Oprită", active=False, approvers=("U0OPRIT",)),
    )

    found = told(client, approvers=("U0ANA", "U0MIHAI"), admins=("U0MIHAI",), rules=rules)

    assert [grade for grade, _ in found] == ["problem"] * 3
    assert "U0MIHAI is named for approving and has left" in found[0][1]
    assert "U0PLECAT is named for approving and has left" in found[1][1]
    assert "U0MIHAI is named for settings and has left" in found[2][1]


def test_guests_and_strangers_are_named_wherever_they_are_listed(
    slack: tuple[SlackStandIn, WebClient],
) -> None:
    rules = (
        a_rule(approvers=("U0GUEST", "U0ANA")),
        a_rule(id="oprita", name="Oprită", active=False, approvers=("U0PLECAT",)),
    )

    found = told(slack[1], approvers=("U0STRAIN", "U0MIHAI"), admins=("U0GUEST", "U0ANA"), rules=rules)

    assert [grade for grade, _ in found] == ["problem"] * 3
    assert "U0STRAIN is named for approving and is a guest, a bot or of another company" in found[0][1]
    assert "U0GUEST is named for approving and is a guest, a bot or of another company" in found[1][1]
    assert "U0GUEST is named for settings and is a guest, a bot or of another company" in found[2][1]


@pytest.mark.parametrize("members", [None, ()])
def test_a_group_with_nobody_in_it_is_named(
    slack: tuple[SlackStandIn, WebClient], members: tuple[str, ...] | None
) -> None:
    standin, client = slack
    if members is None:
        del standin.workspace.groups["S0CONTABIL"]
    else:
        standin.workspace.groups["S0CONTABIL"] = members

    [(grade, sentence)] = told(client, approver_groups=("S0CONTABIL",))

    assert grade == "problem"
    assert "nobody is in the user group S0CONTABIL" in sentence


def test_without_the_scope_it_says_what_slack_said(slack: tuple[SlackStandIn, WebClient]) -> None:
    standin, client = slack
    standin.scopes.discard("usergroups:read")

    [(grade, sentence)] = told(client, approver_groups=("S0CONTABIL",))

    assert grade == "problem"
    assert "who is named could not be looked up" in sentence
    assert "missing_scope" in sentence


def test_without_a_token_nobody_is_asked(slack: tuple[SlackStandIn, WebClient]) -> None:
    assert told(WebClient(token=""), approvers=("U0PLECAT",)) == []
    assert slack[0].calls == []


@pytest.mark.parametrize(
    ("settings", "who"),
    [
        ({}, "any full member of the workspace"),
        ({"approvers": ("U0ANA", "U0MIHAI")}, "U0ANA, U0MIHAI"),
        ({"approver_groups": ("S0CONTABIL",)}, "the members of S0CONTABIL"),
        ({"approvers": ("U0ANA",), "approver_groups": ("S0A", "S0B")}, "U0ANA and the members of S0A, S0B"),
    ],
)
def test_it_says_who_may_approve(settings: dict[str, object], who: str) -> None:
    assert who_approves(a_shop(settings=some_settings(**settings))) == who
