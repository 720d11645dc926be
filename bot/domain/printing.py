"""Foreign texts as a document can carry them."""

import unicodedata

_TEXT_LIMIT = 200
#: Of a longer text, no more is looked at.
_TEXT_READ = 1000


def printable(text: str, limit: int = _TEXT_LIMIT) -> str:
    """The text as an invoice can carry it: no control characters, one line, at most `limit` characters.

    What does not fit is cut, and ends with `…` to show it.
    """
    return cut(one_line(text), limit)


def one_line(text: str) -> str:
    """The text without control characters, on one line; of a very long one, its beginning and `…`."""
    read = text[:_TEXT_READ]
    # Most texts hold nothing of the kind, and a document has hundreds.
    visible = read if read.isprintable() else "".join(_visible(char) for char in read)
    line = " ".join(visible.split())
    return line if len(text) <= _TEXT_READ else f"{line}…"


def cut(line: str, limit: int) -> str:
    """At most so many characters, the last of them `…` where there were more."""
    return line if len(line) <= limit else line[: limit - 1] + "…"


def folded(text: str) -> str:
    """The text in capitals without accents: `Bistrița-Năsăud` is `BISTRITA-NASAUD`."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(char for char in letters if not unicodedata.combining(char)).upper()


def _visible(char: str) -> str:
    """The character; a space for a control character, nothing for one that only steers the layout."""
    category = unicodedata.category(char)
    return "" if category == "Cf" else " " if category[0] == "C" else char
