"""Bodies of any length, held only in part."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import pytest

from bot.shops.parcels import HEAD, LIMIT, Parcel, taken_in


def take(body: bytes, *, step: int) -> Parcel:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), step):
            yield body[start : start + step]

    return asyncio.run(taken_in(chunks()))


@pytest.mark.parametrize("step", [1000, HEAD, LIMIT])
def test_a_megabyte_is_held_whole(step: int) -> None:
    body = b"0123456789abcdef" * (LIMIT // 16)

    parcel = take(body, step=step)

    assert (parcel.held, parcel.size, parcel.is_cut) == (body, 1_048_576, False)
    assert parcel.head == body[:65_536]


@pytest.mark.parametrize("step", [1000, HEAD, LIMIT, 2 * LIMIT])
def test_of_anything_longer_only_the_head_is_held(step: int) -> None:
    body = b"0123456789abcdef" * (LIMIT // 16) + b"!"

    parcel = take(body, step=step)

    assert (parcel.held, parcel.size, parcel.is_cut) == (body[:65_536], 1_048_577, True)
    assert parcel.digest == hashlib.sha256(body).hexdigest()


def test_an_empty_body_is_whole() -> None:
    parcel = take(b"", step=1)

    assert (parcel.held, parcel.size, parcel.is_cut) == (b"", 0, False)
