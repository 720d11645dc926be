"""The form in which a document is put right: what it shows is what is read back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amending import BUYER_TEXTS, Particulars, Wording, particulars
from bot.domain.findings import stop
from bot.domain.invoices import compose
from bot.domain.orders import Customer, Order, digest
from bot.domain.shops import Document
from bot.flows.correcting import Correction
from bot.flows.ledger import OrderRecord
from bot.sandbox.slack.views import view_problems
from bot.slack.forms.correct import correct_form, corrected_form, read_basis, read_correct
from bot.words.say import SENTENCES, Language
from tests.builders import a_charge, a_company, a_line, a_proposal, a_shop, an_order, some_settings
from tests.domain.strategies import orders
from tests.slack.filling import field, fields, filled, untouched
from tests.slack.reading import read

TODAY = date(2026, 11, 20)
LANGUAGES: tuple[Language, Language] = ("ro", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)

_WORDS = st.sampled_from(["Ana", "Șoseaua Țepeș", "🦔", "<!channel>", "a & b", "x" * 60])
_LETTERS = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_RATES = st.sampled_from([Decimal(21), Decimal("21.00"), Decimal(11), Decimal("5.5"), Decimal(0), None])


def a_correction(
    order: Order | None = None, language: Language = "ro", today: date = TODAY, **settings: Any
) -> Correction:
    """The document of a company's order, about to be put right."""
    order = order or an_order(customer=a_company())
    shop = a_shop(settings=some_settings(bot_language=language, **settings))
    record = OrderRecord(id=1, shop_id="lampi", order=order, decision=None)
    proposal = a_proposal(draft=compose(order, shop.settings))
    return Correction(shop, record, proposal, particulars(order, shop.settings, None), today)


def showing(shown: Particulars, language: Language = "ro") -> Correction:
    """A correction that shows these particulars."""
    plain = a_correction(language=language)
    return Correction(plain.shop, plain.record, plain.proposal, shown, TODAY)


@st.composite
def all_particulars(draw: st.DrawFn) -> Particulars:
    """Whatever a form may show: a valid company or a person, and up to twenty lines."""
    is_company = draw(st.booleans())
    texts = {name: draw(_LETTERS | st.just("")) for name in BUYER_TEXTS} | {"name": draw(_LETTERS)}
    if is_company:
        texts["vat_code"] = draw(st.sampled_from(["RO99999992", "99999992", "CUI 99999992"]))
    wording = st.builds(Wording, name=_LETTERS, vat_rate=_RATES)
    return Particulars(
        buyer=Customer(is_company=is_company, **texts),
        lines=tuple(draw(st.lists(wording, max_size=20))),
        due_days=draw(st.integers(0, 365)),
        delivery_date=draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        mentions=draw(_LETTERS | st.just("") | st.just("una\ndouă")),
    )


@given(shown=all_particulars(), language=st.sampled_from(LANGUAGES))
def test_whatever_the_form_shows_is_read_back_the_same(shown: Particulars, language: Language) -> None:
    view = correct_form(showing(shown, language))

    assert view_problems(view) == []
    assert read_correct(untouched(view)) == shown


@given(order=orders())
def test_the_form_of_any_order_is_one_that_slack_takes(order: Order) -> None:
    view = correct_form(a_correction(order))

    assert view_problems(view) == []


@each_language
def test_the_form_says_what_it_is_for_and_remembers_what_it_showed(language: Language) -> None:
    correction = a_correction(language=language)

    view = correct_form(correction)

    assert read_basis(view["private_metadata"]) == ("p-1", digest(correction.particulars))
    assert view["submit"]["text"] == {"ro": "Corectează", "en": "Correct"}[language]
    assert read(view["blocks"]).startswith({"ro": "*Comanda 1043.*", "en": "*Order 1043.*"}[language])


def test_the_fields_stand_in_the_order_of_a_document() -> None:
    view = correct_form(a_correction())

    on_lines = ["line_name.0", "line_rate.0", "line_name.1", "line_rate.1"]
    terms = ["due_days", "delivery_date", "mentions"]
    assert fields(view) == ["is_company", *BUYER_TEXTS, *on_lines, *terms]
    assert field(view, "line_rate.1")["label"]["text"] == "Linia 2: cota de TVA"


def test_the_rates_to_choose_from_are_those_of_the_order_the_settings_and_the_law() -> None:
    order = an_order(lines=(a_line(vat_rate=Decimal("9.00")), a_line(vat_rate=None)), charges=())
    view = correct_form(a_correction(order, vat_fallback=Decimal(19), vat_names={"5": "Redusa veche"}))

    told, untold = (field(view, f"line_rate.{n}")["element"] for n in (0, 1))
    assert [choice["text"]["text"] for choice in told["options"]] == ["21%", "19%", "11%", "9%", "5%", "0%"]
    assert told["initial_option"]["value"] == "9"
    assert [choice["text"]["text"] for choice in untold["options"]][:2] == ["Comanda nu o spune", "21%"]
    assert untold["initial_option"]["value"] == "untold"


