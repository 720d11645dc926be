"""Slack over Socket Mode: we call Slack, so that no public address is needed."""

import logging

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler


class Socket:
    """An open connection over which Slack sends what it would otherwise post."""

    def __init__(self, app: App, app_token: str) -> None:
        self._handler = SocketModeHandler(app, app_token, logger=logging.getLogger("slack.socket"))

    def start(self) -> None:
        """Connect; the library reconnects by itself."""
        self._handler.connect()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Close the connection and its threads."""
        self._handler.close()  # type: ignore[no-untyped-call]

    @property
    def is_connected(self) -> bool:
        """Whether Slack can reach us right now."""
        return bool(self._handler.client.is_connected())
