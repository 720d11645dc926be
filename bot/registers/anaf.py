"""ANAF's public register of taxpayers: does this company exist, and does it pay VAT?"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus

import requests
from urllib3.exceptions import ProtocolError

from bot.asking import Answer, Limits, Sessions, ask
from bot.domain.companies import Company
from bot.domain.fiscal import cif as company_number
from bot.errors import RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.registers.anaf_wire import company_in
from bot.work.allowance import Place, Share
from bot.work.boot import since_boot
from bot.work.jobs import Urgency
from bot.work.ports import Allowance

_PATH = "/api/PlatitorTvaRest/v9/tva"
TIMEOUT = timedelta(seconds=10)
#: One request in any second is what ANAF allows everybody; one can take a connection and an answer.
SHARE = Share(1, 1.0, 2 * TIMEOUT.total_seconds())
#: What the allowance knows it by: it has no token.
TOKEN = "anaf"  # noqa: S105 - a name, no secret
#: Its connections break for no reason; to ask again is harmless.
_TRIES = 3
#: So long it is waited for our turn before the job is put back, in seconds.
_PATIENCE = 5.0
#: Other registers of ANAF's answer so, with their usual JSON, where nothing was found.
_ANSWERS = frozenset({HTTPStatus.OK, HTTPStatus.NOT_FOUND})


class AnafRegister:
    """Plays `bot.flows.ports.CompanyRegister` over version 9 of the service; safe to share between threads.

    All processes together ask once a second at most, by `allowance`. Each request has a new connection:
    those that were used before are often reset. Nothing of who is asked about is logged.
    """

    def __init__(
        self,
        sessions: Sessions,
        base_url: str,
        *,
        allowance: Allowance,
        timeout: timedelta = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sessions = sessions
        self._url = base_url.rstrip("/") + _PATH
        self._allowance = allowance
        self._limits = Limits(timeout.total_seconds(), timeout.total_seconds())
        self._sleep = sleep

    def company(self, cif: str, day: date) -> Company:
        """What the register said of the company on that day."""
        if company_number(cif) != cif:
            # It may be a person's number, which nobody outside must be told.
            raise ValueError("Only a company's number, in bare digits, is ever sent to the register.")
        answer = self._answer(cif, day)
        company = company_in(answer.body, cif, day) if answer.status in _ANSWERS else None
        if company is None:
            raise RemoteUnavailable("anaf.unreachable")
        return company

    def _answer(self, cif: str, day: date) -> Answer:
        tries = _TRIES
        while True:
            tries -= 1
            try:
                return self._ask(cif, day)
            except requests.RequestException as error:
                if not tries or not _was_reset(error):
                    raise RemoteUnavailable("anaf.unreachable") from error

    def _ask(self, cif: str, day: date) -> Answer:
        """One request, in its turn."""
        place = self._turn()
        try:
            body = [{"cui": int(cif), "data": day.isoformat()}]
            return ask(self._sessions, "POST", self._url, self._limits, json=body)
        finally:
            self._allowance.give_back(TOKEN, place, None)

    def _turn(self) -> Place:
        deadline = since_boot() + _PATIENCE
        while True:
            taken = self._allowance.take(TOKEN, Urgency.NORMAL, nothing_against_it)
            if isinstance(taken, Place):
                return taken
            if since_boot() > deadline:
                raise RemoteUnavailable("anaf.busy", retry_after=taken.pause)
            self._sleep(taken.pause.total_seconds())


def _was_reset(error: requests.RequestException) -> bool:
    """Whether the connection stood, and was broken off: requests hides that inside a general accident."""
    inner = error.args[0] if error.args else error.__cause__
    return isinstance(error, requests.ConnectionError) and isinstance(inner, ProtocolError)
