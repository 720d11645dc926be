"""How long to wait before trying again, and when to give up."""

from datetime import timedelta

from bot.errors import BotError, RemoteUnavailable

_FIRST = timedelta(seconds=1)
_LONGEST = timedelta(minutes=5)
_MOST_ACCIDENTS = 8


def pause(error: Exception, attempts: int) -> timedelta | None:
    """The wait before the next try of a job that failed so, or None: it will not be tried again.

    An outside that is away is waited for without end. What will never work is not repeated, and neither
    is what may have been done. Our own accidents get a few tries.
    """
    if isinstance(error, RemoteUnavailable):
        return error.retry_after or _growing(attempts)
    if isinstance(error, BotError) or attempts >= _MOST_ACCIDENTS:
        return None
    return _growing(attempts)


def _growing(attempts: int) -> timedelta:
    return min(_FIRST * (1 << min(attempts - 1, 20)), _LONGEST)
