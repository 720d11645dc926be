"""An answer has so much time from its first byte to its last, however slowly it drips."""

import io
from http.client import HTTPResponse
from socket import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from bot.work.boot import since_boot


class TimelyAdapter(HTTPAdapter):
    """Reads every answer, headers and body together, within the time-out that else bounds each wait."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """The pool for a request, also for one that goes through a proxy."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _SecureConnection if pool.scheme == "https" else _Connection
        return pool


class _Reader(io.RawIOBase):
    """Reads from the socket while there is time."""

    def __init__(self, connection: socket, raw: io.RawIOBase, seconds: float) -> None:
        self._connection = connection
        self._raw = raw
        self._deadline = since_boot() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - since_boot()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    """Made when the request has left; the socket's time-out is the whole answer's then."""

    def __init__(self, sock: socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        seconds = sock.gettimeout()
        if seconds is not None:
            self.fp = io.BufferedReader(_Reader(sock, self.fp.detach(), seconds))


class _Connection(HTTPConnection):
    response_class = _Response


class _SecureConnection(HTTPSConnection):
    response_class = _Response
