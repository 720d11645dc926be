"""What an order's document depends on is looked up before it is decided, and nobody's silence holds it up."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.background import AccountVat
from bot.domain.exchange import ExchangeRate
from bot.domain.findings import Finding
from bot.domain.orders import digest
from tests.builders import CHANGED_AT, a_charge, a_company, a_customer, a_line, an_order
from tests.flows.desks import USUAL_VAT, Desks

FOREIGN = an_order(currency="EUR")
TODAY = CHANGED_AT.date()
YESTERDAY = TODAY - timedelta(days=1)
OLD = datetime(2025, 7, 1, tzinfo=UTC)


def codes(desks: Desks) -> list[str]:
    return [finding.code for finding in desks.latest().findings]


def finding(desks: Desks, code: str) -> Finding:
    return next(found for found in desks.latest().findings if found.code == code)


def test_a_company_is_looked_up_once_a_day_where_the_shop_wants_that(desks: Desks) -> None:
    desks.connect(verify_buyers=True)
    for number in ("1", "2"):
        desks.told(an_order(external_id=number, number=number, customer=a_company()))
        desks.run_all()

    assert desks.companies.asked == [("99999992", TODAY)]
    assert desks.latest(2).findings == ()


@pytest.mark.parametrize("customer", [a_customer(), a_company(country="DE"), a_company(vat_code="1")])
def test_nobody_else_is_looked_up(desks: Desks, customer: object) -> None:
    desks.proposed(an_order(customer=customer), verify_buyers=True)

    assert desks.companies.asked == []


@pytest.mark.parametrize(
    "customer",
    [a_company(country=""), a_customer(name="Atelier Exemplu Lemn S.R.L.", vat_code="RO99999992")],
)
def test_whoever_the_document_calls_a_romanian_company_is_looked_up(desks: Desks, customer: object) -> None:
    desks.proposed(an_order(customer=customer), verify_buyers=True)

    assert desks.companies.asked == [("99999992", TODAY)]
    assert not {"buyer.not_verified", "buyer.other_name"} & {*codes(desks)}


@pytest.mark.parametrize(
    ("customer", "code"),
    [
        (a_customer(name="Exemplu Lemn SRL"), "buyer.maybe_company"),
        (a_customer(name="Exemplu Lemn SRL", vat_code="RO12345678"), "buyer.maybe_company"),
        (a_customer(name="Ion Popescu", vat_code="RO99999992"), "buyer.maybe_company"),
        (a_customer(name="Inactiv SRL", vat_code="99999976"), "buyer.inactive"),
        (a_company(name="ALTA FIRMA COMPLET SRL"), "buyer.other_name"),
    ],
)
def test_a_buyer_who_may_be_somebody_else_gets_nothing_by_itself(
    desks: Desks, customer: object, code: str
) -> None:
    proposal = desks.proposed(an_order(customer=customer), verify_buyers=True, automatic=True)

    assert proposal.state is ProposalState.OPEN
    assert code in codes(desks)
    assert desks.biller.documents == []


def test_a_shop_that_does_not_want_it_looks_nobody_up(desks: Desks) -> None:
    desks.proposed(an_order(customer=a_company()))

    assert desks.companies.asked == []


def test_an_order_that_becomes_no_document_is_not_looked_up(desks: Desks) -> None:
    desks.connect(verify_buyers=True)
    desks.told(an_order(customer=a_company(), status="pending"))
    desks.run_all()

    assert desks.companies.asked == []


def test_a_silent_register_is_asked_no_more_for_a_while_and_the_order_goes_to_a_person(desks: Desks) -> None:
    desks.companies.away = True

    desks.proposed(an_order(customer=a_company()), verify_buyers=True, automatic=True)

    assert desks.latest().state is ProposalState.OPEN
    assert codes(desks) == ["buyer.not_verified"]


def test_a_card_of_a_company_that_was_not_verified_improves_by_itself(desks: Desks) -> None:
    desks.companies.away = True
    desks.proposed(an_order(customer=a_company()), verify_buyers=True)
    first = desks.latest()
    desks.pass_by(timedelta(minutes=25))
    assert desks.latest().id == first.id
    assert len(desks.companies.asked) == 3

    desks.companies.away = False
    desks.pass_by(timedelta(minutes=11))

    assert codes(desks) == []
    assert desks.latest().state is ProposalState.OPEN
    replaced = desks.ledger.proposals.get(first.id)
    assert replaced is not None
    assert replaced.state is ProposalState.WITHDRAWN
    assert len(desks.companies.asked) == 4
    desks.pass_by(timedelta(hours=2))
    assert len(desks.companies.asked) == 4


def test_an_order_that_comes_while_the_register_is_silent_is_looked_up_later_too(desks: Desks) -> None:
    desks.companies.away = True
    desks.proposed(an_order(customer=a_company()), verify_buyers=True)
    desks.clock.advance(timedelta(minutes=5))
    desks.told(an_order(external_id="2", number="2", customer=a_company()))
    desks.run_all()
    assert len(desks.companies.asked) == 1
    assert [found.code for found in desks.latest(2).findings] == ["buyer.not_verified"]

    desks.companies.away = False
    desks.pass_by(timedelta(minutes=21))

    assert codes(desks) == []
    assert desks.latest(2).findings == ()
    assert len(desks.companies.asked) == 2


@pytest.mark.parametrize("answer", ["approve", "decline"])
def test_nobody_is_asked_again_for_a_document_that_was_answered(desks: Desks, answer: str) -> None:
    desks.companies.away = True
    proposal = desks.proposed(an_order(customer=a_company()), verify_buyers=True)
    if answer == "approve":
        desks.approvals.approve(proposal.id, by="U1")
    else:
        desks.approvals.decline(proposal.id, by="U1", reason="Nu")
    desks.run_all()

    desks.companies.away = False
    desks.pass_by(timedelta(minutes=30))

    assert len(desks.companies.asked) == 1
    assert desks.latest().id == proposal.id
    assert len(desks.biller.documents) == (answer == "approve")


def test_a_register_that_stays_silent_is_asked_ever_more_seldom(desks: Desks) -> None:
    desks.companies.away = True
    desks.proposed(an_order(customer=a_company()), verify_buyers=True)

    desks.pass_by(timedelta(days=10))

    assert 20 < len(desks.companies.asked) < 80


def test_a_no_stands_though_the_register_is_silent_later(desks: Desks) -> None:
    proposal = desks.proposed(an_order(customer=a_company()), verify_buyers=True)
    desks.approvals.decline(proposal.id, by="U1", reason="dublă")
    desks.run_all()
    desks.companies.away = True
    desks.clock.advance(timedelta(hours=25))

    desks.later_told(status="completed")

    assert desks.latest().state is ProposalState.DECLINED


def test_an_answer_is_believed_for_a_day(desks: Desks) -> None:
    desks.proposed(an_order(customer=a_company()), verify_buyers=True)
    desks.clock.advance(timedelta(hours=25))

    desks.later_told(customer=a_company(name="ALT NUME SRL"))

    assert [number for number, _ in desks.companies.asked] == ["99999992", "99999992"]


def test_an_order_in_another_currency_gets_the_rate_of_the_banking_day_before(desks: Desks) -> None:
    desks.exchange.rates = (
        ExchangeRate(currency="EUR", day=YESTERDAY, lei=Decimal("5.0871")),
        ExchangeRate(currency="EUR", day=CHANGED_AT.date(), lei=Decimal("5.1")),
    )

    proposal = desks.proposed(FOREIGN, automatic=True)

    assert proposal.draft.exchange_rate == ExchangeRate(currency="EUR", day=YESTERDAY, lei=Decimal("5.0871"))
    assert proposal.state is ProposalState.OPEN
    assert finding(desks, "currency.foreign").facts["lei"] == "5.0871"


def test_without_the_banks_answer_the_order_is_stopped_and_looked_at_again(desks: Desks) -> None:
    desks.exchange.away = True
    desks.proposed(FOREIGN)
    assert codes(desks) == ["currency.no_rate"]

    desks.exchange.away = False
    desks.exchange.rates = (ExchangeRate(currency="EUR", day=YESTERDAY, lei=Decimal("5.0871")),)
    desks.pass_by(timedelta(minutes=11))

    assert codes(desks) == ["currency.foreign"]


def test_a_yes_to_a_rate_of_another_day_is_asked_for_again(desks: Desks) -> None:
    desks.exchange.rates = (ExchangeRate(currency="EUR", day=YESTERDAY, lei=Decimal("5.0871")),)
    proposal = desks.proposed(FOREIGN)
    desks.clock.advance(timedelta(days=1))

    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()

    assert desks.biller.documents == []
    assert desks.latest().state is ProposalState.OPEN
    assert "note.another_day" in desks.notes()


def test_a_preview_by_hand_has_the_rate_looked_up_for_the_next_look(desks: Desks) -> None:
    desks.connect()
    desks.told(an_order(currency="EUR", status="pending"))
    desks.run_all()
    desks.exchange.rates = (ExchangeRate(currency="EUR", day=YESTERDAY, lei=Decimal("5.0871")),)

    _, first, _ = desks.approvals.preview(1, by="U1")
    desks.run_all()
    _, second, _ = desks.approvals.preview(1, by="U1")

    assert first.exchange_rate is None
    assert second.exchange_rate is not None


def test_rates_of_another_day_are_never_taken_for_todays(desks: Desks) -> None:
    desks.exchange.rates = (ExchangeRate(currency="EUR", day=YESTERDAY, lei=Decimal("5.0871")),)
    desks.proposed(FOREIGN)
    desks.clock.advance(timedelta(days=1))

    draft, findings, _ = desks.flows.composing.document(desks.record())

    assert draft.exchange_rate is None
    assert [found.code for found in findings] == ["currency.no_rate"]


def test_vat_rates_that_are_not_known_yet_are_read_and_what_waits_is_looked_at_again(desks: Desks) -> None:
    desks.connect()
    desks.ledger.registers.keep_account_vat("RO99999917", AccountVat({Decimal(21): ("Normala",)}), OLD)
    desks.biller.vat = {Decimal(19): ("Veche",)}
    desks.proposed()
    assert codes(desks) == []

    desks.flows.looking_up.read_vat({"shop": "lampi"})
    desks.run_all()

    assert codes(desks) == ["vat.not_in_account"]


def unread(desks: Desks) -> None:
    """Nobody has read the account's rates yet."""
    with desks.database.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM account_vat")


