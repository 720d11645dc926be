"""Orders that came while a shop was off are decided once somebody asks for it, each at most once."""

from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.rules import Issue, Propose
from bot.domain.versions import Author
from bot.errors import Refusal
from tests.builders import an_order, some_settings
from tests.flows.desks import Desks


def _told_while_off(desks: Desks, *numbers: str, **settings: Any) -> None:
    """The shop is connected, switched off, and tells of these orders."""
    desks.connect(active=False, **settings)
    for number in numbers:
        desks.told(an_order(external_id=number, number=number))
    desks.run_all()


def _save(desks: Desks, **settings: Any) -> None:
    desks.settings.submit("V1", "lampi", some_settings(**settings), author=Author("U1"))
    desks.run_all()


def test_whoever_switches_a_shop_on_is_told_how_much_came_meanwhile(desks: Desks) -> None:
    _told_while_off(desks, "1", "2")

    _save(desks)

    assert (desks.forms.last.stage, desks.forms.last.missed) == ("saved", 2)
    assert [desks.record(order).decision for order in (1, 2)] == [None, None]


def test_a_shop_that_stays_off_offers_nothing(desks: Desks) -> None:
    _told_while_off(desks, "1")

    _save(desks, active=False)

    assert (desks.forms.last.stage, desks.forms.last.missed) == ("saved", 0)
    with pytest.raises(Refusal, match=r"settings\.shop_is_off"):
        desks.flows.catching_up.ask("lampi", by="U1")


def test_what_was_not_looked_at_is_offered_again_when_the_form_is_opened(desks: Desks) -> None:
    _told_while_off(desks, "1")
    desks.change(active=True)
    desks.settings.opened("V1", "lampi")

    desks.run_all()

    assert (desks.forms.last.stage, desks.forms.last.missed) == ("open", 1)


def test_once_asked_every_order_is_decided_by_the_settings_of_now(desks: Desks) -> None:
    _told_while_off(desks, "1", "2", automatic=True)
    desks.change(active=True, automatic=False)

    assert desks.flows.catching_up.ask("lampi", by="U1") == 2
    desks.run_all()

    assert [type(desks.record(order).decision) for order in (1, 2)] == [Propose, Propose]
    assert desks.ledger.missed.count("lampi") == 0


def test_an_order_is_looked_at_once_however_often_it_was_told_of_and_asked_for(desks: Desks) -> None:
    _told_while_off(desks, "1", automatic=True, only_with_billing=False)
    desks.later_told(status="completed")
    desks.change(active=True)

    assert desks.flows.catching_up.ask("lampi", by="U1") == 1
    assert desks.flows.catching_up.ask("lampi", by="U2") == 1
    desks.run_all()
    assert desks.flows.catching_up.ask("lampi", by="U2") == 0
    desks.run_all()

    assert isinstance(desks.record().decision, Issue)
    assert desks.latest().state is ProposalState.ISSUED
    assert len(desks.biller.documents) == 1


def test_an_order_that_was_decided_before_and_changed_meanwhile_is_looked_at_too(desks: Desks) -> None:
    desks.connect()
    desks.told(an_order(status="pending", paid=False))
    desks.run_all()
    desks.change(active=False)
    desks.later_told(status="paid", paid=True)
    desks.change(active=True)

    assert desks.flows.catching_up.ask("lampi", by="U1") == 1
    desks.run_all()

    assert isinstance(desks.record().decision, Propose)


def test_older_news_than_what_is_known_is_not_missed(desks: Desks) -> None:
    desks.connect()
    desks.told()
    desks.run_all()
    desks.change(active=False)
    desks.later_told(minutes=-5, status="pending")

    assert desks.ledger.missed.count("lampi") == 0


def test_a_shop_that_is_switched_off_again_meanwhile_keeps_the_rest(desks: Desks) -> None:
    _told_while_off(desks, "1", "2")
    desks.change(active=True)
    desks.flows.catching_up.ask("lampi", by="U1")
    desks.change(active=False)

    desks.run_all()

    assert desks.ledger.missed.count("lampi") == 2


def test_guests_may_not_ask_for_it(desks: Desks) -> None:
    _told_while_off(desks, "1")
    desks.change(active=True)
    desks.people.guests.add("UGUEST")

    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        desks.flows.catching_up.ask("lampi", by="UGUEST")
