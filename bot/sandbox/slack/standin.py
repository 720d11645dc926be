"""A whole Slack workspace in memory: the side apps talk to, the side people work at, and both for tests."""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypedDict, Unpack

from starlette.applications import Starlette

from bot.sandbox.slack.carrier import Carrier, Delivery
from bot.sandbox.slack.desk import Desk
from bot.sandbox.slack.hands import Hands
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.pressing import Press
from bot.sandbox.slack.routes import Routes
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.sockets import SocketHub
from bot.sandbox.slack.web_api import Call, Canned, WebApi
from bot.sandbox.slack.workspace import Workspace


class Where(TypedDict, total=False):
    """Where a person presses, and what they choose; see `Press`."""

    ts: str
    view_id: str
    block_id: str
    selected: Any
    values: Mapping[str, Any]


class SlackStandIn:
    """Serve `api` to the app and `desk` to the people; `request_url` is where signed requests go.

    Without a `request_url` the app is reached through its socket. `clock` ages permits only;
    signatures always carry the real time.
    """

    def __init__(
        self,
        *,
        signing_secret: str,
        bot_token: str = "xoxb-sandbox-bot",  # noqa: S107 -- invented: opens only this stand-in
        app_token: str = "xapp-sandbox-app",  # noqa: S107 -- as above
        request_url: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.bot_token = bot_token
        self.app_token = app_token
        self.workspace = Workspace(clock)
        sockets = SocketHub(self.workspace.pulse)
        self.carrier = Carrier(self.workspace.pulse, sockets, signing_secret)
        self.carrier.request_url = request_url
        self.web_api = WebApi(self.workspace, sockets, bot_token, app_token)
        self.hands = Hands(self.workspace, self.carrier)
        self.api: Starlette = Routes(self.workspace, self.web_api, sockets).app()
        self.desk: Starlette = Desk(self.workspace, self.carrier, self.hands).app()

    @property
    def request_url(self) -> str | None:
        """Where signed HTTP goes."""
        return self.carrier.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self.carrier.request_url = url

    @property
    def connected(self) -> str:
        """`http`, `socket` or `none`."""
        return self.carrier.transport

    @property
    def scopes(self) -> set[str]:
        """The scopes the app was granted; change them in place."""
        return self.web_api.scopes

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API so far."""
        return self.web_api.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """The last thirty things the app was told."""
        return self.carrier.deliveries

    def script(self, method: str, *answers: Canned | str | None) -> None:
        """Answer the next calls of a method so: `Canned`, `rate_limited(2)`, an error word; `None` is as usual."""
        self.web_api.script(method, answers)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """A person types a message or a command."""
        return self.hands.say(user, channel, text, thread_ts)

    def press(self, user: str, action_id: str, **where: Unpack[Where]) -> Json:
        """A person touches an element of the message `ts` or of the view `view_id`."""
        return self.hands.press(Press(user, action_id, **where))

    def submit(self, user: str, view_id: str, values: Mapping[str, Any]) -> Json:
        """A person sends a form off."""
        return self.hands.submit(user, view_id, values)

    def close(self, user: str, view_id: str) -> Json:
        """A person closes their topmost form."""
        return self.hands.close(user, view_id)

    def open_home(self, user: str) -> Json:
        """A person looks at the app's home page."""
        return self.hands.open_home(user)

    def messages(self, channel: str) -> list[Message]:
        """What everybody sees in a channel, thread replies included, oldest first."""
        return self.workspace.messages.visible(self.workspace.channel(channel).id, None)

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person sees, in all channels, oldest first."""
        return self.workspace.messages.ephemerals(user)

    def views(self, user: str) -> list[View]:
        """This person's open forms, the topmost last."""
        return self.workspace.views.stack(user)

    def home(self, user: str) -> View | None:
        """This person's home page."""
        return self.workspace.views.home(user)
