"""Send many requests over a few kept connections, and note how long each answer took."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import quantiles


@dataclass
class Sent:
    """What came back: seconds of each answer that was a 2xx, and the statuses of all others."""

    seconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    took: float = 0.0

    @property
    def rate(self) -> float:
        """Answers with a 2xx in a second."""
        return len(self.seconds) / self.took

    def percentile(self, of_hundred: int) -> float:
        """Milliseconds within which that share was answered."""
        return quantiles(self.seconds, n=100, method="inclusive")[of_hundred - 1] * 1000


@dataclass(frozen=True)
class Post:
    """One request to be sent."""

    path: str
    body: bytes
    headers: tuple[tuple[str, str], ...]

    def rendered(self) -> bytes:
        lines = [f"POST {self.path} HTTP/1.1", "Host: bench", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


def send(port: int, posts: Iterable[Post], *, connections: int, pause: float = 0.0) -> Sent:
    """All of them; each connection sends its next when the last was answered, after `pause` seconds."""
    sent = Sent()
    asyncio.run(_send(port, iter(posts), connections, pause, sent))
    return sent


async def _send(port: int, posts: Iterator[Post], connections: int, pause: float, sent: Sent) -> None:
    begun = time.perf_counter()
    await asyncio.gather(*(_connection(port, posts, pause, sent) for _ in range(connections)))
    sent.took = time.perf_counter() - begun


async def _connection(port: int, posts: Iterator[Post], pause: float, sent: Sent) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for post in posts:
        begun = time.perf_counter()
        writer.write(post.rendered())
        status = await _status(reader)
        if status // 100 == 2:
            sent.seconds.append(time.perf_counter() - begun)
        else:
            sent.refused.append(status)
        if pause:
            await asyncio.sleep(pause)
    writer.close()


async def _status(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]))
    return int(head[9:12])
