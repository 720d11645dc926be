"""What is written around the code agrees with the code."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli.main import commands
from bot.settings import Settings
from tests.house.source import ROOT

README = (ROOT / "README.md").read_text()
PYPROJECT = (ROOT / "pyproject.toml").read_text()
_CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
#: Names that only we know, or that no user of the code needs.
_NOT_OURS = ("." + "./shared", "/work" + "/", "pypi" + ".org", "python" + "hosted", "npm" + "js.")


def _typed() -> Iterator[list[str]]:
    """Every line of the README that runs our command, without the command's name."""
    for block, span in _CODE.findall(README):
        for line in (block or span).replace("\\\n", " ").splitlines():
            if re.search(r"(^|/|&& |exec \S+ )smartbill-bot [a-z-]", line.strip()):
                *_, after = re.split(r"smartbill-bot (?=[a-z-])", line.strip())
                yield shlex.split(after, comments=True)


def _unknown(words: list[str]) -> list[str]:
    """What of a typed line our commands do not know."""
    command: click.Command = commands
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        found = command.get_command(click.Context(command), rest[0])
        if found is None:
            return [rest[0]]
        command, rest = found, rest[1:]
    known = {"--help"} | {option for one in command.params for option in one.opts + one.secondary_opts}
    return [word for word in rest if word.startswith("--") and word.split("=")[0] not in known]


def test_every_variable_is_named_in_the_readme() -> None:
    unnamed = [name.upper() for name in Settings.model_fields if f"`{name.upper()}`" not in README]

    assert unnamed == []


def test_every_command_of_the_readme_exists_with_its_options() -> None:
    lines = list(_typed())

    assert len(lines) >= 8
    assert [(" ".join(words), _unknown(words)) for words in lines if _unknown(words)] == []


def test_every_command_is_named_in_the_readme() -> None:
    names = commands.list_commands(click.Context(commands))

    assert [name for name in names if not re.search(rf"`(smartbill-bot )?{name}\b", README)] == []


def test_every_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads(PYPROJECT)["project"]
    needed = [*project["dependencies"], *(name for group in project["optional-dependencies"].values() for name in group)]  # fmt: skip

    silent = [name for name in needed if not re.search(rf'"{re.escape(name)}",?\]?\s+# \S', PYPROJECT)]

    assert len(needed) >= 30
    # One asks for what was explained above it, the other is its own explanation.
    assert set(silent) <= {"smartbill-bot[postgres]", "pytest>=8.4"}


def test_every_exception_from_a_lint_rule_says_why() -> None:
    lint = PYPROJECT.split("[tool.ruff.lint]")[1].split("[tool.ruff.lint.pylint]")[0]
    listed = [line.strip() for line in lint.splitlines() if re.match(r'\s*"[A-Z]+\d*"', line)]

    assert len(listed) >= 15
    assert [line for line in listed if "# " not in line] == []


def _texts() -> Iterator[Path]:
    for folder in ("bot", "tests"):
        yield from (path for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts)
    yield from (path for path in ROOT.iterdir() if not path.name.endswith((".db", ".db-shm", ".db-wal")))


@pytest.mark.parametrize("name", _NOT_OURS)
def test_nothing_names_what_only_its_makers_know(name: str) -> None:
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in _texts()
        if path.is_file() and name.encode() in path.read_bytes()
    ]

    assert naming == []
