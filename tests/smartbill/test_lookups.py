"""The names of VAT rates: remembered for an hour, and never guessed where the law sees a difference."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.invoices import compose
from bot.domain.shops import Account
from bot.errors import RemoteRejected
from bot.smartbill import lookups
from bot.smartbill.biller import SmartBillBiller
from bot.smartbill.lookups import VatNames
from bot.smartbill.transport import Transport
from tests.builders import a_draft, a_line, an_order, some_settings
from tests.fakes.clock import FakeClock
from tests.smartbill.replay import Replay

_STANDARD = Decimal(21)


@pytest.fixture
def names(transport: Transport, clock: FakeClock) -> VatNames:
    return VatNames(transport, clock.now)


def test_rates_are_asked_for_once_an_hour(
    names: VatNames, replay: Replay, account: Account, clock: FakeClock
) -> None:
    replay.will_answer("taxes__success", "taxes__success")

    names.of(account, [_STANDARD])
    clock.advance(timedelta(minutes=59))
    names.of(account, [_STANDARD])
    asked_within_the_hour = len(replay.heard)
    clock.advance(timedelta(minutes=2))
    names.of(account, [_STANDARD])

    assert (asked_within_the_hour, len(replay.heard)) == (1, 2)


def test_a_clock_set_back_does_not_keep_rates_for_longer(
    names: VatNames, replay: Replay, account: Account, clock: FakeClock
) -> None:
    replay.will_answer("taxes__success", "taxes__success")
    names.of(account, [_STANDARD])
    clock.advance(timedelta(days=-1))

    names.of(account, [_STANDARD])

    assert len(replay.heard) == 2


def test_each_company_has_its_own_rates(names: VatNames, replay: Replay, account: Account) -> None:
    replay.will_answer("taxes__success", "taxes__no_payer_silent")
    other = Account(email=account.email, cif="99999991", token=account.token)

    assert names.of(account, [_STANDARD]) == {_STANDARD: "Normala"}
    assert names.of(other, []) == {}


def test_only_the_latest_accounts_are_remembered(
    names: VatNames, replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "_MOST_ACCOUNTS", 2)
    replay.will_answer(*["taxes__success"] * 3)

    for cif in ("1", "2", "3"):
        names.rates(Account(email="a@b.example", cif=cif, token="t"))

    assert [key[1] for key in names._remembered] == ["2", "3"]


def test_usual_names_are_preferred_and_else_the_first(
    names: VatNames, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__many_names")

    assert names.of(account, [Decimal("21.00"), Decimal(11), Decimal(0)]) == {
        Decimal(21): "Normala",
        Decimal(11): "Carti",
        Decimal(0): "Scutit",
    }


def test_a_rate_the_account_lacks_is_looked_for_once_more_and_then_refused(
    names: VatNames, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__success", "taxes__success")

    with pytest.raises(RemoteRejected) as caught:
        names.of(account, [Decimal("19.00")])

    assert (caught.value.slug, caught.value.facts["rate"]) == ("smartbill.no_such_rate", "19")
    assert len(replay.heard) == 2


def test_several_rates_of_nothing_need_a_person(names: VatNames, replay: Replay, account: Account) -> None:
    replay.will_answer("taxes__success")

    with pytest.raises(RemoteRejected) as caught:
        names.of(account, [Decimal(0)])

    assert caught.value.slug == "smartbill.zero_rate_unclear"


@pytest.mark.parametrize("name", ["taxes__no_payer_refused", "taxes__no_payer_silent"])
def test_a_company_without_vat_has_no_rates(
    name: str, names: VatNames, replay: Replay, account: Account
) -> None:
    replay.will_answer(name, name)

    assert names.of(account, [_STANDARD]) == {}


def test_a_refusal_makes_us_ask_for_the_rates_again(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__success", "issue__refused_with_4xx", "taxes__success", "issue__success")
    with pytest.raises(RemoteRejected):
        biller.issue(account, a_draft(), reference="SBB-1", issue_date=date(2026, 11, 20))

    biller.issue(account, a_draft(), reference="SBB-1", issue_date=date(2026, 11, 20))

    assert [heard.path for heard in replay.heard] == ["/tax", "/invoice/v2", "/tax", "/invoice/v2"]


def test_a_company_without_vat_never_issues_less_than_was_approved(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__no_payer_silent", "taxes__no_payer_silent")
    order = an_order(prices_include_vat=False, lines=(a_line(),), charges=(), total=Decimal("121.00"))

    with pytest.raises(RemoteRejected) as caught:
        biller.issue(
            account, compose(order, some_settings()), reference="SBB-1", issue_date=date(2026, 11, 20)
        )

    assert (caught.value.slug, caught.value.facts["rate"]) == ("smartbill.no_such_rate", "21")
    assert {heard.path for heard in replay.heard} == {"/tax"}


def test_the_rates_can_be_listed(biller: SmartBillBiller, replay: Replay, account: Account) -> None:
    replay.will_answer("taxes__success")

    assert biller.vat_rates(account) == (Decimal(0), Decimal(11), Decimal(21))


def test_names_of_rates_are_asked_for_afresh_each_time(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("taxes__success", "taxes__many_names", "taxes__no_payer_silent")

    assert biller.vat_names(account)[Decimal(11)] == ("Redusa",)
    assert biller.vat_names(account)[Decimal(11)] == ("Carti",)
    assert biller.vat_names(account) == {}
