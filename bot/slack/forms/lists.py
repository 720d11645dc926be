"""Several words in one field, with commas between them; one that has a comma in it stands in quotes."""

import csv
from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """The words as people type them, as in `cod, card, "Colet, mare"`; read back by `words_of`."""
    return ", ".join(map(_quoted, words))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a field, without the space around and within them that nobody sees."""
    row = next(csv.reader([" ".join(text.split())], skipinitialspace=True), [])
    return tuple(word.strip() for word in row if word.strip())


def _quoted(word: str) -> str:
    if "," not in word and not word.startswith('"'):
        return word
    doubled = word.replace('"', '""')
    return f'"{doubled}"'
