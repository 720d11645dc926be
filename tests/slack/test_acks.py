"""What was acknowledged reaches Slack, however soon afterwards the listener fails."""

import time

import pytest
from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.slack.acks import acknowledged, let_acks_last

NOBODY_LISTENS = BoltResponse(status=404, body="")


def test_an_acknowledgement_is_not_forgotten() -> None:
    context = BoltContext()
    let_acks_last(context, lambda: NOBODY_LISTENS)
    ack = context.ack
    given = ack(text="Gata.")

    ack.response = None

    assert ack.response is given


def test_what_was_acknowledged_is_the_answer_whatever_bolt_says() -> None:
    context = BoltContext()
    let_acks_last(context, lambda: NOBODY_LISTENS)
    given = context.ack(text="Gata.")

    assert acknowledged(context, BoltResponse(status=500)) is given


def test_without_an_acknowledgement_the_answer_is_bolts() -> None:
    assert acknowledged(BoltContext(), NOBODY_LISTENS) is NOBODY_LISTENS


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.015])
def test_a_listener_that_fails_after_it_has_acknowledged_is_heard(seconds: float) -> None:
    app = App(
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )
    app.use(let_acks_last)
    app.error(lambda error: None)

    @app.command("/smartbill")
    def fail(ack: Ack) -> None:
        ack(text="Gata.")
        time.sleep(seconds)
        raise ValueError

    request = BoltRequest(
        mode="socket_mode", body={"command": "/smartbill", "team_id": "T1", "user_id": "U1"}
    )
    answer = acknowledged(request.context, app.dispatch(request))

    assert (answer.status, answer.body) == (200, "Gata.")
