"""A notice is kept once, and decided after it was answered."""

import pytest

from bot.errors import Refusal
from bot.flows.shops import Hook
from tests.builders import an_order
from tests.flows.desks import Desks


def _unreadable(desks: Desks, hook: Hook, digest: str = "d1") -> None:
    desks.intake.unreadable(hook.shop, b'{"id": 10', size=9, digest=digest, why="The JSON ends too soon.")


def test_news_is_kept_and_decided_later(desks: Desks) -> None:
    desks.connect()

    assert desks.told()

    assert desks.ledger.notices.get(1).order == an_order()
    assert desks.ledger.proposals.latest(1) is None
    desks.run_all()
    assert desks.ledger.proposals.latest(1) is not None


def test_the_same_news_is_decided_once(desks: Desks) -> None:
    desks.connect()
    desks.told()

    assert not desks.told()

    desks.run_all()
    assert len(desks.courier.shown) == 1
    assert desks.audit() == [("rule", "proposal.opened")]


def test_news_again_after_it_was_decided_does_nothing(desks: Desks) -> None:
    desks.proposed()

    assert not desks.told()

    assert not desks.run_one()


def test_no_address_has_no_hook(desks: Desks) -> None:
    desks.connect()

    assert desks.intake.hook("standard", "hook-pantofi") is None
    assert desks.intake.hook("cloudcart", "hook-lampi") is None


def test_what_could_not_be_read_is_told_in_the_channel_once(desks: Desks) -> None:
    hook = desks.connect(bot_language="en")

    _unreadable(desks, hook)
    _unreadable(desks, hook)

    desks.run_all()
    said = [
        (told.where.channel, told.language, told.slug, told.note.facts) for told in desks.courier.announced
    ]
    facts = {"why": "The JSON ends too soon.", "notice": "1", "shop": "Lămpi Exemplu"}
    assert said == [("C0INVOICES", "en", "notice.unreadable", facts)]


def test_other_bytes_that_could_not_be_read_are_told_too(desks: Desks) -> None:
    hook = desks.connect()

    _unreadable(desks, hook)
    _unreadable(desks, hook, digest="d2")

    desks.run_all()
    assert len(desks.courier.announced) == 2


def test_what_could_not_be_read_is_never_decided(desks: Desks) -> None:
    hook = desks.connect()
    _unreadable(desks, hook)

    desks.deciding.decide({"notice": "1"})

    assert desks.ledger.proposals.latest(1) is None


def test_a_notice_that_was_never_kept_is_refused(desks: Desks) -> None:
    with pytest.raises(Refusal, match=r"notice\.not_found"):
        desks.deciding.decide({"notice": "77"})
