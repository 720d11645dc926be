"""One line per event: its name, its facts, and nothing secret or personal among them."""

import json
import logging
import sys
from datetime import UTC, datetime

from bot.domain.personal import masked

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
#: These print whole requests, tokens and customers' data among them, at levels below.
_TALKATIVE = ("slack_sdk", "slack", "urllib3", "uvicorn", "alembic", "websockets", "fontTools")


def configure(level: str, style: str, *, hears_server: bool = False) -> None:
    """Log to standard error: `json`, `console`, or whichever suits where it goes.

    `hears_server`: what the HTTP server itself reports counts, such as the traces of our own accidents.
    """
    handler = logging.StreamHandler(sys.stderr)
    is_json = style == "json" or (not style and not sys.stderr.isatty())
    handler.setFormatter(JsonLine() if is_json else ConsoleLine())
    handler.addFilter(_is_printable)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Stand-ins beside us lose answers on purpose; the server need not report it then.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING if hears_server else logging.CRITICAL)


def _is_printable(record: logging.LogRecord) -> bool:
    """Bolt's warnings print the request that nobody listened to; its loggers have levels of their own."""
    return not record.name.startswith("slack_bolt") or record.levelno >= logging.ERROR


class JsonLine(logging.Formatter):
    """One JSON object per line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            **_facts(record),
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(_masked(line), ensure_ascii=False)


class ConsoleLine(logging.Formatter):
    """One readable line, for people."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone()
        facts = " ".join(f"{name}={value}" for name, value in _facts(record).items())
        line = f"{at:%H:%M:%S} {record.levelname.lower():7} {record.getMessage()} {facts}".rstrip()
        return masked(f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line)


def _facts(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


def _masked(value: object) -> object:
    """The value without anybody's personal number, however deep; numbers and flags stay what they are."""
    match value:
        case None | bool() | int() | float():
            return value
        case dict():
            return {name: _masked(held) for name, held in value.items()}
        case list() | tuple():
            return [_masked(held) for held in value]
        case _:
            return masked(str(value))
