"""Finding a reference on a PDF, and not finding what is not there."""

import random
import struct
import zlib

import pytest
from fpdf import FPDF
from pypdf import PdfReader
from pypdf.errors import DependencyError, DeprecationError

from bot.domain.approvals import reference
from bot.domain.shops import Account, Document
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.smartbill.biller import SmartBillBiller
from bot.smartbill.printed import references, text_of
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


@pytest.mark.slow
def test_however_a_pdf_is_damaged_reading_it_ends_with_a_text() -> None:
    whole = a_pdf("FACTURA FCT 0042\nRef: 7f3a9c0d12")
    dice = random.Random(20411)  # noqa: S311 - the same damage in every run

    texts = [text_of(_damaged(whole, dice)) for _ in range(400)]

    assert any("FACTURA" in text for text in texts)
    assert "" in texts


def _damaged(pdf: bytes, dice: random.Random) -> bytes:
    """A copy with some bytes changed, a piece cut out, or two pieces in each other's place."""
    copy = bytearray(pdf)
    for _ in range(dice.randint(1, 12)):
        copy[dice.randrange(len(copy))] = dice.choice(b"0123456789<>[]()/ Rx\x00\xff")
    begin, end = sorted(dice.sample(range(len(copy)), 2))
    cut = dice.randrange(3)
    if cut == 1:
        del copy[begin : begin + min(end - begin, 40)]
    elif cut == 2:
        copy = copy[begin:end] + copy[:begin] + copy[end:]
    return bytes(copy)


@pytest.mark.parametrize(
    "accident",
    [
        NotImplementedError(),
        TypeError(),
        AttributeError(),
        ValueError(),
        KeyError("/Root"),
        RecursionError(),
        ZeroDivisionError(),
        DependencyError("no such decoder"),
        DeprecationError("gone"),
        zlib.error("torn"),
        struct.error("short"),
    ],
    ids=lambda accident: type(accident).__name__,
)
def test_whatever_stumbles_over_a_pdf_it_has_no_text(
    accident: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_reader: PdfReader) -> None:
        raise accident

    monkeypatch.setattr(PdfReader, "pages", property(stumble))

    assert text_of(a_pdf("FACTURA FCT 0042")) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ref: 7f3a9c0d12", {"7f3a9c0d12"}),
        ("Ref: 7f3a\n9c0d12.", {"7f3a9c0d12"}),
        ("R\nef:7f3a9c0d12 Ref: 0123456789", {"7f3a9c0d12", "0123456789"}),
        ("Ref: 7f3a9c0d1", set()),
        ("Ref: 7F3A9C0D12", set()),
        ("7f3a9c0d12", set()),
        ("", set()),
    ],
)
def test_references_are_found_in_whatever_lines_they_stand(text: str, found: set[str]) -> None:
    assert references(text) == found


@pytest.mark.parametrize(
    "next_line", ["Total de plata 121.00", "121.00 lei", "1/1", "cod fiscal", "ana@x.example"]
)
def test_a_reference_is_found_whatever_the_next_line_begins_with(next_line: str) -> None:
    assert references(f"Ref: 7f3a9c0d12\n{next_line}") == {"7f3a9c0d12"}


def test_what_we_have_printed_is_found_again() -> None:
    printed = f"FACTURA FCT 0042\nComanda 1043\nRef: {reference('lampi', '1043')}"

    assert references(text_of(a_pdf(printed))) == {reference("lampi", "1043")}


def _references(
    biller: SmartBillBiller, account: Account, document: Document = Document.INVOICE
) -> frozenset[str] | None:
    return biller.references(account, document, "FCT", "0042")


def test_a_missing_invoice_is_none(biller: SmartBillBiller, replay: Replay, account: Account) -> None:
    replay.will_answer("pdf__missing", "status__missing")

    assert _references(biller, account) is None


def test_an_outage_is_not_taken_for_a_missing_invoice(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("pdf__missing", "status__success")

    with pytest.raises(RemoteUnavailable):
        _references(biller, account)


def test_a_missing_proforma_is_said_in_words(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("pdf__refused_with_4xx")

    assert _references(biller, account, Document.PROFORMA) is None


def test_an_outage_is_not_taken_for_a_missing_proforma(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("pdf__missing")

    with pytest.raises(RemoteUnavailable):
        _references(biller, account, Document.PROFORMA)


def test_a_pdf_without_readable_text_proves_nothing(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("pdf__success")

    with pytest.raises(RemoteRejected) as caught:
        _references(biller, account)

    assert caught.value.slug == "smartbill.pdf_unreadable"
