"""What each answer to a call that makes something proves, and what is told to people."""

from typing import Any

import pytest

from bot.errors import BotError, OutcomeUnknown, RemoteRejected, RemoteUnavailable
from bot.smartbill.answers import Answer, created, told
from tests.smartbill.replay import recorded


def an_answer(name: str) -> Answer:
    status, _headers, body = recorded(name)
    return Answer(status, body)


@pytest.mark.parametrize(
    ("name", "error", "slug"),
    [
        ("any__html500", OutcomeUnknown, "smartbill.unknown"),
        ("any__html502", OutcomeUnknown, "smartbill.unknown"),
        ("any__json500", OutcomeUnknown, "smartbill.unknown"),
        ("any__unreadable", OutcomeUnknown, "smartbill.unknown"),
        ("any__not_a_number", OutcomeUnknown, "smartbill.unknown"),
        ("any__wrong_token_page", OutcomeUnknown, "smartbill.unknown"),
        ("any__page_404", OutcomeUnknown, "smartbill.unknown"),
        ("any__created_201", OutcomeUnknown, "smartbill.unknown"),
        ("issue__number_and_error", OutcomeUnknown, "smartbill.unknown"),
        ("issue__number_and_error_400", OutcomeUnknown, "smartbill.unknown"),
        ("any__wrong_token", RemoteRejected, "smartbill.auth"),
        ("any__forbidden", RemoteRejected, "smartbill.refused"),
        ("any__unknown_field", RemoteRejected, "smartbill.refused"),
        ("issue__refused_with_4xx", RemoteRejected, "smartbill.refused"),
        ("any__silent_400", OutcomeUnknown, "smartbill.unknown"),
        ("issue__refused_with_200", RemoteRejected, "smartbill.refused"),
    ],
)
def test_an_answer_to_a_making_call_is_judged(name: str, error: type[BotError], slug: str) -> None:
    with pytest.raises(error) as caught:
        created(an_answer(name))

    assert caught.value.slug == slug


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("any__html500", RemoteUnavailable),
        ("any__silent_400", RemoteUnavailable),
        ("any__created_201", RemoteUnavailable),
        ("any__wrong_token_page", RemoteUnavailable),
        ("any__forbidden", RemoteRejected),
        ("series__refused_with_200", RemoteRejected),
    ],
)
def test_an_answer_to_a_question_is_judged(name: str, error: type[BotError]) -> None:
    with pytest.raises(error):
        told(an_answer(name))


@pytest.mark.parametrize(
    "name", ["any__blocked", "any__blocked_429", "any__blocked_422", "issue__blocked_with_200"]
)
def test_a_block_is_seen_under_every_status_it_came_with(name: str) -> None:
    assert an_answer(name).is_block


@pytest.mark.parametrize("name", ["any__forbidden", "issue__success", "any__html502", "pdf__success"])
def test_nothing_else_is_taken_for_a_block(name: str) -> None:
    assert not an_answer(name).is_block


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("any__markup", "Nu ai facut nicio achizitie pentru produsul A & B."),
        ("any__all_markup", "Client invalid!"),
        (
            "any__unknown_field",
            "Unrecognized property: products[0].unitPrice. Could not map property: issueDate.",
        ),
        ("any__html502", ""),
        ("issue__success", ""),
    ],
)
def test_people_are_told_the_sentence_without_its_markup(name: str, said: str) -> None:
    assert an_answer(name).said == said


def test_an_answer_in_the_old_wrapping_is_unwrapped() -> None:
    assert created(an_answer("issue__wrapped"))["number"] == "0042"


@pytest.mark.parametrize(
    "body", [b'{"errors": "x"}', b'{"errors": [1, null, {}]}', b'{"Response": 1}', b'{"errorText": null}']
)
def test_odd_bodies_say_nothing(body: bytes) -> None:
    assert Answer(400, body).said == ""


def test_a_body_nested_beyond_reason_is_no_answer() -> None:
    endless: Any = b'{"a":' * 100_000

    assert Answer(200, endless).body is None
