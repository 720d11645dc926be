"""The judges of the kill suite: what they would call broken, without a single process."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.bodies import Client
from bot.sandbox.smartbill.documents import Document, Kind, Line
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.kill.__main__ import report
from tests.kill.books import Verdict, judged
from tests.kill.orders import Order

PLAIN = Order(number=100_001, is_automatic=True, is_paid=False, is_edited=False)
EDITED = Order(number=100_001, is_automatic=True, is_paid=False, is_edited=True)


def the_verdict(order: Order, total: str) -> Verdict:
    """On an order whose one invoice comes to this, and whose card says that it is issued."""
    gross = Decimal(total)
    line = Line(
        name=f"Produsul comenzii {order.number}",
        quantity=Decimal(1),
        unit="buc",
        price=gross,
        vat_rate=Decimal(21),
        net=gross,
        vat=Decimal(0),
    )
    document = Document(
        Kind.INVOICE, 1, "FCT", "0001", Client(name="Atelier Exemplu"), (line,), date(2026, 11, 27)
    )
    card = Message("C0FACTURI", "U0BOT", f"Comanda {order.number}: a fost emisă, de încasat")
    smartbill = SimpleNamespace(documents=[document], payments=[])
    slack = SimpleNamespace(messages=lambda _channel: [card])
    return judged({order.number: order}, cast(SmartBillStandIn, smartbill), cast(SlackStandIn, slack))


def test_an_invoice_of_what_the_order_came_to_is_right() -> None:
    assert the_verdict(PLAIN, "101.01").faults == {}


@pytest.mark.parametrize("total", ["101.00", "202.02", "0"])
def test_an_invoice_of_another_total_than_the_orders_is_wrong(total: str) -> None:
    assert list(the_verdict(PLAIN, total).faults) == ["wrong"]


@pytest.mark.parametrize(("total", "faults"), [("101.01", []), ("202.02", []), ("303.03", ["wrong"])])
def test_an_order_that_was_edited_has_the_total_of_either_edition(total: str, faults: list[str]) -> None:
    assert list(the_verdict(EDITED, total).faults) == faults


def figures(**changes: Any) -> dict[str, Any]:
    """Of a round in which all went well."""
    counted = dict.fromkeys(
        ("orders", "freezes", "database restarts", "doubles", "lost", "cards twice", "cards left behind"), 0
    )
    most = {"most calls in ten seconds": 9, "POSTs of a series at once": 1, "the same while disturbed": 1}
    ends: dict[str, Any] = {"ends": {}, "points": {}, "faults": {}, "seconds": 1}
    kills = {"kills wanted": 100, "killed at random": 60, "killed at points": 40}
    return counted | most | ends | kills | changes


def test_a_run_in_which_as_many_died_as_were_to_is_not_broken() -> None:
    assert not report([figures()], most_calls=None)


def test_a_run_with_fewer_kills_than_were_asked_for_is_broken_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rounds = [figures(), figures(**{"killed at random": 59})]

    assert report(rounds, most_calls=None)
    assert "BROKEN: 99 of 100 kills" in capsys.readouterr().out
