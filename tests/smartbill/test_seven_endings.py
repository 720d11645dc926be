"""Every call can end in the same seven ways, and says which."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.documents import Issued
from bot.domain.payments import Payment, PaymentType
from bot.domain.shops import Account, Document, Series
from bot.errors import OutcomeUnknown, RemoteError, RemoteRejected, RemoteUnavailable
from bot.flows.ports import PaymentStatus, nothing_against_it
from bot.smartbill import drafts, invoices, lookups, payments
from bot.smartbill.transport import Transport
from bot.work.jobs import Urgency
from tests.builders import a_draft, an_invoice
from tests.fakes.clock import FakeClock
from tests.smartbill.replay import CUT, SILENCE, Replay

NORMAL = Urgency.NORMAL
_A_MOMENT = 0.1
_VAT_NAMES = {Decimal(21): "Normala"}
_INVOICE_LINK = "https://cloud.smartbill.ro/documente/editare/factura/302368801/"
_PROFORMA_LINK = "https://cloud.smartbill.ro/documente/editare/proforma/302368810/"


@dataclass(frozen=True)
class Call:
    """One call to SmartBill, what it answers when all is well, and how doubt about it ends."""

    name: str
    make: Callable[[Transport, Account], Any]
    success: Any
    doubt: type[RemoteError]
    refused: str = "smartbill.refused"
    unreadable: str = "smartbill.unreachable"

    def __str__(self) -> str:
        return self.name


def _issue(kind: Document) -> Callable[[Transport, Account], Any]:
    def make(transport: Transport, account: Account) -> Any:
        series = "FCT" if kind is Document.INVOICE else "PF"
        request = drafts.document(
            account.cif, a_draft(series=series), _VAT_NAMES, reference="SBB-1", issue_date=date(2026, 11, 20)
        )
        return invoices.issue(transport, account, kind, request, nothing_against_it, urgency=NORMAL)

    return make


def _collect(transport: Transport, account: Account) -> Any:
    payment = Payment(type=PaymentType.BANK, amount=Decimal("121.00"), paid_on=date(2026, 11, 21))
    return payments.collect(transport, account, an_invoice(), payment, nothing_against_it, urgency=NORMAL)


def _rates(transport: Transport, account: Account) -> Any:
    return lookups.VatNames(transport, FakeClock().now).rates(account)


_ISSUED = Issued("FCT", "0042", _INVOICE_LINK)
_ISSUED_PROFORMA = Issued("PF", "0226", _PROFORMA_LINK)
_SERIES = (Series("FCT", "invoice", 42), Series("PF", "proforma", 226), Series("CH", "receipt", 7))
_RATES = {
    Decimal(21): ("Normala",),
    Decimal(11): ("Redusa",),
    Decimal(0): ("Taxare inversa", "SDD", "SFDD", "TVA Inclus"),
}
_STATUS = PaymentStatus(total=Decimal("121.00"), collected=Decimal("50.00"))
_PDF = b"%PDF-1.4 invented"

ISSUE = Call("issue", _issue(Document.INVOICE), _ISSUED, OutcomeUnknown, unreadable="smartbill.unknown")
CALLS = [
    ISSUE,
    Call(
        "proforma",
        _issue(Document.PROFORMA),
        _ISSUED_PROFORMA,
        OutcomeUnknown,
        unreadable="smartbill.unknown",
    ),
    Call("collect", _collect, "", OutcomeUnknown, unreadable="smartbill.unknown"),
    Call("series", lambda t, a: lookups.series(t, a, NORMAL), _SERIES, RemoteUnavailable),
    Call("taxes", _rates, _RATES, RemoteUnavailable),
    Call("status", lambda t, a: invoices.status(t, a, "FCT", "0042", NORMAL), _STATUS, RemoteUnavailable),
    Call(
        "pdf",
        lambda t, a: invoices.pdf(t, a, Document.INVOICE, "FCT", "0042", urgency=NORMAL),
        _PDF,
        RemoteUnavailable,
        refused="smartbill.no_pdf",
        unreadable="smartbill.no_pdf",
    ),
]
every_call = pytest.mark.parametrize("call", CALLS, ids=str)


@every_call
def test_a_success_is_read(call: Call, transport: Transport, replay: Replay, account: Account) -> None:
    replay.will_answer(f"{call.name}__success")

    assert call.make(transport, account) == call.success
    assert len(replay.heard) == 1


@every_call
@pytest.mark.parametrize("case", ["refused_with_200", "refused_with_4xx"])
def test_a_refusal_is_surely_not_done(
    call: Call, case: str, transport: Transport, replay: Replay, account: Account
) -> None:
    replay.will_answer(f"{call.name}__{case}")

    with pytest.raises((RemoteRejected, RemoteUnavailable)) as caught:
        call.make(transport, account)

    assert caught.value.slug == call.refused
    assert caught.value.said


@every_call
@pytest.mark.parametrize("case", ["blocked", "blocked_429", "blocked_422"])
def test_a_block_is_waited_out_in_silence(
    call: Call, case: str, transport: Transport, replay: Replay, account: Account
) -> None:
    replay.will_answer(f"any__{case}")
    with pytest.raises(RemoteUnavailable) as caught:
        call.make(transport, account)

    with pytest.raises(RemoteUnavailable) as again:
        call.make(transport, account)

    assert (caught.value.slug, caught.value.retry_after) == (
        "smartbill.blocked",
        timedelta(minutes=10, seconds=30),
    )
    assert again.value.slug == "smartbill.blocked"
    assert len(replay.heard) == 1


@every_call
@pytest.mark.parametrize("ending", [SILENCE, CUT])
def test_no_answer_leaves_a_doubt_where_something_may_have_been_made(
    call: Call, ending: str, transport_to: Callable[..., Transport], replay: Replay, account: Account
) -> None:
    replay.will_answer(ending)

    with pytest.raises(call.doubt) as caught:
        call.make(transport_to(replay.url, _A_MOMENT), account)

    assert caught.value.slug in {"smartbill.unknown", "smartbill.unreachable"}
    assert len(replay.heard) == 1


@every_call
def test_a_connection_that_was_never_made_is_surely_not_done(
    call: Call, transport_to: Callable[..., Transport], full_url: str, account: Account
) -> None:
    with pytest.raises(RemoteUnavailable) as caught:
        call.make(transport_to(full_url, _A_MOMENT), account)

    assert caught.value.slug == "smartbill.unreachable"


@every_call
def test_a_connection_that_was_refused_is_surely_not_done(
    call: Call, transport_to: Callable[..., Transport], closed_url: str, account: Account
) -> None:
    with pytest.raises(RemoteUnavailable) as caught:
        call.make(transport_to(closed_url), account)

    assert caught.value.slug == "smartbill.unreachable"


@every_call
@pytest.mark.parametrize(
    "case", ["unreadable", "empty", "a_list", "html500", "html502", "json500", "redirect", "not_a_number"]
)
def test_an_unreadable_answer_leaves_a_doubt_where_something_may_have_been_made(
    call: Call, case: str, transport: Transport, replay: Replay, account: Account
) -> None:
    replay.will_answer(f"any__{case}")

    with pytest.raises(call.doubt) as caught:
        call.make(transport, account)

    assert caught.value.slug == call.unreadable
    assert len(replay.heard) == 1


@every_call
def test_a_wrong_token_is_for_a_person(
    call: Call, transport: Transport, replay: Replay, account: Account
) -> None:
    replay.will_answer("any__wrong_token")

    with pytest.raises(RemoteRejected) as caught:
        call.make(transport, account)

    assert caught.value.slug == "smartbill.auth"
    assert caught.value.said == ("Autentificare esuata. Va rugam verificati datele si incercati din nou.")
