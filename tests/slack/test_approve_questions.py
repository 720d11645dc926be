"""The question before a yes: what is issued, what comes with it, and whether another yes has to follow."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.domain.approvals import Yes
from bot.domain.kinds import Document
from bot.domain.rulebook import Terms
from bot.flows.overview import Life
from bot.slack.cards import card
from bot.slack.ids import Action
from tests.slack.lives import ANSWERED_AT, told_by
from tests.slack.reading import read

COLLECTS = Terms(collects=True)


def asked(*, paid: bool = False, second_above: str = "", document: str = "invoice", **changes: Any) -> Life:
    """The plain order of 1113.20 lei, whose document waits for a yes."""
    life = told_by("ro", "open")
    assert life.proposal is not None
    draft = life.proposal.draft.model_copy(update={"document": Document(document)})
    settings = life.shop.settings.model_copy(
        update={"second_above": Decimal(second_above) if second_above else None}
    )
    order = life.record.order.model_copy(update={"paid": paid})
    return replace(
        life,
        shop=life.shop.model_copy(update={"settings": settings}),
        record=replace(life.record, order=order),
        proposal=replace(life.proposal, draft=draft, **changes),
    )


def question(life: Life) -> tuple[str, str, str]:
    """The title, the text and the yes of what is asked on the order's card."""
    elements = [one for block in card(life).blocks if block["type"] == "actions" for one in block["elements"]]
    confirm = next(one["confirm"] for one in elements if one["action_id"] == Action.APPROVE)
    return confirm["title"]["text"], confirm["text"]["text"], confirm["confirm"]["text"]


def test_one_yes_issues_the_invoice() -> None:
    assert question(asked()) == (
        "Emitem documentul?",
        (
            "SmartBill va emite o factură de *1.113,20 RON* pentru comanda 1043, în seria FCT. "
            "După emitere, factura se mai corectează numai prin stornare."
        ),
        "Emite",
    )


def test_a_proforma_can_be_corrected_and_does_not_go_to_e_factura() -> None:
    life = asked(document="proforma")

    assert "stornare" not in question(life)[1]
    assert "e-Factura" not in read(card(life).blocks)
    assert "e-Factura" in read(card(asked()).blocks)


def test_the_first_of_two_yeses_is_told_to_issue_nothing_yet() -> None:
    title, text, yes = question(asked(second_above="1000"))

    assert (title, yes) == ("Aprobați documentul?", "Aprobă")
    assert text.endswith(
        "în seria FCT. Aprobarea dumneavoastră este prima din două: documentul se emite abia după a doua."
    )


def test_the_second_of_two_yeses_issues_the_invoice() -> None:
    title, text, yes = question(asked(second_above="1000", first_yes=Yes("U0ANA", ANSWERED_AT)))

    assert (title, yes) == ("Emitem documentul?", "Emite")
    assert "prima din două" not in text


def test_that_money_is_recorded_too_is_asked_with_a_warning_where_the_shop_does_not_say_that_it_is_paid() -> (
    None
):
    unpaid, paid = question(asked(terms=COLLECTS)), question(asked(terms=COLLECTS, paid=True))
    proforma = question(asked(terms=COLLECTS, document="proforma"))

    sentence = "Aprobați și înregistrarea încasării de 1.113,20 RON?"
    assert f":warning: {sentence} Magazinul nu spune că este plătită." in unpaid[1]
    assert f"în seria FCT. {sentence} După" in paid[1]
    assert "încasării" not in proforma[1]
