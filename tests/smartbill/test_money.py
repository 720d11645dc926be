"""What SmartBill hears when money is booked, and what its answers mean."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.payments import Payment, PaymentType
from bot.domain.shops import Account
from bot.errors import OutcomeUnknown, RemoteRejected
from bot.smartbill.biller import SmartBillBiller
from tests.builders import an_invoice
from tests.smartbill.replay import Replay


def _payment(**changes: Any) -> Payment:
    facts = {"type": PaymentType.ON_DELIVERY, "amount": Decimal("21.50"), "paid_on": date(2026, 11, 21)}
    return Payment.model_validate(facts | changes)


def test_money_by_bank_is_booked_so(biller: SmartBillBiller, replay: Replay, account: Account) -> None:
    replay.will_answer("collect__success")

    receipt = biller.collect(account, an_invoice(), _payment())

    (posted,) = replay.heard
    assert receipt == ""
    assert (posted.method, posted.path) == ("POST", "/payment")
    assert posted.json == {
        "companyVatCode": "RO99999917",
        "issueDate": "2026-11-21",
        "type": "Ramburs",
        "isCash": False,
        "value": 21.5,
        "useInvoiceDetails": True,
        "invoicesList": [{"seriesName": "FCT", "number": "0012"}],
    }


def test_cash_makes_a_receipt_with_a_number(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("collect__receipt")

    receipt = biller.collect(account, an_invoice(), _payment(type=PaymentType.RECEIPT, receipt_series="CH"))

    sent = replay.heard[0].json
    assert receipt == "0006"
    assert (sent["type"], sent["isCash"], sent["seriesName"]) == ("Chitanta", True, "CH")


def test_a_receipt_without_a_number_is_a_doubt(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("collect__success")

    with pytest.raises(OutcomeUnknown):
        biller.collect(account, an_invoice(), _payment(type=PaymentType.RECEIPT, receipt_series="CH"))


def test_money_for_a_settled_invoice_has_its_own_refusal(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("collect__settled")

    with pytest.raises(RemoteRejected) as caught:
        biller.collect(account, an_invoice(), _payment())

    assert caught.value.slug == "smartbill.already_collected"
    assert caught.value.said == "Factura este incasata sau stornata in totalitate."
