"""A process that only waits hears a signal whenever it comes."""

import subprocess
import sys
from pathlib import Path

#: Signals that come just as the waiting begins, again and again.
_WAIT = """
import random, signal
from bot.cli import leaving
leaving._BETWEEN_LOOKS_SECONDS = 0.001
for _ in range(1000):
    wait = leaving.told_to_end()
    signal.signal(signal.SIGALRM, signal.getsignal(signal.SIGTERM))
    signal.setitimer(signal.ITIMER_REAL, 0.00005 * random.random() + 0.000001)
    wait()
print("ended")
"""


def test_a_signal_that_comes_as_the_waiting_begins_is_heard() -> None:
    command = [sys.executable, "-c", _WAIT]
    env = {"PYTHONPATH": str(Path(__file__).parents[2])}

    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)

    assert (ended.stdout, ended.stderr) == ("ended\n", "")
