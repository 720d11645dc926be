"""An answer that only drips ends in time, whatever part of it drips and however it is connected."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.domain.shops import Account
from bot.errors import OutcomeUnknown, RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.smartbill.transport import Transport
from bot.work.jobs import Urgency
from tests.fakes.allowance import FakeAllowance

#: It takes half a minute to drip.
BODY = b'{"errorText":"","message":"","number":"0042","url":""}' + b" " * 3000
HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Pad: " + b"a" * 60
ALL = HEADERS + b"\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
#: Much shorter than what drips, which comes at a hundred bytes a second.
TIMEOUT = 0.25


class Dripping:
    """A server that sends the first `at_once` bytes in one piece, and drips the rest."""

    def __init__(self, answer: bytes, at_once: int, context: ssl.SSLContext | None) -> None:
        self._answer, self._at_once, self._context = answer, at_once, context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.scheme = "https" if context else "http"
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        #: So many answers were sent to their end.
        self.ended = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, plain: socket.socket) -> None:
        with suppress(OSError), self._wrapped(plain) as connection:
            while _asked(connection):
                connection.sendall(self._answer[: self._at_once])
                for byte in self._answer[self._at_once :]:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.01)
                self.ended += 1
                if b"Connection: close" in self._answer:
                    return

    def _wrapped(self, plain: socket.socket) -> socket.socket:
        return self._context.wrap_socket(plain, server_side=True) if self._context else plain


def _asked(connection: socket.socket) -> bool:
    """Read one whole request: what stays unread would break the answer off. False: there is none any more."""
    heard = b""
    while not heard.endswith(b"\r\n\r\n{}" if heard.startswith(b"POST") else b"\r\n\r\n"):
        piece = connection.recv(65536)
        if not piece:
            return False
        heard += piece
    return True


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of this machine's, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture(params=["plain", "secure"])
def context(request: pytest.FixtureRequest, certificate: Path) -> ssl.SSLContext | None:
    if request.param == "plain":
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@contextmanager
def dripping(answer: bytes, at_once: int, context: ssl.SSLContext | None) -> Iterator[Dripping]:
    server = Dripping(answer, at_once, context)
    yield server
    server.close()


@pytest.fixture
def secure_session(session: requests.Session, certificate: Path) -> requests.Session:
    session.trust_env = False
    session.verify = str(certificate)
    return session


def transport(session: requests.Session, server: Dripping, timeout: float) -> Transport:
    url = f"{server.scheme}://127.0.0.1:{server.port}"
    return Transport(session, url, timeout=timeout, allowance=FakeAllowance(now=time.monotonic))


def post(door: Transport, account: Account) -> object:
    return door.post(account, "/invoice/v2", {}, nothing_against_it, urgency=Urgency.PERSON)["number"]


@pytest.mark.parametrize("at_once", [0, len(HEADERS), len(ALL) - len(BODY)], ids=str)
def test_an_answer_that_drips_from_anywhere_on_ends_in_time(
    at_once: int, context: ssl.SSLContext | None, secure_session: requests.Session, account: Account
) -> None:
    with dripping(ALL, at_once, context) as server:
        door = transport(secure_session, server, TIMEOUT)

        with pytest.raises(OutcomeUnknown, match=r"smartbill\.unknown"):
            post(door, account)
        with pytest.raises(RemoteUnavailable, match=r"smartbill\.unreachable"):
            door.get(account, "/series", {}, urgency=Urgency.NORMAL)

        assert server.connections == 2
        assert server.ended == 0


def test_an_answer_that_drips_fast_enough_is_read_whole_and_its_connection_used_again(
    context: ssl.SSLContext | None, secure_session: requests.Session, account: Account
) -> None:
    with dripping(ALL, len(ALL) - 9, context) as server:
        door = transport(secure_session, server, 5)

        assert [post(door, account) for _ in range(3)] == ["0042"] * 3
        assert server.connections == 1


def test_an_answer_whose_end_is_the_connections_is_read_whole(
    context: ssl.SSLContext | None, secure_session: requests.Session, account: Account
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    with dripping(head + BODY, len(head + BODY) - 100, context) as server:
        assert post(transport(secure_session, server, 5), account) == "0042"
