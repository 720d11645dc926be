"""Socket Mode: the app dials in, Slack sends envelopes, and each must be acknowledged by its id."""

import asyncio
import itertools
import json
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswerInTimeError
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.slack.people import APP_ID
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.shapes import Json


class Connection:
    """One open socket and the envelopes it still owes an acknowledgement for."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._loop = asyncio.get_running_loop()
        self._owed: dict[str, Future[Json]] = {}

    def ask(self, envelope: Json, patience: float) -> Json | None:
        """Send from another thread and wait; `None` when no acknowledgement came in time."""
        owed = self._owed[envelope["envelope_id"]] = Future()
        try:
            sending = asyncio.run_coroutine_threadsafe(
                self._socket.send_text(json.dumps(envelope)), self._loop
            )
            sending.result(patience)
            return owed.result(patience)
        except (NoAnswerInTimeError, WebSocketDisconnect, RuntimeError):
            return None
        finally:
            self._owed.pop(envelope["envelope_id"], None)

    def hear(self, text: str) -> None:
        """An acknowledgement, or something that is none and is passed over."""
        try:
            said = json.loads(text)
        except ValueError:
            return
        owed = self._owed.get(str(said.get("envelope_id"))) if isinstance(said, dict) else None
        if owed is not None and not owed.done():
            owed.set_result(said)


class SocketHub:
    """The open sockets; each envelope goes to one of them, in turn."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._turn = itertools.count()

    @property
    def connected(self) -> bool:
        """Whether anybody listens."""
        return bool(self._connections)

    def ticket(self) -> str:
        """The last part of an address that can be dialled once."""
        with self._pulse.lock:
            name = self._pulse.new_id("S")
            self._tickets.add(name)
            return name

    def ask(self, kind: str, payload: Json, patience: float) -> Json | None:
        """Deliver one envelope; `None` when it was not acknowledged in time."""
        with self._pulse.lock:
            if not self._connections:
                return None
            connection = self._connections[next(self._turn) % len(self._connections)]
            envelope: Json = {
                "envelope_id": self._pulse.new_id("E"),
                "type": kind,
                "accepts_response_payload": kind == "slash_commands"
                or payload.get("type") == "view_submission",
                "payload": payload,
            }
        if kind == "events_api":
            envelope |= {"retry_attempt": 0, "retry_reason": ""}
        return connection.ask(envelope, patience)

    async def serve(self, socket: WebSocket) -> None:
        """The WebSocket route: greet, then listen until the app hangs up."""
        if not self._admit(socket.path_params["ticket"]):
            await socket.close(4401)
            return
        await socket.accept()
        connection = Connection(socket)
        self._enter(connection)
        try:
            await socket.send_text(json.dumps(self._hello()))
            while True:
                connection.hear(await socket.receive_text())
        except WebSocketDisconnect:
            return
        finally:
            self._leave(connection)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    def _admit(self, ticket: str) -> bool:
        with self._pulse.lock:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
            return known

    def _enter(self, connection: Connection) -> None:
        with self._pulse.lock:
            self._connections.append(connection)
            self._pulse.touch()

    def _leave(self, connection: Connection) -> None:
        with self._pulse.lock:
            self._connections.remove(connection)
            self._pulse.touch()