def test_the_rates_of_the_law_are_those_of_the_day() -> None:
    order = an_order(lines=(a_line(vat_rate=Decimal(19)),), charges=())
    view = correct_form(a_correction(order, today=date(2025, 7, 31)))

    told = field(view, "line_rate.0")["element"]
    assert [choice["text"]["text"] for choice in told["options"]] == ["19%", "9%", "5%", "0%"]


def test_long_orders_keep_their_lines_and_are_told_so() -> None:
    order = an_order(lines=(a_line(),) * 20, charges=(a_charge(),))

    view = correct_form(a_correction(order))

    assert view_problems(view) == []
    assert not [name for name in fields(view) if name.startswith("line")]
    assert "Comanda are mai mult de 20 de linii. Ele nu se pot corecta aici" in read(view["blocks"])
    read_back = read_correct(untouched(view))
    assert isinstance(read_back, Particulars)
    assert read_back.lines == ()


def test_twenty_lines_are_a_form_that_slack_takes() -> None:
    order = an_order(lines=(a_line(name="L" * 5000),) * 20, charges=())

    view = correct_form(a_correction(order))

    assert view_problems(view) == []
    assert len([name for name in fields(view) if name.startswith("line")]) == 40


def test_a_proforma_asks_for_no_day_of_delivery() -> None:
    view = correct_form(a_correction(document=Document.PROFORMA))

    assert "delivery_date" not in fields(view)
    read_back = read_correct(untouched(view))
    assert isinstance(read_back, Particulars)
    assert read_back.delivery_date is None


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"vat_code": "RO12345678"}, {"vat_code": "form.error.cif"}),
        ({"vat_code": ""}, {"vat_code": "form.error.cif"}),
        ({"vat_code": "1630615123457"}, {"vat_code": "form.error.cif"}),
        ({"name": "  "}, {"name": "form.error.name"}),
        ({"line_name.1": " "}, {"line_name.1": "form.error.name"}),
        ({"due_days": "366"}, {"due_days": "form.error.days"}),
        ({"due_days": "-1"}, {"due_days": "form.error.days"}),
        ({"due_days": "1,5"}, {"due_days": "form.error.days"}),
        ({"name": " ", "due_days": "x"}, {"name": "form.error.name", "due_days": "form.error.days"}),
    ],
)
def test_what_is_wrong_stands_under_its_field(typed: dict[str, str], wrong: dict[str, str]) -> None:
    view = correct_form(a_correction())

    errors = read_correct(filled(view, **typed))

    assert errors == wrong
    assert set(wrong) <= set(fields(view))
    assert set(wrong.values()) <= set(SENTENCES["ro"])


@pytest.mark.parametrize("typed", [{"is_company": "person"}, {"country": "BG"}])
def test_a_persons_or_a_foreigners_number_is_not_looked_at(typed: dict[str, str]) -> None:
    view = correct_form(a_correction())

    assert isinstance(read_correct(filled(view, vat_code="BG1", **typed)), Particulars)


def test_what_was_typed_is_read_as_it_was_meant() -> None:
    view = correct_form(a_correction())
    typed = filled(
        view,
        is_company="person",
        name="  Ana Pildescu ",
        due_days="",
        delivery_date="2026-11-18",
        mentions=" Mulțumim! ",
        **{"line_name.0": "Lampă", "line_rate.1": "11"},
    )

    found = read_correct(typed)

    assert isinstance(found, Particulars)
    assert (found.buyer.is_company, found.buyer.name) == (False, "Ana Pildescu")
    assert (found.due_days, found.delivery_date, found.mentions) == (0, date(2026, 11, 18), "Mulțumim!")
    assert found.lines == (
        Wording(name="Lampă", vat_rate=Decimal(21)),
        Wording(name="Curier rapid", vat_rate=Decimal(11)),
    )


def test_afterwards_the_new_document_stands_there_with_its_total() -> None:
    view = corrected_form(a_correction(due_days=15, mentions="Mulțumim!"))

    text = read(view["blocks"])
    assert view_problems(view) == []
    assert "submit" not in view
    assert text.startswith(":white_check_mark: *Corectat.*")
    assert "*121,00 RON*" in text
    assert "CIF: RO99999992" in text
    assert "Zile până la scadență: 15 · Mențiuni: Comanda 1043 Mulțumim!" in text


def test_afterwards_what_is_still_wrong_is_said() -> None:
    correction = a_correction(language="en")
    stopped = a_proposal(draft=correction.proposal.draft, findings=(stop("lines.none"),))

    view = corrected_form(
        Correction(correction.shop, correction.record, stopped, correction.particulars, TODAY)
    )

    assert view_problems(view) == []
    assert "cannot be issued yet" in read(view["blocks"])
    assert ":no_entry:" in read(view["blocks"])


def test_no_personal_number_is_shown_in_full_and_none_is_a_change_when_it_comes_back() -> None:
    number = "1630615123457"
    customer = a_company(name=f"Ana {number}", address=f"Strada {number}", contact=number)
    order = an_order(customer=customer, lines=(a_line(name=f"Gravură {number}"),), charges=())
    correction = a_correction(order, mentions=f"CNP {number}")

    view = correct_form(correction)

    assert number not in str(view)
    assert read_correct(untouched(view)) == correction.particulars
