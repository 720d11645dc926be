"""Find a sentence by its slug and fill in its facts."""

from typing import Literal

from bot.words.en import ENGLISH
from bot.words.ro import ROMANIAN

Language = Literal["ro", "en"]

SENTENCES: dict[Language, dict[str, str]] = {"ro": ROMANIAN, "en": ENGLISH}


def say(language: Language, slug: str, **facts: object) -> str:
    """The sentence of this slug with its blanks filled.

    Facts go in as they are: escape what is foreign before it comes here.

    Raises:
        KeyError: the slug, or a fact that its sentence names, does not exist: our own mistake.
    """
    return SENTENCES[language][slug].format(**facts)


def count(language: Language, slug: str, number: int, **facts: object) -> str:
    """The sentence in the plural form that this number takes.

    Romanian has three forms (CLDR): 1 factură, 2 … 19 facturi, 20 de facturi; English has two.
    """
    return say(language, f"{slug}.{plural(language, number)}", number=number, **facts)


def plural(language: Language, number: int) -> Literal["one", "few", "other"]:
    """Which plural form a whole number takes."""
    if number == 1:
        return "one"
    if language == "ro" and (number == 0 or 1 <= number % 100 <= 19):
        return "few"
    return "other"
