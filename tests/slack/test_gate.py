"""Only Slack gets in: whatever is not signed, not fresh or not readable is turned away, and not repeated."""

import asyncio
import logging
import time
from collections.abc import Iterator
from typing import cast

import pytest
from slack_bolt import App
from starlette.requests import Request
from starlette.types import Message

from bot.slack.http import routes
from tests.slack.stage import Stage, a_command, a_press, a_stage

SECRET_WORD = "vagon-de-aur"


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with a_stage() as standing:
        yield standing


@pytest.fixture(autouse=True)
def _nothing_heard_yet(stage: Stage) -> None:
    stage.recorder.heard.clear()


def body() -> str:
    return a_command(f"order {SECRET_WORD}")


def must_be_turned_away(stage: Stage, status: int, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody listened, and nothing of the request is in the logs."""
    assert status == 401
    assert stage.recorder.heard == []
    assert SECRET_WORD not in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "garbage"},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "9" * 40},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1e9"},
    ],
    ids=str,
)
def test_what_is_not_signed_is_turned_away(
    stage: Stage, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    answer = stage.post(body(), headers)

    must_be_turned_away(stage, answer.status_code, caplog)


@pytest.mark.parametrize("seconds", [-301, -86_400, 330])
def test_what_is_signed_but_stale_is_turned_away(
    stage: Stage, seconds: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    answer = stage.post(body(), stamp=time.time() + seconds)

    must_be_turned_away(stage, answer.status_code, caplog)


def test_what_was_changed_after_signing_is_turned_away(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed = stage.post(a_press("approval.approve")).request.headers
    stage.recorder.heard.clear()

    answer = stage.post(body(), {"X-Slack-Signature": str(signed["X-Slack-Signature"])})

    must_be_turned_away(stage, answer.status_code, caplog)


@pytest.mark.parametrize(
    "text", ["", "{", "payload=%7B", "payload=null", "payload=[]", "\x00", "a" * 100_000]
)
def test_signed_garbage_is_refused_without_harm(stage: Stage, text: str) -> None:
    answer = stage.post(text)

    assert answer.status_code in {404, 500}
    assert stage.recorder.heard == []
    assert stage.post(body()).status_code == 200


def test_a_body_that_is_no_text_is_turned_away(stage: Stage) -> None:
    assert stage.post(b"payload=\xff\xfe").status_code == 401


def test_more_than_slack_ever_sends_is_not_read(stage: Stage) -> None:
    assert stage.post("text=" + "x" * 1_000_000).status_code == 413


def test_a_caller_who_hangs_up_is_no_accident(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    nobody = cast(App, None)
    (route,) = routes(nobody, "a secret")

    async def hang_up() -> Message:
        return {"type": "http.disconnect"}

    answer = asyncio.run(route.endpoint(Request({"type": "http", "headers": []}, hang_up)))

    assert answer.status_code == 503
    assert [record.message for record in caplog.records if record.name == "bot.slack.http"] == [
        "http.hung_up"
    ]


def test_what_slack_signs_gets_in(stage: Stage) -> None:
    assert stage.post(body()).status_code == 200
    assert stage.recorder.heard == ["questions.order"]
