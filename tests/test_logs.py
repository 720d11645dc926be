import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.logs import ConsoleLine, JsonLine, configure


def a_record(**facts: object) -> logging.LogRecord:
    return logging.getLogger("bot").makeRecord(
        "bot", logging.INFO, "file.py", 1, "invoice.issued", (), None, extra=facts
    )


def test_a_line_for_machines_has_the_event_and_its_facts() -> None:
    line = json.loads(JsonLine().format(a_record(order=7, number="FCT 1187")))

    assert (line["event"], line["level"], line["order"], line["number"]) == (
        "invoice.issued",
        "info",
        7,
        "FCT 1187",
    )


def test_a_fact_cannot_stand_in_for_the_event() -> None:
    assert json.loads(JsonLine().format(a_record(event="other")))["event"] == "invoice.issued"


def test_a_line_for_people_ends_with_the_facts() -> None:
    assert ConsoleLine().format(a_record(order=7)).endswith("info    invoice.issued order=7")


def test_an_accident_brings_its_trace() -> None:
    record = a_record()
    try:
        raise ValueError("broken")
    except ValueError:
        record.exc_info = sys.exc_info()

    assert "ValueError: broken" in json.loads(JsonLine().format(record))["trace"]


@pytest.fixture
def logs() -> Iterator[None]:
    """Whatever `configure` does is undone."""
    known = [
        logging.getLogger(),
        *(logging.getLogger(name) for name in list(logging.root.manager.loggerDict)),
    ]
    before = [(logger, logger.level, logger.handlers[:]) for logger in known]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


@pytest.mark.usefixtures("logs")
def test_an_accident_of_our_http_edge_is_printed_where_the_server_is_heard(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("info", "json", hears_server=True)

    logging.getLogger("uvicorn.error").error("Exception in ASGI application")

    assert json.loads(capsys.readouterr().err)["event"] == "Exception in ASGI application"


@pytest.mark.usefixtures("logs")
def test_answers_that_stand_ins_lose_on_purpose_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")

    logging.getLogger("uvicorn.error").error("ASGI callable returned without completing response.")

    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("logs")
def test_a_request_that_nobody_listened_to_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json")
    # As Bolt does with each of its loggers.
    logging.getLogger("slack_bolt.App").setLevel(logging.INFO)

    logging.getLogger("slack_bolt.App").warning("Unhandled request ({'text': 'a secret'})")

    assert capsys.readouterr().err == ""


class Facts:
    """Something that knows how to be written."""

    def __str__(self) -> str:
        return "of 1630615123457"


@pytest.mark.parametrize("formatter", [JsonLine(), ConsoleLine()])
def test_a_personal_number_stands_in_no_line(formatter: logging.Formatter) -> None:
    record = a_record(why="CNP 1630615123457", facts={"all": ["1630615123457", Facts()]}, order=7, no=None)
    record.msg = "told of 1630615123457"
    try:
        raise ValueError("1630615123457 is odd")
    except ValueError:
        record.exc_info = sys.exc_info()

    line = formatter.format(record)

    assert "1630615123457" not in line
    assert line.count("1•••••••••457") >= 5


def test_facts_for_machines_keep_their_kind() -> None:
    line = json.loads(JsonLine().format(a_record(order=7, late=True, share=0.5, none=None, all=("a", 1))))

    assert [line[name] for name in ("order", "late", "share", "none", "all")] == [
        7,
        True,
        0.5,
        None,
        ["a", 1],
    ]
