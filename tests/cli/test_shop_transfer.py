"""Settings leave as a file and come back from it, checked, all or nothing, and without any secret."""

import json
from pathlib import Path

import pytest

from bot.domain.shops import Series
from bot.domain.versions import Author
from bot.flows.saving import Save
from bot.flows.settings import Settings
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.cli.conftest import TOKEN, Run, the_books, the_bot
from tests.cli.shops import CONNECT, connect
from tests.cli.test_shop_set import stored


@pytest.fixture
def shop_id(run: Run) -> str:
    return str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])


def _set(file: Path, *lines: str, shop: str) -> None:
    file.write_text("\n".join([f'[shops."{shop}".settings]', *lines]))


def test_all_settings_are_written_and_no_secret(run: Run, shop_id: str, terminal: Path) -> None:
    with the_books() as books:
        hook = books.ledger.shops.hook_token(shop_id)

    result = run("shop", "export", "shops.toml")

    assert result.stdout == "shops.toml: settings of Magazin Exemplu.\n"
    written = (terminal / "shops.toml").read_text()
    assert f"[shops.{shop_id}.settings]" in written
    assert 'series = "FCT"' in written
    for secret in (TOKEN, "VECHE", hook, "••••"):
        assert secret not in written


def test_what_was_written_comes_back(run: Run, shop_id: str, terminal: Path) -> None:
    run("shop", "set", shop_id, "--due-days", "14", "--vat-name", "0=SDD", "--no-check", "--approver", "U1")
    before = stored().settings
    run("shop", "export", "shops.toml")
    run("shop", "set", shop_id, "--due-days", "3", "--vat-name", "", "--approver", "", "--vat-fallback", "21")

    result = run("shop", "import", "shops.toml", "--no-check")

    assert result.stdout == "Magazin Exemplu: changed approvers, due_days, vat_fallback, vat_names.\n"
    assert stored().settings == before
    assert stored().version == 4


def test_it_can_be_tried_without_changing_anything(run: Run, shop_id: str, terminal: Path) -> None:
    _set(terminal / "f.toml", "due_days = 14", shop=shop_id)

    told = run("shop", "import", "f.toml", "--dry-run")
    as_json = run("shop", "import", "f.toml", "--dry-run", "--json")

    assert told.stdout.splitlines() == [
        "Magazin Exemplu: would change due_days.",
        "There is no order yet to try these settings on.",
    ]
    (found,) = json.loads(as_json.stdout)
    assert (found["id"], found["changed"], found["stored"]) == (shop_id, ["due_days"], False)
    assert found["trial"]["orders"] == 0
    assert (stored().settings.due_days, stored().version) == (0, 1)


def test_what_was_stored_is_told_to_programs(run: Run, shop_id: str, terminal: Path) -> None:
    _set(terminal / "f.toml", "due_days = 14", shop=shop_id)

    as_json = run("shop", "import", "f.toml", "--json")

    assert json.loads(as_json.stdout) == [{"id": shop_id, "changed": ["due_days"], "stored": True}]


def test_standard_output_and_input_do_too(run: Run, shop_id: str) -> None:
    written = run("shop", "export", "-").stdout.replace("due_days = 0", "due_days = 9")

    result = run("shop", "import", "-", answer=written)

    assert (result.exit_code, stored().settings.due_days) == (0, 9)


def test_what_smartbill_does_not_take_is_not_stored(
    run: Run, shop_id: str, terminal: Path, smartbill: SmartBillStandIn
) -> None:
    _set(terminal / "f.toml", 'series = "XYZ"', "due_days = 14", shop=shop_id)

    refused = run("shop", "import", "f.toml")

    assert refused.exit_code == 1
    assert "“XYZ”" in refused.stderr
    assert stored().version == 1


def _rules(file: Path, *rules: str, shop: str) -> None:
    tables = [f'[[shops."{shop}".settings.rules]]\n{rule}' for rule in rules]
    file.write_text("\n".join(tables))


def test_rules_without_an_id_get_one_and_keep_it(run: Run, shop_id: str, terminal: Path) -> None:
    _rules(terminal / "f.toml", 'name = "Una"', 'id = ""\nname = "Alta"', shop=shop_id)

    run("shop", "import", "f.toml", "--no-check")
    first = [(rule.name, rule.id) for rule in stored().settings.rules]
    again = run("shop", "import", "f.toml", "--no-check")

    assert [name for name, _ in first] == ["Una", "Alta"]
    assert all(its_id for _, its_id in first)
    assert len(dict(first)) == 2
    assert again.stdout == "Magazin Exemplu: nothing changed.\n"
    assert run("shop", "rule", "move", shop_id, "Alta", "--to", "1").exit_code == 0
    assert [rule.name for rule in stored().settings.rules] == ["Alta", "Una"]


def test_an_id_that_another_rule_of_the_file_has_is_not_given_again(
    run: Run, shop_id: str, terminal: Path
) -> None:
    _rules(terminal / "f.toml", 'id = "r"\nname = "Una"', shop=shop_id)
    run("shop", "import", "f.toml", "--no-check")

    _rules(terminal / "f.toml", 'name = "Una"', 'id = "r"\nname = "Alta"', shop=shop_id)
    result = run("shop", "import", "f.toml", "--no-check")

    assert result.exit_code == 0
    assert [rule.id for rule in stored().settings.rules][1] == "r"


