"""Read the Dockerfile: what it says, instruction by instruction."""

import json
import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]


def instructions(name: str) -> list[str]:
    """What stands behind each instruction of this name, in order."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return re.findall(rf"^{name}\s+(.+)$", text, re.MULTILINE)


def in_exec_form(words: str) -> list[str]:
    """The words of a command in exec form; anything else is a `ValueError`."""
    command = json.loads(words)
    if not isinstance(command, list):
        raise TypeError("A command in exec form is a list.")
    return [str(word) for word in command]


def copied() -> list[tuple[str, str]]:
    """What is copied into the image, and where to."""
    words = [shlex.split(line) for line in instructions("COPY")]
    return [(source, line[-1]) for line in words for source in line[:-1]]


def pip_install() -> list[str]:
    """The words behind `pip`."""
    (line,) = [line for line in instructions("RUN") if line.startswith("pip install")]
    return shlex.split(line)[1:]


def health_check() -> list[str]:
    """The command that says whether the container is well."""
    (line,) = instructions("HEALTHCHECK")
    return in_exec_form(line.partition("CMD ")[2])


def environment() -> dict[str, str]:
    """The variables that the image sets."""
    pairs = [word.partition("=") for line in instructions("ENV") for word in line.split()]
    return {name: value for name, _, value in pairs}
