"""Works that come in the same moment share one commit, so that the disk is waited for once."""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from bot.errors import RemoteUnavailable

_Answer = TypeVar("_Answer")
#: Whoever comes first waits until all of these are done.
_MOST = 64
#: In seconds: longer than one who hands in much takes from one answer to his next.
_MOMENT = 0.03


class _Share(Generic[_Answer]):
    """One work's part in a commit: its answer counts once `is_kept`."""

    def __init__(self, work: Callable[[], _Answer]) -> None:
        self._work = work
        self._answer: list[_Answer] = []
        self.is_kept = False
        self.lost: RemoteUnavailable | None = None

    def do(self) -> _Answer:
        self._answer = [self._work()]
        return self.answer

    @property
    def answer(self) -> _Answer:
        return self._answer[0]


class Shares:
    """A scribe: while one commit is under way, the next works gather and are committed together.

    A work that fails takes nobody with it: nothing of that commit is kept, and each of its works is then
    done by whoever brought it, in a transaction of its own. So a work may be done twice, and kept once.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Any]]) -> None:
        self._transaction = transaction
        self._waiting: deque[_Share[Any]] = deque()
        self._scribe = ThreadPoolExecutor(1, thread_name_prefix="scribe")
        self._came_at = -_MOMENT

    def run(self, work: Callable[[], _Answer]) -> _Answer:
        """The work's answer, once it is committed.

        Raises:
            RemoteUnavailable: the database is locked, full or gone; nothing was committed.
        """
        share = _Share(work)
        self._waiting.append(share)
        # What went wrong is on the share: this call may have committed nothing, or others' works only.
        self._scribe.submit(self._commit).exception()
        if share.is_kept:
            return share.answer
        if share.lost is not None:
            raise share.lost
        with self._transaction():
            return share.do()

    def note(self) -> None:
        """Somebody came with a work that is shared, or might have been."""
        self._came_at = time.monotonic()

    def let_pass(self, seconds: float) -> None:
        """Return when nobody has come for a moment, or after that time."""
        deadline = time.monotonic() + seconds
        while (now := time.monotonic()) < min(self._came_at + _MOMENT, deadline):
            time.sleep(min(self._came_at + _MOMENT, deadline) - now)

    def close(self) -> None:
        """Take no more works. It waits for none: whoever brought one does."""
        self._scribe.shutdown(wait=False)

    def _commit(self) -> None:
        shares = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST))]
        if not shares:
            return
        try:
            with self._transaction():
                for share in shares:
                    share.do()
        except RemoteUnavailable as error:
            for share in shares:
                share.lost = error
            raise
        for share in shares:
            share.is_kept = True
