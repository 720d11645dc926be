"""The commands of one line, and how every command ends."""

import json

import click
import yaml
from cryptography.fernet import Fernet

from bot.cli.main import commands
from tests.cli.conftest import Run


def test_the_version_is_the_installed_one(run: Run) -> None:
    assert run("version").stdout == "0.1.0\n"
    assert json.loads(run("version", "--json").stdout) == {"version": "0.1.0"}


def test_every_key_is_fresh_and_works(run: Run) -> None:
    first, second = run("key").stdout.strip(), run("key").stdout.strip()

    assert first != second
    assert Fernet(first).decrypt(Fernet(first).encrypt(b"secret")) == b"secret"


def test_the_manifest_carries_the_public_address(run: Run) -> None:
    told = yaml.safe_load(run("manifest", PUBLIC_URL="https://bot.example.ro/").stdout)

    address = "https://bot.example.ro/slack/events"
    assert told["settings"]["interactivity"]["request_url"] == address
    assert told["features"]["slash_commands"][0]["url"] == address


def test_the_manifest_is_the_same_in_both_spellings(run: Run) -> None:
    as_yaml, as_json = run("manifest", "--socket"), run("manifest", "--socket", "--json")

    assert yaml.safe_load(as_yaml.stdout) == json.loads(as_json.stdout)


def test_an_address_that_slack_cannot_reach_is_a_misuse(run: Run) -> None:
    result = run("manifest", PUBLIC_URL="ftp://bot.example.ro")

    assert result.exit_code == 2
    assert result.stderr.startswith("PUBLIC_URL cannot be used")


def test_a_variable_that_cannot_work_is_a_misuse(run: Run) -> None:
    result = run("pending", SMARTBILL_RATE="many")

    assert result.exit_code == 2
    assert (
        result.stderr
        == "SMARTBILL_RATE cannot be used: must look like 30/10: so many calls per so many seconds.\n"
    )


def test_every_command_says_what_it_does(run: Run) -> None:
    for name in commands.list_commands(click.Context(commands)):
        result = run(name, "--help")
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()[2].strip()) > 20
