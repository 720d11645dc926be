"""A process that was told to end is gone in time, whatever hangs in it."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import NoReturn

log = logging.getLogger(__name__)

#: Below the ten that `docker stop` grants.
_SECONDS = 8.5
_LAST_WORDS_SECONDS = 0.5
_BETWEEN_LOOKS_SECONDS = 0.1


def told_to_end() -> Callable[[], None]:
    """Hear from now on that the process is to end (Ctrl-C, or the system's wish); the answer waits for it."""
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: told.append(number))

    def wait() -> None:
        # It looks, and waits on no lock: a signal that comes just as the waiting begins would wake nobody.
        while not told:
            time.sleep(_BETWEEN_LOOKS_SECONDS)

    return wait


class Leaving:
    """Calls `begin` when the process is told to end, and ends it hard when its time is over.

    What is cut off then was promised to nobody: a shop or Slack had no answer yet, a call to SmartBill is
    looked up by the next process, and a job's lease runs out.
    """

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self._told: SimpleQueue[None] = SimpleQueue()
        threading.Thread(target=self._wait, name="leaving", daemon=True).start()

    def tell(self) -> None:
        """The process is to end. A signal's handler may call it, in any moment and more than once."""
        # A queue that takes no lock: whoever was interrupted might be holding it.
        self._told.put(None)

    def _wait(self) -> None:
        self._told.get()
        threading.Thread(target=self._begin, name="resting", daemon=True).start()
        time.sleep(_SECONDS)
        end_hard()


def end_hard() -> NoReturn:
    """End the process now, and with it all that hangs; nothing that others wait for was left half said."""
    # Whoever should read the log may hang too.
    words = threading.Thread(target=log.warning, args=["serve.ended_hard"], daemon=True)
    words.start()
    words.join(_LAST_WORDS_SECONDS)
    os._exit(0)
