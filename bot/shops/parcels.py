"""Take in a request's body, of any length, without ever holding more than one megabyte of it."""

import hashlib
from collections.abc import AsyncIterable
from dataclasses import dataclass

#: The longest body that is held whole, in bytes.
LIMIT = 1024 * 1024
#: How much is kept, in bytes, of what cannot be read.
HEAD = 64 * 1024


@dataclass(frozen=True)
class Parcel:
    """A body as it came: `held` is all of it, or only its head where it is longer than the limit.

    `size` in bytes and `digest` (SHA-256, hex) are those of the whole.
    """

    held: bytes
    size: int
    digest: str

    @property
    def is_cut(self) -> bool:
        return len(self.held) < self.size

    @property
    def head(self) -> bytes:
        """The beginning, for whoever wants to see what could not be read."""
        return self.held[:HEAD]


async def taken_in(chunks: AsyncIterable[bytes]) -> Parcel:
    """The body that comes in these chunks."""
    held, size, digest = bytearray(), 0, hashlib.sha256()
    async for chunk in chunks:
        size += len(chunk)
        digest.update(chunk)
        if size <= LIMIT:
            held += chunk
        elif len(held) != HEAD:
            held = (held + chunk)[:HEAD]
    return Parcel(bytes(held), size, digest.hexdigest())
