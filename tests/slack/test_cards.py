"""What people read on an order's card in each state, and which buttons stand there."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.rules import Leave, Reason
from bot.domain.shops import Document
from bot.slack.cards import card
from bot.words.say import Language
from tests.builders import a_customer, a_line, a_shop, an_order, some_settings
from tests.slack.lives import LEFT, STATES, WHEN, a_life, a_story, told_by
from tests.slack.reading import buttons, labels, read

HEADLINES = [
    ("left", "Lăsată fără document.", "Left without a document."),
    (
        "waits",
        ":hourglass: *Așteaptă până la 20.11.2026 14:31* – clientul o mai poate schimba",
        ":hourglass: *Waits until 20.11.2026 14:31* – the customer may still change it",
    ),
    (
        "open",
        ":large_yellow_circle: *Așteaptă aprobarea*",
        ":large_yellow_circle: *Waiting for approval*",
    ),
    (
        "half_approved",
        ":large_yellow_circle: *Aprobată de una din două persoane – o așteaptă pe a doua*",
        ":large_yellow_circle: *One of two people approved – waiting for the second*",
    ),
    (
        "blocked",
        ":no_entry: *Nu poate fi emisă încă*",
        ":no_entry: *Cannot be issued yet*",
    ),
    (
        "approved",
        ":hourglass_flowing_sand: *Aprobată – se emite în SmartBill …*",
        ":hourglass_flowing_sand: *Approved – being issued in SmartBill …*",
    ),
    (
        "waits_for_smartbill",
        ":hourglass_flowing_sand: *Aprobată – așteaptă SmartBill*",
        ":hourglass_flowing_sand: *Approved – waits for SmartBill*",
    ),
    (
        "waits_for_turn",
        ":hourglass_flowing_sand: *Aprobată – își așteaptă rândul*",
        ":hourglass_flowing_sand: *Approved – waits its turn*",
    ),
    (
        "waits_for_numbers",
        ":hourglass_flowing_sand: *Aprobată – seria ei este oprită*",
        ":hourglass_flowing_sand: *Approved – its series is on hold*",
    ),
    (
        "refused",
        ":red_circle: *SmartBill a refuzat documentul*",
        ":red_circle: *SmartBill refused the document*",
    ),
    (
        "unknown",
        ":grey_question: *SmartBill nu a răspuns – verificăm dacă a fost emisă*",
        ":grey_question: *SmartBill did not answer – we are checking whether it was issued*",
    ),
    (
        "stuck",
        ":raised_hand: *Nu putem afla dacă a fost emisă – spuneți-ne voi*",
        ":raised_hand: *We cannot find out whether it was issued – please tell us*",
    ),
    (
        "by_hand",
        ":wrench: *Se face de mână, în SmartBill*",
        ":wrench: *Done by hand, in SmartBill*",
    ),
    ("declined", ":white_circle: *Respinsă*", ":white_circle: *Declined*"),
    (
        "withdrawn",
        ":white_circle: *Retrasă – comanda s-a schimbat*",
        ":white_circle: *Withdrawn – the order changed*",
    ),
    (
        "gone",
        ":rotating_light: *FCT 0012 nu mai există în SmartBill*",
        ":rotating_light: *FCT 0012 no longer exists in SmartBill*",
    ),
    (
        "issued",
        ":large_blue_circle: *Factura FCT 0012 a fost emisă* – de încasat",
        ":large_blue_circle: *Invoice FCT 0012 issued* – to be collected",
    ),
    (
        "proforma",
        ":large_blue_circle: *Proforma SLKP 0226 a fost emisă*",
        ":large_blue_circle: *Proforma SLKP 0226 issued*",
    ),
    (
        "collecting",
        ":hourglass_flowing_sand: *Factura FCT 0012* – se înregistrează încasarea …",
        ":hourglass_flowing_sand: *Invoice FCT 0012* – the payment is being recorded …",
    ),
    (
        "partly_collected",
        ":large_blue_circle: *Factura FCT 0012* – încasată parțial, rest de încasat 1.000,00 RON",
        ":large_blue_circle: *Invoice FCT 0012* – partly collected, 1,000.00 RON left to collect",
    ),
    (
        "collected",
        ":large_green_circle: *Factura FCT 0012 – încasată* :white_check_mark:",
        ":large_green_circle: *Invoice FCT 0012 – collected* :white_check_mark:",
    ),
    (
        "total_differs",
        ":rotating_light: *Factura FCT 0012* – SmartBill arată alt total, 500,00 RON",
        ":rotating_light: *Invoice FCT 0012* – SmartBill shows another total, 500.00 RON",
    ),
]

PLAIN = [
    ("left", "Comanda 1043: lăsată fără document"),
    ("waits", "Comanda 1043: așteaptă până la 20.11.2026 14:31, clientul o mai poate schimba"),
    ("open", "Comanda 1043: 1.113,20 RON – așteaptă aprobarea"),
    ("half_approved", "Comanda 1043: 1.113,20 RON – aprobată de una din două persoane, o așteaptă pe a doua"),
    ("refused", "Comanda 1043: 1.113,20 RON – SmartBill a refuzat documentul"),
    ("waits_for_turn", "Comanda 1043: 1.113,20 RON – aprobată, își așteaptă rândul"),
    ("stuck", "Comanda 1043: 1.113,20 RON – nu putem afla dacă a fost emisă, spuneți-ne voi"),
    ("issued", "Comanda 1043: 1.113,20 RON – factura FCT 0012 a fost emisă, de încasat"),
    (
        "partly_collected",
        "Comanda 1043: 1.113,20 RON – factura FCT 0012 încasată parțial, rest de încasat 1.000,00 RON",
    ),
    ("collected", "Comanda 1043: 1.113,20 RON – factura FCT 0012 a fost încasată"),
    ("gone", "Comanda 1043: 1.113,20 RON – FCT 0012 nu mai există în SmartBill"),
    (
        "total_differs",
        "Comanda 1043: 1.113,20 RON – factura FCT 0012, SmartBill arată alt total, 500,00 RON",
    ),
]

BUTTONS = {
    "left": [],
    "waits": [],
    "open": ["approval.approve", "approval.correct", "approval.decline"],
    "half_approved": ["approval.approve", "approval.correct", "approval.decline"],
    "blocked": ["approval.correct", "approval.decline"],
    "approved": [],
    "waits_for_smartbill": [],
    "waits_for_turn": [],
    "waits_for_numbers": [],
    "refused": ["approval.try_again", "approval.correct", "settings.open"],
    "unknown": [],
    "stuck": ["doubt.issued", "doubt.not_issued", "doubt.by_hand"],
    "by_hand": [],
    "declined": [],
    "withdrawn": [],
    "gone": [],
    "issued": ["payment.collect", "document.open"],
    "proforma": ["proforma.invoice", "document.open"],
    "collecting": ["document.open"],
    "partly_collected": ["payment.collect", "document.open"],
    "collected": ["document.open"],
    "total_differs": ["document.open"],
}


def test_every_state_has_its_headline_and_its_buttons_in_these_tables() -> None:
    assert [state for state, _, _ in HEADLINES] == list(STATES)
    assert set(BUTTONS) == set(STATES)


@pytest.mark.parametrize(("state", "romanian", "english"), HEADLINES)
def test_the_first_line_says_whose_order_it_is_and_the_second_where_it_stands(
    state: str, romanian: str, english: str
) -> None:
    ro = card(told_by("ro", state)).blocks[0]["text"]["text"]
    en = card(told_by("en", state)).blocks[0]["text"]["text"]

    assert ro == f"*Comanda 1043* · ATELIER EXEMPLU LEMN SRL · Lămpi Exemplu\n{romanian}"
    assert en == f"*Order 1043* · ATELIER EXEMPLU LEMN SRL · Lămpi Exemplu\n{english}"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (
            "left",
            (
                "De ce: nu se potrivește nicio regulă. Cea implicită nu, deoarece starea ei este "
                "„în așteptare”, iar documentele se fac pentru: paid."
            ),
        ),
        (
            "waits",
            (
                "De ce: regula *Firme*: așteaptă până la 20.11.2026 14:31, deoarece clientul o mai poate "
                "schimba. Atunci se hotărăște după cum arată comanda în acel moment. "
                "Între timp o puteți emite de mână."
            ),
        ),
    ],
)
def test_an_order_without_a_document_says_why(state: str, why: str) -> None:
    assert card(told_by("ro", state)).blocks[1]["elements"][0]["text"] == why


def test_a_document_that_was_taken_back_says_why_there_is_none_any_more() -> None:
    life = told_by("en", "withdrawn")
    left = replace(life, record=replace(life.record, decision=Leave(reasons=LEFT)))

    assert "Why: no rule fits." in read(card(left).blocks)
    assert "Why: no rule fits." not in read(card(life).blocks)


def test_while_an_order_waits_its_card_does_not_speak_of_the_document_before() -> None:
    life, waiting = told_by("en", "withdrawn"), told_by("en", "waits")

    shown = read(card(replace(life, record=waiting.record)).blocks)

    assert ":hourglass: *Waits until 20.11.2026 14:31*" in shown
    assert "Why: rule *Firme*: it waits until" in shown


def test_a_document_by_hand_ends_the_wait_on_the_card() -> None:
    life = told_by("en", "issued")

    shown = read(card(replace(life, record=told_by("en", "waits").record)).blocks)

    assert "Waits until" not in shown


def test_who_may_approve_and_what_is_recorded_is_told_with_names() -> None:
    reasons = (
        Reason(code="by_rule", facts={"rule": "<Firme>"}),
        Reason(code="approvers", facts={"approvers": "U0ANA, U0MIHAI"}),
        Reason(code="collects_as", facts={"type": "Card online"}),
    )

    shown = read(card(told_by("en", "open", reasons=reasons)).blocks)

    assert "rule *&lt;Firme&gt;*: Who may approve: <@U0ANA>, <@U0MIHAI>." in shown
    assert "Once the invoice is issued, it is recorded as collected: Card online." in shown


@pytest.mark.parametrize(("state", "sentence"), PLAIN)
def test_a_notification_says_the_whole_of_it_without_a_look_at_the_card(state: str, sentence: str) -> None:
    assert card(told_by("ro", state)).text == sentence


@pytest.mark.parametrize("state", STATES)
def test_no_state_shows_a_button_that_makes_no_sense_in_it(state: str) -> None:
    assert buttons(card(a_life(state)).blocks) == BUTTONS[state]


def test_total_vat_document_payment_and_the_companys_number_stand_in_fields() -> None:
    fields = [field["text"] for field in card(a_life("open")).blocks[1]["fields"]]

    assert fields == [
        "Total\n*1.113,20 RON*",
        "TVA inclus\n21%: 193,20 RON",
        "Document\nfactură, FCT",
        "Plată\ntransfer bancar, neplătită încă",
        "CIF-ul cumpărătorului\nRO99999992",
    ]


def test_every_line_stands_with_its_quantity_amount_and_rate() -> None:
    lines = (
        a_line(
            name="Lampă", quantity=Decimal("4.000"), unit_price=Decimal("250.00"), discount=Decimal("100.00")
        ),
        a_line(name="Carte", quantity=Decimal("1.5"), unit_price=Decimal("2.50"), vat_rate=Decimal("11.00")),
        a_line(name="Fără cotă", quantity=Decimal(1), vat_rate=None),
    )

    life = a_life("open", a_story(order=an_order(lines=lines, charges=())))

    assert card(life).blocks[2]["text"]["text"] == (
        "• 4 × Lampă: 1.000,00 RON · 21%\n"
        "   ↳ discount: -100,00 RON\n"
        "• 1,5 × Carte: 3,75 RON · 11%\n"
        "• 1 × Fără cotă: 50,00 RON"
    )


def test_of_many_lines_a_dozen_is_shown_and_the_rest_counted() -> None:
    life = a_life("open", a_story(order=an_order(lines=tuple(a_line() for _ in range(33)), charges=())))

    lines = card(life).blocks[2]["text"]["text"].splitlines()

    assert lines[11:] == ["• 2 × Lampă de birou: 100,00 RON · 21%", "… și încă 21 de linii"]


def test_an_order_without_lines_says_so() -> None:
    assert "Comanda nu are nicio linie." in read(
        card(a_life("blocked", a_story(order=an_order(lines=(), charges=())))).blocks
    )


def test_a_proposal_says_why_there_is_one() -> None:
    story = card(told_by("en", "open")).blocks[-2]["elements"][0]["text"]

    assert story == "Why: the order's status is “paid”; automatic issuing is off."


def test_an_approved_card_names_who_said_yes_and_when() -> None:
    story = card(a_life("approved")).blocks[-1]["elements"][0]["text"]

    assert story.splitlines()[1] == f"Aprobată de <@U0ANA> · {WHEN}"


def test_a_declined_card_names_who_said_no_and_why() -> None:
    story = card(a_life("declined")).blocks[-1]["elements"][0]["text"]

    assert story.splitlines()[1] == f"Respinsă de <@U0ANA> · {WHEN}: E o comandă de probă."


@pytest.mark.parametrize(
    ("language", "reason", "said"),
    [
        ("ro", "Probă", f":warning: *Comanda a mai fost respinsă* de <@U0ANA> · {WHEN}: Probă"),
        ("ro", "", f":warning: *Comanda a mai fost respinsă* de <@U0ANA> · {WHEN}: –"),
        ("en", "A test", f":warning: *This order was declined earlier* by <@U0ANA> · {WHEN}: A test"),
    ],
)
def test_whoever_is_asked_after_a_no_reads_it_on_the_card(language: Language, reason: str, said: str) -> None:
    life = told_by(language, "open")
    declined = told_by(language, "declined", decline_reason=reason).proposal

    assert said in read(card(replace(life, declined=declined)).blocks)
    assert said not in read(card(life).blocks)


def test_a_declined_card_says_its_own_no_once() -> None:
    life = a_life("declined")

    assert read(card(replace(life, declined=life.proposal)).blocks).count("<@U0ANA>") == 1


def test_an_issued_card_has_the_day_as_the_document_prints_it() -> None:
    story = card(a_life("issued")).blocks[-2]["elements"][0]["text"]

    assert story.splitlines()[2] == "Data emiterii: 20.11.2026"


def test_the_yes_is_asked_for_again_with_amount_series_and_order() -> None:
    approve = card(a_life("open")).blocks[-1]["elements"][0]

    assert approve["text"]["text"] == "Aprobă factura"
    assert approve["style"] == "primary"
    assert approve["confirm"]["text"]["text"] == (
        "SmartBill va emite o factură de *1.113,20 RON* pentru comanda 1043, în seria FCT. "
        "După emitere, factura se mai corectează numai prin stornare."
    )


def test_a_proforma_is_approved_as_one() -> None:
    settings = some_settings(document=Document.PROFORMA, series="SLKP", bot_language="en")

    row = card(a_life("open", a_story(shop=a_shop(settings=settings)))).blocks[-1]

    assert labels([row]) == ["Approve the proforma", "Correct", "Decline"]
    assert row["elements"][0]["confirm"]["text"]["text"] == (
        "SmartBill will issue a proforma of *1,113.20 RON* for order 1043, in series SLKP."
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Andrei Pildescu", "Andrei P."),
        ("  Andrei   Ștefan Pildescu ", "Andrei Ș."),
        ("Andrei\tPildescu", "Andrei P."),
        ("Andrei\u00a0Pildescu", "Andrei P."),
        ("Andrei", "Andrei"),
        ("   ", "–"),
    ],
)
def test_a_person_is_shown_by_first_name_and_initial(name: str, shown: str) -> None:
    life = a_life("open", a_story(order=an_order(customer=a_customer(name=name))))

    head = card(life).blocks[0]["text"]["text"]

    assert head.splitlines()[0] == f"*Comanda 1043* · {shown} · Lămpi Exemplu"


@pytest.mark.parametrize("state", STATES)
def test_no_card_shows_how_to_reach_a_person(state: str) -> None:
    life = a_life(state, a_story(order=an_order()))

    shown = read(card(life).blocks) + card(life).text

    assert not any(word in shown for word in ("Pildescu", "mail.example", "0700", "Strada", "Cluj"))


@pytest.mark.parametrize("url", ["", "http://cloud.smartbill.example/12", "javascript:alert(1)"])
def test_only_a_secure_address_becomes_a_button(url: str) -> None:
    life = a_life("issued")
    assert life.invoice is not None

    shown = card(replace(life, invoice=replace(life.invoice, url=url))).blocks

    assert buttons(shown) == ["payment.collect"]
