"""Text for Slack: foreign words are harmless, amounts and names are written as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import Money
from bot.slack.mrkdwn import (
    Mrkdwn,
    clock_time,
    day,
    escape,
    known,
    link,
    mention,
    moment,
    money,
    quantity,
    shortened,
    tell,
)
from bot.words.say import Language

BRACKETS = st.text(alphabet="<>&!@#|ab ", max_size=40)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Ana & Fiii <SRL>", "Ana &amp; Fiii &lt;SRL&gt;"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"),
        ("o linie\nși\tîncă  una", "o linie și încă una"),
        ("Ion\u202eSRL", "IonSRL"),
        ("👩‍👧 מִצְוָה", "👩‍👧 מִצְוָה"),
        ("CNP 1630615123457 & Fiii", "CNP 1•••••••••457 &amp; Fiii"),
        ("1630615\u202e123457", "1•••••••••457"),
        ("163\n0615\t\t\t123457", "1•••••••••457"),
        ("EAN 5941234567899", "EAN 5941234567899"),
        ("", ""),
    ],
)
def test_foreign_text_is_escaped_and_kept_on_one_line(text: str, safe: str) -> None:
    assert escape(text) == safe


@given(text=st.text() | BRACKETS)
def test_nothing_a_customer_types_can_ping(text: str) -> None:
    told = tell("ro", "card.order", number=text)

    assert "<" not in told
    assert ">" not in told


def test_a_fact_that_is_cut_keeps_nothing_of_a_personal_number_but_four_digits() -> None:
    told = tell("en", "card.order", number="x" * 190 + "1630615123457")

    assert told == "Order " + "x" * 190 + "1••••••••…"


@given(by=st.text() | BRACKETS)
def test_whoever_did_something_is_mentioned_only_by_an_id(by: str) -> None:
    told = tell("en", "approval.already_approved", by=by)

    markup = told.removesuffix(" has already approved it.")
    assert "<" not in markup or markup == f"<@{by}>"
    assert not markup.startswith(("<!", "<#"))


@given(user=BRACKETS)
def test_a_mention_holds_nothing_but_an_id(user: str) -> None:
    assert not set("!|# >") & set(
        mention("ro", user).removeprefix("<@").removesuffix(">")
    ) or "<" not in mention("ro", user)


@pytest.mark.parametrize(
    ("user", "shown"),
    [
        ("U0ANA", "<@U0ANA>"),
        ("W012AB", "<@W012AB>"),
        ("rule", "regula magazinului"),
        ("U0ANA>|<!channel", "U0ANA&gt;|&lt;!channel"),
        ("Ana", "Ana"),
        ("", ""),
    ],
)
def test_people_are_mentioned_and_the_rule_is_named(user: str, shown: str) -> None:
    assert mention("ro", user) == shown


@pytest.mark.parametrize(
    ("amount", "romanian", "english"),
    [
        ("1113.2", "1.113,20 RON", "1,113.20 RON"),
        ("0", "0,00 RON", "0.00 RON"),
        ("-100.00", "-100,00 RON", "-100.00 RON"),
        ("1234567.89", "1.234.567,89 RON", "1,234,567.89 RON"),
    ],
)
def test_amounts_are_written_as_the_reader_writes_them(amount: str, romanian: str, english: str) -> None:
    assert money("ro", Money(Decimal(amount), "RON")) == romanian
    assert money("en", Money(Decimal(amount), "RON")) == english


@pytest.mark.parametrize(
    ("amount", "language", "shown"),
    [
        ("4.000", "ro", "4"),
        ("1.5", "ro", "1,5"),
        ("1.5", "en", "1.5"),
        ("1000", "ro", "1000"),
        ("1E+2", "en", "100"),
    ],
)
def test_quantities_have_no_idle_zeros(amount: str, language: Language, shown: str) -> None:
    assert quantity(language, Decimal(amount)) == shown


def test_a_day_is_printed_as_on_the_document() -> None:
    assert day(date(2026, 11, 2)) == "02.11.2026"


def test_a_moment_moves_with_its_reader_and_falls_back_to_romania() -> None:
    at = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)

    assert moment(at) == "<!date^1795213800^{date_short_pretty} {time}|21.11.2026 00:30>"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://cloud.smartbill.ro/12", "<https://cloud.smartbill.ro/12|F&amp;CT>"),
        ("https://x.example/|<!channel>", "F&amp;CT"),
        ("javascript:alert(1)", "F&amp;CT"),
        ("", "F&amp;CT"),
    ],
)
def test_only_a_web_address_becomes_a_link(url: str, shown: str) -> None:
    assert link(url, "F&CT") == shown


def test_a_sentence_formats_amounts_and_escapes_the_rest() -> None:
    told = tell("ro", "note.collected_elsewhere", {"number": "F<CT> 12"}, amount="1113.20", currency="RON")

    assert told == ":white_check_mark: Factura F&lt;CT&gt; 12: SmartBill arată 1.113,20 RON încasați."


def test_what_is_markup_already_is_not_escaped_again() -> None:
    assert tell("en", "card.why", reasons=Mrkdwn("<@U0ANA> &amp; co")) == "Why: <@U0ANA> &amp; co"


def test_a_foreign_word_in_a_sentence_is_cut_at_200_characters() -> None:
    told = tell("en", "error.slack.refused", said="<" * 5000)

    assert told == "Slack refused: “" + "&lt;" * 199 + "…”."


@pytest.mark.parametrize(
    ("code", "shown"), [("paid", "plătită"), ("order-on-hold", "order-on-hold"), ("<b>", "&lt;b&gt;")]
)
def test_a_shops_status_is_told_in_the_readers_words_where_we_have_them(code: str, shown: str) -> None:
    assert tell("ro", "reason.status_matches", status=code) == f"starea comenzii este „{shown}”;"
    assert known("ro", "method", "cod") == "ramburs"


def test_what_is_shortened_shows_that_there_was_more() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"


@pytest.mark.parametrize(
    ("second", "shown"),
    [
        (datetime(2026, 11, 20, 12, 31, 20, tzinfo=UTC), "<!date^1795177920^{time}|14:32>"),
        (datetime(2026, 11, 20, 12, 32, 0, tzinfo=UTC), "<!date^1795177920^{time}|14:32>"),
        (datetime(2026, 11, 20, 12, 31, 0, 1, tzinfo=UTC), "<!date^1795177920^{time}|14:32>"),
    ],
)
def test_until_when_to_wait_is_never_shown_too_early(second: datetime, shown: str) -> None:
    assert clock_time(second) == shown


def test_a_time_among_stored_facts_is_shown_as_one() -> None:
    told = tell("en", "error.smartbill.blocked.until", {"until": "2026-11-20T12:31:20+00:00", "said": ""})

    assert told == (
        "SmartBill blocks us until <!date^1795177920^{time}|14:32> because of too many calls. The old "
        "settings stay in force; try again then."
    )
