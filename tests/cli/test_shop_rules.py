"""A shop's rules at the terminal: listed as sentences, added, changed, moved, switched and removed."""

import json
from typing import Any

import pytest

from bot.domain.rulebook import Action, Rule
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.builders import a_rule
from tests.cli.conftest import Run, the_books
from tests.cli.shops import CONNECT

SHOP = "Magazin Exemplu"
DEFAULT = (
    "Regula implicită: dacă starea este „plătită (sau finalizată)”, se cere o aprobare (factură, seria FCT)."
)
OFF = "Emiterea automată este oprită: unde o regulă ar emite imediat documentul, se cere o aprobare."


@pytest.fixture(autouse=True)
def shop_id(run: Run) -> str:
    return str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])


def stored() -> tuple[Rule, ...]:
    with the_books() as books:
        return books.ledger.shops.all()[0].settings.rules


def put(*rules: Rule, **changes: Any) -> None:
    """The shop has these rules."""
    with the_books() as books:
        shop = books.ledger.shops.all()[0]
        settings = shop.settings.model_copy(update={"rules": rules} | changes)
        books.ledger.shops.save(shop.id, settings, smartbill_token=None)


def audit() -> list[tuple[str, str, str]]:
    with the_books() as books, books.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select who, what, facts from audit order by id").all()
    return [(row[0], row[1], row[2]) for row in rows]


def named(*names: str) -> list[Rule]:
    return [a_rule(id=f"r-{name}", name=name) for name in names]


def test_a_rules_approver_is_named_by_the_id_that_slack_has(run: Run) -> None:
    refused = run("shop", "rule", "add", SHOP, "--no-check", "--name", "Mari", "--approver", "@ana")

    assert (refused.exit_code, stored()) == (2, ())
    assert "“@ana” is no id of a Slack user" in " ".join(refused.stderr.split())


def test_a_shop_without_rules_has_the_one_that_its_settings_spell_out(run: Run) -> None:
    assert run("shop", "rules", SHOP).stdout == f"1. {DEFAULT}\n"


def test_rules_are_numbered_sentences_in_the_shops_language(run: Run) -> None:
    put(a_rule(), a_rule(id="r-2", name="Mari", total_from="5000", active=False))

    assert run("shop", "rules", SHOP).stdout.splitlines() == [
        "1. Toate: întotdeauna; documentul se emite imediat.",
        "2. Mari: dacă totalul este de cel puțin 5.000,00 RON, documentul se emite imediat. Oprită.",
        f"3. {DEFAULT}",
        OFF,
    ]

    put(a_rule(), automatic=True, bot_language="en")

    assert run("shop", "rules", SHOP).stdout.splitlines() == [
        "1. Toate: always; the document is issued at once.",
        (
            "2. Default rule: if the status is “paid (or completed)” and the customer entered billing "
            "information, the document is issued at once (invoice, series FCT)."
        ),
    ]


def test_rules_are_facts_for_programs(run: Run) -> None:
    put(a_rule(total_from="10.10", series="SLK"))

    first, default = json.loads(run("shop", "rules", SHOP, "--json").stdout)

    assert (first["number"], first["id"], first["name"], first["active"]) == (1, "r-1", "Toate", True)
    assert first["conditions"]["total_from"] == "10.10"
    assert first["outcome"]["series"] == "SLK"
    assert first["sentence"].startswith("Toate: dacă ")
    assert (default["number"], default["id"], default["sentence"]) == (2, "default", DEFAULT)


