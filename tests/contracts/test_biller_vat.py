"""What the flows may expect of any biller about the account's VAT rates."""

from decimal import Decimal

import pytest

from bot.errors import RemoteUnavailable
from bot.work.jobs import Urgency
from tests.contracts.biller_stages import ACCOUNT, Stage


def test_each_rate_is_told_with_all_its_names(stage: Stage) -> None:
    assert stage.biller.vat_names(ACCOUNT) == {
        Decimal(21): ("Normala",),
        Decimal(11): ("Redusa",),
        Decimal(0): ("Taxare inversa", "SDD", "SFDD", "TVA Inclus"),
    }


def test_rates_are_told_as_they_are_now(stage: Stage) -> None:
    stage.biller.vat_names(ACCOUNT)

    stage.rename_rate(Decimal(11), "Carti")

    assert stage.biller.vat_names(ACCOUNT)[Decimal(11)] == ("Carti",)


def test_a_company_that_pays_no_vat_has_no_rates(stage: Stage) -> None:
    stage.pay_no_vat()

    assert stage.biller.vat_names(ACCOUNT) == {}


def test_while_smartbill_is_away_no_rates_are_told(stage: Stage) -> None:
    stage.biller.vat_names(ACCOUNT)
    stage.be_away("vat_names")

    with pytest.raises(RemoteUnavailable):
        stage.biller.vat_names(ACCOUNT)


@pytest.mark.parametrize("urgency", list(Urgency))
def test_every_urgency_is_told_the_same(stage: Stage, urgency: Urgency) -> None:
    assert stage.biller.vat_names(ACCOUNT, urgency=urgency) == stage.biller.vat_names(ACCOUNT)
