"""Sending a form off: Slack's own checks, and each thing the app may answer."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox.slack.modals import View
from bot.sandbox.slack.standin import SlackStandIn


def text(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def field(block_id: str, element: dict[str, Any], **changes: Any) -> dict[str, Any]:
    held = {"action_id": "value", **element}
    return {"type": "input", "block_id": block_id, "label": text(block_id), "element": held, **changes}


CIF = field("cif", {"type": "plain_text_input", "min_length": 2, "max_length": 10})


def modal(*blocks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "settings",
        "title": text("Setări"),
        "submit": text("Salvează"),
        "private_metadata": "shop-1",
        "blocks": list(blocks) or [CIF],
        **changes,
    }


def opened(slack: SlackStandIn, client: WebClient, view: dict[str, Any]) -> View:
    top = slack.views("U0ANA")
    permit = slack.workspace.triggers.issue("U0ANA", top[-1].id if top else None)
    client.views_open(trigger_id=permit, view=view)
    return slack.views("U0ANA")[-1]


def submit(slack: SlackStandIn, view: View, typed: Any = "RO123") -> dict[str, Any]:
    return slack.submit("U0ANA", view.id, {"cif": {"value": typed}})


def titles(slack: SlackStandIn) -> list[str]:
    return [view.body["title"]["text"] for view in slack.views("U0ANA")]


def test_an_empty_answer_closes_the_form(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    view = opened(slack, client, modal())

    assert submit(slack, view) == {"ok": True, "errors": {}}

    payload = app.payloads[0]
    assert payload["type"] == "view_submission"
    assert payload["user"]["id"] == "U0ANA"
    assert payload["view"]["id"] == view.id
    assert (payload["view"]["callback_id"], payload["view"]["private_metadata"]) == ("settings", "shop-1")
    assert payload["view"]["state"]["values"] == {
        "cif": {"value": {"type": "plain_text_input", "value": "RO123"}}
    }
    assert slack.views("U0ANA") == []


@pytest.mark.parametrize(
    ("element", "typed", "sentence"),
    [
        ({"type": "plain_text_input"}, "", "Please complete this required field."),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "Enter at least 3 characters."),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "Enter at most 3 characters."),
        ({"type": "number_input", "is_decimal_allowed": True}, "1,5", "Enter a number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "NaN", "Enter a number."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Enter a whole number."),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1"}, "0.5", "Enter a number of at least 1."),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "9"}, "10", "Enter a number of at most 9."),
        ({"type": "email_text_input"}, "ana", "Enter a valid email address."),
        ({"type": "url_text_input"}, "magazin", "Enter a valid URL."),
        ({"type": "multi_users_select"}, [], "Please complete this required field."),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U0ANA", "U0MIHAI"], "Choose at most 1."),
        ({"type": "datepicker"}, None, "Please complete this required field."),
    ],
)  # fmt: skip
def test_slack_itself_refuses_what_cannot_be_right_and_the_app_hears_nothing(
    element: dict[str, Any], typed: Any, sentence: str, slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    view = opened(slack, client, modal(field("cif", element)))

    assert submit(slack, view, typed) == {"ok": False, "errors": {"cif": sentence}}
    assert slack.views("U0ANA")[0].errors == {"cif": sentence}
    assert app.heard == []


def test_an_optional_field_may_stay_empty(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    view = opened(slack, client, modal(field("cif", {"type": "datepicker"}, optional=True)))

    assert submit(slack, view, None)["ok"]
    values = app.payloads[0]["view"]["state"]["values"]
    assert values == {"cif": {"value": {"type": "datepicker", "selected_date": None}}}


def test_a_form_starts_with_its_initial_values(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    options = [{"text": text("RO"), "value": "ro"}, {"text": text("EN"), "value": "en"}]
    menu = {"type": "static_select", "options": options, "initial_option": options[1]}
    boxes = {"type": "checkboxes", "options": options, "initial_options": [options[0]]}
    view = opened(slack, client, modal(field("language", menu), field("save", boxes)))

    slack.submit("U0ANA", view.id, {})

    values = app.payloads[0]["view"]["state"]["values"]
    assert values["language"]["value"] == {"type": "static_select", "selected_option": options[1]}
    assert values["save"]["value"] == {"type": "checkboxes", "selected_options": [options[0]]}


def test_errors_stand_under_their_fields_and_the_typed_stays(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    view = opened(slack, client, modal())
    app.answers = [
        (200, {"response_action": "errors", "errors": {"cif": "Cifra de control nu se potrivește."}})
    ]

    done = submit(slack, view, "RO123")

    [still] = slack.views("U0ANA")
    assert done == {"ok": False, "errors": {"cif": "Cifra de control nu se potrivește."}}
    assert still.errors == {"cif": "Cifra de control nu se potrivește."}
    assert still.values["cif"]["value"]["value"] == "RO123"
    assert submit(slack, still)["ok"]


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nimic": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors"},
        {"response_action": "explode"},
        {"text": "Mulțumesc"},
    ],
)
def test_an_answer_slack_does_not_understand_leaves_the_form_open(
    answer: dict[str, Any], slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    view = opened(slack, client, modal())
    app.answers = [(200, answer)]

    assert submit(slack, view)["error"] == "invalid_response"
    assert titles(slack) == ["Setări"]


def test_an_update_shows_another_form_in_the_same_place(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    view = opened(slack, client, modal())
    checking = {"type": "modal", "title": text("Verific"), "blocks": [{"type": "divider"}]}
    app.answers = [(200, {"response_action": "update", "view": checking})]

    assert submit(slack, view) == {"ok": True, "errors": {}}
    [now] = slack.views("U0ANA")
    assert (now.id, now.body["title"]["text"]) == (view.id, "Verific")
    assert now.hash != view.hash


def test_a_push_lays_a_form_on_top_and_closing_it_shows_the_one_beneath(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    view = opened(slack, client, modal())
    app.answers = [(200, {"response_action": "push", "view": modal(title=text("Pasul doi"))})]

    submit(slack, view)

    assert titles(slack) == ["Setări", "Pasul doi"]
    assert submit(slack, view)["error"] == "view_not_found"
    assert submit(slack, slack.views("U0ANA")[-1])["ok"]
    assert titles(slack) == ["Setări"]


def test_a_refused_view_in_the_answer_is_a_failed_answer(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    view = opened(slack, client, modal())
    app.answers = [(200, {"response_action": "update", "view": {"type": "modal", "blocks": []}})]

    done = submit(slack, view)

    assert (done["ok"], done["error"]) == (False, "invalid_arguments")
    assert titles(slack) == ["Setări"]


def test_clear_closes_everything_and_tells_of_what_lay_beneath(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    beneath = opened(slack, client, modal(notify_on_close=True))
    top = opened(slack, client, modal())
    app.answers = [(200, {"response_action": "clear"})]

    assert submit(slack, top)["ok"]

    assert slack.views("U0ANA") == []
    assert [payload["type"] for payload in app.payloads] == ["view_submission", "view_closed"]
    assert app.payloads[1]["view"]["id"] == beneath.id


def test_the_app_hears_of_a_closed_form_only_where_it_asked(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    silent = opened(slack, client, modal())
    slack.close("U0ANA", silent.id)
    told = opened(slack, client, modal(notify_on_close=True))
    slack.close("U0ANA", told.id)

    [payload] = app.payloads
    assert (payload["type"], payload["view"]["id"], payload["is_cleared"]) == ("view_closed", told.id, False)
    assert slack.close("U0ANA", told.id)["error"] == "view_not_found"


def test_a_form_with_clear_on_close_takes_those_beneath_with_it(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    opened(slack, client, modal())
    top = opened(slack, client, modal(clear_on_close=True))

    slack.close("U0ANA", top.id)

    assert slack.views("U0ANA") == []


def test_a_form_the_app_does_not_answer_for_stays_open(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    view = opened(slack, client, modal())
    app.answers = [(500, "")]

    assert submit(slack, view) == {"ok": False, "errors": {}, "error": "dispatch_failed"}
    assert not slack.views("U0ANA")[0].busy
    assert titles(slack) == ["Setări"]


def test_a_form_under_way_cannot_be_sent_twice(slack: SlackStandIn, client: WebClient, app: Any) -> None:
    view = opened(slack, client, modal())
    slack.workspace.views.mark(view.id, busy=True)

    assert submit(slack, view)["error"] == "busy"


def test_fields_and_choices_a_form_does_not_have_are_refused(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    view = opened(slack, client, modal())
    plain = modal(submit=None)
    plain["blocks"] = [{"type": "divider"}]

    assert slack.submit("U0ANA", view.id, {"cui": {"value": "x"}})["error"] == "invalid_selection"
    assert slack.submit("U0MIHAI", view.id, {})["error"] == "view_not_found"
    assert slack.submit("U0ANA", opened(slack, client, plain).id, {})["error"] == "no_submit"


def test_a_press_inside_a_form_brings_what_is_typed_so_far(
    slack: SlackStandIn, client: WebClient, app: Any
) -> None:
    button = {"type": "button", "action_id": "check", "text": text("Verifică")}
    view = opened(slack, client, modal(CIF, {"type": "actions", "block_id": "row", "elements": [button]}))

    slack.press("U0ANA", "check", view_id=view.id, values={"cif": {"value": "RO123"}})

    payload = app.payloads[0]
    assert payload["container"] == {"type": "view", "view_id": view.id}
    assert payload["view"]["state"]["values"]["cif"]["value"]["value"] == "RO123"
    assert slack.views("U0ANA")[0].values["cif"]["value"]["value"] == "RO123"
