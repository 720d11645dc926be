"""Documents as PDF files, with their text findable by a reader of PDFs."""

import unicodedata
from datetime import UTC, datetime, time

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bot.sandbox.smartbill.bodies import Client
from bot.sandbox.smartbill.documents import Document, Kind, Line, rounded

_TITLES = {Kind.INVOICE: "FACTURA", Kind.PROFORMA: "FACTURA PROFORMA", Kind.REVERSAL: "FACTURA STORNO"}
_WIDTHS = (78, 14, 20, 24, 24, 24)
_HEADINGS = ("Denumire", "UM", "Cantitate", "Pret", "Valoare", "TVA")
_PUNCTUATION = str.maketrans({"–": "-", "—": "-", "„": '"', "”": '"', "“": '"', "’": "'", "…": "..."})


def pdf_of(document: Document, *, company: str, cif: str) -> bytes:
    """The printed document: parties, lines, totals by rate, and the mentions."""
    page = FPDF()
    page.set_creation_date(datetime.combine(document.issue_date, time(), UTC))
    page.add_page()
    _heading(page, document)
    _row(page, f"Furnizor: {company}, CIF {cif}")
    _buyer(page, document.client)
    _table(page, document)
    _totals(page, document)
    for text in (document.mentions, document.observations):
        if text:
            _row(page, text)
    return bytes(page.output())


def folded(text: str) -> str:
    """The text in the letters a PDF's built-in font has: without marks above or below."""
    plain = unicodedata.normalize("NFKD", text.translate(_PUNCTUATION))
    return plain.encode("ascii", "ignore").decode()


def _heading(page: FPDF, document: Document) -> None:
    number = f"{document.series} {document.number or '(ciorna)'}"
    _row(page, f"{_TITLES[document.kind]} {number}", size=16)
    if document.is_cancelled:
        _row(page, "ANULATA", size=16)
    if document.reverses:
        _row(page, f"Storno la factura {document.reverses.joined}")
    due = f"   Scadenta: {document.due_date:%d.%m.%Y}" if document.due_date else ""
    _row(page, f"Data: {document.issue_date:%d.%m.%Y}{due}")


def _buyer(page: FPDF, client: Client) -> None:
    _row(page, f"Client: {client.name}{f', CIF {client.vat_code}' if client.vat_code else ''}")
    address = (client.address, client.city, client.county, client.country)
    _row(page, ", ".join(part for part in address if part))
    page.ln(4)


def _table(page: FPDF, document: Document) -> None:
    _cells(page, _HEADINGS)
    for line in document.lines:
        _cells(page, _columns(line))
        if line.description:
            _row(page, line.description)
    page.ln(4)


def _columns(line: Line) -> tuple[str, ...]:
    return (
        line.name[:45],
        line.unit[:8],
        f"{line.quantity.normalize():f}",
        f"{line.price:f}",
        f"{line.net:f}",
        f"{line.vat:f}",
    )


def _cells(page: FPDF, texts: tuple[str, ...]) -> None:
    page.set_font("helvetica", size=9)
    for width, text in zip(_WIDTHS, texts, strict=True):
        page.cell(width, 6, folded(text), border=1)
    page.ln(6)


def _totals(page: FPDF, document: Document) -> None:
    for rate, vat in document.vat_by_rate.items():
        _row(page, f"TVA {rate}%: {vat} {document.currency}")
    _row(page, f"Total de plata: {rounded(document.total)} {document.currency}", size=12)
    page.ln(4)


def _row(page: FPDF, text: str, *, size: int = 10) -> None:
    """One paragraph, wrapped."""
    page.set_font("helvetica", size=size)
    page.multi_cell(0, 6, folded(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
