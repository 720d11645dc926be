"""Orders as CloudCart's REST API tells them become the very orders of its webhooks."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.orders import Order, OrderNotice, digest
from bot.errors import Unreadable
from bot.flows.shopkeepers import Found, Strange
from bot.shops.cloudcart.documents import Document
from bot.shops.cloudcart.found import found
from bot.shops.cloudcart.kind import read
from bot.shops.cloudcart.scales import BANI, Scales
from tests.shops.recorded import Recorded, all_recorded
from tests.shops.rest import document_of, recorded_body, recorded_names, recorded_order, rest_of
from tests.shops.test_hostile import ANYTHING

KNOWN_VARIANTS = {
    *("b2b", "b2c", "unknown_status", "other_names", "decimal_money", "guest_without_billing"),
    *("hostile_text", "hostile_numbers", "net_prices", "order_discount", "modifications", "no_scale"),
    *("part_missing", "unproven_rates", "invoiced_by_the_shop"),
}
#: Webhooks of another shape than any shop sends: what they leave out, REST cannot leave out too.
NO_WHOLE_ORDERS = {
    *("bad_signature", "empty_secret", "missing_signature", "replay", "missing_optional"),
    *("legacy_structure", "hostile_numbers"),
}
#: Of these, REST does not prove the rates that the webhook tells.
UNPROVEN_RATES = {"order_discount"}
WHOLE = [case for case in all_recorded("cloudcart") if case.variant not in NO_WHOLE_ORDERS]


def told(name: str) -> Any:
    return json.loads(recorded_body(name))


def seen(document: Document) -> Found | Strange:
    """What becomes of the order where its own evidence is all there is."""
    scales = Scales()
    scales.learn("shop", [document])
    return found(document, scales.of("shop", document))


def order_of(answer: Any) -> Found:
    result = seen(document_of(answer))
    assert isinstance(result, Found), result
    return result


def why(answer: Any) -> str:
    result = seen(document_of(answer))
    assert isinstance(result, Strange)
    return result.why


def part(answer: Any, kind: str) -> Any:
    """The attributes of the first of these in an answer."""
    return next(each["attributes"] for each in answer["included"] if each["type"] == kind)


def test_there_is_a_recorded_answer_for_every_case() -> None:
    assert set(recorded_names()) == KNOWN_VARIANTS


@pytest.mark.parametrize("name", recorded_names())
def test_an_answer_is_read_as_the_order_it_tells(name: str) -> None:
    match seen(document_of(recorded_body(name))):
        case Found(order, _):
            assert json.loads(order.model_dump_json()) == recorded_order(name)
        case Strange(_, reason, _):
            assert {"unreadable": reason} == recorded_order(name)


@pytest.mark.parametrize("variant", ["b2b", "b2c"])
def test_the_same_order_by_webhook_and_by_rest_is_the_same_news(variant: str) -> None:
    by_hook = read(Recorded("cloudcart", f"order.updated__{variant}").body)
    by_rest = seen(document_of(recorded_body(variant)))

    assert isinstance(by_rest, Found)
    assert by_rest.order == by_hook.order
    assert OrderNotice(by_rest.order).digest == by_hook.digest


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: str(case.variant))
def test_whatever_a_webhook_tells_rest_tells_the_same(case: Recorded) -> None:
    body = json.loads(case.body)

    by_rest = found(document_of(rest_of(body[0] if isinstance(body, list) else body)), BANI)

    assert isinstance(by_rest, Found)
    order = read(case.body).order
    assert by_rest.order == (_without_rates(order) if case.variant in UNPROVEN_RATES else order)


def _without_rates(order: Order) -> Order:
    lines = tuple(line.model_copy(update={"vat_rate": None}) for line in order.lines)
    return order.model_copy(update={"lines": lines})


@pytest.mark.parametrize("name", recorded_names())
def test_what_was_kept_is_read_again_as_the_same_order(name: str) -> None:
    result = seen(document_of(recorded_body(name)))

    if isinstance(result, Found):
        assert digest(read(result.body).order) == digest(result.order)
    else:
        with pytest.raises(Unreadable) as caught:
            read(result.body)
        assert caught.value.why == result.why


def test_the_scale_is_kept_with_an_order_that_does_not_prove_it() -> None:
    result = found(document_of(told("no_scale")), BANI)

    assert isinstance(result, Found)
    assert str(read(result.body).order.total) == "145.20"


def test_a_part_of_another_order_is_not_taken_for_its_own() -> None:
    answer = told("b2b")
    part(answer, "order-total")["order_id"] = 20412

    assert why(answer) == "The shop told “totals” of another order."


def test_a_time_with_an_offset_keeps_it() -> None:
    answer = told("b2b")
    answer["data"]["attributes"]["updated_at"] = "2026-11-16T10:40:51Z"

    assert order_of(answer).order == order_of(told("b2b")).order


def test_a_time_in_summer_is_romania_s_too() -> None:
    answer = told("b2b")
    answer["data"]["attributes"]["updated_at"] = "2026-07-16 12:40:51"

    assert order_of(answer).order.updated_at.isoformat() == "2026-07-16T09:40:51+00:00"


@pytest.mark.parametrize("moment", ["0000-00-00 00:00:00", "yesterday", [], True])
def test_a_time_that_is_none_is_strange(moment: object) -> None:
    answer = told("b2b")
    answer["data"]["attributes"] |= {"updated_at": moment, "date_added": moment}

    assert why(answer)


@pytest.mark.parametrize("state", ["fulfilled", "partial"])
def test_a_parcel_that_left_means_fulfilled_also_without_shipping(state: str) -> None:
    answer = told("b2b")
    answer["data"]["attributes"]["status_fulfillment"] = state
    bare = told("b2b")
    bare["data"]["attributes"]["status_fulfillment"] = state
    bare["data"]["relationships"]["shipping"] = {"data": None}

    assert order_of(answer).order.fulfilled
    whole = found(document_of(bare), BANI)
    assert isinstance(whole, Found)
    assert whole.order.fulfilled


def test_a_fee_that_stands_among_taxes_and_totals_is_one_fee() -> None:
    answer = told("b2c")
    answer["included"].append(
        {"type": "order-tax", "id": "7009", "attributes": {"name": "Ramburs", "tax_vat": "no", "value": 500}}
    )
    answer["data"]["relationships"]["taxes"]["data"].append({"type": "order-tax", "id": "7009"})

    assert order_of(answer).order == order_of(told("b2c")).order


def test_a_change_by_hand_that_the_total_lists_too_is_one_change() -> None:
    answer = told("modifications")
    answer["included"].append(
        {"type": "order-total", "id": "9009", "attributes": {"code": "app", "title": "Montaj", "value": 5000}}
    )
    answer["data"]["relationships"]["totals"]["data"].append({"type": "order-total", "id": "9009"})

    assert order_of(answer).order == order_of(told("modifications")).order


def test_a_change_in_percent_is_not_taken_for_an_amount() -> None:
    answer = told("modifications")
    part(answer, "order-modification")["type"] = "percent"

    assert [charge.name for charge in order_of(answer).order.charges] == ["Livrare la adresă", "Ajustare"]


def test_a_price_that_is_missing_is_said_without_advice_about_webhooks() -> None:
    answer = told("b2b")
    for each in answer["included"]:
        each["attributes"].pop("price", None)
        each["attributes"].pop("order_price", None)

    assert why(answer) == "A product of the order has no price."


@pytest.mark.parametrize(
    ("meta", "number", "invoiced"),
    [
        (None, "", ""),
        (None, "1000000017", "1000000017"),
        ([], 17, "17"),
        ({"smart_bill_invoice_number": "0042"}, "17", "0042"),
        ({"smart_bill_invoice_series": "CC"}, "", ""),
        ([{"key": "smart_bill_invoice_number", "value": "0042"}], "", "0042"),
        ([{"name": "smart_bill_invoice_number", "value": 42}, "odd"], "", "42"),
        ([{}] * 2001, "17", "17"),
        ("odd", "17", "17"),
    ],
)
def test_the_shop_s_own_document_is_named(meta: object, number: object, invoiced: str) -> None:
    answer = told("b2b")
    answer["data"]["attributes"] |= {"meta": meta, "invoice_number": number}

    assert order_of(answer).order.invoiced_as == invoiced


@pytest.mark.parametrize(
    ("number", "invoiced"),
    [("", ""), (None, ""), ("1000000017", "1000000017"), (17, "17"), (True, ""), ([], ""), ({"a": 1}, "")],
)
def test_a_webhook_and_rest_name_the_same_document(number: object, invoiced: str) -> None:
    webhook = json.loads(Recorded("cloudcart", "order.updated__b2b").body)[0] | {"invoice_number": number}
    answer = rest_of(webhook)

    by_hook, by_rest = read(json.dumps(webhook).encode()).order, order_of(answer).order

    assert by_hook.invoiced_as == invoiced
    assert by_rest == by_hook


def test_an_order_without_such_a_document_is_the_news_that_it_was_before_we_asked_for_one() -> None:
    order = read(Recorded("cloudcart", "order.updated__b2b").body).order

    assert "invoiced_as" not in order.model_dump_json()
    assert digest(order) != digest(order.model_copy(update={"invoiced_as": "17"}))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for step, each in inner for place in _places(each, (*path, step)))]


PLACES = _places(told("b2c"))[2:]


@given(data=st.data())
def test_whatever_stands_anywhere_it_is_an_order_or_strange(data: st.DataObject) -> None:
    answer = told("b2c")
    *way, last = data.draw(st.sampled_from([place for place in PLACES if place[0] != "jsonapi"]))
    inside = answer
    for step in way:
        inside = inside[step]
    inside[last] = data.draw(ANYTHING)
    if not isinstance(answer["data"], dict) or not answer["data"]:
        return

    result = seen(document_of(answer))

    assert json.loads(result.body)["data"] is not None
