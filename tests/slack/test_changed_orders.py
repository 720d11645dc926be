"""What people read of an order that changed after its document was issued."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.buyers import buyer_of
from bot.domain.changes import difference
from bot.domain.orders import Order
from bot.flows.changing import told_of
from bot.flows.overview import Life
from bot.flows.ports import Note
from bot.slack.cards import card
from bot.slack.lives import life_message
from bot.slack.notes import note_message
from bot.words.say import Language
from tests.builders import a_company, a_customer, a_line, an_order
from tests.slack.lives import HOSTILE, told_by
from tests.slack.reading import foreign_markup, read

LANGUAGES: tuple[Language, Language] = ("ro", "en")
LAMPS = a_line(quantity=Decimal(4), unit_price=Decimal("278.30"))


def changed(language: Language, state: str = "issued", **changes: Any) -> Life:
    """The plain order in this state, which the shop has changed since."""
    life = told_by(language, state)
    then = life.record.order
    now = Order(**dict(then) | changes)
    found = difference(then, now, buyer_of(then.customer))
    return replace(life, record=replace(life.record, order=now), difference=found)


def block(life: Life) -> str:
    """The part of the card that says what is different."""
    return next(text for text in map(read, ([one] for one in card(life).blocks)) if ":warning:" in text)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ro",
            (
                ":warning: *Comanda s-a schimbat în magazin după această factură:*\n"
                "• Magazinul o numește „rambursată”\n"
                "• Total: 1.113,20 RON → 834,90 RON\n"
                "• Cumpărător: Numele: ATELIER EXEMPLU LEMN SRL → ALTUL SRL, Adresa\n"
                "• 4 × Lampă de birou: 1.113,20 RON → 2 × Lampă de birou: 556,60 RON\n"
                "• Linie nouă: 1 × Bec: 278,30 RON\n"
                "Factura rămâne așa cum a fost emisă. Dacă schimbarea rămâne valabilă, anulați sau stornați factura în SmartBill și, dacă este cazul, emiteți acolo una corectă."
            ),
        ),
        (
            "en",
            (
                ":warning: *The order changed in the shop after this invoice:*\n"
                "• The shop calls it “refunded”\n"
                "• Total: 1,113.20 RON → 834.90 RON\n"
                "• Buyer: Name: ATELIER EXEMPLU LEMN SRL → ALTUL SRL, Address\n"
                "• 4 × Lampă de birou: 1,113.20 RON → 2 × Lampă de birou: 556.60 RON\n"
                "• New: 1 × Bec: 278.30 RON\n"
                "The invoice stays as it was issued. If the change holds, cancel or reverse the invoice (storno) in SmartBill, and issue a right one there where one is due."
            ),
        ),
    ],
)
def test_a_card_says_what_is_different_and_what_can_be_done(language: Language, told: str) -> None:
    bulb = a_line(name="Bec", sku="BEC", quantity=Decimal(1), unit_price=Decimal("278.30"))
    life = changed(
        language,
        status="refunded",
        total=Decimal("834.90"),
        lines=(LAMPS.model_copy(update={"quantity": Decimal(2)}), bulb),
        customer=a_company(name="ALTUL SRL", address="Strada Nouă 1"),
    )

    assert block(life) == told
    assert told in read(life_message(life, ()).blocks)


@pytest.mark.parametrize("state", ["issued", "partly_collected", "collected", "proforma"])
def test_the_colour_and_the_buttons_of_a_card_stay(state: str) -> None:
    plain, life = card(told_by("ro", state)), card(changed("ro", state, total=Decimal(5)))

    assert [one for one in life.blocks if ":warning:" not in read([one])] == plain.blocks
    assert life.text == plain.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_of_an_order_that_did_not_change_says_nothing(language: Language) -> None:
    assert ":warning:" not in read(card(told_by(language, "issued")).blocks)


@pytest.mark.parametrize(
    ("changes", "romanian", "english"),
    [
        ({"total": Decimal(5)}, "propunem întâi documentul nou", "the new document is proposed first"),
        (
            {"status": "cancelled"},
            "anulați sau ștergeți proforma în SmartBill",
            "cancel or delete the proforma in SmartBill",
        ),
    ],
)
def test_of_a_proforma_other_ways_are_named(changes: dict[str, Any], romanian: str, english: str) -> None:
    assert romanian in block(changed("ro", "proforma", **changes))
    assert english in block(changed("en", "proforma", **changes))


@pytest.mark.parametrize(("language", "more"), [("ro", "… și încă 5"), ("en", "… and 5 more")])
def test_of_many_differences_the_first_few_are_shown(language: Language, more: str) -> None:
    lines = tuple(a_line(name=f"Bec {n}", sku=f"BEC-{n}") for n in range(9))

    told = block(changed(language, lines=lines, total=Decimal(900)))

    assert told.count("•") == 6
    assert more in told


def test_a_removed_line_is_named() -> None:
    assert "• No longer there: 4 × Lampă de birou: 1,113.20 RON" in block(changed("en", lines=()))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"vat_rate": Decimal(11)},
            "4 × Lampă de birou: 1,113.20 RON · 21% → 4 × Lampă de birou: 1,113.20 RON · 11%",
        ),
        (
            {"sku": "LAMPA-2"},
            "4 × Lampă de birou: 1,113.20 RON · LAMPA-1 → 4 × Lampă de birou: 1,113.20 RON · LAMPA-2",
        ),
        (
            {"unit": "set"},
            "4 × Lampă de birou: 1,113.20 RON · buc → 4 × Lampă de birou: 1,113.20 RON · set",
        ),
        (
            {"unit_price": Decimal("278.301")},
            "4 × Lampă de birou: 1,113.20 RON · à 278.3 → 4 × Lampă de birou: 1,113.20 RON · à 278.301",
        ),
    ],
)
def test_what_the_amount_does_not_show_is_said_beside_it(change: dict[str, Any], told: str) -> None:
    assert told in block(changed("en", lines=(LAMPS.model_copy(update=change),)))


def test_of_a_person_no_detail_stands_on_the_card() -> None:
    then, now = an_order(), an_order(customer=a_customer(name="Ana Alta", address="Strada Ascunsă 9"))
    found = difference(then, now, buyer_of(then.customer))
    life = replace(told_by("en", "issued"), difference=found)

    assert "• Buyer: Name, Address" in block(life)
    assert "Ascunsă" not in read(card(life).blocks)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_foreign_becomes_markup(language: Language, kind: str) -> None:
    text = HOSTILE[kind]
    lines = tuple(a_line(name=f"{text[:200]} {n}", sku=text, unit=text) for n in range(30))
    customer = a_company(name=text, address=text, vat_code=text, country="BG")
    life = changed(language, lines=lines, total=Decimal(7), status="refunded", customer=customer)

    for message in (card(life), life_message(life, ())):
        assert foreign_markup(message.blocks) == ""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ro",
            ":warning: Comanda s-a schimbat în magazin după FCT 0012: magazinul o numește „rambursată”; total 1.113,20 RON → 0,00 RON; 1 linie schimbată; 2 linii noi; datele cumpărătorului. Documentul rămâne așa cum a fost emis; pe card vedeți ce diferă și ce puteți face.",
        ),
        (
            "en",
            ":warning: The order changed in the shop after FCT 0012: the shop calls it “refunded”; total 1,113.20 RON → 0.00 RON; 1 line changed; 2 new lines; the buyer's details. The document stays as it was issued; the card shows what is different and what you can do.",
        ),
    ],
)
def test_the_thread_names_kinds_amounts_and_counts(language: Language, told: str) -> None:
    more = (a_line(name="Bec", sku="B"), a_line(name="Fir", sku="F"))
    life = changed(
        language,
        status="refunded",
        total=Decimal(0),
        lines=(LAMPS.model_copy(update={"quantity": Decimal(1)}), *more),
        customer=a_company(name="ALTUL SRL"),
    )
    assert life.difference is not None

    note = Note("note.order_changed", {"number": "FCT 0012", **told_of(life.difference)})

    assert note_message(language, note, life).text == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "ro",
            ":white_check_mark: Comanda este din nou ca pe FCT 0012. Nu trebuie făcut nimic.",
        ),
        ("en", ":white_check_mark: The order is again what FCT 0012 says. Nothing has to be done."),
    ],
)
def test_the_thread_says_that_the_order_changed_back(language: Language, told: str) -> None:
    assert note_message(language, Note("note.changed_back", {"number": "FCT 0012"})).text == told
