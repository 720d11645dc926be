"""How a CloudCart shop is called: where, with what, and how often."""

import json
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests

from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.shopkeepers import Access
from bot.shops.cloudcart.keeper import CloudCartShopkeeper
from bot.shops.cloudcart.transport import SHARE, address_of, shop_key
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.registers.wire import Wire, http

KEY = "TESTKEYNOTREAL"
NOTHING = http(json.dumps({"data": []}), Content_Type="application/vnd.api+json")


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def allowance(clock: FakeClock) -> FakeAllowance:
    return FakeAllowance.of(clock, SHARE)


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def keeper(allowance: FakeAllowance, clock: FakeClock, slept: list[float]) -> CloudCartShopkeeper:
    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.advance(timedelta(seconds=seconds))

    return CloudCartShopkeeper(requests.Session, allowance=allowance, sleep=sleep, stand_ins=True)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("magazin-exemplu.ro", "https://magazin-exemplu.ro"),
        (" https://Magazin-Exemplu.ro/ ", "https://magazin-exemplu.ro"),
        ("https://magazin-exemplu.ro/admin/orders?x=1", "https://magazin-exemplu.ro"),
        ("http://127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("http://localhost:8123/", "http://localhost:8123"),
        ("http://[::1]:8123", "http://[::1]:8123"),
    ],
)
def test_a_shop_is_asked_under_its_host_whatever_was_typed(typed: str, address: str) -> None:
    assert address_of(Access(typed, KEY)) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://magazin-exemplu.ro",
        "http://127.evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "https://ana:secret@magazin-exemplu.ro",
        "ftp://127.0.0.1",
        "https://[::1",
        "https://magazin:port",
        "https://magazin:99999",
    ],
)
def test_the_key_never_leaves_unencrypted_nor_with_another_login(typed: str) -> None:
    with pytest.raises(RemoteRejected, match=r"shop\.unknown_address"):
        address_of(Access(typed, KEY))


@pytest.mark.parametrize("typed", ["http://magazin-exemplu.ro", "https://a..b", "https://*", "a" * 70])
def test_an_impossible_address_is_an_unknown_one(typed: str, keeper: CloudCartShopkeeper) -> None:
    with pytest.raises(RemoteRejected, match=r"shop\.unknown_address"):
        keeper.hooks(Access(typed, KEY))


@pytest.mark.parametrize("key", ["", "  ", "a\nb", "cheie-ț", "a\x00b"])
def test_a_key_that_no_header_can_have_is_wrong(key: str, keeper: CloudCartShopkeeper, wire: Wire) -> None:
    with pytest.raises(RemoteRejected, match=r"shop\.wrong_key"):
        keeper.hooks(Access(wire.url, key))

    assert wire.heard == []


