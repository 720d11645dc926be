"""Numbers that no document can carry: they count as nothing, and the order says where they stood."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Self

from pydantic import BaseModel

from bot.domain.orders import Fault

#: So much of what stood there is shown.
TYPED_LIMIT = 40
#: One is enough to stop a document; thousands would only fill the card.
_MOST = 20


class Impossible(Decimal):
    """The 0 in place of a number that is none, or beyond all that is sold; `typed` is what stood there."""

    typed: str

    def __new__(cls, typed: str) -> Self:
        self = super().__new__(cls, 0)
        self.typed = typed[:TYPED_LIMIT]
        return self


def known(number: Decimal | None) -> Decimal | None:
    """The number; None where it is impossible, for numbers that need not be told."""
    return None if isinstance(number, Impossible) else number


def faults_in(told: object, where: str = "") -> tuple[Fault, ...]:
    """The first twenty impossible numbers in a model or tuple, each with its path in the shop's own words."""
    found = (Fault(where=path, typed=number.typed) for path, number in _impossible(told, where))
    return tuple(islice(found, _MOST))


def _impossible(told: object, where: str) -> Iterator[tuple[str, Impossible]]:
    if isinstance(told, Impossible):
        yield where, told
    parts = told if isinstance(told, BaseModel) else enumerate(told) if isinstance(told, tuple) else ()
    for step, part in parts:
        yield from _impossible(part, f"{where}.{step}" if where else str(step))
