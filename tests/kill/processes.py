"""A place in which one process after the other lives, and dies by SIGKILL at any moment."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import requests

ROOT = Path(__file__).parents[2]
BOT = (sys.executable, "-m", "tests.kill.mortal", "serve")
NAIVE = (sys.executable, "-m", "tests.kill.naive")


@dataclass(frozen=True)
class Danger:
    """How processes die: after so many seconds of readiness, or while they start; and who is frozen first."""

    lives_seconds: tuple[float, float] = (0.3, 3.0)
    starts_seconds: tuple[float, float] = (0.2, 3.0)
    chance_at_start: float = 0.12
    chance_of_freezing: float = 0.0
    freezes_seconds: tuple[float, float] = (3.0, 9.0)


@dataclass
class Place:
    """Keeps one process running; while `is_dangerous`, ends it again and again."""

    environment: dict[str, str]
    command: Sequence[str]
    folder: Path
    dice: random.Random
    danger: Danger
    on_freeze: Callable[[float], None] = lambda _seconds: None
    is_dangerous: bool = False
    kills: int = 0
    freezes: int = 0
    #: Ends that nobody brought about: exit codes.
    exits: list[int] = field(default_factory=list)
    _process: "subprocess.Popen[bytes] | None" = None
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.environment['PORT']}"

    def open(self) -> None:
        """Start the first process; returns when it is ready."""
        self._over.clear()
        self._thread = threading.Thread(target=self._keep, name="place")
        self._thread.start()
        while not self.is_ready():
            time.sleep(0.05)

    def close(self) -> None:
        """End what runs, and start nothing any more."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def is_ready(self) -> bool:
        """Whether the process answers that it works."""
        try:
            return requests.get(f"{self.url}/ready", timeout=1).ok
        except requests.RequestException:
            return False

    def run_to_death(self, at: str) -> None:
        """Start a process that dies at this visit of a line, and wait for that."""
        process = self._started({"MORTAL_AT": at})
        if process.wait(timeout=60) != -signal.SIGKILL:
            self.exits.append(process.returncode)

    def _keep(self) -> None:
        while not self._over.is_set():
            self._process = self._started({"MORTAL_SEED": str(self.dice.random())})
            self._live(self._process)
            self._note_end(self._process)

    def _started(self, more: dict[str, str]) -> "subprocess.Popen[bytes]":
        with (self.folder / f"log.{self.environment['PORT']}").open("ab") as log:
            return subprocess.Popen(
                self.command, env=self.environment | more, cwd=self.folder, stderr=log, stdout=log
            )

    def _live(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait until the process has died, or its time has come."""
        if self.is_dangerous and self.dice.random() < self.danger.chance_at_start:
            self._wait(process, self.dice.uniform(*self.danger.starts_seconds))
        else:
            while process.poll() is None and not self._over.is_set() and not self.is_ready():
                time.sleep(0.05)
            self._wait(process, self.dice.uniform(*self.danger.lives_seconds))
        while not self._over.is_set() and not self.is_dangerous and process.poll() is None:
            time.sleep(0.05)

    def _wait(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        end = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < end and not self._over.is_set():
            time.sleep(0.02)

    def _note_end(self, process: "subprocess.Popen[bytes]") -> None:
        if process.poll() is None and not self._over.is_set():
            self._freeze_perhaps(process)
            self.kills += 1
        elif process.returncode not in {None, -signal.SIGKILL}:
            self.exits.append(process.returncode)
        process.kill()
        process.wait()

    def _freeze_perhaps(self, process: "subprocess.Popen[bytes]") -> None:
        """Stop the process for longer than its leases last; then it goes on for a while, as if nothing was.

        Where any are, the first is: a run without would say nothing of them.
        """
        chance = self.danger.chance_of_freezing
        if not chance or (self.freezes and self.dice.random() >= chance):
            return
        seconds = self.dice.uniform(*self.danger.freezes_seconds)
        self.on_freeze(seconds)
        self.freezes += 1
        os.kill(process.pid, signal.SIGSTOP)
        self._over.wait(seconds)
        os.kill(process.pid, signal.SIGCONT)
        self._wait(process, self.dice.uniform(0.5, 2))
