"""Every limit of Block Kit, each broken once."""

from typing import Any

import pytest

from bot.sandbox.slack.blocks import Surface, problems

PLAIN = {"type": "plain_text", "text": "Da"}
OPTION = {"text": PLAIN, "value": "a"}
OTHER = {"text": {"type": "plain_text", "text": "Nu"}, "value": "b"}


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def button(**changes: Any) -> dict[str, Any]:
    return {"type": "button", "text": PLAIN, "action_id": "approve", **changes}


def select(**changes: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "series", "options": [OPTION, OTHER], **changes}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def field(element: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"type": "input", "label": PLAIN, "element": element, **changes}


def beside(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(3), "accessory": element}


def options(count: int) -> list[dict[str, Any]]:
    return [{"text": PLAIN, "value": str(number)} for number in range(count)]


def written(**changes: Any) -> dict[str, Any]:
    return field({"type": "plain_text_input", "action_id": "note", **changes})


def number(**changes: Any) -> dict[str, Any]:
    return field({"type": "number_input", "action_id": "n", "is_decimal_allowed": True, **changes})


CONFIRM = {"title": PLAIN, "text": mrkdwn(3), "confirm": PLAIN, "deny": PLAIN}

ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("text of 3000", {"type": "section", "text": mrkdwn(3000)}),
    ("ten fields of 2000", {"type": "section", "fields": [mrkdwn(100)] * 9 + [mrkdwn(2000)]}),
    ("header of 150", {"type": "header", "text": plain(150)}),
    ("divider", {"type": "divider"}),
    ("context of ten", {"type": "context", "elements": [mrkdwn(3)] * 10}),
    ("25 buttons", actions(*[button(action_id=f"a{n}") for n in range(25)])),
    ("a confirmed button", actions(button(style="danger", confirm=CONFIRM, value="x" * 2000))),
    ("a menu", actions(select(initial_option=OPTION, placeholder=plain(150)))),
    (
        "groups of choices",
        actions({"type": "static_select", "option_groups": [{"label": PLAIN, "options": [OPTION]}]}),
    ),
    ("a menu of 100", beside(select(options=options(100)))),
    (
        "many of a menu",
        field({"type": "multi_static_select", "options": [OPTION], "initial_options": [OPTION]}),
    ),
    (
        "people",
        actions({"type": "users_select", "action_id": "u"}, {"type": "multi_users_select", "action_id": "m"}),
    ),
    ("channels", beside({"type": "conversations_select", "default_to_current_conversation": True})),
    ("overflow of five", beside({"type": "overflow", "options": options(5)})),
    ("a date", actions({"type": "datepicker", "initial_date": "2026-11-22"})),
    ("boxes", field({"type": "checkboxes", "options": options(10)})),
    ("round boxes", field({"type": "radio_buttons", "options": [OPTION], "initial_option": OPTION})),
    ("a field", written(multiline=True, min_length=1, max_length=3000, placeholder=PLAIN)),
    ("a number", number(min_value="0.01", max_value="10", initial_value="2.5")),
    ("an address", field({"type": "email_text_input", "action_id": "e"}, optional=True, hint=plain(2000))),
    ("a picture", {"type": "image", "image_url": "https://x.ro/a.png", "alt_text": "grafic"}),
    ("rich text", {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}),
    ("a name of null counts as none", {"type": "divider", "block_id": None}),
]

REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("unsupported type: carousel [json-pointer:/blocks/0/type]", {"type": "carousel"}),
    ("missing required field: type [json-pointer:/blocks/0]", {"text": mrkdwn(1)}),
    ("invalid additional property: colour [json-pointer:/blocks/0]", {"type": "divider", "colour": "red"}),
    ("must define either `text` or `fields` [json-pointer:/blocks/0]", {"type": "section"}),
    ("must be less than 3001 characters [json-pointer:/blocks/0/text/text]", {"type": "section", "text": mrkdwn(3001)}),
    ("must be more than 0 characters [json-pointer:/blocks/0/text/text]", {"type": "section", "text": mrkdwn(0)}),
    ("no more than 10 items allowed [json-pointer:/blocks/0/fields]", {"type": "section", "fields": [mrkdwn(1)] * 11}),
    ("must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]", {"type": "section", "fields": [mrkdwn(2001)]}),
    ("unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]", {"type": "header", "text": mrkdwn(3)}),
    ("must be less than 151 characters [json-pointer:/blocks/0/text/text]", {"type": "header", "text": plain(151)}),
    ("no more than 10 items allowed [json-pointer:/blocks/0/elements]", {"type": "context", "elements": [mrkdwn(1)] * 11}),
    ("unsupported type: button [json-pointer:/blocks/0/elements/0/type]", {"type": "context", "elements": [button()]}),
    ("no more than 25 items allowed [json-pointer:/blocks/0/elements]", actions(*[button(action_id=str(n)) for n in range(26)])),
    ("no fewer than 1 items allowed [json-pointer:/blocks/0/elements]", actions()),
    ("unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]", actions({"type": "plain_text_input"})),
    ("must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]", actions(button(text=plain(76)))),
    ("unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]", actions(button(text=mrkdwn(3)))),
    ("must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]", actions(button(value="x" * 2001))),
    ("must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]", actions(button(action_id="x" * 256))),
    ("must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]", actions(button(style="default"))),
    ("must be a valid URL [json-pointer:/blocks/0/elements/0/url]", actions(button(url="factura"))),
    ("must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]", actions(button(url="https://x.ro/" + "x" * 3000))),
    ("must be less than 76 characters [json-pointer:/blocks/0/elements/0/accessibility_label]", actions(button(accessibility_label="x" * 76))),
    ("missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]", actions(button(confirm={k: v for k, v in CONFIRM.items() if k != "deny"}))),
    ("must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]", actions(button(confirm={**CONFIRM, "title": plain(101)}))),
    ("must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]", actions(button(confirm={**CONFIRM, "text": mrkdwn(301)}))),
    ("must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]", actions(button(confirm={**CONFIRM, "confirm": plain(31)}))),
    ("action_id already exists: approve [json-pointer:/blocks/0]", actions(button(), button())),
    ("no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]", actions(select(options=options(101)))),
    ("must define exactly one of: options, option_groups [json-pointer:/blocks/0/elements/0]", actions({"type": "static_select"})),
    ("initial_option must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]", actions(select(options=[OTHER], initial_option=OPTION))),
    ("options must have unique values: a [json-pointer:/blocks/0/elements/0]", actions(select(options=[OPTION, OPTION]))),
    ("must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]", actions(select(options=[{"text": plain(76), "value": "a"}]))),
    ("must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]", actions(select(options=[{"text": PLAIN, "value": "x" * 151}]))),
    ("must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/description/text]", actions(select(options=[{**OPTION, "description": plain(76)}]))),
    ("must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]", actions(select(placeholder=plain(151)))),
    ("more initial choices than max_selected_items [json-pointer:/blocks/0/element/initial_options]", field({"type": "multi_static_select", "options": [OPTION, OTHER], "initial_options": [OPTION, OTHER], "max_selected_items": 1})),
    ("initial_options must be among the options [json-pointer:/blocks/0/element/initial_options/0]", field({"type": "checkboxes", "options": [OPTION], "initial_options": [OTHER]})),
    ("no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]", beside({"type": "overflow", "options": options(6)})),
    ("no more than 10 items allowed [json-pointer:/blocks/0/element/options]", field({"type": "checkboxes", "options": options(11)})),
    ("no more than 10 items allowed [json-pointer:/blocks/0/element/options]", field({"type": "radio_buttons", "options": options(11)})),
    ("must be a date in the format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]", actions({"type": "datepicker", "initial_date": "22.11.2026"})),
    ("unsupported type: button [json-pointer:/blocks/0/element/type]", field(button())),
    ("unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]", beside({"type": "plain_text_input"})),
    ("missing required field: label [json-pointer:/blocks/0]", {"type": "input", "element": select()}),
    ("must be less than 2001 characters [json-pointer:/blocks/0/label/text]", field(select(), label=plain(2001))),
    ("must be less than 2001 characters [json-pointer:/blocks/0/hint/text]", field(select(), hint=plain(2001))),
    ("must be a boolean [json-pointer:/blocks/0/optional]", field(select(), optional="yes")),
    ("must be between 1 and 3000 [json-pointer:/blocks/0/element/max_length]", written(max_length=3001)),
    ("min_length must not be greater than max_length [json-pointer:/blocks/0/element]", written(min_length=5, max_length=4)),
    ("missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]", field({"type": "number_input"})),
    ("min_value must not be greater than max_value [json-pointer:/blocks/0/element]", number(min_value="9", max_value="8")),
    ("must be a number written as text [json-pointer:/blocks/0/element/initial_value]", number(initial_value="1,5")),
    ("missing required field: alt_text [json-pointer:/blocks/0]", {"type": "image", "image_url": "https://x.ro/a.png"}),
    ("must define exactly one of: image_url, slack_file [json-pointer:/blocks/0]", {"type": "image", "alt_text": "x"}),
    ("must be less than 256 characters [json-pointer:/blocks/0/block_id]", {"type": "divider", "block_id": "x" * 256}),
    ("must provide an object [json-pointer:/blocks/0/elements/0/confirm]", actions(button(confirm="sure?"))),
]  # fmt: skip


