"""Billers to try the contract on: the fake, and SmartBill's client before its stand-in."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

import requests

from bot.domain.shops import Account
from bot.flows.ports import Biller
from bot.sandbox.smartbill.lines import Tax
from bot.sandbox.smartbill.standin import SmartBillStandIn
from bot.smartbill.biller import SmartBillBiller
from tests.fakes.allowance import FakeAllowance
from tests.fakes.biller import FakeBiller
from tests.fakes.clock import FakeClock

ACCOUNT = Account(email="conta@magazin-exemplu.example", cif="RO99999917", token="003|f00dfeed")


class Stage(Protocol):
    """A biller, and a hand on the world behind it."""

    biller: Biller

    def lose_answer(self, call: str, *, done: bool) -> None:
        """The answer to the next `issue` or `collect` is lost."""
        ...

    def refuse(self, call: str) -> None:
        """The next such call is refused."""
        ...

    def be_away(self, call: str) -> None:
        """The next such call is surely not done."""
        ...

    def issue_elsewhere(self, series: str) -> None:
        """Somebody else uses the series' next number."""
        ...

    def invoice_elsewhere(self, series: str, number: str, into: str) -> None:
        """Somebody invoices a proforma inside SmartBill, in this series."""
        ...

    def collect_elsewhere(self, series: str, number: str, amount: Decimal) -> None:
        """Somebody marks money as received inside SmartBill."""
        ...

    def rename_rate(self, rate: Decimal, name: str) -> None:
        """Somebody gives the account's rate this one name."""
        ...

    def pay_no_vat(self) -> None:
        """The company is no payer of VAT."""
        ...


class FakeStage:
    def __init__(self) -> None:
        self.fake = FakeBiller()
        self.biller: Biller = self.fake

    def lose_answer(self, call: str, *, done: bool) -> None:
        self.fake.lose_next(call, done=done)

    def refuse(self, call: str) -> None:
        self.fake.refuse_next(call)

    def be_away(self, call: str) -> None:
        self.fake.be_away_next(call)

    def issue_elsewhere(self, series: str) -> None:
        self.fake.issue_elsewhere(series)

    def invoice_elsewhere(self, series: str, number: str, into: str) -> None:
        self.fake.invoice_elsewhere(series, number, into)

    def collect_elsewhere(self, series: str, number: str, amount: Decimal) -> None:
        self.fake.collect_elsewhere(series, number, amount)

    def rename_rate(self, rate: Decimal, name: str) -> None:
        self.fake.vat[rate] = (name,)

    def pay_no_vat(self) -> None:
        self.fake.vat.clear()


class SmartBillStage:
    """SmartBill's client, talking HTTP to the stand-in."""

    _PATHS = {
        "issue": "/invoice/v2",
        "collect": "/api/payment",
        "series": "/series",
        "status": "paymentstatus",
        "vat_names": "/tax",
    }

    def __init__(self, session: requests.Session, url: str, clock: FakeClock) -> None:
        self._url = url
        self.standin = SmartBillStandIn(email=ACCOUNT.email, token=ACCOUNT.token, now=clock.now)
        self.biller: Biller = SmartBillBiller(
            session,
            url + "/SBORO/api",
            timeout=timedelta(seconds=5),
            allowance=FakeAllowance.of(clock),
            now=clock.now,
            sleep=lambda seconds: clock.advance(timedelta(seconds=seconds)),
        )

    def lose_answer(self, call: str, *, done: bool) -> None:
        self.standin.fault(f"drop_{'after' if done else 'before'}_commit", path=self._PATHS[call])

    def refuse(self, call: str) -> None:
        self.standin.fault("200_with_errorText", path=self._PATHS[call])

    def be_away(self, call: str) -> None:
        """For calls that make something, only a block says surely that nothing was made."""
        makes = call in {"issue", "collect"}
        self.standin.fault("block" if makes else "html502", path=self._PATHS[call])

    def issue_elsewhere(self, series: str) -> None:
        auth = (ACCOUNT.email, ACCOUNT.token)
        body = {
            "companyVatCode": "RO99999917",
            "seriesName": series,
            "client": {"name": "Alt Client SRL", "country": "Romania"},
            "products": [
                {
                    "name": "Alta vanzare",
                    "quantity": 1,
                    "price": 50,
                    "measuringUnitName": "buc",
                    "taxName": "Normala",
                    "taxPercentage": 21,
                }
            ],
        }
        answer = requests.post(f"{self._url}/SBORO/api/invoice/v2", json=body, auth=auth, timeout=5)
        assert answer.json()["errorText"] == ""

    def invoice_elsewhere(self, series: str, number: str, into: str) -> None:
        self.standin.invoice(series, number, into)

    def collect_elsewhere(self, series: str, number: str, amount: Decimal) -> None:
        self.standin.collect(series, number, value=amount)

    def rename_rate(self, rate: Decimal, name: str) -> None:
        account = self.standin.account
        others = tuple(tax for tax in account.taxes if tax.percentage != rate)
        account.taxes = (*others, Tax(name, rate))

    def pay_no_vat(self) -> None:
        self.standin.account.vat_payer = False


class Served:
    """The stand-in that is served now."""

    standin: SmartBillStandIn

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.standin.api(scope, receive, send)
