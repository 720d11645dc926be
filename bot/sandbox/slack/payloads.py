"""Build what Slack tells an app: slash commands, presses, submissions, closings and opened home pages."""

from dataclasses import dataclass

from bot.sandbox.slack.carrier import Parcel
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.people import APP_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, Channel, Person
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.values import KINDS, Values
from bot.sandbox.slack.workspace import Workspace

VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105 -- Slack's old token field; nothing checks it
_ECHOED = ("text", "value", "style", "placeholder", "confirm")


@dataclass(frozen=True)
class Touched:
    """The element a person touched, and what they chose there in Slack's shape."""

    block: Json
    element: Json
    chosen: Json

    def as_action(self, at: str) -> Json:
        """One entry of `actions`."""
        kind = KINDS.get(self.element["type"])
        echoed = {name: self.element[name] for name in _ECHOED if name in self.element}
        initial = {kind.initial: self.element[kind.initial]} if kind and kind.initial in self.element else {}
        return {
            "type": self.element["type"],
            "action_id": self.element["action_id"],
            "block_id": self.block["block_id"],
            **echoed,
            **initial,
            **self.chosen,
            "action_ts": at,
        }


def command(workspace: Workspace, person: Person, channel: Channel, said: str) -> Parcel:
    """Somebody typed `/word and more`."""
    word, _, text = said.partition(" ")
    permit = workspace.permits.issue(person.id, channel.id)
    payload = {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.with_user else channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": word,
        "text": text.strip(),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": f"{workspace.public_url}/response/{permit}",
        "trigger_id": workspace.triggers.issue(person.id),
    }
    return Parcel("slash_commands", word, payload)


def press_in_message(workspace: Workspace, person: Person, message: Message, touched: Touched) -> Parcel:
    """Somebody touched an element of a message; ephemeral messages are not sent along."""
    channel = workspace.channel(message.channel)
    permit = workspace.permits.issue(person.id, channel.id, message.ts)
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.viewer is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        **_interaction("block_actions", person),
        "container": container,
        "trigger_id": workspace.triggers.issue(person.id),
        "channel": {"id": channel.id, "name": "directmessage" if channel.with_user else channel.name},
        "state": {"values": _chosen(workspace, person, message)},
        "response_url": f"{workspace.public_url}/response/{permit}",
        "actions": [touched.as_action(workspace.pulse.stamp())],
    }
    if message.viewer is None:
        payload["message"] = message.as_slack()
    return Parcel("interactive", "block_actions", payload)


def press_in_view(workspace: Workspace, person: Person, view: View, touched: Touched) -> Parcel:
    """Somebody touched an element of a form or of their home page."""
    payload = {
        **_interaction("block_actions", person),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.triggers.issue(person.id, view.id),
        "view": view.as_slack(),
        "actions": [touched.as_action(workspace.pulse.stamp())],
    }
    return Parcel("interactive", "block_actions", payload)


def submission(workspace: Workspace, person: Person, view: View) -> Parcel:
    """Somebody sent a form off."""
    payload = {
        **_interaction("view_submission", person),
        "trigger_id": workspace.triggers.issue(person.id, view.id),
        "view": view.as_slack(),
        "response_urls": [],
    }
    return Parcel("interactive", "view_submission", payload)


def closing(person: Person, view: View, *, is_cleared: bool) -> Parcel:
    """Somebody closed a form without sending it."""
    payload = {
        **_interaction("view_closed", person),
        "view": view.as_slack(),
        "is_cleared": is_cleared,
    }
    return Parcel("interactive", "view_closed", payload)


def home_opened(workspace: Workspace, person: Person) -> Parcel:
    """Somebody opened the app's home page; what they saw last is sent along."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": workspace.direct(person.id).id,
        "tab": "home",
        "event_ts": workspace.pulse.stamp(),
    }
    home = workspace.views.home(person.id)
    if home is not None:
        event["view"] = home.as_slack()
    return Parcel("events_api", "app_home_opened", _event(workspace, event))


def _event(workspace: Workspace, event: Json) -> Json:
    grant = {
        "enterprise_id": None,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.pulse.new_id("Ev"),
        "event_time": int(workspace.pulse.now()),
        "authorizations": [grant],
        "is_ext_shared_channel": False,
    }


def _interaction(kind: str, person: Person) -> Json:
    return {
        "type": kind,
        "user": person.as_actor(),
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _chosen(workspace: Workspace, person: Person, message: Message) -> Values:
    return workspace.chosen.get((person.id, message.ts), {})