@pytest.mark.parametrize("its_id", ["r", "default"])
def test_rules_with_an_id_that_is_not_their_own_are_not_stored(
    its_id: str, run: Run, shop_id: str, terminal: Path
) -> None:
    rules = ('id = "r"\nname = "Una"', f'id = "{its_id}"\nname = "Alta"')
    _rules(terminal / "f.toml", *rules, shop=shop_id)

    refused = run("shop", "import", "f.toml", "--no-check")

    assert refused.exit_code == 2
    assert "The rule “Alta” needs an id that no other rule has" in refused.stderr
    assert stored().settings.rules == ()


def test_a_file_whose_rules_lead_to_a_series_that_is_not_there_is_not_stored(
    run: Run, shop_id: str, terminal: Path, smartbill: SmartBillStandIn
) -> None:
    _rules(terminal / "f.toml", 'name = "Una"\noutcome = { series = "XYZ" }', shop=shop_id)

    refused = run("shop", "import", "f.toml")

    assert (refused.exit_code, stored().settings.rules) == (1, ())
    assert "XYZ" in refused.stderr


def test_of_several_shops_all_are_stored_or_none(
    run: Run, shop_id: str, terminal: Path, smartbill: SmartBillStandIn
) -> None:
    other = json.loads(run(*connect(name="Alt magazin"), "--json", "--no-check").stdout)["id"]
    lines = [f"[shops.{shop_id}.settings]", "due_days = 14", f"[shops.{other}.settings]", 'series = "XYZ"']
    (terminal / "f.toml").write_text("\n".join(lines))

    refused = run("shop", "import", "f.toml")
    one = run("shop", "import", "f.toml", "--shop", "Magazin Exemplu")

    assert (refused.exit_code, one.exit_code) == (1, 0)
    with the_books() as books:
        assert [books.ledger.shops.get(each).version for each in (shop_id, other)] == [2, 1]


def test_where_one_of_several_was_changed_meanwhile_none_is_stored(
    run: Run, shop_id: str, terminal: Path, smartbill: SmartBillStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = json.loads(run(*connect(name="Alt magazin"), "--json", "--no-check").stdout)["id"]
    lines = [f"[shops.{shop_id}.settings]", "due_days = 14", f"[shops.{other}.settings]", 'series = "SLK"']
    (terminal / "f.toml").write_text("\n".join(lines))

    def changed_meanwhile(*_: object) -> tuple[Series, ...]:
        with the_bot() as app:
            after = app.ledger.shops.get(other).settings.model_copy(update={"unit": "set"})
            app.flows.saving.save(other, Save(after), Author("U0ANA", seen=1))
        return ()

    monkeypatch.setattr(Settings, "check_now", changed_meanwhile)

    result = run("shop", "import", "f.toml")

    assert result.exit_code == 1
    assert "settings of Alt magazin were changed by U0ANA" in result.stderr
    with the_books() as books:
        assert [books.ledger.shops.get(each).version for each in (shop_id, other)] == [1, 2]


def test_a_shop_that_is_not_here_has_to_be_connected_first(run: Run, shop_id: str, terminal: Path) -> None:
    (terminal / "f.toml").write_text(
        f"[shops.{shop_id}.settings]\ndue_days = 14\n[shops.alta.settings]\ndue_days = 14\n"
    )

    refused = run("shop", "import", "f.toml")

    assert refused.exit_code == 1
    assert "There is no shop “alta” here" in refused.stderr
    assert "`smartbill-bot shop add`" in refused.stderr
    assert stored().version == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "there.toml"), 2),
        (("export", "no/where.toml"), 2),
        (("export", "x.toml", "--shop", "nicaieri"), 1),
        (("import", "nothing.toml"), 2),
        (("import", "binary.toml"), 2),
        (("import", "there.toml"), 2),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    run: Run, shop_id: str, terminal: Path, words: tuple[str, ...], code: int
) -> None:
    (terminal / "there.toml").write_text("aici = 1")
    (terminal / "binary.toml").write_bytes(b"\xff\xfe")

    result = run("shop", *words)

    assert result.exit_code == code
    assert (terminal / "there.toml").read_text() == "aici = 1"


def test_a_file_is_replaced_on_demand(run: Run, shop_id: str, terminal: Path) -> None:
    (terminal / "there.toml").write_text("aici = 1")

    assert run("shop", "export", "there.toml", "--force").exit_code == 0
    assert "[shops." in (terminal / "there.toml").read_text()


def test_a_named_shop_that_the_file_does_not_know_is_said(run: Run, shop_id: str, terminal: Path) -> None:
    _set(terminal / "f.toml", "due_days = 14", shop="alta")

    result = run("shop", "import", "f.toml", "--shop", shop_id)

    assert result.stderr == f"The file says nothing about Magazin Exemplu ({shop_id}).\n"


def test_without_a_shop_there_is_nothing_to_write(run: Run) -> None:
    assert run("shop", "export", "x.toml").exit_code == 1
