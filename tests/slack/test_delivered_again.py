"""Slack delivers again what it believes lost: the second time changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from bot.sandbox.slack.carrier import Answer, Carrier, Parcel
from bot.slack.ids import Action, Form
from tests.slack.scenes import ANA, Scene, until

RETRY = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}


@pytest.fixture
def parcels(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Carrier, Parcel]]:
    """What Slack has delivered, in turn."""
    delivered: list[tuple[Carrier, Parcel]] = []
    carry = Carrier.carry

    def remember(carrier: Carrier, parcel: Parcel) -> Answer:
        delivered.append((carrier, parcel))
        return carry(carrier, parcel)

    monkeypatch.setattr(Carrier, "carry", remember)
    return delivered


@contextmanager
def repeating() -> Iterator[None]:
    """Slack says of each request that it sent it before."""
    sign = Carrier._signature
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Carrier, "_signature", lambda carrier, body: sign(carrier, body) | RETRY)
        yield


def deliver_again(parcels: list[tuple[Carrier, Parcel]]) -> Answer:
    carrier, parcel = parcels[-1]
    with repeating():
        return carrier.carry(parcel)


def test_a_yes_that_is_delivered_again_issues_nothing_more(
    scene: Scene, parcels: list[tuple[Carrier, Parcel]]
) -> None:
    number = scene.paid_order()
    scene.press(ANA, Action.APPROVE, number)
    at_once = deliver_again(parcels)
    scene.card(number, saying="a fost emisă")
    late = deliver_again(parcels)

    assert (at_once.error, late.error) == (None, None)
    assert len(scene.documents(number)) == 1
    history = scene.world.app.flows.overview.history(
        scene.world.app.flows.overview.find(str(number)).record.id
    )
    assert [entry.what for entry in history].count("proposal.approved") == 1


def test_a_payment_whose_form_is_delivered_again_is_booked_once(
    scene: Scene, parcels: list[tuple[Carrier, Parcel]]
) -> None:
    number = scene.paid_order()
    scene.issued(number)
    before = len(scene.world.smartbill.payments)
    scene.press(ANA, Action.COLLECT, number)
    scene.submit(ANA, Form.COLLECT, amount="10,00")
    deliver_again(parcels)
    until(lambda: len(scene.world.smartbill.payments) > before)
    scene.card(number, saying="încasată parțial")
    deliver_again(parcels)

    assert [payment.value for payment in scene.world.smartbill.payments[before:]] == [Decimal("10.00")]
    invoice = scene.world.app.flows.overview.find(str(number)).invoice
    assert invoice is not None
    assert len(scene.world.app.ledger.payments.of(invoice.id)) == 1


def test_a_command_that_is_delivered_again_is_answered_and_changes_nothing(
    scene: Scene, parcels: list[tuple[Carrier, Parcel]]
) -> None:
    number = scene.paid_order()
    card = scene.card(number)
    scene.type(ANA, f"/smartbill order {number}")

    again = deliver_again(parcels)

    assert again.error is None
    assert str(number) in str(again.body)
    assert scene.card(number) == card
    assert scene.documents(number) == []
