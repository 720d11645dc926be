"""Every night the books are compared with SmartBill's, each shop by itself."""

from datetime import timedelta
from decimal import Decimal

from bot.domain.shops import Series
from bot.storage.engine import Database
from tests.builders import a_rule, an_order
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import Desks


def announced(desks: Desks) -> list[str]:
    return [told.slug for told in desks.courier.announced]


def a_night(desks: Desks) -> None:
    desks.clock.advance(timedelta(hours=2))
    desks.flows.nightly.begin({})
    desks.run_all()


def test_where_all_is_as_it_should_be_nothing_is_said(desks: Desks) -> None:
    desks.issued()

    a_night(desks)

    assert announced(desks) == []
    assert desks.parked == []


def test_a_document_of_somebody_else_is_explained(desks: Desks) -> None:
    desks.issued()
    desks.biller.issue_elsewhere("FCT")

    a_night(desks)

    assert announced(desks) == []
    assert desks.biller.calls.count("references") == 1


def test_the_series_of_a_rule_that_was_switched_off_that_day_is_still_compared(sqlite: Database) -> None:
    desks = Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))
    desks.issued(rules=(a_rule(series="EXT"),))
    desks.change(rules=(a_rule(series="EXT", active=False),))
    desks.biller.issue_elsewhere("EXT")

    a_night(desks)
    assert desks.biller.calls.count("references") == 1

    desks.biller.issue_elsewhere("EXT")
    desks.clock.advance(timedelta(days=3))
    a_night(desks)
    assert desks.biller.calls.count("references") == 1


def test_a_document_that_somebody_deleted_is_told(desks: Desks) -> None:
    desks.issued()
    desks.told(an_order(external_id="2", number="2"))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()
    del desks.biller.documents[1]
    series = desks.biller._series["FCT"]
    desks.biller._series["FCT"] = type(series)(series.name, series.kind, series.next_number - 1)

    a_night(desks)

    assert announced(desks) == ["series.behind"]
    assert desks.courier.announced[0].note.facts == {"series": "FCT", "next_there": "13", "next_here": "14"}


def test_a_total_that_changed_and_money_that_came_are_seen(desks: Desks) -> None:
    invoice = desks.issued()
    desks.biller.documents[0].total = Decimal("121.01")
    desks.biller.collect_elsewhere("FCT", "0012", Decimal(20))

    a_night(desks)

    now = desks.ledger.documents.get(invoice.id)
    assert (now.total.amount, now.collected) == (Decimal("121.01"), Decimal("20.00"))


def test_a_shop_that_smartbill_refuses_does_not_stop_another(desks: Desks) -> None:
    desks.connect()
    desks.connect(id="alte", name="Alte")
    desks.biller.refuse_next("series", "Autentificare esuata.", slug="smartbill.auth")

    a_night(desks)

    assert announced(desks) == ["night.not_compared"]
    assert desks.biller.calls.count("series") == 2


def test_while_smartbill_is_away_the_comparison_waits(desks: Desks) -> None:
    desks.connect()
    desks.biller.be_away_next("series")

    a_night(desks)
    desks.pass_by(timedelta(minutes=1))

    assert desks.biller.calls.count("series") == 2
    assert desks.parked == []


def test_an_old_invoice_is_not_looked_at_every_night(desks: Desks) -> None:
    invoice = desks.issued()
    desks.biller.collect_elsewhere("FCT", "0012", invoice.total.amount)
    desks.pass_by(timedelta(days=3))
    seen = desks.biller.calls.count("status")

    a_night(desks)

    assert desks.biller.calls.count("status") == seen
