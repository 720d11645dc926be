"""Every question to a CloudCart shop can end in the same ways, and says which."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from bot.asking import Limits
from bot.errors import OutcomeUnknown, RemoteError, RemoteRejected, RemoteUnavailable
from bot.flows.shopkeepers import Access, Choice, Found, ShopHook
from bot.shops.cloudcart.keeper import CloudCartShopkeeper
from bot.shops.cloudcart.transport import SHARE
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.registers.wire import DRIP, RESET, SILENCE, Wire, http
from tests.shops.rest import recorded_body

KEY = "TESTKEYNOTREAL"
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
HTML = "<!doctype html><title>Magazin</title>"
HOOK = {"id": "7", "attributes": {"event": "order.updated", "url": "https://bot.example/h", "active": "yes"}}


def api(status: int, body: object, **headers: Any) -> bytes:
    """An answer as JSON:API has it."""
    return http(json.dumps(body), status, Content_Type="application/vnd.api+json", **headers)


def refused(status: int, detail: str = "Not\nallowed.") -> bytes:
    return api(status, {"errors": [{"status": str(status), "title": "No", "detail": detail}]})


def page(status: int, body: str = HTML, **headers: Any) -> bytes:
    """An answer of something that is no API."""
    return http(body, status, Content_Type="text/html; charset=UTF-8", **headers)


@dataclass(frozen=True)
class Call:
    """One call, what is answered when all is well, what it makes of that, and how doubt about it ends."""

    name: str
    make: Callable[[CloudCartShopkeeper, Access], Any]
    well: bytes
    success: Any
    doubt: type[RemoteError] = RemoteUnavailable

    def __str__(self) -> str:
        return self.name

    @property
    def doubt_slug(self) -> str:
        return "shop.unknown" if self.doubt is OutcomeUnknown else "shop.unreachable"


def _numbers(keeper: CloudCartShopkeeper, access: Access) -> list[str]:
    return [found.order.number for found in keeper.changed(access, page=1).orders if isinstance(found, Found)]


def _number(keeper: CloudCartShopkeeper, access: Access) -> str:
    found = keeper.order(access, "20411")
    assert isinstance(found, Found)
    return found.order.number


_ORDER = http(recorded_body("b2b"), Content_Type="application/vnd.api+json")
OF_ORDERS = frozenset({"changed", "in_status", "order"})
_NOTHING = api(200, {"data": []})
ADD = Call(
    "add_hook",
    lambda keeper, access: keeper.add_hook(access, "order.updated", "https://bot.example/h", proof="p"),
    api(201, {"data": HOOK}),
    ShopHook("7", "order.updated", "https://bot.example/h", is_on=True),
    OutcomeUnknown,
)
LISTS = [
    Call("changed", _numbers, _ORDER, ["20411"]),
    Call(
        "in_status",
        lambda keeper, access: keeper.in_status(access, "paid", since=NOVEMBER, page=1).orders,
        _NOTHING,
        (),
    ),
    Call(
        "statuses",
        lambda keeper, access: keeper.statuses(access),
        api(200, {"data": [{"id": 1, "name": "Plătită", "slug": "paid", "status_type": "built_in"}]}),
        (Choice("paid", "Plătită"),),
    ),
    Call(
        "payment_methods",
        lambda keeper, access: keeper.payment_methods(access),
        api(200, {"data": [{"id": "cod", "attributes": {"title": "Ramburs", "active": "yes"}}]}),
        (Choice("cod", "Ramburs"),),
    ),
    Call(
        "hooks",
        lambda keeper, access: keeper.hooks(access),
        api(200, {"data": [HOOK]}),
        (ShopHook("7", "order.updated", "https://bot.example/h", is_on=True),),
    ),
]
ORDER = Call("order", _number, _ORDER, "20411")
CHANGES = [
    Call(
        "switch_on",
        lambda keeper, access: keeper.switch_on(access, "7", proof="p"),
        api(200, {"data": HOOK}),
        None,
    ),
    Call("remove_hook", lambda keeper, access: keeper.remove_hook(access, "7"), http("", 204), None),
]
CALLS = [*LISTS, ORDER, *CHANGES, ADD]
WITH_NOTES = [call for call in CALLS if call.name in OF_ORDERS]
every_call = pytest.mark.parametrize("call", CALLS, ids=str)
every_list = pytest.mark.parametrize("call", LISTS, ids=str)


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


@pytest.fixture
def allowance() -> FakeAllowance:
    return FakeAllowance.of(FakeClock(), SHARE)


@pytest.fixture
def keeper(allowance: FakeAllowance) -> CloudCartShopkeeper:
    limits = Limits(connecting=0.4, answering=0.4, largest=50_000)
    return CloudCartShopkeeper(requests.Session, allowance=allowance, limits=limits, stand_ins=True)


@pytest.fixture
def access(wire: Wire) -> Access:
    return Access(wire.url, KEY)


def ending(call: Call, keeper: CloudCartShopkeeper, access: Access) -> RemoteError:
    with pytest.raises(RemoteError) as caught:
        call.make(keeper, access)
    return caught.value


@every_call
def test_a_success_is_read(call: Call, keeper: CloudCartShopkeeper, wire: Wire, access: Access) -> None:
    wire.will_play(call.well)

    assert call.make(keeper, access) == call.success
    assert len(wire.heard) == 1


@every_call
@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (refused(401), "shop.wrong_key"),
        (page(401), "shop.wrong_key"),
        (refused(402), "shop.plan_ended"),
        (refused(405), "shop.refused"),
        (refused(406), "shop.refused"),
        (refused(415), "shop.refused"),
        (page(404), "shop.unknown_address"),
        (page(405), "shop.unknown_address"),
        (page(301, Location="https://elsewhere.example/api"), "shop.unknown_address"),
        (api(429, {"error": "Too Many Requests"}, X_RateLimit_Limit="0"), "shop.no_api"),
    ],
)
def test_a_refusal_is_surely_not_done_and_for_a_person(
    call: Call, answer: bytes, slug: str, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(answer)

    error = ending(call, keeper, access)

    assert (type(error), error.slug) == (RemoteRejected, slug)
    assert error.said == ("Not allowed." if slug == "shop.refused" else "")
    assert len(wire.heard) == 1


@every_call
@pytest.mark.parametrize("status", [400, 422])
def test_a_question_that_is_refused_as_it_is_put_is_for_a_person(
    call: Call, status: int, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(refused(status), refused(status))

    error = ending(call, keeper, access)

    assert (type(error), error.slug, error.said) == (RemoteRejected, "shop.refused", "Not allowed.")
    assert len(wire.heard) == (2 if call.name in OF_ORDERS else 1)


@pytest.mark.parametrize("call", WITH_NOTES, ids=str)
@pytest.mark.parametrize("status", [400, 422])
def test_a_shop_that_tells_no_notes_of_apps_is_asked_without_them_from_then_on(
    call: Call, status: int, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(refused(status), call.well, call.well)

    answers = [call.make(keeper, access), call.make(keeper, access)]

    assert answers == [call.success, call.success]
    assert [b"append" in each for each in wire.heard] == [True, False, False]


def test_what_one_shop_does_not_take_others_are_still_asked(
    keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(refused(422), ORDER.well, ORDER.well)
    ORDER.make(keeper, access)

    ORDER.make(keeper, Access(wire.url.replace("127.0.0.1", "localhost"), KEY))

    assert [b"append" in each for each in wire.heard] == [True, False, True]


def test_a_shop_that_refuses_both_questions_is_asked_for_notes_again(
    keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(refused(422), refused(422), ORDER.well)
    ending(ORDER, keeper, access)

    ORDER.make(keeper, access)

    assert [b"append" in each for each in wire.heard] == [True, False, True]


@every_call
@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (api(429, {"error": "Too Many Requests", "retry_after": 60}, Retry_After="60"), 60),
        (page(429, Retry_After="25"), 25),
        (page(429), 60),
        (page(429, Retry_After="Fri, 20 Nov 2026 08:00:00 GMT"), 60),
        (page(429, Retry_After="99999"), 900),
        (page(429, Retry_After="0"), 1),
    ],
)
def test_too_many_calls_are_waited_out_in_silence(
    call: Call, answer: bytes, seconds: int, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(answer)
    first = ending(call, keeper, access)
    again = ending(call, keeper, access)

    for error in (first, again):
        assert isinstance(error, RemoteUnavailable)
        assert (error.slug, error.retry_after) == ("shop.busy", timedelta(seconds=seconds))
    assert len(wire.heard) == 1


@every_call
@pytest.mark.parametrize(
    "answer",
    [SILENCE, RESET, http("{}", 200, promised=1000), http("x" * 50_001), refused(500), page(504), page(408)],
    ids=["silence", "reset", "cut", "endless", "500", "504", "408"],
)
def test_no_whole_answer_leaves_a_doubt_where_something_may_have_been_made(
    call: Call, answer: bytes, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(answer)

    error = ending(call, keeper, access)

    assert (type(error), error.slug) == (call.doubt, call.doubt_slug)
    assert len(wire.heard) == 1


@pytest.mark.parametrize("call", [ORDER, ADD], ids=str)
def test_an_answer_that_only_drips_is_given_up(
    call: Call, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(DRIP)

    assert ending(call, keeper, access).slug == call.doubt_slug
    assert wire.dripped_out == 0


@every_call
def test_whoever_was_never_reached_did_nothing(call: Call, keeper: CloudCartShopkeeper) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"

    error = ending(call, keeper, Access(url, KEY))

    assert (type(error), error.slug) == (RemoteUnavailable, "shop.unreachable")


@every_call
def test_what_stands_before_a_shop_may_refuse_us_for_a_while(
    call: Call, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(page(403))

    assert ending(call, keeper, access).slug == "shop.unreachable"


@pytest.mark.parametrize("call", [*LISTS, ORDER], ids=str)
@pytest.mark.parametrize("answer", [page(200), api(200, {"hello": "world"}), api(200, [])])
def test_an_answer_that_no_such_api_gives_is_somebody_else_s(
    call: Call, answer: bytes, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(answer)

    error = ending(call, keeper, access)

    assert (type(error), error.slug) == (RemoteRejected, "shop.unknown_address")


@every_call
@pytest.mark.parametrize(
    "answer",
    [page(200), page(301, Location="https://elsewhere.example/"), page(302), page(404), http("", 200)],
    ids=["maintenance", "moved", "elsewhere", "missing", "empty"],
)
def test_a_page_where_the_shop_answered_before_is_an_accident_that_passes(
    call: Call, answer: bytes, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(_NOTHING, answer)
    keeper.hooks(access)

    error = ending(call, keeper, access)

    assert (type(error), error.slug) == (call.doubt, call.doubt_slug)


@every_list
def test_a_refusal_shows_that_the_shop_is_there_too(
    call: Call, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(refused(401), page(404))
    ending(call, keeper, access)

    assert ending(call, keeper, access).slug == "shop.unreachable"


def test_where_the_shop_answered_says_nothing_of_other_addresses(
    keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(_NOTHING)
    keeper.hooks(access)

    with Wire() as other:
        other.will_play(page(200))
        error = ending(ORDER, keeper, Access(other.url, KEY))

    assert error.slug == "shop.unknown_address"


@pytest.mark.parametrize("call", [*LISTS, ORDER], ids=str)
def test_broken_json_is_asked_for_again_later(
    call: Call, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(http('{"data": [', Content_Type="application/vnd.api+json"))

    assert isinstance(ending(call, keeper, access), RemoteUnavailable)


@pytest.mark.parametrize(
    "answer",
    [page(201), api(201, {"data": []}), api(200, {}), api(201, {"data": {"attributes": {}}}), http("", 204)],
)
def test_a_webhook_without_an_id_may_have_been_made(
    answer: bytes, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(answer)

    error = ending(ADD, keeper, access)

    assert (type(error), error.slug) == (OutcomeUnknown, "shop.unknown")


@every_list
def test_a_list_that_is_not_found_is_no_cloudcart_shop_s(
    call: Call, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(refused(404))

    assert ending(call, keeper, access).slug == "shop.unknown_address"


def test_an_order_that_the_shop_does_not_have_is_an_answer(
    keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(refused(404))

    assert keeper.order(access, "20411") is None


@pytest.mark.parametrize("odd", ["", "..", "1/../2", "20411?x=1", "٣", "-1", "1" * 21])
def test_an_order_of_an_impossible_name_is_not_even_asked_for(
    odd: str, keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    assert keeper.order(access, odd) is None
    assert wire.heard == []


def test_a_hook_that_is_gone_cannot_be_switched_on_and_is_removed(
    keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    wire.will_play(refused(404, "Gone."), refused(404))

    with pytest.raises(RemoteRejected, match=r"shop\.refused") as caught:
        keeper.switch_on(access, "7", proof="p")

    assert caught.value.said == "Gone."
    keeper.remove_hook(access, "7")


def test_a_refusal_is_quoted_as_one_short_line(
    keeper: CloudCartShopkeeper, wire: Wire, access: Access
) -> None:
    errors = [{"detail": "Very\r\n\tlong " + "x" * 600}, {"title": "Second"}, "odd", {"detail": None}]
    wire.will_play(api(422, {"errors": errors}))

    said = ending(ADD, keeper, access).said

    assert said.startswith("Very long xxx")
    assert len(said) == 500