def test_the_first_order_waits_until_the_accounts_rates_are_read(desks: Desks) -> None:
    desks.connect(automatic=True)
    unread(desks)
    desks.told()
    desks.run_all()

    assert desks.biller.calls[0] == "vat_names"
    assert desks.latest().state is ProposalState.ISSUED


def test_a_silent_smartbill_makes_the_order_a_persons_who_sees_when_it_answered(desks: Desks) -> None:
    desks.connect(automatic=True)
    unread(desks)
    desks.biller.be_away_next("vat_names")
    desks.biller.be_away_next("vat_names")
    desks.told()
    while desks.ledger.proposals.latest(1) is None:
        desks.run_one()
    assert codes(desks) == ["vat.not_read"]

    desks.pass_by(timedelta(minutes=5))

    # People were asked: nothing is issued behind their backs.
    assert codes(desks) == []
    assert desks.latest().state is ProposalState.OPEN


def test_a_silent_smartbill_is_not_asked_again_for_each_order(desks: Desks) -> None:
    desks.connect()
    unread(desks)
    desks.biller.away = True
    for number in ("1", "2", "3"):
        desks.told(an_order(external_id=number, number=number))
    for _ in range(12):
        desks.run_one()

    assert desks.latest(3).state is ProposalState.OPEN
    assert desks.biller.calls.count("vat_names") <= 2


