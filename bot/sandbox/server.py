"""Run an ASGI application on loopback in a thread of its own, and stop it again."""

import socket
import threading
import time
from types import TracebackType
from typing import Any, Self

import uvicorn

_START_SECONDS = 10.0
_STOP_SECONDS = 5.0


class Server:
    """One application, served on 127.0.0.1 until stopped.

    The port is bound in the constructor, so that `url` is known (and a taken port is an `OSError`)
    before anything runs. Port 0 means any free one.
    """

    def __init__(self, app: Any, port: int = 0) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # asyncio leaves sockets of an unnamed protocol alone; without this each answer waits 40 ms.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="websockets-sansio",
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(target=self._run, name=f"server-{self.port}", daemon=True)

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])

    def start(self) -> Self:
        """Serve; returns once requests are answered."""
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise RuntimeError(f"The server on port {self.port} did not start.")
            time.sleep(0.005)
        return self

    def ask_to_stop(self) -> None:
        """Take nothing new; `stop` then has less to wait for. For several servers that end together."""
        self._server.should_exit = True

    def stop(self) -> None:
        """End within seconds, answering what is under way where possible."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
