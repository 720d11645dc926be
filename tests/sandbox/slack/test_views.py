"""What Slack demands of forms and home pages."""

from typing import Any

import pytest

from bot.sandbox.slack.views import too_large, view_problems

PLAIN = {"type": "plain_text", "text": "Da"}
FIELD = {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input", "focus_on_load": True}}


def modal(**changes: Any) -> dict[str, Any]:
    return {"type": "modal", "title": PLAIN, "blocks": [{"type": "divider"}], **changes}


def long(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def test_a_plain_form_and_a_plain_home_page_are_accepted() -> None:
    assert (
        view_problems(modal(blocks=[FIELD], submit=long(24), close=long(24), private_metadata="x" * 3000))
        == []
    )
    assert view_problems({"type": "home", "blocks": []}) == []


@pytest.mark.parametrize(
    ("complaint", "changes"),
    [
        ("missing required field: title [json-pointer:/view]", {"title": None}),
        ("must be less than 25 characters [json-pointer:/view/title/text]", {"title": long(25)}),
        ("must be less than 25 characters [json-pointer:/view/submit/text]", {"submit": long(25)}),
        ("must be less than 25 characters [json-pointer:/view/close/text]", {"close": long(25)}),
        (
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
            {"private_metadata": "x" * 3001},
        ),
        ("must be less than 256 characters [json-pointer:/view/callback_id]", {"callback_id": "x" * 256}),
        ("must be less than 256 characters [json-pointer:/view/external_id]", {"external_id": "x" * 256}),
        ("missing required field: submit [json-pointer:/view]", {"blocks": [FIELD]}),
        ("no fewer than 1 items allowed [json-pointer:/view/blocks]", {"blocks": []}),
        ("invalid additional property: hash [json-pointer:/view]", {"hash": "1.2"}),
        ("unsupported type: carousel [json-pointer:/view/blocks/0/type]", {"blocks": [{"type": "carousel"}]}),
        ("unsupported type: workflow [json-pointer:/view/type]", {"type": "workflow"}),
    ],
)
def test_a_form_slack_would_refuse_is_refused(complaint: str, changes: dict[str, Any]) -> None:
    assert view_problems(modal(**changes)) == [complaint]


def test_only_one_field_may_ask_for_the_cursor() -> None:
    assert view_problems(modal(blocks=[FIELD, FIELD], submit=PLAIN)) == [
        "only one element can have focus_on_load set to true [json-pointer:/view/blocks]"
    ]


def test_a_home_page_has_no_title() -> None:
    assert view_problems({"type": "home", "title": PLAIN, "blocks": []}) == [
        "invalid additional property: title [json-pointer:/view]"
    ]


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    assert too_large(modal(private_metadata="x" * 250_000))
    assert not too_large(modal())
