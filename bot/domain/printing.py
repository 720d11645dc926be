"""Foreign texts as a document can carry them."""

import unicodedata

_TEXT_LIMIT = 200
#: Of a longer text, no more is looked at.
_TEXT_READ = 1000


def printable(text: str) -> str:
    """The text as an invoice can carry it: no control characters, one line, at most 200 characters."""
    visible = "".join(_visible(char) for char in text[:_TEXT_READ])
    line = " ".join(visible.split())
    is_whole = len(line) <= _TEXT_LIMIT and len(text) <= _TEXT_READ
    return line if is_whole else line[: _TEXT_LIMIT - 1] + "…"


def _visible(char: str) -> str:
    """The character; a space for a control character, nothing for one that only steers the layout."""
    category = unicodedata.category(char)
    return "" if category == "Cf" else " " if category[0] == "C" else char
