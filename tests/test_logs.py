import json
import logging
import sys

from bot.logs import ConsoleLine, JsonLine


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
