"""The forms people have open, up to three on top of each other, and their home pages."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.slack.people import APP_ID, BOT_ID, TEAM_ID
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.values import Values, kept_values, starting_values

MOST_VIEWS = 3


@dataclass(frozen=True)
class View:
    """A form or home page as one person has it before them; `body` is what the app sent."""

    id: str
    hash: str
    user: str
    body: Json
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    busy: bool = False

    @property
    def blocks(self) -> tuple[Json, ...]:
        """Its blocks, every one with its ids."""
        return tuple(self.body["blocks"])

    def as_slack(self) -> Json:
        """The `view` object of Slack's answers and payloads."""
        body = self.body
        texts = {name: body.get(name) for name in ("title", "submit", "close") if body["type"] == "modal"}
        return {
            "id": self.id,
            "team_id": TEAM_ID,
            "type": body["type"],
            "blocks": list(self.blocks),
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "external_id": body.get("external_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            **texts,
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }


class ViewBook:
    """Who has which views open. Every change gives a view a new hash."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """This person's open forms, the topmost last."""
        with self._pulse.lock:
            return list(self._stacks.get(user, []))

    def home(self, user: str) -> View | None:
        """What was published on this person's home page."""
        return self._homes.get(user)

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View | None:
        """An open form or home page by the id Slack gave it or the one the app gave it."""
        with self._pulse.lock:
            for view in [*self._homes.values(), *(v for stack in self._stacks.values() for v in stack)]:
                if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                    return view
            return None

    def open(self, user: str, body: Json) -> View:
        """Show a form in place of whatever the person had open."""
        with self._pulse.lock:
            self._refuse_known(body)
            view = self._new(user, body, None)
            self._stacks[user] = [view]
            return view

    def push(self, user: str, body: Json) -> View:
        """Lay a form on top; a fourth one is refused with `push_limit_reached`."""
        with self._pulse.lock:
            stack = self._stacks.setdefault(user, [])
            if len(stack) >= MOST_VIEWS:
                raise ApiError("push_limit_reached")
            self._refuse_known(body)
            view = self._new(user, body, stack[-1] if stack else None)
            stack.append(view)
            return view

    def update(self, view: View, body: Json, expected_hash: str | None = None) -> View:
        """Show something else in the same place; what was typed in fields that stay is kept."""
        with self._pulse.lock:
            now = self.find(view.id)
            if now is None:
                raise ApiError("not_found")
            if expected_hash is not None and expected_hash != now.hash:
                raise ApiError("hash_conflict")
            values = kept_values(body["blocks"], now.values)
            return self.put(replace(now, body=body, values=values, errors={}, hash=self._hash()))

    def publish(self, user: str, body: Json, expected_hash: str | None = None) -> View:
        """Show a home page to one person."""
        with self._pulse.lock:
            now = self._homes.get(user)
            if now is not None:
                return self.update(now, body, expected_hash)
            view = self._new(user, body, None)
            self._homes[user] = view
            return view

    def put(self, view: View) -> View:
        """Write down a view that changed; one that is no longer open stays closed."""
        with self._pulse.lock:
            if self._homes.get(view.user, view).id == view.id and view.body["type"] == "home":
                self._homes[view.user] = view
            stack = self._stacks.get(view.user, [])
            self._stacks[view.user] = [view if held.id == view.id else held for held in stack]
            self._pulse.touch()
            return view

    def mark(self, view_id: str, **changes: Any) -> View | None:
        """Change what stands beside the blocks: values, errors, busy. The hash stays."""
        with self._pulse.lock:
            now = self.find(view_id)
            return None if now is None else self.put(replace(now, **changes))

    def close(self, view: View) -> None:
        """Take a form off the stack; the one beneath shows again."""
        with self._pulse.lock:
            stack = self._stacks.get(view.user, [])
            self._stacks[view.user] = [held for held in stack if held.id != view.id]
            self._pulse.touch()

    def clear(self, user: str) -> list[View]:
        """Close everything this person has open; returns what was closed."""
        with self._pulse.lock:
            self._pulse.touch()
            return self._stacks.pop(user, [])

    def _refuse_known(self, body: Json) -> None:
        if self.find(external_id=body.get("external_id")) is not None:
            raise ApiError("duplicate_external_id")

    def _hash(self) -> str:
        return f"{int(self._pulse.now())}.{self._pulse.new_id('h')}"

    def _new(self, user: str, body: Json, below: View | None) -> View:
        view_id = self._pulse.new_id("V")
        self._pulse.touch()
        return View(
            id=view_id,
            hash=self._hash(),
            user=user,
            body=body,
            root_id=below.root_id if below else view_id,
            previous_id=below.id if below else None,
            values=starting_values(body["blocks"]),
        )
