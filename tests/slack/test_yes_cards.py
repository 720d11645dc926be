"""What a card says of a document that two people have to approve."""

from dataclasses import replace
from decimal import Decimal

from bot.domain.amending import corrected_by
from bot.domain.approvals import Yes
from bot.flows.overview import Life
from bot.slack.cards import card
from tests.slack.lives import ANSWERED_AT, WHEN, told_by
from tests.slack.reading import read


def asked_of_two(state: str, **changes: object) -> Life:
    """The plain order of 1113.20 lei in this state, where one person approves at most a thousand."""
    life = told_by("en", state)
    settings = life.shop.settings.model_copy(update={"second_above": Decimal(1000)})
    assert life.proposal is not None
    proposal = replace(life.proposal, **changes)  # type: ignore[arg-type]
    return replace(life, shop=life.shop.model_copy(update={"settings": settings}), proposal=proposal)


def test_before_the_first_yes_it_says_that_two_are_needed_and_so_does_the_question() -> None:
    shown = card(asked_of_two("open")).blocks

    assert "one alone approves at most 1,000.00 lei." in read(shown)
    assert "Yours is the first of two approvals: the document is issued only after the second." in str(shown)


def test_after_it_it_says_whose_it_was_and_the_last_question_is_the_usual_one() -> None:
    shown = card(asked_of_two("open", first_yes=Yes("U0ANA", ANSWERED_AT))).blocks

    assert f"<@U0ANA> approved it · {WHEN}. One more person has to" in read(shown)
    assert "the first of two" not in str(shown)


def test_where_one_is_enough_it_says_nothing_of_two() -> None:
    assert "Two different people" not in read(card(told_by("en", "open")).blocks)


def test_what_cannot_be_issued_speaks_of_that_first() -> None:
    assert "Two different people" not in read(card(asked_of_two("blocked")).blocks)


def test_afterwards_both_are_named() -> None:
    both = read(card(asked_of_two("issued", first_yes=Yes("U0MIHAI", ANSWERED_AT))).blocks)
    same = read(card(asked_of_two("issued", first_yes=Yes("U0ANA", ANSWERED_AT))).blocks)

    assert f"First approved by <@U0MIHAI> · {WHEN}\nThen approved by <@U0ANA> · {WHEN}" in both
    assert "First approved" not in same
    assert both.count("U0ANA") == same.count("U0ANA") == 1


def test_whose_own_it_is_is_told_where_four_eyes_are_asked_for() -> None:
    life = told_by("en", "open", reasons=corrected_by("U0ANA", "U0MIHAI"))
    settings = life.shop.settings.model_copy(update={"four_eyes": True})
    asked = replace(life, shop=life.shop.model_copy(update={"settings": settings}))

    sentence = "Asked for or corrected by <@U0ANA>, <@U0MIHAI>: somebody else has to approve it."
    assert sentence in read(card(asked).blocks)
    assert sentence not in read(card(life).blocks)
