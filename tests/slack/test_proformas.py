"""What people see of a proforma and of its invoice, and the press that makes the one from the other."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import IN_SMARTBILL, ProposalState
from bot.domain.invoices import Draft, Proforma
from bot.domain.rules import Reason
from bot.domain.shops import Document
from bot.flows.audit import Entry
from bot.flows.overview import Life
from bot.flows.ports import Note
from bot.slack.cards import card
from bot.slack.forms.issue import issue_form
from bot.slack.ids import Action, Form
from bot.slack.lives import life_message
from bot.slack.notes import note_message
from bot.words.say import Language
from tests.slack.lives import ANSWERED_AT, a_life, told_by
from tests.slack.reading import buttons, labels, read
from tests.slack.scenes import ANA, GUEST, MIHAI, Scene, until


def after_a_proforma(life: Life, *, is_source: bool = True) -> Life:
    """The same, of an order that has a proforma."""
    assert life.proposal is not None
    draft = _after(life.proposal.draft, is_source=is_source)
    proforma = a_life("proforma").invoice
    return replace(life, proposal=replace(life.proposal, draft=draft), proforma=proforma)


def _after(draft: Draft, *, is_source: bool) -> Draft:
    proforma = Proforma(series="SLKP", number="0226", is_source=is_source)
    return draft.model_copy(update={"proforma": proforma})


@pytest.mark.parametrize(
    ("language", "label", "question"),
    [
        (
            "ro",
            "Facturează",
            "SmartBill va emite factura comenzii 1043, de *1.113,20 RON*, din proforma SLKP 0226. După emitere, factura se mai corectează numai prin stornare. Dacă între timp s-a schimbat comanda, propunem întâi un document nou.",
        ),
        (
            "en",
            "Invoice it",
            "SmartBill will issue the invoice of order 1043, of *1,113.20 RON*, from proforma SLKP 0226. Once issued, it can only be reversed (storno). If the order has changed since, a new document is proposed first.",
        ),
    ],
)
def test_a_proforma_offers_its_invoice_after_one_question(
    language: Language, label: str, question: str
) -> None:
    row = card(told_by(language, "proforma")).blocks[-1]

    assert labels([row])[0] == label
    assert row["elements"][0]["confirm"]["text"]["text"] == question
    assert row["elements"][0]["value"] == "1"


@pytest.mark.parametrize(
    ("is_source", "romanian", "english"),
    [
        (True, "Din proforma SLKP 0226", "From proforma SLKP 0226"),
        (
            False,
            "Comanda are și proforma SLKP 0226; factura nu se face din ea.",
            "The order has proforma SLKP 0226 too; the invoice is not made from it.",
        ),
    ],
)
def test_an_invoice_names_the_proforma_before_it(is_source: bool, romanian: str, english: str) -> None:
    told: tuple[tuple[Language, str], ...] = (("ro", romanian), ("en", english))
    for language, sentence in told:
        life = after_a_proforma(told_by(language, "issued"), is_source=is_source)

        assert sentence in read(card(life).blocks)
        assert sentence in read(life_message(life, ()).blocks)


@pytest.mark.parametrize("state", ["issued", "open", "unknown", "refused"])
def test_only_a_proforma_offers_its_invoice(state: str) -> None:
    shown = buttons(card(after_a_proforma(a_life(state))).blocks)

    assert Action.INVOICE_IT not in shown
    assert (Action.COLLECT in shown) == (state == "issued")


def test_that_a_person_invoiced_it_stands_on_the_card() -> None:
    reason = Reason(code="invoiced_elsewhere", facts={"proforma": "SLKP 0226", "number": "FCT 0012"})

    life = told_by("ro", "issued", reasons=(reason,))
    assert life.proposal is not None
    made = replace(life, proposal=replace(life.proposal, answered_by=IN_SMARTBILL))
    shown = read(card(made).blocks)

    assert "De ce: în SmartBill s-a făcut deja FCT 0012 din proforma SLKP 0226." in shown
    assert "\nFăcută în SmartBill, nu de bot · " in shown
    assert "Aprobată" not in shown


def test_that_a_person_made_it_in_smartbill_stands_in_the_life_of_the_order() -> None:
    facts = {"number": "FCT 0012", "amount": "1113.20", "currency": "RON"}
    entry = Entry(at=ANSWERED_AT, who=IN_SMARTBILL, what="invoice.issued", facts=facts)

    told = read(life_message(told_by("ro", "issued"), (entry,)).blocks)

    assert "cineva, în SmartBill (nu botul): emisă FCT 0012, 1.113,20 RON" in told


def test_where_four_eyes_are_wanted_whoever_presses_only_asks_for_the_invoice() -> None:
    life = told_by("ro", "proforma")
    settings = life.shop.settings.model_copy(update={"four_eyes": True})
    shown = card(replace(life, shop=life.shop.model_copy(update={"settings": settings}))).blocks

    assert "Cereți factura?" in str(shown)
    assert "O va aproba un coleg." in str(shown)
    assert "Emitem factura?" not in str(shown)


def test_where_two_have_to_approve_the_press_is_told_to_be_the_first_yes() -> None:
    life = told_by("ro", "proforma")
    settings = life.shop.settings.model_copy(update={"second_above": Decimal(1000)})
    shown = card(replace(life, shop=life.shop.model_copy(update={"settings": settings}))).blocks

    confirm = shown[-1]["elements"][0]["confirm"]
    assert confirm["title"]["text"] == "Aprobați documentul?"
    assert confirm["text"]["text"].startswith("Aprobarea dumneavoastră este prima din două: ")


@pytest.mark.parametrize(
    ("state", "offered"), [("proforma", [Action.INVOICE_IT]), ("issued", []), ("open", [])]
)
def test_news_of_a_payment_offers_the_invoice_while_there_is_none(state: str, offered: list[str]) -> None:
    note = Note("note.shop_says_paid_proforma", {"number": "SLKP 0226"})

    message = note_message("ro", note, a_life(state))

    assert buttons(message.blocks) == offered
    assert message.text == (
        ":moneybag: Comanda este plătită în magazin. Emitem factura pe baza proformei SLKP 0226?"
    )


@pytest.mark.parametrize(
    ("is_source", "sentence"),
    [
        (True, "The invoice is made from proforma *SLKP 0226*, with the same lines."),
        (
            False,
            "The order is no longer what proforma *SLKP 0226* says: the invoice is made as the order is now, and not from it.",
        ),
    ],
)
def test_the_preview_says_whether_the_proforma_is_copied(is_source: bool, sentence: str) -> None:
    life = a_life("open")
    assert life.proposal is not None
    draft = _after(life.proposal.draft, is_source=is_source)

    form = issue_form("en", life.record, draft, ())

    assert sentence in read(form["blocks"])


@pytest.fixture
def proformas(scene: Scene) -> Any:
    """The sample shop issues proformas for a while."""
    return _issuing(scene, document=Document.PROFORMA, series="SLKP", invoice_series="FCT")


def _issuing(scene: Scene, **changes: Any) -> Scene:
    ledger = scene.world.app.ledger
    (shop,) = ledger.shops.all()
    ledger.shops.save(shop.id, shop.settings.model_copy(update=changes), smartbill_token=None)
    return scene


def test_a_proforma_is_invoiced_from_its_card_and_then_collected(proformas: Scene) -> None:
    scene, number = proformas, proformas.paid_order()
    proforma = scene.issued(number)
    assert scene.buttons(number) == [Action.INVOICE_IT, Action.OPEN_DOCUMENT]
    refused = scene.told_next(GUEST, lambda: scene.press(GUEST, Action.INVOICE_IT, number))
    assert "Numai membrii spațiului de lucru" in refused

    scene.press(MIHAI, Action.INVOICE_IT, number)

    shown = read(scene.card(number, saying="de încasat").blocks)
    _, invoice = scene.documents(number)
    assert (invoice.made_from, invoice.total) == (proforma.key, proforma.total)
    assert f"*Factura {invoice.series} {invoice.number} a fost emisă*" in shown
    assert f"Din proforma {proforma.series} {proforma.number}" in shown
    assert scene.buttons(number) == [Action.COLLECT, Action.OPEN_DOCUMENT]
    files = until(lambda: [one for one in scene.thread(number) if one.files][1:])
    assert files


def test_a_proforma_is_not_collected(proformas: Scene) -> None:
    number = proformas.paid_order()
    proforma = proformas.issued(number)

    told = proformas.told_next(ANA, lambda: proformas.type(ANA, f"/smartbill collect {number}"))

    assert f"{proforma.series} {proforma.number} este o proformă" in told


def test_the_command_makes_the_invoice_from_the_proforma(proformas: Scene) -> None:
    number = proformas.paid_order()
    proforma = proformas.issued(number)
    proformas.type(ANA, f"/smartbill issue {number}")
    assert "Factura se face din proforma" in read(proformas.form(ANA, Form.ISSUE).blocks)

    proformas.submit(ANA, Form.ISSUE)

    proformas.card(number, saying="de încasat")
    assert [one.made_from for one in proformas.documents(number)] == [None, proforma.key]


def test_an_invoice_that_a_person_made_in_smartbill_is_recorded_and_said(proformas: Scene) -> None:
    number = proformas.paid_order()
    proforma = proformas.issued(number)

    proformas.world.smartbill.invoice(proforma.series, proforma.number, "SLK")

    shown = read(proformas.card(number, saying="în SmartBill s-a făcut deja SLK").blocks)
    assert f"din proforma {proforma.series} {proforma.number}" in shown
    assert len(proformas.documents(number)) == 1
    life = proformas.world.app.flows.overview.find(str(number))
    assert life.proposal is not None
    assert life.proposal.state is ProposalState.ISSUED
