"""Read what is printed on a document's PDF."""

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError


def text_of(pdf: bytes) -> str:
    """All text of the PDF; empty where it cannot be read as text."""
    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    except PyPdfError:
        return ""


def has(text: str, word: str) -> bool:
    """Whether the word stands there by itself; a printer may have broken it over two lines."""
    letters = r"\s*".join(re.escape(letter) for letter in word)
    return re.search(rf"(?<![\w-]){letters}(?![\w-])", text) is not None
