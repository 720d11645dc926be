"""A person types into a channel: a plain message, or a slash command the app answers."""

from bot.sandbox.slack import payloads
from bot.sandbox.slack.carrier import Answer, Carrier
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import Channel, Person
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.replies import say_back
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.tickets import ReplyPermit
from bot.sandbox.slack.workspace import Workspace

COMMANDS = frozenset({"/smartbill"})


def say(workspace: Workspace, carrier: Carrier, post: Message) -> Json:
    """Say `post.text` in its channel as its user; raises `ApiError` where Slack would not let them."""
    person, channel = workspace.person(post.user), workspace.channel(post.channel)
    if not channel.has(person.id):
        raise ApiError("not_in_channel")
    if channel.is_archived:
        raise ApiError("is_archived")
    if not post.text.strip():
        raise ApiError("no_text")
    if post.text.startswith("/"):
        return _command(workspace, carrier, post)
    thread = workspace.thread_root(channel.id, post.thread_ts)
    said = workspace.messages.post(Message(channel.id, person.id, post.text, thread_ts=thread))
    return {"ok": True, "ts": said.ts}


def open_home(workspace: Workspace, carrier: Carrier, user: str) -> Json:
    """Look at the app's home page."""
    answer = carrier.carry(payloads.home_opened(workspace, workspace.person(user)))
    return {"ok": True} if answer.error is None else {"ok": False, "error": answer.error}


def _command(workspace: Workspace, carrier: Carrier, post: Message) -> Json:
    person, channel = workspace.person(post.user), workspace.channel(post.channel)
    word = post.text.split()[0]
    if word not in COMMANDS:
        workspace.tell(person.id, channel.id, f"{word} is not a valid command.")
        return {"ok": False, "error": "unknown_command"}
    if post.thread_ts:
        workspace.tell(person.id, channel.id, f"{word} is not supported in threads. Sorry!")
        return {"ok": False, "error": "not_supported_in_threads"}
    answer = carrier.carry(payloads.command(workspace, person, channel, post.text))
    error = answer.error or _show(workspace, person, channel, answer)
    if error is None:
        return {"ok": True}
    workspace.tell(person.id, channel.id, f'{word} failed with the error "{error}"')
    return {"ok": False, "error": error}


def _show(workspace: Workspace, person: Person, channel: Channel, answer: Answer) -> str | None:
    """Show what the app said back; an answer Slack cannot show is the app's failure."""
    if not answer.body:
        return None
    try:
        say_back(workspace, ReplyPermit(person.id, channel.id, workspace.pulse.now()), answer.body)
    except ApiError as error:
        return error.code
    return None
