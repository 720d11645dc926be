"""Names of companies: what shows that a name is one, and whether two of them mean the same company."""

import re

from bot.domain.printing import folded

#: Written as one word, with dots or with blanks between the letters.
_SHORT = "|".join(
    " ?".join(form) for form in ("SRLD", "SRL", "SNC", "SCS", "SCA", "SA", "PFA", "II", "IF", "RA")
)
#: What companies and other legal persons in Romania have in their names.
_LEGAL_FORM = re.compile(
    rf"\b(?:{_SHORT}|ASOCIATIA|FUNDATIA|FEDERATIA|CABINET|COOPERATIVA|SOCIETATEA|"
    r"INTREPRINDEREA?|PRIMARIA|COMUNA|PAROHIA)\b"
)
#: How elder names begin, besides how they end.
_BEGINNING = re.compile(r"^S ?C\b")


def has_legal_form(name: str) -> bool:
    """Whether somebody of this name is a company or another legal person, by a word such as SRL or PFA."""
    return bool(_LEGAL_FORM.search(_plain(name)))


def is_same_company(one: str, other: str) -> bool:
    """Whether two names may well mean one company: one of them holds the other, in letters or in words.

    Accents, capitals, punctuation, blanks and the legal form do not matter. A name of nothing else means
    no company.
    """
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return False
    first, second = "".join(ours), "".join(theirs)
    return first in second or second in first or {*ours} <= {*theirs} or {*theirs} <= {*ours}


def _words(name: str) -> list[str]:
    return _LEGAL_FORM.sub(" ", _BEGINNING.sub(" ", _plain(name))).split()


def _plain(name: str) -> str:
    """The name in capital letters and digits, with single blanks; dots keep nothing apart."""
    letters = "".join(char if char.isalnum() else " " for char in folded(name).replace(".", ""))
    return " ".join(letters.split())
