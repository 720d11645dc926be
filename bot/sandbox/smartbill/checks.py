"""From a call to its answer: the checks in the order in which SmartBill seems to make them.

Path and method, formats, the limit on calls, JSON, fields, login, company, business. Where the login
stands among the checks is not documented; this order is a choice.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.smartbill.account import Account
from bot.sandbox.smartbill.answers import (
    BAD_LOGIN,
    UNKNOWN_COMPANY,
    Answer,
    BrokenError,
    Json,
    RefusedError,
    blocked,
    broken_json,
    json_answer,
    login_refused,
    malformed,
    server_error,
)
from bot.sandbox.smartbill.bodies import CompanyBody
from bot.sandbox.smartbill.changes import delete_last
from bot.sandbox.smartbill.faults import Accidents, FaultName
from bot.sandbox.smartbill.issuing import issue_foreign
from bot.sandbox.smartbill.limits import Blocked, Meter
from bot.sandbox.smartbill.negotiation import Call, check_formats, labelled, operation_for
from bot.sandbox.smartbill.operations import Operation
from bot.sandbox.smartbill.reading import BodyError, read_body


@dataclass(frozen=True)
class Books:
    """What a call is answered from."""

    account: Account
    meter: Meter


def answer(books: Books, call: Call, accidents: Accidents) -> Answer:
    """SmartBill's answer to the call, with what happens to it on purpose."""
    try:
        operation = operation_for(call)
        check_formats(call, operation)
    except BrokenError as error:
        return error.answer
    if FaultName.BLOCK in accidents:
        books.meter.block(call.authorization)
    admitted = books.meter.admit(call.authorization)
    if isinstance(admitted, Blocked):
        return blocked(admitted.since, books.meter.limit.block_minutes)
    given = _worked(books.account, call, operation, accidents)
    if given.media_type == "text/html":
        return given
    return replace(given, headers={**given.headers, **admitted.headers})


def _worked(account: Account, call: Call, operation: Operation, accidents: Accidents) -> Answer:
    try:
        asked = _asked(call, operation, accidents)
        _check_login(account, call, accidents)
        _check_company(account, asked)
        if FaultName.REFUSED_WITH_200 in accidents:
            return json_answer(operation.refusal("Client invalid!"))
        _meddle(account, asked, accidents)
        done = operation.work(account, asked)
    except BrokenError as error:
        return error.answer
    except RefusedError as error:
        return json_answer(operation.refusal(error.sentence), error.status)
    return _spoiled(done, accidents) if isinstance(done, dict) else labelled(call, done)


def _asked(call: Call, operation: Operation, accidents: Accidents) -> CompanyBody | Mapping[str, str]:
    if operation.body is None:
        return call.query
    try:
        return read_body(call.body, operation.body)
    except BodyError as error:
        if FaultName.UNKNOWN_FIELD_500 in accidents and error.message.startswith("Unrecognized"):
            raise BrokenError(server_error()) from error
        raise BrokenError(malformed(400, call.path, error)) from error


def _check_login(account: Account, call: Call, accidents: Accidents) -> None:
    known = _login(call.authorization) == (account.email, account.token)
    if not known or FaultName.TOKEN_REVOKED in accidents:
        raise BrokenError(login_refused(BAD_LOGIN))


def _login(authorization: str) -> tuple[str, str] | None:
    """E-mail and token; the token holds a pipe and perhaps colons, so only the first colon parts them."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        email, _, token = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return email, token


def _check_company(account: Account, asked: CompanyBody | Mapping[str, str]) -> None:
    """A company named as null breaks SmartBill; one not named, or not ours, is refused."""
    if isinstance(asked, CompanyBody):
        cif = asked.company_vat_code
        if cif is None and "company_vat_code" in asked.model_fields_set:
            raise BrokenError(broken_json())
    else:
        cif = asked.get("cif")
        if not cif:
            raise RefusedError("Ciful firmei trebuie specificat!")
    if not account.is_company(cif):
        raise BrokenError(login_refused(UNKNOWN_COMPANY))


def _meddle(account: Account, asked: Any, accidents: Accidents) -> None:
    """Somebody else in the company is quicker."""
    if isinstance(asked, CompanyBody):
        series = getattr(asked, "series_name", None)
    else:
        series = asked.get("seriesname") or None
    if FaultName.DELETE_LAST in accidents:
        delete_last(account, series)
    if FaultName.EXTERNAL_ISSUE in accidents:
        issue_foreign(account, series or "")


def _spoiled(done: Json, accidents: Accidents) -> Answer:
    """The answer to work that was done, damaged where that was asked for."""
    if FaultName.JSON_ERROR_AFTER_COMMIT in accidents:
        return broken_json()
    if FaultName.NUMBER_AND_ERROR_TEXT in accidents:
        done = done | {"errorText": "A aparut o eroare la salvarea documentului."}
    if FaultName.WITHOUT_NUMBER in accidents:
        done = done | {"number": ""}
    return json_answer(done)