@pytest.mark.parametrize("block", [pytest.param(block, id=name) for name, block in ACCEPTED])
def test_what_slack_allows_is_accepted(block: dict[str, Any]) -> None:
    assert problems([block], "message") == []


@pytest.mark.parametrize(("complaint", "block"), REFUSED)
def test_what_slack_forbids_is_refused_with_its_place(complaint: str, block: dict[str, Any]) -> None:
    assert problems([block], "message") == [complaint]


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_holds_only_so_many_blocks(surface: Surface, most: int) -> None:
    full = [{"type": "divider"}] * most

    assert problems(full, surface) == []
    assert problems([*full, {"type": "divider"}], surface) == [
        f"no more than {most} items allowed [json-pointer:/blocks]"
    ]


TABLE = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "Birou"}]],
    "column_settings": [None, {"align": "right"}],
}
ALERT = {"type": "alert", "text": mrkdwn(200), "level": "warning"}
MARKDOWN = {"type": "markdown", "text": "# Titlu"}


@pytest.mark.parametrize(
    ("block", "allowed"),
    [(TABLE, {"message", "home"}), (ALERT, {"modal"}), (MARKDOWN, {"message"})],
)
def test_newer_blocks_are_at_home_on_their_own_surfaces_only(
    block: dict[str, Any], allowed: set[str]
) -> None:
    surfaces: tuple[Surface, ...] = ("message", "modal", "home")

    assert {surface for surface in surfaces if not problems([block], surface)} == allowed


def test_an_alert_holds_200_characters() -> None:
    assert problems([{**ALERT, "text": mrkdwn(201)}], "modal") == [
        "must be less than 201 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_a_table_has_at_most_100_rows_of_20_cells() -> None:
    cell = {"type": "raw_text", "text": "1"}

    assert problems([{"type": "table", "rows": [[cell]] * 101}], "message") == [
        "no more than 100 items allowed [json-pointer:/blocks/0/rows]"
    ]
    assert problems([{"type": "table", "rows": [[cell] * 21]}], "message") == [
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"
    ]


def test_a_message_has_at_most_one_table() -> None:
    assert problems([TABLE, TABLE], "message") == ["only one table allowed [json-pointer:/blocks]"]


def test_block_ids_are_unique_and_action_ids_within_their_block() -> None:
    twice = [actions(button()) | {"block_id": "card"}, actions(button()) | {"block_id": "card"}]

    assert problems(twice, "message") == ["block_id already exists: card [json-pointer:/blocks/1/block_id]"]


def test_the_blocks_of_a_message_may_not_be_too_long_together() -> None:
    long = [{"type": "section", "text": mrkdwn(2900)}] * 5

    assert problems(long, "message") == [
        "all blocks together must be less than 13000 characters [json-pointer:/blocks]"
    ]
    assert problems(long, "modal") == []


@pytest.mark.parametrize("junk", [None, "blocks", {"type": "divider"}, 5])
def test_blocks_that_are_no_list_are_refused(junk: Any) -> None:
    assert problems(junk, "message") == ["must be an array [json-pointer:/blocks]"]


@pytest.mark.parametrize("junk", [None, 5, "x", [], {"type": ["section"]}])
def test_junk_among_the_blocks_is_a_complaint_and_no_crash(junk: Any) -> None:
    assert len(problems([junk], "message")) == 1
