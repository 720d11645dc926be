"""Read what is printed on a document's PDF."""

import io
import re
import struct
import zlib

from pypdf import PdfReader
from pypdf.errors import DependencyError, DeprecationError, PyPdfError

#: As `bot.smartbill.drafts` has it printed. What follows may be anything: the next line's first letter too.
_REFERENCE = re.compile(r"Ref:([0-9a-f]{10})")

#: All that pypdf is known to raise on damaged pages: it trusts what it reads, and Python stumbles for it.
_UNREADABLE = (
    PyPdfError,
    DependencyError,
    DeprecationError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def text_of(pdf: bytes) -> str:
    """All text of the PDF; empty where it cannot be read as text."""
    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    except _UNREADABLE:
        return ""


def references(text: str) -> frozenset[str]:
    """The references of ours that stand there; a printer may have broken one over two lines."""
    return frozenset(_REFERENCE.findall("".join(text.split())))
