"""SmartBill and Slack for load: the right shapes after a fixed delay, cheap enough not to be what is measured.

A process of its own: `python -m tests.bench.outside DELAY` prints the port it was given. `GET /counts` tells
how often each path was asked for. What is sent is believed unseen; for mistakes there is the sandbox.
"""

import asyncio
import json
import sys
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import parse_qs, urlsplit

#: Every series that may be connected.
SERIES = tuple(f"B{number:02}" for number in range(1, 41))
_SMARTBILL = "/SBORO/api"
_PDF = b"%PDF-1.4\n" + b"%" * 20_000
_USER = {"id": "U1", "team_id": "T1"}


class Outside:
    """What was asked for, and every series' last number."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._numbers: dict[str, int] = defaultdict(int)
        self._stamp = 0

    def answer(self, path: str, query: str, body: bytes) -> tuple[str, bytes]:
        """The content type and the content."""
        self.counts[path] += 1
        if path == "/counts":
            return _json(dict(self.counts))
        if path.startswith(_SMARTBILL):
            return self._smartbill(path.removeprefix(_SMARTBILL), body)
        return self._slack(path.removeprefix("/api/"), query, body)

    def _smartbill(self, path: str, body: bytes) -> tuple[str, bytes]:
        match path:
            case "/series":
                entries = [
                    {"name": name, "nextNumber": self._numbers[name] + 1, "type": "f"} for name in SERIES
                ]
                return _json({"errorText": "", "list": entries})
            case "/tax":
                rates = {"Normala": 21, "Redusa": 11}
                taxes = [{"name": name, "percentage": rate} for name, rate in rates.items()]
                return _json({"errorText": "", "taxes": taxes})
            case "/invoice/v2":
                return self._issued(json.loads(body)["seriesName"])
            case "/invoice/pdf":
                return "application/octet-stream", _PDF
            case _:
                return _json({"errorText": "", "invoiceTotalAmount": 1, "paidAmount": 0})

    def _issued(self, series: str) -> tuple[str, bytes]:
        self._numbers[series] += 1
        number = f"{self._numbers[series]:04}"
        return _json({"errorText": "", "series": series, "number": number, "documentUrl": ""})

    def _slack(self, method: str, _query: str, body: bytes) -> tuple[str, bytes]:
        self._stamp += 1
        told: dict[str, Any] = {"ok": True, "ts": f"1700000000.{self._stamp:06}", "channel": "C0FACTURI"}
        match method:
            case "auth.test":
                told |= {"team_id": "T1", "user_id": "UBOT", "url": "https://x.example/"}
            case "users.info":
                told |= {"user": _USER | {"id": parse_qs(body.decode())["user"][0]}}
            case "files.getUploadURLExternal":
                told |= {"upload_url": f"{self.address}/upload", "file_id": "F1"}
            case "files.completeUploadExternal":
                told |= {"files": [{"id": "F1"}]}
        return _json(told)

    address = ""


def _json(told: object) -> tuple[str, bytes]:
    return "application/json; charset=utf-8", json.dumps(told).encode()


class Caller(asyncio.Protocol):
    """One kept connection: requests come one after the other, each with its length or in chunks."""

    def __init__(self, outside: Outside, delay: float) -> None:
        self._outside = outside
        self._delay = delay
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, blank, rest = self._came.partition(b"\r\n\r\n")
        if not blank:
            return
        length = _length(head)
        if len(rest) < length:
            return
        self._came = rest[length:]
        _, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        url = urlsplit(target)
        kind, content = self._outside.answer(url.path, url.query, rest[:length])
        reply = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            + content
        )
        delay = self._delay if url.path.startswith(_SMARTBILL) else 0
        if delay:
            asyncio.get_running_loop().call_later(delay, self._transport.write, reply)
        else:
            self._transport.write(reply)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


async def _serve(delay: float) -> None:
    outside = Outside()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Caller(outside, delay), "127.0.0.1", 0, backlog=512)
    port = server.sockets[0].getsockname()[1]
    outside.address = f"http://127.0.0.1:{port}"
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
