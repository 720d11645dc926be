"""The sentences themselves: complete in both languages, with the same blanks, and properly spelled."""

import re
from string import Formatter

import pytest

from bot.words.say import SENTENCES, Language, count, plural, say

LANGUAGES: tuple[Language, Language] = ("ro", "en")
FORMS: dict[Language, tuple[str, ...]] = {"ro": ("one", "few", "other"), "en": ("one", "other")}
_PLURAL = re.compile(r"(?P<slug>.+)\.(?P<form>one|few|other)")

each_language = pytest.mark.parametrize("language", LANGUAGES)


def counted(language: Language) -> dict[str, set[str]]:
    """The slugs that have plural forms, with the forms they have."""
    found: dict[str, set[str]] = {}
    for slug in SENTENCES[language]:
        match = _PLURAL.fullmatch(slug)
        if match and match["slug"] not in {"payment", "collect_on_paid"} and slug != "payment.other":
            found.setdefault(match["slug"], set()).add(match["form"])
    return found


def blanks(sentence: str) -> set[str]:
    """The names of what has to be filled in."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_say_the_same_things() -> None:
    romanian = {slug for slug in SENTENCES["ro"] if slug.removesuffix(".few") not in counted("ro")}

    assert romanian == set(SENTENCES["en"])


def test_every_sentence_has_the_same_blanks_in_both_languages() -> None:
    different = [
        slug for slug, said in SENTENCES["en"].items() if blanks(said) != blanks(SENTENCES["ro"][slug])
    ]

    assert different == []


@each_language
def test_what_is_counted_has_every_plural_form(language: Language) -> None:
    assert {slug: forms for slug, forms in counted(language).items() if forms != set(FORMS[language])} == {}
    assert set(counted("ro")) == set(counted("en"))
    assert "age" in counted(language)


def test_every_plural_form_of_a_slug_has_the_same_blanks() -> None:
    for slug in counted("ro"):
        assert {frozenset(blanks(SENTENCES["ro"][f"{slug}.{form}"])) for form in FORMS["ro"]} == {
            frozenset({"number"})
        }


@pytest.mark.parametrize(
    ("number", "romanian", "english"),
    [
        (0, "0 zile", "0 days"),
        (1, "1 zi", "1 day"),
        (2, "2 zile", "2 days"),
        (19, "19 zile", "19 days"),
        (20, "20 de zile", "20 days"),
        (100, "100 de zile", "100 days"),
        (101, "101 zile", "101 days"),
        (119, "119 zile", "119 days"),
        (120, "120 de zile", "120 days"),
        (1001, "1001 zile", "1001 days"),
    ],
)
def test_numbers_take_the_form_that_people_say(number: int, romanian: str, english: str) -> None:
    assert count("ro", "age", number) == romanian
    assert count("en", "age", number) == english


def test_every_form_is_taken_by_some_number() -> None:
    assert {plural("ro", number) for number in range(200)} == {"one", "few", "other"}
    assert {plural("en", number) for number in range(200)} == {"one", "other"}


def test_romanian_is_spelled_with_commas_below_and_romanian_quotes() -> None:
    for slug, said in SENTENCES["ro"].items():
        assert not set(said) & set("ŞşŢţ"), f"{slug}: cedilla instead of comma below"
        assert not set(said) & set("“\"«»’'"), f"{slug}: not a Romanian quote"
        assert said.count("„") == said.count("”"), slug
        assert not set(said) & set("ãǎ"), f"{slug}: not a Romanian letter"


def test_english_has_paired_quotes() -> None:
    for slug, said in SENTENCES["en"].items():
        assert not set(said) & set('„"«»'), slug
        assert said.count("“") == said.count("”"), slug


@each_language
def test_markup_is_paired_and_nothing_is_blank(language: Language) -> None:
    for slug, said in SENTENCES[language].items():
        assert said.strip() == said, slug
        assert said or slug.endswith(".hint"), slug
        assert said.count("`") % 2 == 0, slug
        assert said.count("*") % 2 == 0, slug
        assert not set(said) & {"\n", "\t", "\u00a0"}, slug
        assert not any(mark in said for mark in ("<", ">", "&")), slug


@each_language
def test_what_stands_on_buttons_and_titles_is_as_short_as_slack_wants(language: Language) -> None:
    said = SENTENCES[language]
    titles = [slug for slug in said if slug.startswith("form.") and slug.endswith((".title", ".submit"))]
    buttons = [slug for slug in said if slug.startswith("button.")]

    assert [slug for slug in [*titles, "form.close"] if len(said[slug]) > 24] == []
    assert [slug for slug in buttons if len(said[slug]) > 75] == []
    assert len(said["confirm.approve.yes"]) <= 30


def test_a_sentence_that_does_not_exist_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        say("ro", "card.no_such_state")


def test_a_blank_that_nobody_fills_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        say("en", "card.order")


def test_facts_go_in_as_they_are() -> None:
    assert say("en", "card.order", number="{x} 7") == "Order {x} 7"
