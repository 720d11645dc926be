"""What other settings would have done: counted, compared, shown by a few."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.amending import Amendment, in_force
from bot.domain.checks import check
from bot.domain.findings import ask, stop
from bot.domain.invoices import Draft, compose
from bot.domain.kinds import Document
from bot.domain.orders import Order, digest
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action, Rule
from bot.domain.rules import DEFAULT, Leave
from bot.domain.ruling import Ruling, decide, ruled, settings_by
from bot.domain.shops import ShopSettings
from bot.domain.trials import (
    _BESIDE_DOCUMENTS,
    _PARTS,
    MOST_EXAMPLES,
    Example,
    Fate,
    Judged,
    Stopped,
    Trial,
    has_same_document,
    is_left,
    judged,
    trial,
)
from tests.builders import a_case, a_rule, an_order, some_settings
from tests.domain.strategies import orders, rules, shops_settings, states

FEW = settings(max_examples=50, derandomize=True, deadline=None, database=None)
AUTOMATIC = some_settings(automatic=True)


def the_ruling(order: Order, by: ShopSettings) -> Ruling:
    return ruled(a_case(order, at=order.updated_at), by)


def judge(order: Order, by: ShopSettings, amendment: Amendment | None = None) -> Judged:
    ruling = the_ruling(order, by)
    draft = compose(order, settings_by(ruling))
    return judged(ruling, draft, check(draft, order), amendment)


def tried(now: ShopSettings, then: ShopSettings, *told: Order) -> Trial:
    return trial((order.number, judge(order, now), judge(order, then)) for order in told)


def parts(order: Order, now: dict[str, Any], then: dict[str, Any]) -> tuple[str, ...]:
    """What is different of an order that is decided the same."""
    (example,) = tried(AUTOMATIC.model_copy(update=now), AUTOMATIC.model_copy(update=then), order).examples
    assert example.now.action is example.then.action
    return example.parts


def the_fate(order: Order, **by: Any) -> Fate:
    """What happens to the order by settings that differ from those that leave everything."""
    leaves = some_settings(rules=(a_rule(id="l", name="Nimic", action=Action.LEAVE),))
    (example,) = tried(leaves, some_settings(**by), order).examples
    return example.then


def test_orders_are_counted_by_what_becomes_of_them_now_and_then() -> None:
    paid, other, dead = (an_order(number=str(n), status=s) for n, s in enumerate(["paid", "odd", "refunded"]))

    found = tried(some_settings(), AUTOMATIC, paid, other, dead)

    assert found.orders == 3
    assert found.now == {Action.ISSUE: 0, Action.PROPOSE: 1, Action.LEAVE: 2}
    assert found.then == {Action.ISSUE: 1, Action.PROPOSE: 0, Action.LEAVE: 2}
    assert (found.decided_otherwise, found.done_otherwise) == (1, 0)
    assert found.examples == (
        Example("0", Fate(Action.PROPOSE, DEFAULT, why="automatic_off"), Fate(Action.ISSUE, DEFAULT)),
    )


def test_without_orders_there_is_nothing_to_count() -> None:
    found = trial([], forgotten=3)

    assert (found.orders, found.forgotten, found.examples) == (0, 3, ())
    assert set(found.now.values()) == {0}


@pytest.mark.parametrize(
    ("order", "by", "expected"),
    [
        ({}, {"automatic": True}, Fate(Action.ISSUE, DEFAULT)),
        ({}, {}, Fate(Action.PROPOSE, DEFAULT, why="automatic_off")),
        (
            {},
            {"automatic": True, "rules": (a_rule(action=Action.PROPOSE),)},
            Fate(Action.PROPOSE, "Toate", "r-1"),
        ),
        ({"total": 5}, {"automatic": True}, Fate(Action.PROPOSE, DEFAULT, why="not_issuable")),
    ],
    ids=str,
)
def test_an_order_fares_by_its_rule_or_by_what_weighs_more(
    order: dict[str, Any], by: dict[str, Any], expected: Fate
) -> None:
    assert the_fate(an_order(**order), **by) == expected


@pytest.mark.parametrize(
    ("order", "by", "expected"),
    [
        ({}, {"active": False}, Fate(Action.LEAVE, "", why="shop_inactive")),
        ({"status": "refunded"}, {}, Fate(Action.LEAVE, "", why="order_dead")),
        (
            {"status": "odd"},
            {"rules": (a_rule(tags=("vip",)),)},
            Fate(Action.LEAVE, "", why="status_not_in_rule"),
        ),
        ({"has_billing": False}, {"automatic": True}, Fate(Action.LEAVE, "", why="no_billing")),
        ({}, {"rules": (a_rule(action=Action.LEAVE),)}, Fate(Action.LEAVE, "Toate", "r-1")),
    ],
    ids=str,
)
def test_an_order_that_would_be_left_says_why(
    order: dict[str, Any], by: dict[str, Any], expected: Fate
) -> None:
    # Any state is issued now, the dead ones aside.
    everything = some_settings(
        automatic=True, rules=(a_rule(id="e", name="Orice", statuses=("new_order", "odd")),)
    )
    ruling = the_ruling(an_order(**order), some_settings(**by))
    issued = judge(an_order(), everything)

    (example,) = trial([("1", issued, judged(ruling, None, (), None))]).examples

    assert is_left(ruling)
    assert example.then == expected


def test_a_finding_that_asks_is_why_an_order_is_proposed() -> None:
    ruling = the_ruling(an_order(), AUTOMATIC)
    issued, asked = (judged(ruling, None, found, None) for found in ((), (ask("vat.not_read"),)))

    (example,) = trial([("1", issued, asked)]).examples

    assert example.then == Fate(Action.PROPOSE, DEFAULT, why="needs_a_look")


STOPPED = an_order(number="7", total=5)


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        ({}, {"automatic": True}, Stopped(0, 1, "7", "total")),
        ({"automatic": True}, {"automatic": True}, Stopped(1, 1, "7", "total")),
        ({"automatic": True}, {}, Stopped(1, 0, "7", "total")),
        ({}, {}, None),
        ({"automatic": True, "active": False}, {}, None),
        ({"automatic": True, "rules": (a_rule(action=Action.PROPOSE),)}, {}, None),
        ({"automatic": True, "second_above": 1}, {}, None),
    ],
    ids=str,
)
def test_orders_that_only_their_document_keeps_from_being_issued_are_counted(
    now: dict[str, Any], then: dict[str, Any], expected: Stopped | None
) -> None:
    found = tried(some_settings(**now), some_settings(**then), an_order(number="6"), STOPPED)

    assert found.stopped == expected


def test_of_an_order_that_people_put_right_the_document_is_not_all_that_stops_it() -> None:
    amendment = Amendment(by="U1", due_days=3, customer_digest=digest(STOPPED.customer), lines_digest="")

    found = judge(STOPPED, AUTOMATIC, in_force(STOPPED, amendment))

    assert found.stopped_by is None
    assert judge(STOPPED, AUTOMATIC).stopped_by is not None


def test_what_only_asks_stops_nothing() -> None:
    ruling = the_ruling(an_order(), AUTOMATIC)

    assert judged(ruling, None, (ask("vat.not_read"),), None).stopped_by is None
    assert judged(ruling, None, (ask("x.y"), stop("a.b")), None).stopped_by == stop("a.b")


def test_what_a_person_put_right_is_proposed_at_once() -> None:
    order = an_order()
    amendment = Amendment(by="U1", due_days=3, customer_digest=digest(order.customer), lines_digest="")
    waits = AUTOMATIC.model_copy(update={"rules": (a_rule(wait_minutes=30),)})

    found = judge(order, waits, in_force(order, amendment))

    (example,) = trial([("1", judge(order, waits), found)]).examples
    assert example.then == Fate(Action.PROPOSE, "Toate", "r-1", "corrected")
    assert (judge(order, waits).wait_minutes, found.wait_minutes) == (30, 0)


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        ({}, {"document": Document.PROFORMA, "series": "SLKP"}, ("document", "series")),
        ({}, {"anchor_series": "SLKP"}, ("series",)),
        ({}, {"cif": "RO1"}, ("cif",)),
        ({}, {"document_language": "EN"}, ("language",)),
        ({}, {"due_days": 7}, ("due_days",)),
        ({}, {"mentions": "Vă mulțumim!"}, ("mentions",)),
        ({}, {"unit": "set"}, ("lines",)),
        ({}, {"save_products": True}, ("kept",)),
        ({}, {"rules": (a_rule(wait_minutes=5),)}, ("wait",)),
        ({}, {"rules": (a_rule(collects=True),)}, ("collects",)),
        (
            {"rules": (a_rule(collects=True),)},
            {"rules": (a_rule(collects=True),), "payment_types": {"card": PaymentType.CARD}},
            ("collects",),
        ),
        ({"automatic": False}, {"automatic": False, "approvers": ("U1",)}, ("approvers",)),
        (
            {"automatic": False, "approvers": ("U1",)},
            {"automatic": False, "approvers": ("U1",), "rules": (a_rule(approvers=("U2",)),)},
            ("approvers",),
        ),
    ],
    ids=str,
)
def test_of_an_order_that_is_decided_the_same_it_is_told_what_else_differs(
    now: dict[str, Any], then: dict[str, Any], expected: tuple[str, ...]
) -> None:
    order = an_order(lines=(an_order().lines[0].model_copy(update={"unit": ""}),))

    assert parts(order, now, then) == expected


@pytest.mark.parametrize(
    "then",
    [
        {"approvers": ("U1",)},
        {"payment_types": {}},
        {"vat_fallback": 21},
        {"rules": (a_rule(),)},
        {"statuses": ("paid", "odd")},
    ],
    ids=str,
)
def test_what_does_not_show_is_no_difference(then: dict[str, Any]) -> None:
    found = tried(AUTOMATIC, AUTOMATIC.model_copy(update=then), an_order())

    assert (found.decided_otherwise, found.done_otherwise, found.examples) == (0, 0, ())


def test_how_an_order_that_is_left_would_be_issued_is_no_difference() -> None:
    left = an_order(status="odd")

    assert (
        tried(AUTOMATIC, AUTOMATIC.model_copy(update={"series": "EXT", "approvers": ("U1",)}), left).examples
        == ()
    )


def test_few_examples_are_shown_one_of_each_kind_first() -> None:
    many = [an_order(number=str(number)) for number in range(10)]
    paid_by_cod = an_order(number="77", payment_method="cod")
    cod = a_rule(name="Ramburs", methods=("cod",))

    found = tried(some_settings(), AUTOMATIC.model_copy(update={"rules": (cod,)}), *many, paid_by_cod)

    assert found.decided_otherwise == 11
    assert [example.number for example in found.examples] == ["0", "77", "1", "2", "3"]
    assert len(found.examples) == MOST_EXAMPLES


def test_other_decisions_are_shown_before_other_documents() -> None:
    cod, card = an_order(number="1"), an_order(number="2", payment_method="cod")
    rule = a_rule(methods=("cod",), action=Action.PROPOSE)

    found = tried(AUTOMATIC, AUTOMATIC.model_copy(update={"rules": (rule,), "due_days": 3}), cod, card)

    assert [(one.number, one.parts) for one in found.examples] == [("2", ()), ("1", ("due_days",))]


def test_orders_that_nobody_can_be_sure_of_are_counted() -> None:
    ruling = the_ruling(an_order(), AUTOMATIC)
    sure, unsure = (judged(ruling, None, (), None, is_sure=is_sure) for is_sure in (True, False))

    found = trial([("1", sure, sure), ("2", sure, unsure), ("3", unsure, sure), ("4", unsure, unsure)])

    assert found.unsure == 3


def test_everything_that_stands_on_a_document_can_be_told_apart() -> None:
    assert {name for fields in _PARTS.values() for name in fields} == set(Draft.model_fields)


@FEW
@given(st.lists(states() | orders(), max_size=5), shops_settings(), rules())
def test_the_same_settings_differ_in_nothing(
    told: list[Order], settings: ShopSettings, rules: tuple[Rule, ...]
) -> None:
    same = settings.model_copy(update={"rules": rules})

    found = tried(same, same, *told)

    assert (found.decided_otherwise, found.done_otherwise, found.examples) == (0, 0, ())
    assert found.now == found.then


@FEW
@given(st.lists(states(), max_size=8), shops_settings(), shops_settings(), rules())
def test_every_order_is_counted_once(
    told: list[Order], now: ShopSettings, then: ShopSettings, rules: tuple[Rule, ...]
) -> None:
    found = tried(now, then.model_copy(update={"rules": rules}), *told)

    assert found.orders == sum(found.now.values()) == sum(found.then.values()) == len(told)
    assert found.decided_otherwise + found.done_otherwise <= len(told)
    assert len(found.examples) == min(MOST_EXAMPLES, found.decided_otherwise + found.done_otherwise)


@FEW
@given(states(), shops_settings(), rules(), st.sampled_from([(), (ask("x.y"),), (stop("x.y"),)]))
def test_an_order_that_is_left_is_left_whatever_is_found(
    order: Order, settings: ShopSettings, rules: tuple[Rule, ...], findings: Any
) -> None:
    ruling = the_ruling(order, settings.model_copy(update={"rules": rules}))

    found = decide(ruling, findings)
    assert isinstance(found, Leave) == is_left(ruling)
    assert not is_left(ruling) or found == decide(ruling, ())


#: Each setting that is left out of the comparison of documents, as somebody could set it otherwise.
BESIDE: dict[str, Any] = {
    "active": False,
    "automatic": True,
    "only_with_billing": False,
    "statuses": ("paid", "odd"),
    "channel": "C0ALT",
    "quiet_channel": "C0ALT",
    "approvers": ("U1",),
    "admins": ("U1",),
    "bot_language": "en",
    "collect_on_paid": "auto",
    "payment_types": {},
    "shop_url": "https://magazin.example",
    "invoice_series": "EXT",
    "invoice_proforma_on_paid": True,
    "rules": (a_rule(),),
}


@FEW
@given(orders() | states(), st.sampled_from(sorted(BESIDE)))
def test_settings_beside_documents_change_no_document(order: Order, name: str) -> None:
    one, other = (the_ruling(order, some_settings(**changes)) for changes in ({}, {name: BESIDE[name]}))

    assert has_same_document(one, other)
    drafts = [compose(order, settings_by(ruling)) for ruling in (one, other)]
    assert drafts[0] == drafts[1]
    assert check(drafts[0], order) == check(drafts[1], order)


def test_every_setting_either_makes_documents_or_stands_beside_them() -> None:
    assert set(BESIDE) == set(_BESIDE_DOCUMENTS)
    assert set(_BESIDE_DOCUMENTS) < set(ShopSettings.model_fields)


def test_a_document_of_another_rule_is_another_one() -> None:
    one, other = (
        the_ruling(an_order(), some_settings(rules=(a_rule(**changes),)))
        for changes in ({}, {"series": "EXT"})
    )

    assert not has_same_document(one, other)
