"""Who somebody is in this workspace, remembered for a while, and where the bot is: asked of Slack."""

import threading
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import RemoteRejected
from bot.slack.courier import translated

_REMEMBERED_SECONDS = 600.0
#: Whoever leaves a group loses a right, so a group is believed for less.
_GROUP_SECONDS = 60.0
#: What Slack calls users whom it does not know, and groups.
NOBODY = frozenset({"user_not_found", "user_not_visible"})
NO_GROUP = frozenset({"no_such_subteam", "subteam_not_found"})
_NO_CHANNEL = "channel_not_found"
_NOT_FULL = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")


class SlackPeople:
    """The `People` port. What Slack says of a person is believed for ten minutes, of a group for one."""

    def __init__(self, client: WebClient, *, now: Callable[[], float]) -> None:
        self._client = client
        self._now = now
        self._known: dict[str, tuple[float, bool]] = {}
        self._groups: dict[str, tuple[float, frozenset[str]]] = {}
        self._team = ""
        self._lock = threading.Lock()

    def is_full_member(self, user: str) -> bool:
        """Whether this user belongs to our workspace and is no guest, bot or stranger."""
        with self._lock:
            asked_at, answer = self._known.get(user, (0.0, False))
            if user in self._known and self._now() - asked_at < _REMEMBERED_SECONDS:
                return answer
        answer = self._ask(user)
        with self._lock:
            self._known[user] = (self._now(), answer)
        return answer

    def has_bot(self, channel: str) -> bool:
        """Whether the bot may post there, as Slack says now; yes, too, where it may not ask."""
        try:
            with translated():
                answer = self._client.conversations_info(channel=channel)
        except RemoteRejected as error:
            # Of a private channel that it is not in, Slack says that there is none.
            return error.said != _NO_CHANNEL
        found: dict[str, Any] = answer.get("channel") or {}
        return bool(found.get("is_member")) and not found.get("is_archived")

    def members(self, group: str) -> frozenset[str]:
        """The users in this user group who still belong to the workspace; nobody where there is none."""
        with self._lock:
            asked_at, answer = self._groups.get(group, (0.0, frozenset[str]()))
            if group in self._groups and self._now() - asked_at < _GROUP_SECONDS:
                return answer
        answer = self._ask_group(group)
        with self._lock:
            self._groups[group] = (self._now(), answer)
        return answer

    def _ask_group(self, group: str) -> frozenset[str]:
        with translated():
            try:
                found: list[str] = self._client.usergroups_users_list(usergroup=group).get("users") or []
            except SlackApiError as error:
                if error.response["error"] in NO_GROUP:
                    return frozenset()
                raise
        return frozenset(found)

    def _ask(self, user: str) -> bool:
        with translated():
            self._team = self._team or str(self._client.auth_test()["team_id"])
            try:
                found: dict[str, Any] = self._client.users_info(user=user).get("user") or {}
            except SlackApiError as error:
                if error.response["error"] in NOBODY:
                    return False
                raise
        return found.get("team_id", self._team) == self._team and not any(
            found.get(mark) for mark in _NOT_FULL
        )
