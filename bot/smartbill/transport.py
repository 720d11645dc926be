"""Talk HTTP to SmartBill, and say clearly how each call ended."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.auth import AuthBase
from urllib3.exceptions import MaxRetryError, NewConnectionError

from bot.domain.shops import Account
from bot.errors import OutcomeUnknown, RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.smartbill.answers import Answer, JsonObject, created
from bot.smartbill.pace import Pace

#: SmartBill blocks a token for ten minutes; the rest is for clocks that differ.
BLOCK = timedelta(minutes=10, seconds=30)


class Transport:
    """Calls SmartBill for any account, each once: nothing is repeated and no redirect is followed.

    `timeout` is in seconds, for connecting and for each wait for bytes. The session keeps no cookies
    from here on, so that no account's calls can ride on another's.
    """

    def __init__(self, session: requests.Session, base_url: str, *, timeout: float, pace: Pace) -> None:
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._pace = pace

    def get(
        self, account: Account, path: str, params: Mapping[str, str], *, accept: str = "application/json"
    ) -> Answer:
        """The answer to a question, for its own reader to judge.

        Raises:
            RemoteUnavailable: there was no answer, or the token is blocked.
        """
        try:
            return self._send(
                account, "GET", path, nothing_against_it, params=params, headers={"Accept": accept}
            )
        except requests.RequestException as error:
            raise RemoteUnavailable("smartbill.unreachable") from error

    def post(self, account: Account, path: str, body: JsonObject, may_send: Callable[[], None]) -> JsonObject:
        """Have something made; the answer's body once it surely was.

        `may_send` is asked when nothing stands between it and the call any more; what it raises stops it.

        Raises:
            RemoteUnavailable: surely not done; later it may be.
            RemoteRejected: surely not done; a person has to change something.
            OutcomeUnknown: perhaps done.
        """
        try:
            request = {"json": body, "headers": {"Accept": "application/json"}}
            answer = self._send(account, "POST", path, may_send, **request)
        except requests.ConnectTimeout as error:
            raise RemoteUnavailable("smartbill.unreachable") from error
        except requests.RequestException as error:
            if _was_never_connected(error):
                raise RemoteUnavailable("smartbill.unreachable") from error
            raise OutcomeUnknown("smartbill.unknown") from error
        return created(answer)

    def _send(
        self, account: Account, method: str, path: str, may_send: Callable[[], None], **request: Any
    ) -> Answer:
        key = token_key(account)
        with self._pace.slot(key):
            may_send()
            response = self._session.request(
                method,
                self._base_url + path,
                auth=_Login(account),
                timeout=self._timeout,
                allow_redirects=False,
                **request,
            )
        answer = Answer(response.status_code, response.content)
        if answer.is_block:
            self._pace.block(key, BLOCK)
            raise RemoteUnavailable("smartbill.blocked", said=answer.said, retry_after=BLOCK)
        return answer


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


def token_key(account: Account) -> str:
    """A name for the account's token that gives nothing away."""
    return hashlib.sha256(account.token.strip().encode()).hexdigest()


def _was_never_connected(error: requests.RequestException) -> bool:
    """Whether the connection was refused: requests hides that inside a general accident."""
    inner = error.args[0] if error.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)