def test_a_name_that_nobody_has_is_an_unknown_address(
    keeper: CloudCartShopkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", _no_such_name)

    with pytest.raises(RemoteRejected, match=r"shop\.unknown_address"):
        keeper.hooks(Access("magazin-exemplu.invalid", KEY))


def test_a_resolver_that_is_away_says_nothing_of_a_name(
    keeper: CloudCartShopkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", _no_resolver)

    with pytest.raises(RemoteUnavailable, match=r"shop\.unreachable"):
        keeper.add_hook(
            Access("magazin-exemplu.invalid", KEY), "order.updated", "https://b.example", proof="p"
        )


def _no_such_name(*_: object, **__: object) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _no_resolver(*_: object, **__: object) -> None:
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def test_a_question_has_key_type_and_paging(keeper: CloudCartShopkeeper, wire: Wire) -> None:
    wire.will_play(NOTHING)

    keeper.changed(Access(wire.url, f" {KEY}\n"), page=3)

    line, *headers = wire.heard[0].decode().split("\r\n")
    assert line.startswith("GET /api/v2/orders?sort=-updated_at&")
    assert "include=products%2Cpayment%2C" in line
    assert "append%5Borders%5D=meta" in line
    assert "page%5Bnumber%5D=3&page%5Bsize%5D=100" in line
    assert f"X-CloudCart-ApiKey: {KEY}" in headers
    assert "Accept: application/vnd.api+json" in headers


def test_a_new_webhook_is_told_as_cloudcart_wants_it(keeper: CloudCartShopkeeper, wire: Wire) -> None:
    wire.will_play(http(json.dumps({"data": {"id": 7}}), 201))

    keeper.add_hook(Access(wire.url, KEY), "order.updated", "https://bot.example/h", proof="proof-1")

    assert b"POST /api/v2/webhooks " in wire.heard[0]
    assert b"Content-Type: application/vnd.api+json\r\n" in wire.heard[0]
    assert wire.body() == {
        "data": {
            "type": "webhooks",
            "attributes": {
                "url": "https://bot.example/h",
                "event": "order.updated",
                "new_version": 1,
                "active": "yes",
                "request_headers": {"X-Hook-Proof": "proof-1"},
            },
        }
    }


def test_no_redirect_is_followed_with_the_key(keeper: CloudCartShopkeeper, wire: Wire) -> None:
    with Wire() as elsewhere:
        wire.will_play(http("", 302, Location=f"{elsewhere.url}/api/v2/webhooks"))

        with pytest.raises(RemoteRejected, match=r"shop\.unknown_address"):
            keeper.hooks(Access(wire.url, KEY))

        assert elsewhere.heard == []


def test_a_shop_is_asked_twenty_times_a_minute_at_most(
    keeper: CloudCartShopkeeper, wire: Wire, clock: FakeClock, slept: list[float]
) -> None:
    wire.will_play(*[NOTHING] * 21)
    access = Access(wire.url, KEY)
    for _ in range(20):
        keeper.hooks(access)

    with pytest.raises(RemoteUnavailable, match=r"shop\.busy") as caught:
        keeper.hooks(access)
    clock.advance(timedelta(seconds=57))
    keeper.hooks(access)

    assert caught.value.retry_after == timedelta(seconds=60)
    assert (len(wire.heard), slept) == (21, [3.0])


def test_other_shops_have_calls_of_their_own(keeper: CloudCartShopkeeper, wire: Wire) -> None:
    with Wire() as other:
        wire.will_play(*[NOTHING] * 20)
        other.will_play(NOTHING)
        for _ in range(20):
            keeper.hooks(Access(wire.url, KEY))

        assert keeper.hooks(Access(other.url, KEY)) == ()


def test_what_others_ask_of_the_shop_counts_too(keeper: CloudCartShopkeeper, wire: Wire) -> None:
    wire.will_play(http(json.dumps({"data": []}), X_RateLimit_Remaining="0"))
    keeper.hooks(Access(wire.url, KEY))

    with pytest.raises(RemoteUnavailable, match=r"shop\.busy"):
        keeper.hooks(Access(wire.url, KEY))


def test_one_shop_is_known_by_one_name_whatever_key_it_is_asked_with() -> None:
    keys = {shop_key(Access(url, key)) for url in ("magazin.ro", "https://Magazin.ro/") for key in ("A", "B")}

    assert len(keys) == 1


def test_short_lists_are_read_to_their_last_page(keeper: CloudCartShopkeeper, wire: Wire) -> None:
    def a_page(number: int) -> bytes:
        rows = [{"id": str(number), "attributes": {"event": "order.updated", "url": "u", "active": 0}}]
        meta = {"page": {"current-page": number, "last-page": 2}}
        return http(json.dumps({"data": rows, "meta": meta}), Content_Type="application/vnd.api+json")

    wire.will_play(a_page(1), a_page(2))

    assert [hook.id for hook in keeper.hooks(Access(wire.url, KEY))] == ["1", "2"]


def test_a_full_page_without_a_count_is_not_the_last(keeper: CloudCartShopkeeper, wire: Wire) -> None:
    full = http(json.dumps({"data": [{"id": str(n)} for n in range(100)]}))
    wire.will_play(full, NOTHING)

    assert len(keeper.hooks(Access(wire.url, KEY))) == 100


def test_a_way_to_pay_that_is_off_is_left_out(keeper: CloudCartShopkeeper, wire: Wire) -> None:
    rows = [
        {"id": "cod", "attributes": {"title": "Ramburs", "active": True}},
        {"id": "stripe", "attributes": {"title": "Card", "active": "no"}},
        {"id": "other", "attributes": {}},
        {"id": "flat", "title": "Plat", "active": 1},
    ]
    wire.will_play(http(json.dumps({"data": rows})))

    ways = keeper.payment_methods(Access(wire.url, KEY))

    assert [(way.code, way.name) for way in ways] == [
        ("cod", "Ramburs"),
        ("other", "other"),
        ("flat", "Plat"),
    ]
