"""One address before several processes, as a balancer has it: one at random, and the others where it fails."""

import random
from collections.abc import Sequence

import requests
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_PATIENCE_SECONDS = 2.0
_LEFT_OUT = frozenset({"host", "content-length", "connection"})


class Front:
    """Hands every request on; what two processes both failed to answer is a 502.

    A request whose answer was lost is handed to the next process too: whoever is behind must bear that.
    """

    def __init__(self, addresses: Sequence[str], dice: random.Random) -> None:
        self._addresses = addresses
        self._dice = dice
        self.app = Starlette(routes=[Route("/{path:path}", self._pass_on, methods=["GET", "POST"])])

    async def _pass_on(self, request: Request) -> Response:
        body = await request.body()
        headers = {name: value for name, value in request.headers.items() if name not in _LEFT_OUT}
        return await run_in_threadpool(self._try_all, request.method, request.url.path, headers, body)

    def _try_all(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Response:
        for address in self._dice.sample(self._addresses, len(self._addresses)):
            try:
                answer = _ask(method, address + path, headers, body)
            except requests.RequestException:
                continue
            kind = answer.headers.get("Content-Type")
            return Response(answer.content, answer.status_code, media_type=kind)
        return Response(status_code=502)


def _ask(method: str, url: str, headers: dict[str, str], body: bytes) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, url, headers=headers, data=body, timeout=_PATIENCE_SECONDS)