def test_every_option_of_a_new_rule_is_stored(run: Run) -> None:
    result = run(
        *("shop", "rule", "add", SHOP, "--name", "Firme din UE", "--no-check", "--json"),
        *("--on-status", "paid", "--on-status", "order-gata", "--payment-method", "cod"),
        *("--total-from", "1000", "--total-to", "5000.50", "--total-currency", "EUR"),
        *("--buyer", "company", "--buyer-pays-vat", "yes", "--country", "eu", "--country", "gb"),
        *(
            "--currency",
            "EUR",
            "--tag",
            "b2b",
            "--shipping",
            "fan",
            "--weekday",
            "mon",
            "--weekday",
            "Sunday",
        ),
        *("--hours", "22-6", "--billing", "yes", "--outcome", "propose", "--document", "invoice"),
        *("--series", "EXT", "--language", "EN", "--due-days", "14", "--collect-as", "card-online"),
        *("--wait-minutes", "30", "--approver", "U1", "--approver", "U2"),
    )

    assert result.exit_code == 0, result.stderr
    (rule,) = stored()
    expected = a_rule(
        id=rule.id,
        name="Firme din UE",
        statuses=("paid", "order-gata"),
        methods=("cod",),
        total_from="1000",
        total_to="5000.50",
        total_currency="EUR",
        is_company=True,
        pays_vat=True,
        countries=("EU", "GB"),
        currencies=("EUR",),
        tags=("b2b",),
        shipping=("fan",),
        weekdays=(1, 7),
        hour_from=22,
        hour_to=6,
        has_billing=True,
        action=Action.PROPOSE,
        document="invoice",
        series="EXT",
        language="EN",
        due_days=14,
        collects=True,
        payment_type="Card online",
        wait_minutes=30,
        approvers=("U1", "U2"),
    )
    assert rule == expected
    assert len(rule.id) == 8
    assert json.loads(result.stdout)[0]["name"] == "Firme din UE"
    assert audit()[-1] == ("cli", "settings.saved", '{"changed": "rules"}')


def test_a_new_rule_comes_last_or_where_it_is_told_to(run: Run) -> None:
    put(*named("unu", "doi"))

    run("shop", "rule", "add", SHOP, "--name", "trei")
    result = run("shop", "rule", "add", SHOP, "--name", "zero", "--to", "1")

    assert [rule.name for rule in stored()] == ["zero", "unu", "doi", "trei"]
    assert result.stdout.splitlines()[0] == "1. zero: întotdeauna; documentul se emite imediat."


def test_what_is_not_given_stays_when_a_rule_is_changed(run: Run) -> None:
    put(*named("unu"), a_rule(id="r-2", name="doi", statuses=("paid",), series="SLK", approvers=("U1",)))

    run("shop", "rule", "edit", SHOP, "DOI", "--name", "Doi", "--due-days", "7", "--buyer", "person")

    assert stored()[1] == a_rule(
        id="r-2",
        name="Doi",
        statuses=("paid",),
        series="SLK",
        approvers=("U1",),
        due_days=7,
        is_company=False,
    )


def test_an_empty_text_and_any_clear_what_was_said(run: Run) -> None:
    put(
        a_rule(
            statuses=("paid",),
            total_from="1",
            total_to="2",
            is_company=True,
            pays_vat=True,
            weekdays=(1,),
            hour_from=9,
            hour_to=17,
            has_billing=True,
            document="invoice",
            series="SLK",
            language="EN",
            due_days=7,
            collects=True,
            payment_type="Card",
            wait_minutes=5,
            approvers=("U1",),
        )
    )

    result = run(
        *("shop", "rule", "edit", SHOP, "Toate", "--on-status", "", "--total-from", "", "--total-to", ""),
        *("--buyer", "any", "--buyer-pays-vat", "any", "--weekday", "", "--hours", "", "--billing", "any"),
        *("--document", "", "--series", "", "--language", "", "--due-days", "", "--no-collect"),
        *("--collect-as", "", "--wait-minutes", "0", "--approver", ""),
    )

    assert result.exit_code == 0, result.stderr
    assert stored() == (a_rule(),)


def test_a_rule_is_moved(run: Run) -> None:
    put(*named("unu", "doi", "trei"))

    assert run("shop", "rule", "move", SHOP, "trei", "--to", "1").exit_code == 0

    assert [rule.name for rule in stored()] == ["trei", "unu", "doi"]


def test_a_rule_is_switched_off_and_on(run: Run, smartbill: SmartBillStandIn) -> None:
    put(*named("unu", "doi"))

    run("shop", "rule", "off", SHOP, "doi")
    assert [rule.active for rule in stored()] == [True, False]

    run("shop", "rule", "on", SHOP, "r-doi")
    assert [rule.active for rule in stored()] == [True, True]


def test_a_rule_is_removed(run: Run) -> None:
    put(*named("unu", "doi"))

    result = run("shop", "rule", "remove", SHOP, "unu")

    assert [rule.name for rule in stored()] == ["doi"]
    assert result.stdout.splitlines()[0].startswith("1. doi: ")


