"""Read what is printed on a document's PDF."""

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

#: As `bot.smartbill.drafts` has it printed. What follows may be anything: the next line's first letter too.
_REFERENCE = re.compile(r"Ref:([0-9a-f]{10})")


def text_of(pdf: bytes) -> str:
    """All text of the PDF; empty where it cannot be read as text."""
    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    except PyPdfError:
        return ""


def references(text: str) -> frozenset[str]:
    """The references of ours that stand there; a printer may have broken one over two lines."""
    return frozenset(_REFERENCE.findall("".join(text.split())))
