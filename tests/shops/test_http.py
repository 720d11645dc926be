"""The doors over real HTTP: who is let in, and what each kind of shop is answered."""

import hashlib
import logging
import socket
from collections.abc import Callable

import pytest
import requests

from bot.errors import RemoteUnavailable
from tests.shops.intake import FakeIntake
from tests.shops.recorded import KEY, Recorded, freshly_signed

ORDER = Recorded("cloudcart", "order.updated__b2b").body
NEWS = Recorded("standard", "order.status_changed__b2b").body
WITH_KEY = {"X-CloudCart-ApiKey": KEY}
#: One byte more than is held.
TOO_LONG = b"[" + b" " * 1_048_575 + b"]"


def cloudcart(
    door: str, body: bytes = ORDER, *, path: str = "token-of-the-shop", headers: dict[str, str] | None = None
) -> requests.Response:
    address = f"{door}/hooks/cloudcart/{path}"
    return requests.post(address, data=body, headers=WITH_KEY if headers is None else headers, timeout=5)


def ours(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "bot.shops.http"]


def standard(door: str, body: bytes = NEWS) -> requests.Response:
    address = f"{door}/hooks/standard/token-of-the-shop"
    return requests.post(address, data=body, headers=freshly_signed(body), timeout=5)


@pytest.mark.parametrize(
    ("behind", "event"),
    [
        ("", ""),
        ("/", ""),
        ("/order.updated", "order.updated"),
        ("/order.updated/", ""),
        ("/%3C!channel%3E", ""),
        ("/" + "x" * 65, ""),
    ],
)
def test_the_address_works_with_anything_behind_it(
    behind: str, event: str, door: str, intake: FakeIntake
) -> None:
    answer = cloudcart(door, path="token-of-the-shop" + behind)

    assert answer.status_code == 200
    assert [kept for _, _, kept in intake.received] == [event]


@pytest.mark.parametrize("kind", ["cloudcart", "standard", "woocommerce", "shopify", "%2e%2e"])
def test_an_unknown_address_is_not_found(kind: str, door: str, intake: FakeIntake) -> None:
    answer = requests.post(f"{door}/hooks/{kind}/another-token", data=ORDER, headers=WITH_KEY, timeout=5)

    assert answer.status_code == 404
    assert intake.received == []


def test_a_token_is_good_for_its_own_kind_of_shop_only(door: str, intake: FakeIntake) -> None:
    del intake.secrets["cloudcart"]

    assert cloudcart(door).status_code == 404
    assert standard(door).status_code == 200


@pytest.mark.parametrize("token", ["a%00b", "%C3%A9", "removed:lampi", "a%20b", "token%0A", "x" * 101])
def test_what_cannot_be_a_token_is_looked_up_nowhere(token: str, door: str, intake: FakeIntake) -> None:
    answer = cloudcart(door, path=token)

    assert answer.status_code == 404
    assert intake.asked == []


def test_only_post_hands_in(door: str) -> None:
    assert requests.get(f"{door}/hooks/cloudcart/token-of-the-shop", timeout=5).status_code == 405


@pytest.mark.parametrize("key", ["", "wrong", KEY.lower(), KEY + "0", KEY[:-1], "é"])
def test_a_wrong_key_is_asked_to_come_again(key: str, door: str, intake: FakeIntake) -> None:
    answer = cloudcart(door, headers={"X-CloudCart-ApiKey": key})

    assert answer.status_code == 503
    assert (intake.received, intake.unread) == ([], [])


def test_a_wrong_key_is_refused_before_the_body_is_sent(door: str) -> None:
    port = int(door.rpartition(":")[2])
    head = b"POST /hooks/cloudcart/token-of-the-shop HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n"

    with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
        caller.sendall(head)
        answer = caller.recv(4096)

    assert answer.startswith(b"HTTP/1.1 503 ")


def test_what_cannot_be_read_is_kept_and_thanked_for(door: str, intake: FakeIntake) -> None:
    answer = cloudcart(door, b"<order/>")

    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    (unread,) = intake.unread
    assert (unread.head, unread.size, unread.why) == (b"<order/>", 8, "The message is not JSON.")
    assert unread.digest == hashlib.sha256(b"<order/>").hexdigest()


def test_of_a_message_too_long_only_the_head_is_kept(door: str, intake: FakeIntake) -> None:
    answer = cloudcart(door, TOO_LONG)

    assert answer.status_code == 200
    (unread,) = intake.unread
    assert (unread.head, unread.size) == (TOO_LONG[:65_536], 1_048_577)
    assert unread.digest == hashlib.sha256(TOO_LONG).hexdigest()
    assert unread.why == "The message is larger than 1 MB."


def test_a_signed_message_too_long_to_be_checked_is_refused(door: str, intake: FakeIntake) -> None:
    answer = standard(door, TOO_LONG)

    assert answer.status_code == 413
    assert (intake.received, intake.unread) == ([], [])


@pytest.mark.parametrize("send", [cloudcart, standard])
def test_while_nothing_can_be_kept_shops_are_asked_to_come_again(
    send: Callable[[str], requests.Response], door: str, intake: FakeIntake
) -> None:
    intake.accident = RemoteUnavailable("database.unavailable")

    assert send(door).status_code == 503
    assert intake.received == []


def test_an_accident_is_logged_without_what_was_sent(
    door: str, intake: FakeIntake, caplog: pytest.LogCaptureFixture
) -> None:
    intake.accident = KeyError("our own mistake")

    with caplog.at_level(logging.INFO):
        answer = cloudcart(door)

    assert answer.status_code == 503
    assert [record.message for record in ours(caplog)] == ["http.accident"]
    logged = caplog.handler.format(ours(caplog)[0])
    assert "our own mistake" in logged
    assert not any(secret in logged for secret in (KEY, "token-of-the-shop", "Exemplescu", "RAFT-5P-180"))


def test_a_refusal_is_logged_without_what_was_sent(door: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        cloudcart(door, headers={"X-CloudCart-ApiKey": "wrong-key"})

    (record,) = ours(caplog)
    assert record.message == "notice.not_genuine"
    assert (record.__dict__["kind"], record.__dict__["shop"]) == ("cloudcart", "lampi")
    assert not any(secret in str(record.__dict__) for secret in ("wrong-key", KEY, "token-of-the-shop"))


@pytest.mark.parametrize("path", ["please unsubscribe me", "token-of-the-shop/please unsubscribe me"])
def test_no_answer_repeats_what_was_sent(path: str, door: str) -> None:
    said = "please unsubscribe me"

    answer = cloudcart(door, said.encode(), path=path, headers={"X-CloudCart-ApiKey": said})

    assert said not in answer.text.lower()


def test_the_schema_of_generic_notices_is_served(door: str) -> None:
    answer = requests.get(f"{door}/hooks/standard/schema.json", timeout=5)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json()["title"] == "OrderNews"
