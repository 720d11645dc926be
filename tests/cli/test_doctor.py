"""The doctor's sentences, and its yes or no."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.cli.checkups import _clock
from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.account import Series
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.cli.conftest import DATABASE, Run, the_books
from tests.cli.shops import CONNECT, connect

SCOPES = {
    *("commands", "chat:write", "users:read", "files:write"),
    *("channels:read", "groups:read", "usergroups:read"),
}


@pytest.fixture(scope="module")
def slack_server() -> Iterator[tuple[SlackStandIn, Server]]:
    stand_in = SlackStandIn(signing_secret="s3cret")
    with Server(stand_in.api) as server:
        yield stand_in, server


@pytest.fixture
def slack(slack_server: tuple[SlackStandIn, Server], monkeypatch: pytest.MonkeyPatch) -> SlackStandIn:
    """A Slack that the commands reach, with a bot installed."""
    stand_in, server = slack_server
    stand_in.scopes.clear()
    stand_in.scopes.update(SCOPES)
    monkeypatch.setenv("SLACK_API_URL", f"{server.url}/api/")
    monkeypatch.setenv("SLACK_BOT_TOKEN", stand_in.bot_token)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s3cret")
    return stand_in


def the_end_of_history() -> str:
    with the_books() as books:
        return books.ledger.audit.verify().end[:12]


@pytest.mark.usefixtures("slack")
def test_a_history_that_was_changed_behind_the_bots_back_is_bad(run: Run, terminal: Path) -> None:
    run(*CONNECT)
    with sqlite3.connect(terminal / DATABASE) as database:
        database.execute("UPDATE audit SET who = 'U0EVE'")

    result = run("doctor")

    assert result.exit_code == 1
    assert "BAD   The history was changed outside the bot: its entry 1 does not fit" in result.stdout


@pytest.mark.usefixtures("slack", "smartbill")
def test_where_all_is_well_the_doctor_says_yes(run: Run) -> None:
    told = json.loads(run(*CONNECT, "--approver", "U0ANA", "--json").stdout)

    result = run("doctor", PUBLIC_URL="https://bot.example.ro")

    assert result.exit_code == 0
    told_end = the_end_of_history()
    assert result.stdout.splitlines() == [
        "ok    Every setting that `serve` needs is there.",
        "ok    Slack knows the bot as smartbill_bot in Magazin Exemplu.",
        (
            "ok    The Slack token has every scope it needs: commands, chat:write, users:read, files:write, "
            "channels:read, groups:read, usergroups:read."
        ),
        "ok    This machine's clock agrees with Slack's.",
        "ok    The database is there and has today's shape.",
        f"ok    The history of who did what is whole. Entries: 1, up to {told_end}.",
        "ok    Magazin Exemplu: SmartBill takes the login, and the next invoice of FCT is number 1187.",
        "ok    Magazin Exemplu: SmartBill has the VAT rates 0%, 11%, 21%.",
        "ok    Magazin Exemplu: U0ANA may approve.",
        f"ok    Magazin Exemplu: its notices go to https://bot.example.ro{told['hook_path']}",
    ]


@pytest.mark.usefixtures("slack", "smartbill")
def test_notes_alone_are_still_a_yes(run: Run) -> None:
    run(*CONNECT)

    result = run("doctor")

    assert result.exit_code == 0
    assert "set PUBLIC_URL" in result.stdout
    assert "any full member of the workspace may approve" in result.stdout


@pytest.mark.usefixtures("slack")
def test_every_series_that_stands_elsewhere_than_in_the_books_is_named(
    run: Run, smartbill: SmartBillStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*CONNECT)
    for name, number in (("NEW", 31), ("EMPTY", 1), ("FCT", 1190), ("SLK", 40)):
        monkeypatch.setitem(smartbill.account.series, name, Series(name, "f", number))

    result = run("doctor")

    assert result.exit_code == 0
    named = [line.split("; ") for line in result.stdout.splitlines() if "the books" in line]
    assert [facts.partition(": ")[2] for facts, _ in named] == [
        "the invoice series FCT is at number 1190 in SmartBill and at 1187 in the books",
        "the invoice series SLK is at number 40 in SmartBill and already at 42 in the books",
        "the books do not know the invoice series NEW, whose next number is 31",
    ]
    assert [advice for _, advice in named] == [
        "the bot reads the documents between before it issues there.",
        "somebody deleted documents there, or these are other books.",
        "the bot reads all its documents before it issues there.",
    ]


@pytest.mark.usefixtures("slack")
def test_the_findings_are_facts_for_programs(run: Run) -> None:
    told = json.loads(run("doctor", "--json").stdout)

    assert told["healthy"] is True
    assert [check["what"] for check in told["checks"]] == [
        "settings",
        "slack",
        "scopes",
        "clock",
        "database",
        "history",
        "shops",
    ]
    assert told["checks"][-1]["grade"] == "warning"


@pytest.mark.usefixtures("slack", "smartbill")
def test_what_smartbill_does_not_take_is_bad(run: Run, smartbill: SmartBillStandIn) -> None:
    run(*connect(series="XYZ"), "--no-check")
    no_series = run("doctor")
    smartbill.fault("token_revoked", times=None)
    no_login = run("doctor")

    assert (no_series.exit_code, no_login.exit_code) == (1, 1)
    assert "BAD   Magazin Exemplu: SmartBill knows no invoice series XYZ." in no_series.stdout
    assert "BAD   Magazin Exemplu: SmartBill does not accept the e-mail and token" in no_login.stdout


@pytest.mark.usefixtures("slack")
def test_a_smartbill_that_cannot_be_reached_is_bad(run: Run) -> None:
    run(*CONNECT)

    result = run("doctor")

    assert result.exit_code == 1
    assert "BAD   Magazin Exemplu: SmartBill cannot be reached" in result.stdout


def test_scopes_that_the_bot_asked_for_only_later_are_a_warning(run: Run, slack: SlackStandIn) -> None:
    run(*CONNECT)
    slack.scopes.difference_update({"channels:read", "groups:read"})

    result = run("doctor")

    assert "The Slack token lacks channels:read, groups:read: without channels:read" in result.stdout
    slack.scopes.discard("users:read")
    assert "The Slack token lacks users:read, channels:read, groups:read: add it" in run("doctor").stdout


def test_a_missing_scope_is_named(run: Run, slack: SlackStandIn) -> None:
    slack.scopes.remove("files:write")

    result = run("doctor")

    assert result.exit_code == 1
    assert "The Slack token lacks files:write" in result.stdout


def test_a_token_that_slack_does_not_know_is_bad(run: Run, slack: SlackStandIn) -> None:
    result = run("doctor", SLACK_BOT_TOKEN="xoxb-strain-strain")

    assert result.exit_code == 1
    assert "Slack refused: “invalid_auth”. Check SLACK_BOT_TOKEN" in result.stdout
    assert "strain" not in result.output


def test_a_slack_that_cannot_be_reached_is_bad(run: Run) -> None:
    result = run("doctor", SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s3cret")

    assert result.exit_code == 1
    assert "Slack cannot be reached." in result.stdout


@pytest.mark.parametrize("minutes", [-3, 3])
def test_a_clock_that_is_minutes_off_is_bad(minutes: int) -> None:
    told = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)

    clock = _clock({"date": told})

    assert clock.grade == "problem"
    assert "seconds apart" in clock.sentence


@pytest.mark.parametrize("headers", [{}, {"date": "today"}])
def test_a_time_that_slack_does_not_tell_is_noted(headers: dict[str, str]) -> None:
    assert _clock(headers).grade == "warning"


def test_an_unset_variable_is_named_and_the_rest_is_looked_at(run: Run) -> None:
    result = run("doctor")

    assert result.exit_code == 1
    assert "BAD   SLACK_BOT_TOKEN is not set" in result.stdout
    assert "ok    The database is there" in result.stdout


@pytest.mark.usefixtures("slack")
def test_an_empty_database_is_noted_and_not_made(run: Run, terminal: Path) -> None:
    (terminal / DATABASE).unlink()

    result = run("doctor")

    assert result.exit_code == 0
    assert "note  The database is empty" in result.stdout
    assert not (terminal / DATABASE).exists()


@pytest.mark.usefixtures("slack")
def test_a_database_that_cannot_be_reached_is_bad(run: Run, terminal: Path) -> None:
    (terminal / "folder.db").mkdir()

    result = run("doctor", DATABASE_URL="sqlite:///folder.db")

    assert result.exit_code == 1
    assert "BAD   The database cannot be reached" in result.stdout


@pytest.mark.usefixtures("slack")
def test_an_encryption_key_that_opens_nothing_is_bad(run: Run) -> None:
    run(*CONNECT)

    result = run("doctor", ENCRYPTION_KEY=Fernet.generate_key().decode())

    assert result.exit_code == 1
    assert "A stored secret cannot be decrypted" in result.stdout


@pytest.mark.usefixtures("slack")
def test_no_key_and_no_key_at_all_are_bad(run: Run) -> None:
    assert "ENCRYPTION_KEY is not set" in run("doctor", ENCRYPTION_KEY=None).stdout
    assert "ENCRYPTION_KEY is not a Fernet key" in run("doctor", ENCRYPTION_KEY="abc").stdout


@pytest.mark.usefixtures("slack", "smartbill")
def test_it_looks_whether_the_series_of_anchors_is_there(run: Run) -> None:
    shop_id = str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])
    run("shop", "set", shop_id, "--no-check", "--anchor-series", "SLKP")
    fine = run("doctor")
    run("shop", "set", shop_id, "--no-check", "--anchor-series", "XYZ")
    bad = run("doctor")

    assert "invoices are anchored in proformas of series SLKP." in fine.stdout
    assert (
        "BAD   Magazin Exemplu: SmartBill knows no proforma series XYZ to anchor invoices in." in bad.stdout
    )


@pytest.mark.usefixtures("slack", "smartbill")
def test_it_looks_whether_the_series_of_rules_are_there(run: Run) -> None:
    shop_id = str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])
    run("shop", "rule", "add", shop_id, "--name", "Angro", "--no-check", "--series", "SLK")
    fine = run("doctor")
    run("shop", "rule", "edit", shop_id, "Angro", "--no-check", "--series", "XYZ")
    bad = run("doctor")

    assert "“Angro”" not in fine.stdout
    assert (
        "BAD   Magazin Exemplu: SmartBill knows no invoice series XYZ, which rule “Angro” leads to."
        in bad.stdout
    )


@pytest.mark.usefixtures("slack", "smartbill")
def test_it_looks_whether_vat_rates_are_called_so(run: Run) -> None:
    shop_id = str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])
    run("shop", "set", shop_id, "--no-check", "--sgr-tax-name", "SDD")
    fine = run("doctor")
    run("shop", "set", shop_id, "--no-check", "--sgr-tax-name", "Normala", "--vat-name", "0=X")
    bad = run("doctor")

    assert "Magazin Exemplu: SmartBill has the names of VAT rates that are set." in fine.stdout
    assert "BAD   Magazin Exemplu: SmartBill does not call the VAT rate 0% “X”" in bad.stdout
    assert "SmartBill knows no 0% rate “Normala”" in bad.stdout
