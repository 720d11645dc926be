"""`smartbill-bot status`: the same as `/smartbill status`, at a terminal."""

import json

from tests.cli.conftest import Run, the_bot
from tests.cli.ledgers import add_shop


def test_how_it_goes_is_told_in_sentences(run: Run) -> None:
    told = run("status")

    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines() == [
        "To be done now: 0. Under way: 0. For later: 0.",
        "Our pace at SmartBill: at most 30 calls in 10 seconds.",
    ]


def test_how_it_goes_is_facts_for_programs(run: Run) -> None:
    with the_bot() as app:
        add_shop(app)
        app.ledger.numbers.missing("99999917/invoice/FCT", [12])

    facts = json.loads(run("status", "--json").stdout)

    assert facts["held"] == [{"cif": "99999917", "document": "invoice", "series": "FCT"}]
    assert facts["share"] == {"calls": 30, "seconds": "10"}
    assert (facts["due"], facts["oldest_due_at"], facts["blocks"], facts["doubts"]) == (0, None, [], [])


def test_a_series_on_hold_is_told(run: Run) -> None:
    with the_bot() as app:
        app.ledger.numbers.missing("99999917/invoice/FCT", [12])

    assert "On hold because of unknown numbers: series FCT of 99999917." in run("status").stdout


def test_who_may_approve_is_told_and_how_many_have_to(run: Run) -> None:
    with the_bot() as app:
        add_shop(app, approvers=("U0ANA",), second_above="5000", four_eyes=True)

    facts = json.loads(run("status", "--json").stdout)

    assert (
        "U0ANA may approve. Above 5000 lei, two different people have to. "
        "Nobody approves what they asked for or corrected." in run("status").stdout
    )
    [rights] = facts["approvers"]
    assert (rights["people"], rights["groups"]) == (["U0ANA"], [])
    assert (rights["second_above"], rights["four_eyes"]) == ("5000", True)
