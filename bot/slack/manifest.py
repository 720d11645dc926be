"""The app's manifest: what Slack has to know of the bot, within the limits Slack sets.

Limits are those of Slack's own schema of manifests (major version 2).
"""

from typing import Annotated, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.slack.ids import COMMAND, Command

#: Stands where the bot's own address belongs.
PLACEHOLDER = "https://YOUR-ADDRESS"

BotScope = Literal[
    "commands", "chat:write", "users:read", "files:write", "channels:read", "groups:read", "usergroups:read"
]
"""Slack takes any word for a scope; these are the ones the bot may ask for."""

#: What the bot needs: its command, its cards, who is a full member, PDFs in threads, where it was invited,
#: who is in a group.
BOT_SCOPES: tuple[BotScope, ...] = get_args(BotScope)
#: Apps that were installed before the bot asked for these work without them: channels are not checked then,
#: and no group approves.
LATER_SCOPES: frozenset[BotScope] = frozenset({"channels:read", "groups:read", "usergroups:read"})

_Url = Annotated[str, Field(pattern=r"^https?://", max_length=3000)]
_EVENTS_PATH = "/slack/events"
_WITH_ORDER = frozenset({Command.ISSUE, Command.ORDER, Command.COLLECT})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DisplayInformation(_Part):
    """How the app is presented. A background colour, once set, can be changed and not removed."""

    name: Annotated[str, Field(min_length=1, max_length=35)]
    description: Annotated[str, Field(min_length=1, max_length=140)]
    long_description: Annotated[str, Field(min_length=175, max_length=4000)]
    background_color: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$")]


class BotUser(_Part):
    """The name under which the bot speaks."""

    display_name: Annotated[str, Field(pattern=r"^[a-z0-9._-]{1,80}$")]
    always_online: bool


class SlashCommand(_Part):
    """A command; without a `url` it comes through the socket."""

    command: Annotated[str, Field(pattern=r"^/\S+$", min_length=2, max_length=32)]
    url: _Url | None = None
    description: Annotated[str, Field(min_length=1, max_length=2000)]
    usage_hint: Annotated[str, Field(min_length=1, max_length=1000)]
    should_escape: bool = False


class Features(_Part):
    """What people see of the app."""

    bot_user: BotUser
    slash_commands: Annotated[tuple[SlashCommand, ...], Field(min_length=1, max_length=50)]


class Scopes(_Part):
    """What the bot may do; it never acts as a person."""

    bot: Annotated[tuple[BotScope, ...], Field(max_length=255)]


class OAuthConfig(_Part):
    """What is asked for at installation."""

    scopes: Scopes


class Interactivity(_Part):
    """Buttons and forms; without a `request_url` they come through the socket."""

    is_enabled: bool
    request_url: _Url | None = None


class AppSettings(_Part):
    """How Slack reaches the app. No events are subscribed to: none is needed."""

    interactivity: Interactivity
    org_deploy_enabled: bool = False
    socket_mode_enabled: bool
    token_rotation_enabled: bool = False


class Manifest(_Part):
    """The whole manifest."""

    display_information: DisplayInformation
    features: Features
    oauth_config: OAuthConfig
    settings: AppSettings


def manifest(address: str = PLACEHOLDER, *, socket: bool = False) -> Manifest:
    """The manifest of a bot reached at `address` (with its scheme), or through Slack's socket."""
    url = None if socket else f"{address}{_EVENTS_PATH}"
    return Manifest(
        display_information=_display_information(),
        features=_features(url),
        oauth_config=OAuthConfig(scopes=Scopes(bot=BOT_SCOPES)),
        settings=AppSettings(
            interactivity=Interactivity(is_enabled=True, request_url=url), socket_mode_enabled=socket
        ),
    )


def as_json(made: Manifest) -> dict[str, object]:
    """The manifest as Slack reads it."""
    return made.model_dump(mode="json", exclude_none=True)


def as_yaml(made: Manifest) -> str:
    """The manifest as people paste it, in the order of Slack's own pages."""
    return yaml.safe_dump(as_json(made), sort_keys=False, allow_unicode=True, width=100)


def _display_information() -> DisplayInformation:
    return DisplayInformation(
        name="SmartBill Bot",
        description="Turns a web shop's orders into SmartBill invoices, with a person's yes where wanted.",
        long_description=(
            "SmartBill Bot listens to your web shop. When an order reaches the status you chose, it puts "
            "the invoice into a channel, line by line, with a button to approve it, or issues it at once "
            "where you want that. It adds the PDF to the thread, tells who approved what and why, shows "
            "what still waits and what is unpaid, and records payments. "
            f"Type {COMMAND} {Command.HELP} to begin."
        ),
        background_color="#0b5cab",
    )


def _features(url: str | None) -> Features:
    command = SlashCommand(
        command=COMMAND,
        url=url,
        description="Invoices of your shop's orders: what waits, what is unpaid, and the settings.",
        usage_hint=" | ".join(_hint(word) for word in Command),
    )
    bot_user = BotUser(display_name="smartbill-bot", always_online=True)
    return Features(bot_user=bot_user, slash_commands=(command,))


def _hint(word: Command) -> str:
    return f"{word} 1043" if word in _WITH_ORDER else word.value
