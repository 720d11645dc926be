"""Talk HTTP to CloudCart shops, each under its own address, and say clearly how each call ended."""

import hashlib
import logging
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NameResolutionError

from bot.asking import Answer, Limits, Sessions, ask, calls_left, was_never_connected, why_not
from bot.errors import OutcomeUnknown, RemoteError, RemoteRejected, RemoteUnavailable
from bot.flows.addresses import is_on_this_machine, whole
from bot.flows.ports import nothing_against_it
from bot.flows.shopkeepers import Access
from bot.shops.cloudcart import answers
from bot.shops.cloudcart.whereabouts import must_be_public
from bot.work.allowance import Place, Share, Told
from bot.work.boot import since_boot
from bot.work.jobs import Urgency
from bot.work.ports import Allowance

log = logging.getLogger(__name__)

#: CloudCart itself gives up after 30 seconds. A page of a hundred long orders has a few million bytes.
LIMITS = Limits(connecting=10, answering=35, largest=30_000_000)
#: The smallest plan with an API has 50 calls a minute, for all who ask the shop.
SHARE = Share(20, 60.0, LIMITS.connecting + 2 * LIMITS.answering)
_TYPE = "application/vnd.api+json"
#: So long it is waited for our turn before the job is put back, in seconds.
_PATIENCE = 5.0
#: What a shop asks for that does not say how long we shall be silent, and the longest that we obey.
_USUAL_PAUSE, _LONGEST_PAUSE = 60, 900


class Transport:
    """Calls any shop, each once: nothing is repeated, and no redirect is followed with the key.

    All processes together make as many calls to a shop as `allowance` has; it knows shops by `shop_key`.
    For as long as it lives, it remembers where CloudCart's API answered: maintenance there does not make the
    address a wrong one. Only where `stand_ins` play the shops may these be anywhere but on the internet.
    """

    def __init__(
        self,
        sessions: Sessions,
        *,
        allowance: Allowance,
        limits: Limits = LIMITS,
        sleep: Callable[[float], None] = time.sleep,
        stand_ins: bool = False,
    ) -> None:
        self._sessions = sessions
        self._allowance = allowance
        self._limits = limits
        self._sleep = sleep
        self._stand_ins = stand_ins
        self._met: set[str] = set()

    def get(self, access: Access, path: str, params: Mapping[str, str]) -> Answer:
        """The answer to a question, for its own reader to judge.

        Raises:
            RemoteUnavailable: there was no answer, or no call is left to us.
            RemoteRejected: nobody can be asked there, or not with this key.
        """
        return self.repeatable(access, "GET", path, params=params)

    def repeatable(self, access: Access, method: str, path: str, **request: Any) -> Answer:
        """The answer to a call that does no more harm twice than once, as of `get`."""
        try:
            return self._send(access, method, path, **request)
        except requests.RequestException as error:
            raise _unanswered(error) from error

    def post(self, access: Access, path: str, body: object) -> Answer:
        """The answer to a call that makes something.

        Raises:
            RemoteUnavailable, RemoteRejected: as of `get`; surely not done.
            OutcomeUnknown: perhaps done.
        """
        try:
            return self._send(access, "POST", path, json=body)
        except requests.RequestException as error:
            if was_never_connected(error):
                raise _unanswered(error) from error
            raise OutcomeUnknown("shop.unknown") from error

    def _send(self, access: Access, method: str, path: str, **request: Any) -> Answer:
        address, key = address_of(access), shop_key(access)
        if not self._stand_ins:
            must_be_public(address)
        headers = {"X-CloudCart-ApiKey": _sendable(access.key), "Accept": _TYPE}
        if "json" in request:
            headers["Content-Type"] = _TYPE
        place, left = self._turn(key), None
        try:
            sessions = partial(self._session, address)
            url = f"{address}/api/v2/{path}"
            answer = ask(sessions, method, url, self._limits, headers=headers, **request)
            left = calls_left(answer.headers)
            if answer.status == 429:
                raise self._too_many(key, answer)
        finally:
            self._give_back(key, place, left)
        return self._of_the_shop(address, answer)

    def _of_the_shop(self, address: str, answer: Answer) -> Answer:
        """The answer; where the API answered before, a page in its place is an accident that passes."""
        if address not in self._met:
            if answers.is_of_the_api(answer):
                self._met.add(address)
            return answer
        return replace(answer, status=503) if answers.is_a_page(answer) else answer

    def _session(self, address: str) -> requests.Session:
        session = self._sessions()
        # A proxy of the environment cannot lead back to this machine.
        session.trust_env = session.trust_env and not is_on_this_machine(address)
        return session

    def _turn(self, key: str) -> Place:
        deadline = since_boot() + _PATIENCE
        while True:
            taken = self._allowance.take(key, Urgency.NORMAL, nothing_against_it)
            if isinstance(taken, Place):
                return taken
            pause = taken.pause.total_seconds()
            if taken.blocked or since_boot() + pause > deadline:
                raise RemoteUnavailable("shop.busy", retry_after=taken.pause)
            self._sleep(pause)

    def _too_many(self, key: str, answer: Answer) -> RemoteError:
        """Whether this was one call too many, or none is ever allowed: the shop says both in the same way."""
        if answer.headers.get("X-RateLimit-Limit", "").strip() == "0":
            return RemoteRejected("shop.no_api")
        pause = _pause(answer)
        self._allowance.block(key, pause)
        return RemoteUnavailable("shop.busy", retry_after=pause)

    def _give_back(self, key: str, place: Place, left: Told | None) -> None:
        try:
            self._allowance.give_back(key, place, left)
        except RemoteUnavailable:
            # What the shop answered counts, whatever our books say; the place is free again by itself.
            log.warning("shop.place_kept")


def address_of(access: Access) -> str:
    """Scheme and host of the shop, whatever else was typed behind them.

    Raises:
        RemoteRejected: the key would leave this machine unencrypted, or it is no address.
    """
    address = whole(access.url)
    try:
        parts = urlsplit(address)
        is_sound = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError as error:
        raise RemoteRejected("shop.unknown_address") from error
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_on_this_machine(address))
    if not (is_sound and is_safe):
        raise RemoteRejected("shop.unknown_address")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def shop_key(access: Access) -> str:
    """What the allowance knows a shop by: CloudCart counts by host, whatever key is shown."""
    return hashlib.sha256(f"cloudcart {address_of(access)}".encode()).hexdigest()


def _sendable(key: str) -> str:
    """The key as a header can have it; CloudCart's are capital letters and digits."""
    bare = key.strip()
    if not (bare and bare.isascii() and bare.isprintable()):
        raise RemoteRejected("shop.wrong_key")
    return bare


def _pause(answer: Answer) -> timedelta:
    told = answer.headers.get("Retry-After", "").strip()
    seconds = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else _USUAL_PAUSE
    return timedelta(seconds=min(max(seconds, 1), _LONGEST_PAUSE))


def _unanswered(error: requests.RequestException) -> RemoteError:
    """What silence means: that nothing has this name, or that somebody does not answer now."""
    if isinstance(error, requests.exceptions.InvalidURL) or _has_no_such_host(error):
        return RemoteRejected("shop.unknown_address")
    return RemoteUnavailable("shop.unreachable")


def _has_no_such_host(error: requests.RequestException) -> bool:
    reason = why_not(error)
    if not isinstance(reason, NameResolutionError):
        return False
    cause = reason.__cause__
    # Where the resolver itself is away, nothing is known of the name.
    return not (isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN)
