"""A look at SmartBill that is refused is not the end of looking."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from bot.errors import RemoteRejected, RemoteUnavailable

_UNTIL_PUT_RIGHT = timedelta(minutes=5)
Seen = TypeVar("Seen")


def asked_later(look: Callable[[], Seen]) -> Seen:
    """What the look sees.

    Raises:
        RemoteUnavailable: also where the look was refused, for example because the token was changed: people
            put that right, and until then the thing looked for stays as uncertain as it was.
    """
    try:
        return look()
    except RemoteRejected as error:
        raise RemoteUnavailable(error.slug, said=error.said, retry_after=_UNTIL_PUT_RIGHT) from error
