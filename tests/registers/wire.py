"""A server of bare sockets: it answers, keeps silent or breaks off as told, one connection after the other."""

import contextlib
import json
import socket
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Self

RESET = b"reset"
"""Not an answer: break the connection off after the question."""
SILENCE = b"silence"
"""Not an answer: say nothing until the caller gives up."""

DRIP = b"drip"
"""Not an answer: send byte after byte, for half a minute."""


def http(body: bytes | str, status: int = 200, *, promised: int | None = None, **headers: str) -> bytes:
    """An answer as it goes over the wire; `promised`: so many bytes are announced."""
    content = body.encode() if isinstance(body, str) else body
    told = {"Content-Length": str(len(content) if promised is None else promised), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status} So\r\n{lines}\r\n".encode() + content


def as_json(value: Any) -> bytes:
    return http(json.dumps(value))


@dataclass
class Wire:
    """Connections get what `plays` holds, in turn; `heard` are the requests, whole, one per connection.

    `dripped_out`: how many answers that drip were waited for to their end.
    """

    plays: deque[bytes] = field(default_factory=deque)
    heard: list[bytes] = field(default_factory=list)
    dripped_out: int = 0

    def __post_init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(5)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def will_play(self, *plays: bytes) -> None:
        self.plays.extend(plays)

    def body(self, place: int = -1) -> Any:
        """The JSON of one request."""
        return json.loads(self.heard[place].partition(b"\r\n\r\n")[2])

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection, contextlib.suppress(ConnectionError):
                    self._play(connection)

    def _play(self, connection: socket.socket) -> None:
        self.heard.append(_request(connection))
        play = self.plays.popleft()
        if play == RESET:
            # Nothing lingers: the other side is told at once that the connection is broken.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif play == SILENCE:
            connection.recv(1)
        elif play == DRIP:
            _drip(connection)
            self.dripped_out += 1
        else:
            connection.sendall(play)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


def _drip(connection: socket.socket) -> None:
    connection.sendall(http("", promised=10_000))
    for _ in range(1500):
        connection.sendall(b" ")
        time.sleep(0.02)


def _request(connection: socket.socket) -> bytes:
    read = b""
    while b"\r\n\r\n" not in read or len(read.partition(b"\r\n\r\n")[2]) < _length(read):
        read += connection.recv(65536)
    return read


def _length(head: bytes) -> int:
    lines = head.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
    return next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
