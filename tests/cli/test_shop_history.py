"""How settings were changed, told at the terminal, and back to how they were."""

import json
from pathlib import Path

import pytest

from bot.domain.versions import Author
from bot.flows.saving import Save
from bot.flows.settings import Settings
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.cli.conftest import TOKEN, Run, the_bot
from tests.cli.shops import CONNECT
from tests.cli.test_shop_set import stored

NEW_TOKEN = "003|altul-altul-1234"


@pytest.fixture
def shop_id(run: Run) -> str:
    return str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])


def test_every_change_is_listed_with_both_values_and_no_secret(
    run: Run, shop_id: str, terminal: Path
) -> None:
    run("shop", "set", shop_id, "--due-days", "14", "--mentions", "Vă mulțumim!\nPe curând!")
    (terminal / "key").write_text("NOUA")
    run("shop", "set", shop_id, "--no-check", "--shop-key-file", "key", "--smartbill-token-file", "-", answer=NEW_TOKEN)  # fmt: skip

    listed = run("shop", "history", "magazin exemplu")

    heads = [line.split(" · ")[0] for line in listed.stdout.splitlines() if line.startswith("Version")]
    assert heads == ["Version 3", "Version 2", "Version 1"]
    assert "  token: ••••cdef → ••••1234\n  key: •••• → ••••\n" in listed.stdout
    assert '  due_days: 0 → 14\n  mentions: – → "Vă mulțumim!\\nPe curând!"\n' in listed.stdout
    for secret in (TOKEN, NEW_TOKEN, "NOUA", "VECHE"):
        assert secret not in listed.output


def test_programs_get_the_same_as_json(run: Run, shop_id: str) -> None:
    run("shop", "set", shop_id, "--due-days", "14")

    latest, first = json.loads(run("shop", "history", shop_id, "--json").stdout)

    assert (first["version"], first["by"], first["changes"]) == (1, "cli", [])
    assert (latest["version"], latest["restores"]) == (2, None)
    assert latest["changes"] == [{"name": "due_days", "old": 0, "new": 14}]


def test_an_older_version_comes_back_as_a_new_one(run: Run, shop_id: str) -> None:
    run("shop", "set", shop_id, "--due-days", "14", "--unit", "set")

    result = run("shop", "restore", shop_id, "1", "--yes")

    assert (result.exit_code, result.stdout) == (0, "Magazin Exemplu: changed due_days, unit.\n")
    assert (stored().settings.due_days, stored().version) == (0, 3)
    assert "restores version 1" in run("shop", "history", shop_id).stdout.splitlines()[0]


@pytest.mark.parametrize(("answer", "code", "unit"), [("y\n", 0, "buc"), ("n\n", 1, "set"), ("", 1, "set")])
def test_what_would_change_is_shown_before_an_older_version_comes_back(
    run: Run, shop_id: str, answer: str, code: int, unit: str
) -> None:
    run("shop", "set", shop_id, "--due-days", "14", "--unit", "set")

    result = run("shop", "restore", shop_id, "1", answer=answer)

    assert result.stderr.startswith(
        "Version 1 of Magazin Exemplu (now → then):\n  due_days: 14 → 0\n  unit: set → buc\nBring it back?"
    )
    assert (result.exit_code, stored().settings.unit) == (code, unit)


def test_where_nothing_would_change_nothing_is_asked(run: Run, shop_id: str) -> None:
    result = run("shop", "restore", shop_id, "1")

    assert (result.exit_code, result.output) == (0, "Magazin Exemplu: nothing changed.\n")


def test_what_smartbill_does_not_take_any_more_does_not_come_back(
    run: Run, shop_id: str, smartbill: SmartBillStandIn
) -> None:
    run("shop", "set", shop_id, "--no-check", "--series", "XYZ")
    run("shop", "set", shop_id, "--series", "SLK")

    refused = run("shop", "restore", shop_id, "2", "--yes")

    assert (refused.exit_code, stored().settings.series) == (1, "SLK")
    assert "XYZ" in refused.stderr


def test_rules_that_lead_to_a_series_that_is_gone_do_not_come_back(
    run: Run, shop_id: str, smartbill: SmartBillStandIn
) -> None:
    run("shop", "rule", "add", shop_id, "--no-check", "--name", "Angro", "--series", "XYZ")
    run("shop", "rule", "remove", shop_id, "Angro")

    refused = run("shop", "restore", shop_id, "2", "--yes")

    assert (refused.exit_code, stored().settings.rules) == (1, ())
    assert "XYZ" in refused.stderr


@pytest.mark.parametrize(("number", "code"), [("9", 1), ("0", 2), ("x", 2)])
def test_a_version_that_there_is_not_is_said(run: Run, shop_id: str, number: str, code: int) -> None:
    result = run("shop", "restore", shop_id, number, "--yes")

    assert result.exit_code == code
    assert number in result.stderr


def test_somebody_who_saved_meanwhile_is_named_and_nothing_is_stored(
    run: Run, shop_id: str, smartbill: SmartBillStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Settings.check_now

    def saved_meanwhile(desk: Settings, *args: object) -> object:
        with the_bot() as app:
            after = stored().settings.model_copy(update={"due_days": 30})
            app.flows.saving.save(shop_id, Save(after), Author("U0ANA", seen=1))
        return asked(desk, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Settings, "check_now", saved_meanwhile)

    result = run("shop", "set", shop_id, "--series", "SLK")

    assert result.exit_code == 1
    assert result.stderr.startswith("Meanwhile, settings of Magazin Exemplu were changed by U0ANA (")
    assert f"): due_days. Nothing was stored: look at `smartbill-bot shop history {shop_id}`" in result.stderr
    assert (stored().settings.series, stored().settings.due_days) == ("FCT", 30)


def test_whoever_waits_is_looked_at_again_after_a_change_at_the_terminal(run: Run, shop_id: str) -> None:
    run("shop", "set", shop_id, "--vat-fallback", "21")

    with the_bot() as app, app.database.reading() as session:
        kinds = session.connection().exec_driver_sql("SELECT kind FROM jobs ORDER BY kind").scalars().all()
    assert list(kinds) == ["account.read_vat", "settings.apply"]


def test_a_shop_can_be_connected_with_people_who_may_change_its_settings(run: Run) -> None:
    run(*CONNECT, "--no-check", "--admin", "U0ANA", SHOP_KEY="VECHE")

    assert stored().settings.admins == ("U0ANA",)


def test_people_who_may_change_settings_are_named_at_the_terminal(run: Run, shop_id: str) -> None:
    run("shop", "set", shop_id, "--admin", "U0ANA", "--admin", "U0MIHAI")
    named = stored().settings.admins
    run("shop", "set", shop_id, "--admin", "")

    assert (named, stored().settings.admins) == (("U0ANA", "U0MIHAI"), ())