def test_the_rates_of_the_day_of_delivery_hold(desks: Desks) -> None:
    desks.exchange.rates = tuple(
        ExchangeRate(currency="EUR", day=TODAY - timedelta(days=back), lei=Decimal(5) + back)
        for back in range(1, 9)
    )
    proposal = desks.proposed(FOREIGN)
    seen = desks.correcting.may_correct(proposal.id, by="U1")
    typed = seen.particulars.model_copy(update={"delivery_date": TODAY - timedelta(days=3)})

    desks.correcting.correct(proposal.id, typed, basis=seen.basis, by="U1")

    rate = desks.latest().draft.exchange_rate
    assert rate is not None
    assert rate.day == TODAY - timedelta(days=4)


def test_what_a_person_asked_for_is_never_withdrawn_because_no_rule_wants_it(desks: Desks) -> None:
    desks.connect()
    desks.told(an_order(status="pending"))
    desks.run_all()
    _, draft, _ = desks.approvals.preview(1, by="U1")
    desks.biller.refuse_next("issue")
    desks.approvals.issue_by_hand(1, digest(draft), by="U1")
    desks.run_all()
    seen = desks.correcting.may_correct(desks.latest().id, by="U1")
    buyer = seen.particulars.buyer.model_copy(update={"name": "Maria Modelescu"})
    typed = seen.particulars.model_copy(update={"buyer": buyer})
    desks.correcting.correct(desks.latest().id, typed, basis=seen.basis, by="U1")

    desks.later_told(status="order-in-curs")

    assert desks.latest().state is ProposalState.OPEN


def test_rates_that_stayed_the_same_move_nothing(desks: Desks) -> None:
    desks.proposed()
    desks.biller.vat = dict(USUAL_VAT.names)

    desks.flows.looking_up.read_vat({"shop": "lampi"})

    assert not desks.run_one()


def test_an_account_that_does_not_say_its_rates_is_left_as_it_was(desks: Desks) -> None:
    desks.proposed()
    desks.biller.refuse_next("vat_names")

    desks.flows.looking_up.read_vat({"shop": "lampi"})

    assert desks.ledger.registers.account_vat("RO99999917") is not None


def test_a_register_that_is_busy_is_asked_in_its_turn(desks: Desks) -> None:
    desks.companies.busy_for = timedelta(seconds=1)
    desks.connect(verify_buyers=True)
    desks.told(an_order(customer=a_company()))

    desks.run_all()
    assert desks.ledger.proposals.latest(1) is None
    desks.companies.busy_for = None
    desks.pass_by(timedelta(seconds=5))

    assert codes(desks) == []


def test_a_document_approved_before_a_change_of_rates_is_proposed_anew(desks: Desks) -> None:
    desks.clock.advance(datetime(2025, 7, 31, 12, tzinfo=UTC) - desks.clock.now())
    old = an_order(lines=(a_line(vat_rate=Decimal(19)),), charges=(a_charge(vat_rate=Decimal(19)),))
    desks.biller.vat = {Decimal(19): ("Normala",)}
    desks.connect()
    desks.ledger.registers.keep_account_vat("RO99999917", AccountVat({Decimal(19): ("Normala",)}), OLD)
    proposal = desks.proposed(old)
    desks.clock.advance(timedelta(days=1))

    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()

    assert desks.biller.documents == []
    assert "vat.not_in_force" in codes(desks)
