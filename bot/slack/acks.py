"""An acknowledgement stands once it was given, whatever becomes of the listener afterwards."""

from collections.abc import Callable

from slack_bolt import Ack, BoltContext, BoltResponse


class LastingAck(Ack):
    """Bolt forgets an acknowledgement when its listener fails right after it; this one cannot be forgotten.

    Bolt's own thread may not have seen it by then, and would answer Slack that nobody listens.
    """

    _given: BoltResponse | None = None

    @property
    def response(self) -> BoltResponse | None:
        """What Slack is answered; None: nothing yet."""
        return self._given

    @response.setter
    def response(self, response: BoltResponse | None) -> None:
        """Nothing takes the place of what was given but another acknowledgement."""
        self._given = response or self._given


def let_acks_last(context: BoltContext, next: Callable[[], BoltResponse]) -> None:  # noqa: A002 - Bolt's name
    """A middleware: every listener behind it is given an acknowledgement that lasts."""
    context["ack"] = LastingAck()  # type: ignore[no-untyped-call]
    next()


def acknowledged(context: BoltContext, answer: BoltResponse) -> BoltResponse:
    """What was acknowledged, whatever Bolt makes of a failure afterwards; else Bolt's own answer."""
    return context.ack.response or answer
