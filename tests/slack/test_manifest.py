"""The app's manifest: what Slack is told of the bot, and that it is true."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from bot.sandbox.slack.web_api import DEFAULT_SCOPES
from bot.slack import ids
from bot.slack.manifest import (
    BOT_SCOPES,
    BotUser,
    DisplayInformation,
    Scopes,
    SlashCommand,
    as_json,
    as_yaml,
    manifest,
)

SHIPPED = Path(__file__).parents[2] / "app_manifest.yaml"


def flat(value: Any, at: str = "") -> dict[str, Any]:
    """Every leaf by its path."""
    if isinstance(value, dict):
        parts = [flat(held, f"{at}.{key}") for key, held in value.items()]
    elif isinstance(value, list):
        parts = [flat(held, f"{at}[{place}]") for place, held in enumerate(value)]
    else:
        return {at.lstrip("."): value}
    return {path: leaf for part in parts for path, leaf in part.items()}


def test_the_shipped_manifest_is_the_one_that_is_printed() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == as_yaml(manifest())


def test_the_manifest_reads_back_as_it_is() -> None:
    assert yaml.safe_load(as_yaml(manifest())) == as_json(manifest())


def test_its_command_is_the_one_that_is_listened_to() -> None:
    commands = as_json(manifest())["features"]["slash_commands"]  # type: ignore[index] # plain JSON

    assert [command["command"] for command in commands] == [ids.COMMAND]
    hinted = [hint.split()[0] for hint in commands[0]["usage_hint"].split(" | ")]
    assert hinted == [word.value for word in ids.Command]


def test_both_ways_of_reaching_the_bot_differ_in_addresses_only() -> None:
    http, socket = flat(as_json(manifest())), flat(as_json(manifest(socket=True)))

    changed = {path for path in http.keys() | socket.keys() if http.get(path) != socket.get(path)}
    assert changed == {
        "features.slash_commands[0].url",
        "settings.interactivity.request_url",
        "settings.socket_mode_enabled",
    }
    assert socket["settings.socket_mode_enabled"] is True
    assert not [leaf for leaf in socket.values() if str(leaf).startswith("http")]


def test_an_address_stands_wherever_slack_calls() -> None:
    leaves = flat(as_json(manifest("https://bot.example.ro")))

    calls = [leaf for leaf in leaves.values() if str(leaf).startswith("http")]
    assert calls == ["https://bot.example.ro/slack/events"] * 2


def test_the_scopes_are_those_the_sandbox_grants() -> None:
    assert set(BOT_SCOPES) == set(DEFAULT_SCOPES)
    assert as_json(manifest())["oauth_config"] == {"scopes": {"bot": list(BOT_SCOPES)}}


def test_no_events_are_asked_for() -> None:
    assert "event_subscriptions" not in as_json(manifest())["settings"]  # type: ignore[operator] # plain JSON


@pytest.mark.parametrize(
    ("part", "facts"),
    [
        (SlashCommand, {"command": "smartbill", "description": "d", "usage_hint": "h"}),
        (SlashCommand, {"command": "/" + "s" * 32, "description": "d", "usage_hint": "h"}),
        (SlashCommand, {"command": "/s", "description": "d", "usage_hint": "h" * 1001}),
        (SlashCommand, {"command": "/s", "description": "d", "usage_hint": "h", "url": "bot.example.ro"}),
        (BotUser, {"display_name": "SmartBill Bot", "always_online": True}),
        (Scopes, {"bot": ["chat:wirte"]}),
        (
            DisplayInformation,
            {"name": "n" * 36, "description": "d", "long_description": "l" * 175, "background_color": "#000"},
        ),
        (
            DisplayInformation,
            {"name": "n", "description": "d", "long_description": "short", "background_color": "#000"},
        ),
        (
            DisplayInformation,
            {"name": "n", "description": "d", "long_description": "l" * 175, "background_color": "blue"},
        ),
    ],
)
def test_what_slack_would_refuse_is_refused_here(part: Any, facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        part(**facts)
