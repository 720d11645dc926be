"""Finding a reference on a PDF, and not finding what is not there."""

import pytest
from fpdf import FPDF

from bot.domain.shops import Account, Document
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.smartbill.biller import SmartBillBiller
from bot.smartbill.printed import has, text_of
from tests.smartbill.replay import Replay


def a_pdf(text: str) -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=10)
    page.multi_cell(0, 6, text)
    return bytes(page.output())


def test_the_text_of_a_pdf_is_read() -> None:
    assert "Ref: SBB-1" in text_of(a_pdf("FACTURA FCT 0042\nRef: SBB-1"))


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.4 invented", b"no pdf at all"])
def test_what_is_no_pdf_has_no_text(pdf: bytes) -> None:
    assert text_of(pdf) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ref: SBB-7f3a9c", True),
        ("Ref: SBB-7f\n3a9c.", True),
        ("Ref: SBB-7f3a9c1", False),
        ("Ref: XSBB-7f3a9c", False),
        ("Ref: SBB-7f3a9c-2", False),
        ("", False),
    ],
)
def test_a_reference_is_found_whole_or_not_at_all(text: str, found: bool) -> None:
    assert has(text, "SBB-7f3a9c") is found


def _carries(biller: SmartBillBiller, account: Account, document: Document = Document.INVOICE) -> bool:
    return biller.carries(account, document, "FCT", "0042", "SBB-1")


def test_a_missing_invoice_carries_nothing(biller: SmartBillBiller, replay: Replay, account: Account) -> None:
    replay.will_answer("pdf__missing", "status__missing")

    assert not _carries(biller, account)


def test_an_outage_is_not_taken_for_a_missing_invoice(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("pdf__missing", "status__success")

    with pytest.raises(RemoteUnavailable):
        _carries(biller, account)


def test_a_missing_proforma_is_said_in_words(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("pdf__refused_with_4xx")

    assert not _carries(biller, account, Document.PROFORMA)


def test_an_outage_is_not_taken_for_a_missing_proforma(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("pdf__missing")

    with pytest.raises(RemoteUnavailable):
        _carries(biller, account, Document.PROFORMA)


def test_a_pdf_without_readable_text_proves_nothing(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("pdf__success")

    with pytest.raises(RemoteRejected) as caught:
        _carries(biller, account)

    assert caught.value.slug == "smartbill.pdf_unreadable"
