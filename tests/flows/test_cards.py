"""What happened is brought to people: one card for an order, its thread, its PDF."""

from datetime import timedelta

from tests.builders import an_order
from tests.flows.desks import Desks


def test_an_order_has_one_card_through_its_whole_life(desks: Desks) -> None:
    desks.issued()

    assert len(desks.courier.cards_of(1)) == 1
    assert len(desks.courier.shown) >= 2


def test_several_changes_at_once_are_shown_once(desks: Desks) -> None:
    proposal = desks.proposed()
    shown = len(desks.courier.shown)
    desks.approvals.approve(proposal.id, by="U1")
    desks.biller.away = True

    desks.run_all()

    assert len(desks.courier.shown) == shown + 1


def test_what_is_issued_at_once_is_shown_once(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told()
    desks.run_all()

    (shown,) = desks.courier.shown
    assert shown.invoice is not None


def test_what_takes_long_to_issue_is_shown_meanwhile(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.biller.away = True
    desks.told()
    desks.run_all()
    assert desks.courier.shown == []

    desks.pass_by(timedelta(seconds=3))

    (shown,) = desks.courier.shown
    assert shown.invoice is None


def test_a_deleted_card_is_put_up_again(desks: Desks) -> None:
    proposal = desks.proposed()
    (at,) = desks.courier.cards
    desks.courier.delete_card(at)

    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()

    assert len(desks.courier.cards_of(1)) == 1
    (stands,) = desks.courier.cards
    assert (desks.record().card_channel, desks.record().card_ts) == (stands.channel, stands.ts)


def test_while_slack_is_away_the_card_waits_and_the_document_does_not(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.courier.away = True
    desks.told()
    desks.run_all()
    assert len(desks.biller.documents) == 1
    assert desks.courier.shown == []

    desks.courier.away = False
    desks.pass_by(timedelta(minutes=1))

    assert [card.invoice.name for card in desks.courier.cards_of(1) if card.invoice] == ["FCT 0012"]
    assert [file.name for file in desks.courier.files] == ["FCT 0012"]


def test_a_pdf_that_is_not_ready_is_asked_for_again(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.biller.be_away_next("pdf")
    desks.told()

    desks.pass_by(timedelta(seconds=30))

    assert len(desks.courier.files) == 1


def test_where_a_slack_channel_refuses_the_card_the_document_is_issued_all_the_same(desks: Desks) -> None:
    desks.connect(automatic=True)
    for _ in range(3):
        desks.courier.refuse_next("show")
    desks.told(an_order())

    desks.run_all()

    assert len(desks.biller.documents) == 1
    assert {kind for kind, _ in desks.parked} <= {"card.show", "invoice.pdf"}
