"""How the Web API says no: an error word, and sometimes where, why, and when to come back."""

from bot.sandbox.slack.shapes import Json


class ApiError(Exception):
    """Slack's `{"ok": false, "error": …}`; `more` is merged into the answer."""

    def __init__(self, code: str, messages: list[str] | None = None, more: Json | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.more = more or {}

    def answer(self) -> Json:
        """The body Slack sends; complaints stand in `errors` and in `response_metadata.messages`."""
        body: Json = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            body["errors"] = self.messages
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body


def missing(field: str) -> ApiError:
    """A required argument was not sent."""
    return ApiError("invalid_arguments", [f"missing required field: {field}"])
