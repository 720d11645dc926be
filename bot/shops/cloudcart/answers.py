"""What an answer of CloudCart's REST API means: done, surely not done, or nobody knows."""

from typing import Any

from bot.asking import Answer
from bot.errors import OutcomeUnknown, RemoteError, RemoteRejected, RemoteUnavailable, Unreadable
from bot.shops.bodies import read_json
from bot.shops.fields import clean

JsonObject = dict[str, Any]
"""A JSON object; its fractions are `Decimal`."""

_LONGEST_SENTENCE = 500
_MOST_MESSAGES = 3


def told(answer: Answer) -> JsonObject:
    """The body of the answer to a question, which has `data`; asking again does no harm.

    Raises:
        RemoteUnavailable: later it may be answered.
        RemoteRejected: a person has to change something; where no CloudCart shop is, the address.
    """
    if not is_done(answer):
        raise refusal(answer)
    try:
        body = read_json(answer.body)
    except Unreadable as error:
        if _is_json(answer):
            raise RemoteUnavailable("shop.unreachable") from error
        raise RemoteRejected("shop.unknown_address") from error
    if not isinstance(body, dict) or "data" not in body:
        raise RemoteRejected("shop.unknown_address")
    return body


def told_if_there(answer: Answer) -> JsonObject | None:
    """The body of the answer to a question about one thing; None: there is no such thing."""
    return None if is_missing(answer) else told(answer)


def is_missing(answer: Answer) -> bool:
    """Whether the shop itself says that it has no such thing."""
    return answer.status == 404 and _errors(answer) is not None


def is_unfit(answer: Answer) -> bool:
    """Whether the shop does not take the question as it was put."""
    return answer.status in {400, 422} and _errors(answer) is not None


def is_done(answer: Answer) -> bool:
    """Whether it is a success, whatever stands in it."""
    return 200 <= answer.status < 300


def changed(answer: Answer) -> None:
    """Nothing, where something was changed that may as well be changed twice."""
    if is_missing(answer):
        raise RemoteRejected("shop.refused", said=_said(answer))
    if not is_done(answer):
        raise refusal(answer)


def made(answer: Answer) -> JsonObject:
    """The body of the answer to a call that makes something, once it is sure that it was made."""
    if answer.status >= 500 or answer.status == 408:
        raise OutcomeUnknown("shop.unknown")
    if not is_done(answer):
        raise refusal(answer)
    body = _object(answer)
    if body is None or not isinstance(body.get("data"), dict):
        raise OutcomeUnknown("shop.unknown")
    return body


def is_of_the_api(answer: Answer) -> bool:
    """Whether CloudCart's API itself said this, be it a refusal."""
    return "data" in (_object(answer) or {}) or _errors(answer) is not None


def is_a_page(answer: Answer) -> bool:
    """Whether this is no answer of such an API, but a page for people or the way to another one."""
    if answer.status in {200, 404}:
        return not _is_json(answer) and _object(answer) is None
    return 300 <= answer.status < 400


def refusal(answer: Answer) -> RemoteError:
    """What an answer means that is no success. One that came too soon was looked for before this."""
    error: RemoteError
    match answer.status:
        case 401:
            error = RemoteRejected("shop.wrong_key")
        case 402:
            error = RemoteRejected("shop.plan_ended")
        case 404:
            error = RemoteRejected("shop.unknown_address")
        case status if status >= 500 or status == 408:
            error = RemoteUnavailable("shop.unreachable")
        case status if status >= 400 and _errors(answer) is not None:
            error = RemoteRejected("shop.refused", said=_said(answer))
        case 403:
            # CloudCart itself knows no 403: what stands before the shop takes us for an attacker just now.
            error = RemoteUnavailable("shop.unreachable")
        case _:
            error = RemoteRejected("shop.unknown_address")
    return error


def _is_json(answer: Answer) -> bool:
    return "json" in answer.headers.get("Content-Type", "").lower()


def _object(answer: Answer) -> JsonObject | None:
    try:
        body = read_json(answer.body)
    except Unreadable:
        return None
    return body if isinstance(body, dict) else None


def _errors(answer: Answer) -> list[object] | None:
    """What JSON:API has in place of `data`; None: this is no answer of such an API."""
    errors = (_object(answer) or {}).get("errors")
    return errors if isinstance(errors, list) else None


def _said(answer: Answer) -> str:
    """The shop's own words, as one line."""
    errors = [error for error in _errors(answer) or [] if isinstance(error, dict)]
    told = [str(error.get("detail") or error.get("title") or "") for error in errors[:_MOST_MESSAGES]]
    return clean(" ".join(" ".join(told).split()))[:_LONGEST_SENTENCE]
