"""The README keeps its word: its commands, tables and links are those of the code."""

import re
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from bot.cli.main import commands
from bot.settings import Settings
from bot.slack.ids import COMMAND, Command

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETUP = "python3 -m venv .venv && .venv/bin/pip install -c requirements.lock -e '.[dev]'"


@pytest.mark.parametrize("last", [".venv/bin/smartbill-bot demo", ".venv/bin/poe check"])
def test_there_is_one_command_to_try_it_and_one_to_test_it(last: str) -> None:
    assert README.splitlines().count(f"{SETUP} && {last}") == 1


def test_ci_runs_the_very_command_that_the_readme_tells() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    (search,) = re.findall(r"test_command=\$\((grep .+)\)", script)

    found = subprocess.run(["/bin/sh", "-c", search], cwd=ROOT, check=True, capture_output=True, text=True)

    assert found.stdout == f"{SETUP} && .venv/bin/poe check\n"


def test_ci_can_be_run() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_every_setting_is_told_with_its_default() -> None:
    told = re.findall(r"^\| `([A-Z_]+)` \| (\S+) \|", README, re.MULTILINE)

    assert dict(told) == {name.upper(): _shown(name) for name in Settings.model_fields}


def _shown(name: str) -> str:
    default = Settings.model_fields[name].default
    text = default.get_secret_value() if hasattr(default, "get_secret_value") else str(default)
    return f"`{text}`" if text else "–"


def test_the_table_of_slack_commands_is_complete() -> None:
    told = re.findall(rf"^\| `{COMMAND} (\w+)", README, re.MULTILINE)

    assert sorted(told) == sorted(Command)


def test_the_table_of_terminal_commands_is_complete() -> None:
    (table,) = re.findall(r"^\| command \| what \|\n\|---\|---\|\n((?:\|.+\n)+)", README, re.MULTILINE)
    told = {name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])}

    assert told == set(commands.list_commands(click.Context(commands)))


def test_every_link_within_the_repository_leads_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}

    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= anchors


def test_the_changelog_knows_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert re.search(rf"^### {re.escape(project['version'])} – \d{{4}}-\d\d-\d\d$", README, re.MULTILINE)
