"""What an answer of SmartBill means: done, surely not done, or nobody knows."""

import html
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from bot.errors import OutcomeUnknown, RemoteRejected, RemoteUnavailable

JsonObject = dict[str, Any]
"""A JSON object; its numbers with a point are `Decimal`."""

#: Older answers come wrapped in one of these keys.
_ROOTS = frozenset(
    {"sbcResponse", "Response", "Fault", "sbcInvoicePaymentStatusResponse", "sbcSeries", "sbcTaxes"}
)
_BLOCK = "limita maxima de requesturi"
_LONGEST_SENTENCE = 500
_MOST_MESSAGES = 3
_TAG = re.compile(r"<[^>]*>")

_NO_COMPANY = "Firma la care incercati sa va conectati"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer: its status and its bytes."""

    status: int
    content: bytes

    @cached_property
    def body(self) -> JsonObject | None:
        """The JSON object it holds, out of its wrapping; None where it is anything else."""
        try:
            body = json.loads(self.content, parse_float=Decimal, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            return None
        return _unwrapped(body) if isinstance(body, dict) else None

    @property
    def error_text(self) -> str:
        """SmartBill's refusal as it came; empty on success, whatever the status says."""
        return _text(self.body, "errorText")

    @property
    def number(self) -> str:
        """The number of the document that was made, if any."""
        return _text(self.body, "number")

    @property
    def said(self) -> str:
        """SmartBill's own words, fit for a person: one sentence without markup, or nothing."""
        return _sentence(self.error_text) or _messages(self.body)

    @property
    def is_block(self) -> bool:
        """Whether the token made too many calls. Documented as 429, seen as 403 with a sentence."""
        if self.status == 429:
            return True
        if 400 <= self.status < 500:
            return _BLOCK in self.content.decode(errors="replace").lower()
        return self.status < 400 and not self.number and _BLOCK in self.error_text.lower()


def not_let_in(answer: Answer) -> RemoteRejected:
    """A 401 is about the login, or about the company that the login may not open."""
    slug = "smartbill.company" if answer.said.startswith(_NO_COMPANY) else "smartbill.auth"
    return RemoteRejected(slug, said=answer.said)


def created(answer: Answer) -> JsonObject:
    """The body of the answer to a call that makes something, once it is sure that it was made.

    Whoever knows that a number must be in it checks that too. A block was looked for before this.
    """
    body = answer.body
    if answer.status >= 500 or body is None or (answer.error_text and answer.number):
        raise unknown(answer)
    if answer.status == 401:
        raise not_let_in(answer)
    if 400 <= answer.status < 500 and answer.said:
        raise RemoteRejected("smartbill.refused", said=answer.said)
    if answer.status != 200:
        raise unknown(answer)
    if answer.error_text:
        raise RemoteRejected("smartbill.refused", said=answer.said)
    return body


def told(answer: Answer) -> JsonObject:
    """The body of the answer to a question; asking again does no harm, so doubt means "later"."""
    body = answer.body
    if answer.status >= 500 or body is None:
        raise RemoteUnavailable("smartbill.unreachable", said=answer.said)
    if answer.status == 401:
        raise not_let_in(answer)
    if answer.said and (answer.status == 200 or answer.status >= 400):
        raise RemoteRejected("smartbill.refused", said=answer.said)
    if answer.status != 200:
        raise RemoteUnavailable("smartbill.unreachable")
    return body


def unknown(answer: Answer) -> OutcomeUnknown:
    """Perhaps done: the answer does not tell."""
    return OutcomeUnknown("smartbill.unknown", said=answer.said)


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON.")


def _unwrapped(body: JsonObject) -> JsonObject:
    if len(body) != 1:
        return body
    ((root, inner),) = body.items()
    return inner if root in _ROOTS and isinstance(inner, dict) else body


def _text(body: JsonObject | None, key: str) -> str:
    value = (body or {}).get(key)
    return "" if value is None else str(value).strip()


def _sentence(text: str) -> str:
    """The text before the first markup, after which come details; where it begins with some, all the text."""
    plain = text.partition("<")[0].strip() or _TAG.sub(" ", text).strip()
    return html.unescape(plain)[:_LONGEST_SENTENCE]


def _messages(body: JsonObject | None) -> str:
    """The sentences of a call refused for its form: `errors` with a `message` each."""
    errors = (body or {}).get("errors")
    if not isinstance(errors, list):
        return ""
    sentences = [
        _text(error, "message") or _text(error, "code") for error in errors if isinstance(error, dict)
    ]
    return _sentence(" ".join(sentence for sentence in sentences[:_MOST_MESSAGES] if sentence))
