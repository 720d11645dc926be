"""Works that come in the same moment share one commit, so that the disk is waited for once."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Generic, TypeVar

from bot.errors import RemoteUnavailable

_Answer = TypeVar("_Answer")
#: Whoever comes first waits until all of these are done.
_MOST = 64


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
        self._lock = threading.Lock()
        self._under_way = 0
        self._is_quiet = threading.Event()
        self._is_quiet.set()

    def run(self, work: Callable[[], _Answer]) -> _Answer:
        """The work's answer, once it is committed.

        Raises:
            RemoteUnavailable: the database is locked, full or gone; nothing was committed.
        """
        with self.counted():
            return self._run(_Share(work))

    def let_pass(self, seconds: float) -> None:
        """Return when no work is under way, or after that time."""
        self._is_quiet.wait(seconds)

    def _run(self, share: _Share[_Answer]) -> _Answer:
        self._waiting.append(share)
        # What went wrong is on the share: this call may have committed nothing, or others' works only.
        self._scribe.submit(self._commit).exception()
        if share.is_kept:
            return share.answer
        if share.lost is not None:
            raise share.lost
        with self._transaction():
            return share.do()

    def close(self) -> None:
        """End when the last work is committed."""
        self._scribe.shutdown()

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

    @contextmanager
    def counted(self) -> Iterator[None]:
        """A work that is under way by itself."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self._under_way += change
            if self._under_way:
                self._is_quiet.clear()
            else:
                self._is_quiet.set()
