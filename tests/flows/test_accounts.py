"""What is asked about a document is asked of the company that issued it."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.shops import Account
from bot.flows.ports import PaymentStatus
from bot.storage.engine import Database
from tests.fakes.biller import FakeBiller
from tests.flows.desks import Desks
from tests.flows.test_payments import ON_COMPLETED, UNPAID


class AttentiveBiller(FakeBiller):
    """Remembers for which company each call about an invoice was made."""

    def __init__(self) -> None:
        super().__init__()
        self.companies: list[tuple[str, str]] = []

    def collect(self, account: Account, *args: Any, **facts: Any) -> str:
        self.companies.append(("collect", account.cif))
        return super().collect(account, *args, **facts)

    def status(self, account: Account, *args: Any, **facts: Any) -> PaymentStatus | None:
        self.companies.append(("status", account.cif))
        return super().status(account, *args, **facts)

    def pdf(self, account: Account, *args: Any, **facts: Any) -> bytes:
        self.companies.append(("pdf", account.cif))
        return super().pdf(account, *args, **facts)


@pytest.fixture
def biller() -> AttentiveBiller:
    return AttentiveBiller()


@pytest.fixture
def desks(sqlite: Database, biller: AttentiveBiller) -> Desks:
    return Desks(sqlite, biller)


def test_money_state_and_pdf_of_a_document_stay_with_its_company(
    desks: Desks, biller: AttentiveBiller
) -> None:
    invoice = desks.issued(UNPAID, **ON_COMPLETED)
    issued_by = desks.latest().draft.cif
    desks.change(cif="RO11111110")
    biller.companies.clear()

    desks.payments.ask(invoice.id, desks.payments.suggested(desks.record(), invoice), by="U1")
    desks.run_all()
    desks.watching.watch({"invoice": str(invoice.id)})
    desks.cards.attach_pdf({"order": "1"})

    assert biller.documents[0].collected == Decimal("121.00")
    assert biller.companies == [
        ("status", issued_by),
        ("collect", issued_by),
        ("status", issued_by),
        ("pdf", issued_by),
    ]
    assert issued_by != "RO11111110"