def test_what_changes_nothing_is_not_written_down(run: Run) -> None:
    put(*named("unu"))
    before = audit()

    assert run("shop", "rule", "move", SHOP, "unu", "--to", "1").exit_code == 0

    assert audit() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--total-from", "10", "--total-to", "9"),
            "The smallest amount (10) is larger than the largest (9).",
        ),
        (("--total-from", "mult"), "should be an amount"),
        (("--total-to", "NaN"), "should be an amount"),
        (("--hours", "9-25"), "25 is no hour: hours go from 0 to 24."),
        (("--hours", "9-9"), "The hours begin where they end"),
        (("--hours", "dimineața"), "should be two whole hours"),
        (("--weekday", "luni"), "should be one of mon, tue"),
        (("--country", "Narnia"), "“Narnia” is no country."),
        (("--currency", "lei noi"), "“lei noi” is no currency."),
        (("--due-days", "366"), "should be a number of days from 0 to 365"),
        (("--wait-minutes", "1441"), "A rule can wait for 1440 minutes at most"),
        (("--collect-as", "receipt"), "A receipt (chitanță) needs a series"),
        (("--collect", "--document", "proforma"), "No money is recorded for a proforma."),
    ],
    ids=str,
)
def test_what_cannot_be_a_rule_is_a_misuse_that_says_why(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run("shop", "rule", "add", SHOP, "--name", "Regula", *words)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert stored() == ()


def test_a_rule_needs_a_name_of_its_own(run: Run) -> None:
    put(*named("unu"))

    empty, twice = (run("shop", "rule", "add", SHOP, "--name", name) for name in (" ", "UNU"))

    assert (empty.exit_code, twice.exit_code) == (2, 1)
    assert "A rule needs a name." in empty.stderr
    assert twice.stderr == ("There is a rule “UNU” already. Choose another name, or change that one.\n")
    assert len(stored()) == 1


def test_there_are_two_hundred_at_most(run: Run) -> None:
    put(*named(*(f"Regula {number}" for number in range(200))))

    result = run("shop", "rule", "add", SHOP, "--name", "una în plus")

    assert (result.exit_code, result.stderr) == (
        1,
        "A shop can have 200 rules at most. Remove some first.\n",
    )


@pytest.mark.parametrize("words", [("off",), ("on",), ("remove",), ("move", "--to", "1"), ("edit",)])
@pytest.mark.parametrize("name", ["Regula implicită", "default rule", "default"])
def test_the_default_rule_stays_the_last(run: Run, words: tuple[str, ...], name: str) -> None:
    command, *rest = words

    result = run("shop", "rule", command, SHOP, name, *rest)

    assert result.exit_code == 1
    assert result.stderr.startswith("The default rule always comes last.")


def test_a_rule_that_nobody_knows_is_a_no(run: Run) -> None:
    result = run("shop", "rule", "off", SHOP, "nicăieri")

    assert result.exit_code == 1
    assert result.stderr.startswith("There is no rule “nicăieri”.")


@pytest.mark.parametrize("place", ["0", "3", "-1"])
def test_a_place_that_is_not_there_is_a_no(run: Run, place: str) -> None:
    put(*named("unu", "doi"))

    result = run("shop", "rule", "move", SHOP, "unu", "--to", place)

    assert (result.exit_code, result.stderr) == (
        1,
        f"There is no place {place}: the rules' places go from 1 to 2.\n",
    )


def test_a_rules_series_is_asked_for_at_smartbill(run: Run, smartbill: SmartBillStandIn) -> None:
    refused = run("shop", "rule", "add", SHOP, "--name", "Alta", "--series", "XYZ")
    accepted = run("shop", "rule", "add", SHOP, "--name", "Alta", "--series", "SLK")

    assert (refused.exit_code, accepted.exit_code) == (1, 0)
    assert refused.stderr == (
        "SmartBill knows no series “XYZ” of RO99999917 for the documents of rule “Alta”: create it there, "
        "or name another with --series and --document. Nothing was stored.\n"
    )
    assert [rule.outcome.series for rule in stored()] == ["SLK"]


def test_a_shop_that_is_changed_just_now_is_not_overwritten(
    run: Run, smartbill: SmartBillStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*_: object) -> None:
        put(due_days=30)

    monkeypatch.setattr("bot.cli.shop_rules.must_work", meanwhile)

    result = run("shop", "rule", "add", SHOP, "--name", "Alta", "--series", "SLK")

    assert result.exit_code == 1
    assert result.stderr.startswith("Meanwhile, settings of Magazin Exemplu were changed at a terminal")
    assert stored() == ()
