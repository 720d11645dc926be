"""What the terminal tells of one order, and of those that wait."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.documents import Issued
from bot.domain.fiscal import ROMANIAN_TIME
from bot.domain.rulebook import Action
from bot.domain.shops import Document
from bot.flows.errands import Errands
from bot.flows.vanishing import vanished
from bot.slack.people import SlackPeople
from bot.storage.queue import SqlQueue
from bot.wiring import SystemClock
from tests.builders import CHANGED_AT, a_company, a_line, a_rule
from tests.cli.conftest import Run, the_bot
from tests.cli.ledgers import add_shop, ask_to_book, issue, tell


@pytest.fixture(autouse=True)
def shop() -> None:
    with the_bot() as app:
        add_shop(app)


def test_a_waiting_order_is_told_with_its_reasons_and_lines(run: Run) -> None:
    with the_bot() as app:
        tell(app)

    lines = run("order", "1043").stdout.splitlines()

    assert lines[0] == "Order 1043: 121.00 RON – waiting for approval"
    assert lines[1] == "Shop: Lămpi Exemplu · buyer: Andrei P."
    assert lines[2] == "Status in the shop: “paid”, changed 20.11.2026 11:30"
    assert lines[3] == "Why: the order's status is “paid”; automatic issuing is off."
    assert lines[4:8] == [
        "Lines of the invoice, series FCT:",
        "  2 × Lampă de birou: 100.00 RON, VAT 21%",
        "  1 × Curier rapid: 21.00 RON, VAT 21%",
        "  Total: 121.00 RON, of which VAT 21.00 RON",
    ]
    assert lines[8] == "History:"
    assert lines[9].endswith("· the shop's rule: proposed the document")


def test_an_issued_order_is_told_with_its_document_and_payments(run: Run) -> None:
    with the_bot() as app:
        tell(app)
        ask_to_book(app, issue(app), "21.00")

    told = run("order", "1043").stdout

    assert "Document: FCT 0012 of 22.11.2026, 121.00 RON, to collect 121.00 RON" in told
    assert "Payment: 21.00 (Ordin plata) of 23.11.2026, asked, asked by U0ANA" in told
    assert "· U0ANA: FCT 0012 issued, " in told


def test_an_invoice_is_told_with_the_proforma_before_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    # There is no Slack to ask here.
    monkeypatch.setattr(SlackPeople, "is_full_member", lambda *_: True)
    with the_bot() as app:
        (shop,) = app.ledger.shops.all()
        proformas = shop.settings.model_copy(
            update={
                "document": Document.PROFORMA,
                "series": "SLKP",
                "invoice_series": "FCT",
                "approvers": ("U0ANA",),
            }
        )
        app.ledger.shops.save(shop.id, proformas, smartbill_token=None)
        tell(app)
        proforma = issue(app, issued=Issued("SLKP", "0226"))
        before = run("order", "1043").stdout
        app.flows.invoicing.ask(proforma, by="U0ANA")
        on_its_way = json.loads(run("order", "1043", "--json").stdout)
        proposal = app.flows.overview.find("1043").proposal
        assert proposal is not None
        app.flows.issuing.recorded(proposal, None, Issued("FCT", "0012"))

    told = run("order", "1043").stdout

    assert "Document: SLKP 0226 of 22.11.2026, 121.00 RON\n" in before
    assert (on_its_way["state"], on_its_way["document"]) == ("approved", None)
    assert on_its_way["proforma"]["number"] == "0226"
    assert "Document: FCT 0012 of " in told
    assert "Proforma: SLKP 0226 of 22.11.2026, 121.00 RON\n" in told
    assert "· U0ANA: asked for the invoice of proforma SLKP 0226" in told


def test_a_corrected_order_is_told_with_who_put_what_right(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    # There is no Slack to ask here.
    monkeypatch.setattr(SlackPeople, "is_full_member", lambda *_: True)
    with the_bot() as app:
        tell(app)
        proposal = app.ledger.proposals.latest(1)
        assert proposal is not None
        seen = app.flows.correcting.may_correct(proposal.id, by="U0ANA")
        buyer = seen.particulars.buyer.model_copy(update={"name": "Maria Modelescu"})
        day = date(2026, 11, 18)
        typed = seen.particulars.model_copy(update={"buyer": buyer, "delivery_date": day})
        app.flows.correcting.correct(proposal.id, typed, basis=seen.basis, by="U0ANA")

    told = run("order", "1043").stdout
    facts = json.loads(run("order", "1043", "--json").stdout)

    assert "buyer: Maria M." in told
    assert "  Delivered on 18.11.2026" in told
    assert "· U0ANA: corrected it: name, delivery_date" in told
    assert (facts["buyer"], facts["draft"]["delivery_date"]) == ("Maria M.", "2026-11-18")


def test_an_order_whose_document_is_gone_says_so(run: Run) -> None:
    with the_bot() as app:
        tell(app)
        invoice = app.ledger.documents.get(issue(app))
        vanished(app.ledger, Errands(SqlQueue(app.database, SystemClock())), invoice)

    told, facts = run("order", "1043").stdout, json.loads(run("order", "1043", "--json").stdout)

    assert told.startswith("Order 1043: 121.00 RON – FCT 0012 no longer exists in SmartBill")
    assert "the shop's rule: FCT 0012 no longer exists in SmartBill" in told
    assert (facts["state"], facts["document"]) == ("gone", None)
    assert run("unpaid").stdout.splitlines() == ["Every issued invoice is collected."]


def test_an_order_that_changed_after_its_invoice_says_how(run: Run) -> None:
    with the_bot() as app:
        tell(app)
        issue(app)
        later = CHANGED_AT + timedelta(hours=1)
        more = (a_line(quantity=Decimal(3), name="Lampă *mare* & bună"),)
        tell(app, updated_at=later, status="refunded", lines=more, total=Decimal("171.00"))
        app.flows.changing.tell({"order": "1"})

    told = run("order", "1043").stdout
    facts = json.loads(run("order", "1043", "--json").stdout)["changed_after"]

    assert (
        "Changed in the shop after this document:\n"
        "  The shop calls it “refunded”\n"
        "  Total: 121.00 RON → 171.00 RON\n"
        "  2 × Lampă de birou: 100.00 RON → 3 × Lampă mare & bună: 150.00 RON\n"
    ) in told
    assert (facts["status"], facts["buyer"], facts["added"], facts["removed"]) == ("refunded", [], [], [])
    assert facts["total"] == {"came": "121.00", "now": "171.00"}
    assert facts["currency"] == {"came": "RON", "now": "RON"}
    assert facts["changed"][0]["now"] == {
        "name": "Lampă *mare* & bună",
        "quantity": "3",
        "price": "50",
        "amount": "150.00",
    }


def test_an_order_that_did_not_change_differs_in_nothing(run: Run) -> None:
    with the_bot() as app:
        tell(app)
        issue(app)

    assert json.loads(run("order", "1043", "--json").stdout)["changed_after"] is None


def test_a_left_order_says_why(run: Run) -> None:
    with the_bot() as app:
        tell(app, status="pending", paid=False)

    told = run("order", "1043").stdout

    assert told.startswith("Order 1043: left without a document")
    assert "Why: its status is “" in told
    assert "Lines of" not in told


def test_an_order_says_which_rule_decided_and_what_it_looked_at(run: Run) -> None:
    with the_bot() as app:
        add_shop(app, "mari", "Mari", rules=(a_rule(name="Mari", total_from="100", approvers=("U9",)),))
        tell(app, "mari")

    told = run("order", "mari/1043").stdout
    facts = json.loads(run("order", "mari/1043", "--json").stdout)

    why = "Why: rule Mari: its total is 121.00 RON; automatic issuing is off. Who may approve: U9."
    assert why in told.splitlines()
    assert (facts["rule"], facts["waits_until"]) == ("Mari", None)
    assert [reason["code"] for reason in facts["reasons"]] == [
        "by_rule",
        "total_is",
        "automatic_off",
        "approvers",
    ]


def test_an_order_that_a_rule_leaves_says_which(run: Run) -> None:
    with the_bot() as app:
        add_shop(app, "mari", "Mari", rules=(a_rule(name="Marketplace", action=Action.LEAVE),))
        tell(app, "mari")

    told = run("order", "mari/1043").stdout

    assert (
        "Why: rule Marketplace: the rule leaves it without a document. You can still issue it by hand."
        in told.splitlines()
    )


def test_an_order_that_waits_says_until_when(run: Run) -> None:
    with the_bot() as app:
        add_shop(app, "mari", "Mari", rules=(a_rule(name="Răgaz", wait_minutes=30),))
        tell(app, "mari")

    lines = run("order", "mari/1043").stdout.splitlines()
    facts = json.loads(run("order", "mari/1043", "--json").stdout)

    until = datetime.fromisoformat(facts["waits_until"]).astimezone(ROMANIAN_TIME)
    moment = f"{until:%d.%m.%Y %H:%M}"
    assert lines[0] == f"Order 1043: waits until {moment}, the customer may still change it"
    assert f"Why: rule Răgaz: it waits until {moment}, because" in "\n".join(lines)
    assert (facts["state"], facts["rule"], facts["draft"]) == ("waits", "Răgaz", None)


def test_a_doubtful_order_says_what_to_look_at(run: Run) -> None:
    with the_bot() as app:
        tell(app, total="120.00")

    told = run("order", "1043").stdout

    assert "cannot be issued yet" in told
    assert "To look at: The shop's total is 120.00, the document's would be 121.00" in told


def test_an_order_is_facts_for_programs(run: Run) -> None:
    with the_bot() as app:
        tell(app)
        ask_to_book(app, issue(app), "21.00")

    told = json.loads(run("order", "lampi/1043", "--json").stdout)

    assert (told["shop"], told["order"], told["state"]) == ("Lămpi Exemplu", "1043", "collecting")
    assert [reason["code"] for reason in told["reasons"]] == ["status_matches", "automatic_off"]
    assert told["draft"]["total"] == "121.00"
    assert told["draft"]["vat"] == {"21": "21.00"}
    assert told["draft"]["lines"][0]["amount"] == "100.00"
    assert told["document"]["number"] == "0012"
    assert told["document"]["issue_date"] == "2026-11-22"
    assert told["payments"][0]["amount"] == "21.00"
    assert [entry["what"] for entry in told["history"]] == ["proposal.opened", "invoice.issued"]


def test_an_unknown_order_is_a_no(run: Run) -> None:
    result = run("order", "9999")

    assert result.exit_code == 1
    assert result.stderr.startswith("Order 9999 not found.")
    assert result.stdout == ""


def test_an_ambiguous_order_is_a_misuse_that_names_the_choices(run: Run) -> None:
    with the_bot() as app:
        add_shop(app, "veioze", "Veioze")
        tell(app)
        tell(app, "veioze")

    result = run("order", "1043")

    assert result.exit_code == 2
    assert "Lămpi Exemplu/1043, Veioze/1043" in result.stderr
    assert run("order", "Veioze/1043").exit_code == 0


def test_what_waits_is_listed_oldest_first(run: Run) -> None:
    with the_bot() as app:
        tell(app)
        tell(app, external_id="1044", number="1044")

    first, second = run("pending").stdout.splitlines()

    assert first == "Order 1043: 121.00 RON – waiting for approval · Andrei P. · Lămpi Exemplu · today"
    assert second.startswith("Order 1044: ")


def test_what_is_unpaid_is_listed_with_its_document(run: Run) -> None:
    with the_bot() as app:
        tell(app)
        issue(app)

    (told,) = json.loads(run("unpaid", "--json").stdout)

    assert (told["order"], told["state"]) == ("1043", "issued")
    assert told["document"]["to_collect"] == "121.00"
    assert run("unpaid").stdout.startswith(
        "Order 1043: 121.00 RON – invoice FCT 0012 issued, to be collected"
    )
    assert json.loads(run("pending", "--json").stdout) == []


def test_nothing_waiting_is_said_in_a_sentence(run: Run) -> None:
    assert run("pending").stdout == "Nothing waits for a person.\n"
    assert run("unpaid").stdout == "Every issued invoice is collected.\n"


def test_a_shop_that_speaks_romanian_is_told_in_english_here(run: Run) -> None:
    with the_bot() as app:
        tell(app, updated_at=CHANGED_AT)

    assert "așteaptă" not in run("pending").stdout


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_personal_number_is_never_printed(run: Run, options: list[str]) -> None:
    number = "1630615123457"
    customer = a_company(name=f"Ana {number}", vat_code=number, contact=number)
    with the_bot() as app:
        tell(app, customer=customer, lines=(a_line(name=f"Gravură {number}"),))

    told = run("order", "1043", *options).stdout + run("pending", *options).stdout

    assert number not in told
    # The buyer in both, the line, and the finding that quotes it.
    assert told.count("1•••••••••457") == 4
