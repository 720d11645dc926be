"""The first checks of a call, before its content matters: path, method, and the formats offered and wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.sandbox.smartbill.answers import Answer, BrokenError, malformed
from bot.sandbox.smartbill.operations import OPERATIONS, PREFIX, Operation, methods_of
from bot.sandbox.smartbill.reading import BodyError

_JSON = "application/json"
_OCTETS = "application/octet-stream"
_ANYTHING = frozenset({"*/*", "application/*"})


@dataclass(frozen=True)
class Call:
    """One HTTP request, as it came. Header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def authorization(self) -> str:
        """The login as sent."""
        return self.headers.get("authorization", "")


def operation_for(call: Call) -> Operation:
    """The operation behind the call; an unknown path or method is refused."""
    path = call.path.removeprefix(PREFIX)
    operation = OPERATIONS.get((call.method, path))
    if operation is not None and call.path.startswith(PREFIX):
        return operation
    methods = methods_of(path) if call.path.startswith(PREFIX) else []
    if not methods:
        raise refused(call, 404, "resource_not_found", "The requested resource was not found.")
    error = refused(
        call, 405, "method_not_allowed", "The HTTP method is not allowed for the requested resource."
    )
    raise BrokenError(replace(error.answer, headers={"Allow": ", ".join(methods)}))


def check_formats(call: Call, operation: Operation) -> None:
    """Bodies come as JSON, and the caller must take what the operation answers."""
    content_type = _media_types(call.headers.get("content-type", ""))
    if operation.body is not None and _JSON not in content_type:
        raise refused(call, 415, "invalid_content_type", "The content type of the request is not supported.")
    if not _wanted(call) & _offered(operation):
        raise refused(
            call,
            406,
            "invalid_accept_header",
            "The requested resource is not available in the requested format.",
        )


def labelled(call: Call, answer: Answer) -> Answer:
    """A file carries the very type the caller asked for, even where that is wrong."""
    if answer.media_type == _OCTETS and _OCTETS not in _wanted(call) and _JSON in _wanted(call):
        return replace(answer, media_type=_JSON)
    return answer


def refused(call: Call, status: int, code: str, message: str) -> BrokenError:
    """A refusal in the shape used before any business is looked at."""
    return BrokenError(malformed(status, call.path, BodyError(code, message)))


def _wanted(call: Call) -> frozenset[str]:
    return _media_types(call.headers.get("accept") or "*/*")


def _offered(operation: Operation) -> frozenset[str]:
    return _ANYTHING | {_JSON} | ({_OCTETS} if operation.is_file else set())


def _media_types(header: str) -> frozenset[str]:
    return frozenset(part.partition(";")[0].strip().lower() for part in header.split(","))
