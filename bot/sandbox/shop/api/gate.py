"""What a call has to pass before it reaches anything: key, plan, limit, and the types of content."""

import secrets
from collections.abc import Callable

from bot.sandbox.shop.api.answers import JSON_API, Answer, Problem, page
from bot.sandbox.shop.api.calls import Call
from bot.sandbox.shop.api.limits import Turnstile, too_many
from bot.sandbox.shop.troubles import Trouble, Troubles


class Gate:
    """Stands before the resources. `api_key` answers the key that is valid now."""

    def __init__(self, troubles: Troubles, turnstile: Turnstile, api_key: Callable[[], str]) -> None:
        self._troubles = troubles
        self._turnstile = turnstile
        self._api_key = api_key

    def outside(self) -> Answer | None:
        """What never reaches CloudCart's own code, and therefore tells nothing of a limit."""
        if Trouble.API_DOWN in self._troubles:
            return page(503, "503 Service Unavailable")
        if Trouble.API_SHIELDED in self._troubles:
            return page(429, "429 Too Many Requests")
        return None

    def refusal(self, call: Call) -> Answer | None:
        """Why the call is refused, or None: it may pass, and was counted."""
        try:
            self._check_key(call)
            self._check_plan()
            if not self._turnstile.lets_through():
                return too_many()
            _check_types(call)
        except Problem as problem:
            return problem.answer
        return None

    def _check_key(self, call: Call) -> None:
        told = call.headers.get("x-cloudcart-apikey")
        if not told:
            raise Problem(401, "Unauthorized", "The header X-CloudCart-ApiKey is missing.")
        if not secrets.compare_digest(told.encode(), self._api_key().encode()):
            raise Problem(401, "Unauthorized", "The API key is not valid.")

    def _check_plan(self) -> None:
        if Trouble.PLAN_ENDED in self._troubles:
            raise Problem(402, "Payment Required", "The plan of the store has expired.")


def _check_types(call: Call) -> None:
    accepted = [_bare(each) for each in call.headers.get("accept", "*/*").split(",")]
    if not {JSON_API, "application/*", "*/*"} & set(accepted):
        raise Problem(406, "Not Acceptable", f"The API answers as {JSON_API} only.")
    if call.body and _bare(call.headers.get("content-type", "")) != JSON_API:
        raise Problem(415, "Unsupported Media Type", f"Bodies must be {JSON_API}.")


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
