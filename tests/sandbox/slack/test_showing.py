"""Forms and home pages through the API: permits, hashes, and how many lie on top of each other."""

from collections.abc import Callable
from typing import Any, Protocol

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.slack.standin import SlackStandIn


class Clock(Protocol):
    at: float


def refusal(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def modal(title: str = "Setări", **changes: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "blocks": [{"type": "divider"}],
        **changes,
    }


def with_field(block_id: str, **changes: Any) -> dict[str, Any]:
    block = {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": "CIF"},
        "element": {"type": "plain_text_input", "action_id": "text", **changes},
    }
    return modal(blocks=[block], submit={"type": "plain_text", "text": "Salvează"})


def trigger(slack: SlackStandIn, view_id: str | None = None) -> str:
    return slack.workspace.triggers.issue("U0ANA", view_id)


def test_a_form_opens_once_per_permit(slack: SlackStandIn, client: WebClient) -> None:
    permit = trigger(slack)

    opened = client.views_open(trigger_id=permit, view=modal())

    assert opened["view"]["title"]["text"] == "Setări"
    assert [view.id for view in slack.views("U0ANA")] == [opened["view"]["id"]]
    assert refusal(lambda: client.views_open(trigger_id=permit, view=modal())) == "exchanged_trigger_id"
    assert refusal(lambda: client.views_open(trigger_id="1.2.x", view=modal())) == "invalid_trigger_id"


def test_a_permit_lasts_three_seconds(slack: SlackStandIn, client: WebClient, clock: Clock) -> None:
    quick, slow = trigger(slack), trigger(slack)

    clock.at += 3.0
    client.views_open(trigger_id=quick, view=modal())
    clock.at += 0.1

    assert refusal(lambda: client.views_open(trigger_id=slow, view=modal())) == "expired_trigger_id"


def test_a_refused_form_does_not_spend_the_permit(slack: SlackStandIn, client: WebClient) -> None:
    permit = trigger(slack)

    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=permit, view=modal("x" * 25))

    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert client.views_open(trigger_id=permit, view=modal())["ok"]


def test_a_home_page_cannot_be_opened_as_a_form(slack: SlackStandIn, client: WebClient) -> None:
    home = {"type": "home", "blocks": []}

    assert refusal(lambda: client.views_open(trigger_id=trigger(slack), view=home)) == "invalid_arguments"
    assert refusal(lambda: client.views_publish(user_id="U0ANA", view=modal())) == "invalid_arguments"


def test_a_view_of_more_than_250_kilobytes_is_refused(slack: SlackStandIn, client: WebClient) -> None:
    huge = modal(private_metadata="x" * 250_000)

    assert refusal(lambda: client.views_open(trigger_id=trigger(slack), view=huge)) == "view_too_large"


def test_three_forms_lie_on_top_of_each_other_and_no_more(slack: SlackStandIn, client: WebClient) -> None:
    first = client.views_open(trigger_id=trigger(slack), view=modal())["view"]
    second = client.views_push(trigger_id=trigger(slack, first["id"]), view=modal("Reguli"))["view"]
    third = client.views_open(trigger_id=trigger(slack, first["id"]), view=modal("Serii"))["view"]

    assert (
        refusal(lambda: client.views_push(trigger_id=trigger(slack, third["id"]), view=modal()))
        == "push_limit_reached"
    )
    assert [view.body["title"]["text"] for view in slack.views("U0ANA")] == ["Setări", "Reguli", "Serii"]
    assert (third["root_view_id"], third["previous_view_id"]) == (first["id"], second["id"])


def test_a_stale_hash_is_a_conflict_and_every_update_makes_a_new_one(
    slack: SlackStandIn, client: WebClient
) -> None:
    view = client.views_open(trigger_id=trigger(slack), view=modal())["view"]

    updated = client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Verific"))["view"]

    assert updated["hash"] != view["hash"]
    stale = refusal(lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=modal()))
    assert stale == "hash_conflict"
    assert slack.views("U0ANA")[0].body["title"]["text"] == "Verific"


def test_a_form_that_is_not_open_cannot_be_updated(client: WebClient) -> None:
    assert refusal(lambda: client.views_update(view_id="V0NIMIC", view=modal())) == "not_found"
    assert refusal(lambda: client.api_call("views.update", json={"view": modal()})) == "invalid_arguments"


def test_an_external_id_finds_a_form_and_is_used_once(slack: SlackStandIn, client: WebClient) -> None:
    named = modal(external_id="setari-1")
    client.views_open(trigger_id=trigger(slack), view=named)

    client.views_update(external_id="setari-1", view=modal("Altul", external_id="setari-1"))

    assert slack.views("U0ANA")[0].body["title"]["text"] == "Altul"
    assert (
        refusal(lambda: client.views_open(trigger_id=trigger(slack), view=named)) == "duplicate_external_id"
    )


def test_an_update_keeps_what_was_typed_in_the_fields_that_stay(
    slack: SlackStandIn, client: WebClient
) -> None:
    view = client.views_open(trigger_id=trigger(slack), view=with_field("cif"))["view"]
    slack.press("U0ANA", "text", view_id=view["id"], selected="RO99999992")

    kept = client.views_update(view_id=view["id"], view=with_field("cif", initial_value="altul"))["view"]
    fresh = client.views_update(view_id=view["id"], view=with_field("cui", initial_value="altul"))["view"]

    assert kept["state"]["values"] == {"cif": {"text": {"type": "plain_text_input", "value": "RO99999992"}}}
    assert fresh["state"]["values"] == {"cui": {"text": {"type": "plain_text_input", "value": "altul"}}}


def test_a_home_page_is_published_and_guarded_by_its_hash(slack: SlackStandIn, client: WebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = client.views_publish(user_id="U0ANA", view=home)["view"]

    second = client.views_publish(user_id="U0ANA", view=home, hash=first["hash"])["view"]

    assert second["id"] == first["id"]
    assert (
        refusal(lambda: client.views_publish(user_id="U0ANA", view=home, hash=first["hash"]))
        == "hash_conflict"
    )
    published = slack.home("U0ANA")
    assert published is not None
    assert published.hash == second["hash"]
    assert slack.home("U0MIHAI") is None
    assert refusal(lambda: client.views_publish(user_id="U0NIMENI", view=home)) == "user_not_found"
