"""Settings and rules are tried at the terminal on the orders that are known, and nothing is stored."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.background import AccountVat
from bot.domain.rulebook import Action
from tests.builders import CHANGED_AT, a_company, a_rule, an_order
from tests.cli.conftest import CIF, Run, the_books
from tests.cli.shops import CONNECT
from tests.cli.test_shop_rules import put
from tests.cli.test_shop_set import stored
from tests.flows.desks import USUAL_VAT

SHOP = "Magazin Exemplu"
AS_NEW = "Each order is judged as if it came now, in the state that it has today, even if it has a document already."


@pytest.fixture(autouse=True)
def shop_id(run: Run) -> str:
    """A connected shop with two orders: a person's, and a company's that is only placed."""
    shop_id = str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])
    company = an_order(external_id="7", number="7 & <co>", status="pending", customer=a_company())
    with the_books() as books:
        books.ledger.registers.keep_account_vat(CIF, USUAL_VAT, CHANGED_AT)
        for order in (an_order(), company):
            books.ledger.orders.update(shop_id, order)
    return shop_id


def lines(run: Run, *words: str) -> list[str]:
    result = run("shop", *words, "--try")
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.splitlines()


def counts(run: Run, *words: str) -> dict[str, Any]:
    """What became of the orders then, and that nothing was stored."""
    before = stored()
    found = json.loads(run("shop", *words, "--try", "--json").stdout)
    assert found["stored"] is False
    assert stored() == before
    then: dict[str, Any] = found["trial"]["then"]
    return then


def test_a_changed_setting_says_what_it_would_have_done(run: Run) -> None:
    assert lines(run, "set", SHOP, "--automatic", "--on-status", "new_order") == [
        "Magazin Exemplu: would change automatic, statuses.",
        "Of the last 2 orders: issued at once 0 → 2, proposed 1 → 0, left without a document 1 → 0.",
        (
            "• #7 & <co>: left without a document (its status is not among those chosen) → "
            "issued at once (default rule)"
        ),
        "• #1043: proposed (default rule; automatic issuing is off) → issued at once (default rule)",
        AS_NEW,
    ]
    assert not stored().settings.automatic
    assert stored().version == 1


def test_programs_get_all_of_it(run: Run, shop_id: str) -> None:
    put(a_rule())

    result = run("shop", "set", SHOP, "--automatic", "--due-days", "3", "--try", "--json")

    found = json.loads(result.stdout)
    assert (found["id"], found["changed"], found["stored"]) == (shop_id, ["automatic", "due_days"], False)
    proposed = {"action": "propose", "rule": "Toate", "rule_id": "r-1", "why": "automatic_off"}
    issued = proposed | {"action": "issue", "why": ""}
    assert found["trial"] == {
        "orders": 2,
        "now": {"issue": 0, "propose": 2, "leave": 0},
        "then": {"issue": 2, "propose": 0, "leave": 0},
        "decided_otherwise": 2,
        "done_otherwise": 0,
        "unsure": 0,
        "forgotten": 0,
        "examples": [
            {"number": "7 & <co>", "now": proposed, "then": issued, "parts": []},
            {"number": "1043", "now": proposed, "then": issued, "parts": []},
        ],
        "stopped": None,
    }


def test_nothing_of_the_buyer_is_told(run: Run) -> None:
    put(a_rule(is_company=True))

    result = run("shop", "set", SHOP, "--automatic", "--try", "--json")

    for text in (*a_company().model_dump().values(), an_order().customer.name):
        assert not isinstance(text, str) or len(text) < 3 or text not in result.stdout


def test_settings_that_would_change_nothing_say_so(run: Run) -> None:
    assert lines(run, "set", SHOP)[::2] == [
        "Magazin Exemplu: nothing would change.",
        "With these settings, nothing would be different for the orders so far.",
    ]


def test_trying_does_not_ask_smartbill(run: Run) -> None:
    result = run("shop", "set", SHOP, "--series", "ALTA", "--try")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "but this would change: series" in result.stdout


def test_what_is_not_known_yet_is_said(run: Run) -> None:
    with the_books() as books:
        books.ledger.registers.keep_account_vat(CIF, AccountVat({}), CHANGED_AT)

    told = "\n".join(lines(run, "set", SHOP, "--verify-buyers", "--on-status", "new_order"))

    assert "For 1 order not everything is known that is looked up before the decision" in told


def test_a_rule_is_tried_before_it_is_added(run: Run) -> None:
    words = ("rule", "add", SHOP, "--name", "Firme", "--buyer", "company", "--outcome", "propose")

    assert lines(run, *words)[:3] == [
        "Magazin Exemplu: would change rules.",
        "Of the last 2 orders: issued at once 0 → 0, proposed 1 → 2, left without a document 1 → 0.",
        "• #7 & <co>: left without a document (its status is not among those chosen) → proposed (rule “Firme”)",
    ]
    assert counts(run, *words) == {"issue": 0, "propose": 2, "leave": 0}
    assert stored().settings.rules == ()


@pytest.mark.parametrize(
    ("words", "then"),
    [
        (("edit", SHOP, "Firme", "--outcome", "propose"), (0, 2, 0)),
        (("edit", SHOP, "Firme", "--series", "ALTA", "--outcome", "issue"), (1, 1, 0)),
        (("move", SHOP, "Toate", "--to", "1"), (0, 2, 0)),
        (("on", SHOP, "Nimic"), (0, 0, 2)),
        (("off", SHOP, "Firme"), (0, 2, 0)),
        (("remove", SHOP, "Firme"), (0, 2, 0)),
    ],
    ids=lambda case: " ".join(map(str, case)),
)
def test_every_change_of_rules_can_be_tried(
    run: Run, words: tuple[str, ...], then: tuple[int, int, int]
) -> None:
    rules = (
        a_rule(id="n", name="Nimic", action=Action.LEAVE, active=False),
        a_rule(id="f", name="Firme", is_company=True, action=Action.LEAVE),
        a_rule(id="t", name="Toate", action=Action.PROPOSE),
    )
    put(*rules, automatic=True)

    found = counts(run, "rule", *words)

    assert (found["issue"], found["propose"], found["leave"]) == then


def test_what_cannot_be_a_rule_cannot_be_tried(run: Run) -> None:
    assert run("shop", "rule", "add", SHOP, "--name", " ", "--try").exit_code == 2
    assert run("shop", "rule", "off", SHOP, "Lipsa", "--try").exit_code == 1


def test_a_file_is_tried_shop_by_shop(run: Run, shop_id: str, terminal: Path) -> None:
    (terminal / "f.toml").write_text(f'[shops."{shop_id}".settings]\nautomatic = true\n')

    told = run("shop", "import", "f.toml", "--dry-run").stdout.splitlines()
    found = json.loads(run("shop", "import", "f.toml", "--dry-run", "--json").stdout)

    assert told[:2] == [
        "Magazin Exemplu: would change automatic.",
        "Of the last 2 orders: issued at once 0 → 1, proposed 1 → 0, left without a document 1 → 1.",
    ]
    assert [(each["stored"], each["trial"]["then"]["issue"]) for each in found] == [(False, 1)]
    assert not stored().settings.automatic
