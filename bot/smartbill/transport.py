"""Talk HTTP to SmartBill, and say clearly how each call ended."""

import base64
import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from bot.asking import calls_left, was_never_connected
from bot.domain.shops import Account
from bot.errors import OutcomeUnknown, RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.smartbill.answers import Answer, JsonObject, created
from bot.smartbill.timely import TimelyAdapter
from bot.work.allowance import Place, Told, Wait
from bot.work.boot import since_boot
from bot.work.jobs import Urgency
from bot.work.ports import Allowance

log = logging.getLogger(__name__)

#: SmartBill blocks a token for ten minutes; the rest is for clocks that differ.
BLOCK = timedelta(minutes=10, seconds=30)
#: A call leaves at most so long after its place was asked for, and itself written down, in seconds.
_SEND_WINDOW = 5.0
#: A question waits for its turn so long before its job is put back, in seconds.
_PATIENCE = 30.0
#: A question takes so many places at most, where it sleeps over each.
_TURNS = 3
_CHUNK = 65536


def tell_nobody(_account: Account) -> None:
    """Where nobody waits for the account."""


class Transport:
    """Calls SmartBill for any account, each once: nothing is repeated and no redirect is followed.

    `timeout` is in seconds, for the whole answer after connecting, headers and body together. The session
    keeps no cookies from here on, so that no account's calls can ride on another's. `on_block` hears of each
    block that SmartBill itself told us of, when it is written down.
    """

    def __init__(
        self,
        session: requests.Session,
        base_url: str,
        *,
        timeout: float,
        allowance: Allowance,
        sleep: Callable[[float], None] = time.sleep,
        on_block: Callable[[Account], None] = tell_nobody,
    ) -> None:
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            session.mount(scheme, TimelyAdapter())
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._allowance = allowance
        self._sleep = sleep
        self._on_block = on_block

    def get(
        self,
        account: Account,
        path: str,
        params: Mapping[str, str],
        *,
        urgency: Urgency,
        accept: str = "application/json",
    ) -> Answer:
        """The answer to a question, for its own reader to judge.

        Raises:
            RemoteUnavailable: there was no answer, the token is blocked, or its calls are used up.
        """
        place = self._timely_turn(account, urgency)
        try:
            return self._send(account, place, "GET", path, params=params, headers={"Accept": accept})
        except requests.RequestException as error:
            raise RemoteUnavailable("smartbill.unreachable") from error

    def post(
        self,
        account: Account,
        path: str,
        body: JsonObject,
        may_send: Callable[[], None],
        *,
        urgency: Urgency,
    ) -> JsonObject:
        """Have something made; the answer's body once it surely was.

        `may_send` is done in the commit after which the call leaves at once; what it raises stops the call.

        Raises:
            RemoteUnavailable: surely not done; later it may be.
            RemoteRejected: surely not done; a person has to change something.
            OutcomeUnknown: perhaps done.
        """
        begun = since_boot()
        place = self._place(self._allowance.take(token_key(account), urgency, may_send))
        if _is_late(begun):
            # Somebody may have given the call up meanwhile: a machine slept, or a disk.
            self._give_back(token_key(account), place, None)
            raise RemoteUnavailable("smartbill.unreachable")
        try:
            request = {"json": body, "headers": {"Accept": "application/json"}}
            answer = self._send(account, place, "POST", path, **request)
        except requests.RequestException as error:
            if was_never_connected(error):
                raise RemoteUnavailable("smartbill.unreachable") from error
            raise OutcomeUnknown("smartbill.unknown") from error
        return created(answer)

    def blocked_for(self, account: Account) -> timedelta | None:
        """How long SmartBill goes on to refuse every call of this account; None: it does not."""
        return self._allowance.blocked_for(token_key(account))

    def _timely_turn(self, account: Account, urgency: Urgency) -> Place:
        """A place that was taken just now; one that was slept over may be somebody else's by now."""
        for _ in range(_TURNS):
            place, begun = self._turn(account, urgency)
            if not _is_late(begun):
                return place
            self._give_back(token_key(account), place, None)
        raise RemoteUnavailable("smartbill.unreachable")

    def _turn(self, account: Account, urgency: Urgency) -> tuple[Place, float]:
        """Wait for a place, and say when it was asked for; what can wait for longer comes back later."""
        deadline = since_boot() + _PATIENCE
        while True:
            begun = since_boot()
            taken = self._allowance.take(token_key(account), urgency, nothing_against_it)
            is_over = urgency is Urgency.IDLE or since_boot() > deadline
            if isinstance(taken, Place) or taken.blocked or is_over:
                return self._place(taken), begun
            self._sleep(taken.pause.total_seconds())

    @staticmethod
    def _place(taken: Place | Wait) -> Place:
        if isinstance(taken, Place):
            return taken
        slug = "smartbill.blocked" if taken.blocked else "smartbill.busy"
        raise RemoteUnavailable(slug, retry_after=taken.pause)

    def _send(self, account: Account, place: Place, method: str, path: str, **request: Any) -> Answer:
        key = token_key(account)
        told = None
        try:
            with self._session.request(
                method,
                self._base_url + path,
                auth=_Login(account),
                timeout=(min(self._timeout, _SEND_WINDOW), self._timeout),
                allow_redirects=False,
                stream=True,
                **request,
            ) as response:
                answer = Answer(response.status_code, _whole(response))
                told = calls_left(response.headers)
            if answer.is_block:
                self._allowance.block(key, BLOCK)
        finally:
            self._give_back(key, place, told)
        if answer.is_block:
            self._on_block(account)
            raise RemoteUnavailable("smartbill.blocked", said=answer.said, retry_after=BLOCK)
        return answer

    def _give_back(self, key: str, place: Place, told: Told | None) -> None:
        try:
            self._allowance.give_back(key, place, told)
        except RemoteUnavailable:
            # What SmartBill answered counts, whatever our books say; the place is free again by itself.
            log.warning("smartbill.place_kept")


class _Login(AuthBase):
    """The account's name and token, put on a request as it leaves.

    As an `auth` and not as a header: requests lets a .netrc file overrule headers.
    """

    def __init__(self, account: Account) -> None:
        self._account = account

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        # UTF-8 by hand: requests' own basic login fails on letters beyond Latin-1.
        login = f"{self._account.email.strip()}:{self._account.token.strip()}"
        request.headers["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
        return request


def _whole(response: requests.Response) -> bytes:
    chunks = []
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            chunks.append(chunk)
    except HTTPError as error:
        # Below requests, which would say the same.
        raise requests.ConnectionError from error
    return b"".join(chunks)


def token_key(account: Account) -> str:
    """A name for the account's token that gives nothing away."""
    return hashlib.sha256(account.token.strip().encode()).hexdigest()


def _is_late(begun: float) -> bool:
    """Whether a place asked for at `begun` is too old to send with."""
    return since_boot() - begun > _SEND_WINDOW
