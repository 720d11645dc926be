"""Each condition and each outcome of a rule, on a recorded notice, through to what the biller received."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.kinds import Document
from bot.domain.orders import Order
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action
from bot.domain.shops import Series
from bot.shops import KINDS
from bot.storage.engine import Database
from tests.builders import a_rule
from tests.fakes.biller import USUAL_SERIES, Booked, FakeBiller
from tests.flows.desks import Desks
from tests.shops.recorded import Recorded

#: Every condition: what holds for the notice, and what does not.
CONDITIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"statuses": ("paid",)}, {"statuses": ("completed",)}),
    ({"methods": ("bank_transfer",)}, {"methods": ("cod",)}),
    ({"total_from": "1113.20"}, {"total_from": "1113.21"}),
    ({"total_to": "1113.20"}, {"total_to": "1113.19"}),
    ({"total_from": "1000", "total_to": "2000"}, {"total_from": "1", "total_to": "1000"}),
    ({"total_from": "1"}, {"total_from": "1", "total_currency": "EUR"}),
    ({"is_company": True}, {"is_company": False}),
    ({"pays_vat": True}, {"pays_vat": False}),
    ({"countries": ("RO",)}, {"countries": ("EU", "GB")}),
    ({"currencies": ("RON",)}, {"currencies": ("EUR",)}),
    ({"tags": ("angro",)}, {"tags": ("retail",)}),
    ({"shipping": ("Curier rapid",)}, {"shipping": ("Ridicare personală",)}),
    ({"weekdays": (1,)}, {"weekdays": (2, 3, 4, 5, 6, 7)}),
    ({"hour_from": 12, "hour_to": 13}, {"hour_from": 13, "hour_to": 12}),
    ({"has_billing": True}, {"has_billing": False}),
]


def the_notice() -> Order:
    """A company's order of 1113.20 lei, paid on a Monday at 12:40."""
    notice = KINDS["standard"].read(Recorded("standard", "order.status_changed__tags").body)
    assert notice is not None
    return notice.order


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    """A company with one more series of invoices."""
    return Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))


def issued(desks: Desks, rule: Any, **settings: Any) -> list[Booked]:
    """What the biller has received at the end."""
    given: dict[str, Any] = {"automatic": True, "rules": (rule,)}
    desks.connect(**given | settings)
    desks.told(the_notice())
    desks.run_all()
    return desks.biller.documents


def series_of(desks: Desks, **rule: Any) -> str:
    (document,) = issued(desks, a_rule(series="EXT", **rule))
    return document.series


@pytest.mark.parametrize("holds", [holds for holds, _ in CONDITIONS], ids=str)
def test_where_a_condition_holds_the_rule_decides(desks: Desks, holds: dict[str, Any]) -> None:
    assert series_of(desks, **holds) == "EXT"
    assert (desks.latest().rule, desks.latest().reasons[0].code) == ("Toate", "by_rule")


@pytest.mark.parametrize("fails", [fails for _, fails in CONDITIONS], ids=str)
def test_where_a_condition_does_not_hold_the_default_rule_decides(
    desks: Desks, fails: dict[str, Any]
) -> None:
    assert series_of(desks, **fails) == "FCT"
    assert (desks.latest().rule, desks.latest().reasons[0].code) == ("default", "by_default_rule")


@pytest.mark.parametrize("holds", [holds for holds, _ in CONDITIONS], ids=str)
def test_a_rule_that_is_switched_off_decides_nothing(desks: Desks, holds: dict[str, Any]) -> None:
    assert series_of(desks, active=False, **holds) == "FCT"


def test_without_a_rule_the_document_is_what_the_settings_say(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told(the_notice())

    desks.run_all()

    (document,) = desks.biller.documents
    assert document.draft is not None
    assert (document.document, document.series, document.payments) == (Document.INVOICE, "FCT", [])
    assert (document.draft.language, document.draft.due_days) == ("RO", 0)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ({"document": Document.PROFORMA, "series": "SLKP"}, {"document": "proforma", "series": "SLKP"}),
        ({"series": "EXT"}, {"document": "invoice", "series": "EXT"}),
        ({"language": "EN"}, {"language": "EN", "series": "FCT"}),
        ({"due_days": 14}, {"due_days": 14}),
        ({"due_days": 0}, {"due_days": 0}),
        ({}, {"document": "invoice", "series": "FCT", "language": "RO", "due_days": 7}),
    ],
    ids=str,
)
def test_what_a_rule_says_of_the_document_is_what_the_biller_receives(
    desks: Desks, outcome: dict[str, Any], expected: dict[str, Any]
) -> None:
    (document,) = issued(desks, a_rule(**outcome), due_days=7)

    received = document.draft
    assert received is not None
    assert {name: getattr(received, name) for name in expected} == expected
    assert (document.document, document.series) == (received.document, received.series)


@pytest.mark.parametrize(
    ("outcome", "booked"),
    [
        ({"collects": True, "payment_type": PaymentType.CARD}, [PaymentType.CARD]),
        # The shop's way of a bank transfer.
        ({"collects": True}, [PaymentType.BANK]),
        ({"payment_type": PaymentType.CARD}, []),
        ({}, []),
    ],
    ids=str,
)
def test_what_a_rule_collects_is_what_the_biller_receives(
    desks: Desks, outcome: dict[str, Any], booked: list[PaymentType]
) -> None:
    (document,) = issued(desks, a_rule(**outcome))

    assert [payment.type for payment in document.payments] == booked
    assert document.collected == (document.total if booked else 0)


def test_a_rule_that_asks_issues_nothing_until_somebody_says_yes(desks: Desks) -> None:
    assert issued(desks, a_rule(action=Action.PROPOSE, series="EXT")) == []
    assert desks.latest().state is ProposalState.OPEN

    desks.approvals.approve(desks.latest().id, by="U1")
    desks.run_all()

    assert [document.series for document in desks.biller.documents] == ["EXT"]


def test_a_rule_that_leaves_issues_nothing_and_asks_nobody(desks: Desks) -> None:
    assert issued(desks, a_rule(action=Action.LEAVE)) == []

    assert desks.ledger.proposals.latest(1) is None
    decision = desks.record().decision
    assert decision is not None
    assert (decision.rule, decision.reasons[-1].code) == ("Toate", "rule_leaves")


def test_a_rule_that_waits_issues_when_its_time_is_over(desks: Desks) -> None:
    assert issued(desks, a_rule(wait_minutes=30, series="EXT")) == []

    desks.pass_by(timedelta(minutes=29))
    assert desks.biller.documents == []
    desks.pass_by(timedelta(minutes=1))

    assert [document.series for document in desks.biller.documents] == ["EXT"]


def test_while_automatic_is_off_every_rule_asks(desks: Desks) -> None:
    assert issued(desks, a_rule(series="EXT"), automatic=False) == []

    assert (desks.latest().state, desks.latest().draft.series) == (ProposalState.OPEN, "EXT")


def test_an_inactive_shop_has_nothing_decided_by_any_rule(desks: Desks) -> None:
    assert issued(desks, a_rule(), active=False) == []

    assert desks.record().decision is None


def test_a_rules_approvers_are_those_who_may_say_yes(desks: Desks) -> None:
    issued(desks, a_rule(action=Action.PROPOSE, approvers=("U9",)), approvers=("U1",))

    desks.approvals.approve(desks.latest().id, by="U9")
    desks.run_all()

    assert len(desks.biller.documents) == 1
