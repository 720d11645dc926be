"""Every accident becomes a sentence for the person who pressed, and a code for whoever looks into it."""

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from slack_bolt import Ack

from bot.errors import BotError, Refusal, RemoteUnavailable
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.views import view_problems
from bot.words.say import Language
from tests.slack.reading import read
from tests.slack.scenes import ANA, CHANNEL, until
from tests.slack.stage import Stage, a_command, a_stage, a_submission

APOLOGY = re.compile(
    r"Ceva nu a mers la noi și nu s-a schimbat nimic\. Încercați din nou; dacă se repetă, "
    r"spuneți administratorului acest cod: (?P<code>[0-9a-f]{8})\."
)
BLOCKS = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "approval.approve",
                "text": {"type": "plain_text", "text": "Da"},
                "value": "p-1",
            }
        ],
    }
]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with a_stage() as standing:
        yield standing


def failing(error: Exception) -> Callable[[Ack], None]:
    def act(ack: Ack) -> None:
        raise error

    return act


def press_a_button(stage: Stage) -> str:
    """Ana presses a button under a message, and is told something."""
    before = len(stage.slack.ephemerals(ANA))
    message = stage.slack.workspace.messages.post(a_message())
    stage.slack.press(ANA, "approval.approve", ts=message.ts)
    return read(until(lambda: stage.slack.ephemerals(ANA)[before:])[0].blocks)


def press_in_a_form(stage: Stage) -> View:
    """Ana presses a button in an open form."""
    body = {"type": "modal", "title": {"type": "plain_text", "text": "Setări"}, "blocks": a_message().blocks}
    form = stage.slack.workspace.views.open(ANA, body)
    assert stage.slack.press(ANA, "approval.approve", view_id=form.id)["ok"]
    return form


def a_message() -> Message:
    blocks = tuple({**block, "block_id": "b1"} for block in BLOCKS)
    return Message(CHANNEL, "U0BOT", "Propunere", blocks)


def test_an_exploding_command_is_apologised_for_with_a_code(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.recorder.act = failing(KeyError("price"))

    answer = stage.post(a_command("pending")).json()

    told = APOLOGY.fullmatch(read(answer["blocks"]))
    assert told is not None
    assert answer["response_type"] == "ephemeral"
    [record] = [record for record in caplog.records if record.message == "press.failed"]
    assert vars(record)["code"] == told["code"]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None


def test_an_exploding_button_is_apologised_for_to_the_one_who_pressed(stage: Stage) -> None:
    stage.recorder.act = failing(ZeroDivisionError())

    assert APOLOGY.fullmatch(press_a_button(stage))


def test_what_may_not_be_in_a_form_is_laid_over_it(stage: Stage) -> None:
    stage.recorder.act = failing(Refusal("approval.already_approved", by="U0MIHAI"))

    form = press_in_a_form(stage)

    below, over = until(lambda: stage.slack.views(ANA)[1:] and stage.slack.views(ANA))
    assert below.id == form.id
    assert view_problems(over.body) == []
    assert read(over.blocks) == "<@U0MIHAI> a aprobat-o deja."


def test_what_was_acknowledged_before_it_failed_is_laid_over_the_form_too(stage: Stage) -> None:
    def act(ack: Ack) -> None:
        ack()
        raise ZeroDivisionError

    stage.recorder.act = act

    press_in_a_form(stage)

    _, over = until(lambda: stage.slack.views(ANA)[1:] and stage.slack.views(ANA))
    assert APOLOGY.fullmatch(read(over.blocks))


def test_a_form_that_nothing_can_be_laid_over_is_left_as_it_is(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.recorder.act = failing(Refusal("approval.already_approved", by="U0MIHAI"))
    stage.slack.script("views.push", "push_limit_reached")

    form = press_in_a_form(stage)

    until(lambda: "press.untold" in caplog.messages)
    assert [view.id for view in stage.slack.views(ANA)] == [form.id]


def test_a_refusal_of_a_field_that_the_form_does_not_have_takes_the_forms_place(stage: Stage) -> None:
    stage.recorder.act = failing(
        Refusal("payment.amount_does_not_fit", field="amount", most="1", currency="RON")
    )

    answer = stage.post(a_submission("payment.collect_form")).json()

    assert answer["response_action"] == "update"
    assert view_problems(answer["view"]) == []


def test_an_exploding_form_becomes_the_apology(stage: Stage) -> None:
    stage.recorder.act = failing(ZeroDivisionError())

    answer = stage.post(a_submission("payment.collect_form")).json()

    assert answer["response_action"] == "update"
    assert view_problems(answer["view"]) == []
    assert "submit" not in answer["view"]
    assert APOLOGY.fullmatch(read(answer["view"]["blocks"]))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Refusal("approval.already_approved", by="U0MIHAI"), "<@U0MIHAI> a aprobat-o deja."),
        (
            RemoteUnavailable("smartbill.unreachable"),
            "SmartBill nu poate fi contactat. Rămân în vigoare setările vechi; încercați din nou peste câteva minute.",
        ),
        (
            RemoteUnavailable("database.unavailable"),
            "Baza de date nu este disponibilă. Nu s-a schimbat nimic; încercați din nou peste un minut.",
        ),
    ],
    ids=str,
)
def test_what_may_not_be_is_said_in_its_own_sentence_wherever_it_was_asked(
    stage: Stage, error: BotError, sentence: str
) -> None:
    stage.recorder.act = failing(error)

    assert read(stage.post(a_command("pending")).json()["blocks"]) == sentence
    assert read(stage.post(a_submission("settings.form")).json()["view"]["blocks"]) == sentence
    assert press_a_button(stage) == sentence


def test_while_the_database_is_away_people_are_told_so_in_romanian() -> None:
    def language() -> Language:
        raise RemoteUnavailable("database.unavailable")

    with a_stage(language) as stage:
        stage.recorder.act = failing(RemoteUnavailable("database.unavailable"))

        answer = stage.post(a_command("pending")).json()

    assert read(answer["blocks"]).startswith("Baza de date nu este disponibilă.")
