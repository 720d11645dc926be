"""Orders as REST tells them: a resource each, and beside it the resources that it refers to (JSON:API)."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.errors import Unreadable
from bot.shops.cloudcart.answers import JsonObject

#: Behind a document that we keep, how many of its units of money make one of the currency.
_MONEY = "money"


@dataclass(frozen=True)
class Document:
    """One order and all that it refers to.

    `money`: of how many units one of the currency consists, where it was kept with that.
    """

    resource: JsonObject
    included: tuple[JsonObject, ...] = ()
    money: int | None = None

    @property
    def id(self) -> str:
        """What the shop calls the order."""
        return str(self.resource.get("id", ""))

    @property
    def attributes(self) -> JsonObject:
        """What the order says of itself."""
        return _object(self.resource.get("attributes"))

    def related(self, name: str) -> tuple[JsonObject, ...]:
        """The attributes of what the order refers to by this name; nothing where it refers to nothing.

        Raises:
            Unreadable: something of it was not told, or is another order's.
        """
        relationship = _object(_object(self.resource.get("relationships")).get(name))
        try:
            parts = tuple(self._told[_reference(each)] for each in _list(relationship.get("data")))
        except KeyError as error:
            raise Unreadable(f"The shop did not tell all “{name}” of the order.") from error
        if any(str(part.get("order_id", self.id)) != self.id for part in parts):
            raise Unreadable(f"The shop told “{name}” of another order.")
        return parts

    @cached_property
    def _told(self) -> dict[tuple[str, str], JsonObject]:
        """The attributes of all that was told with the order; an order asks for a dozen names."""
        return {_reference(each): _object(each.get("attributes")) for each in self.included}

    def kept(self, money: int | None) -> bytes:
        """The document as it was told, as JSON, fractions as text; with the scale of its money."""
        whole: JsonObject = {"data": self.resource, "included": self.included}
        if money is not None:
            whole["meta"] = {_MONEY: money}
        return json.dumps(whole, ensure_ascii=False, default=str).encode(errors="replace")


def documents(body: JsonObject) -> tuple[Document, ...]:
    """Every order of an answer, in its sequence, each with those resources alone that it refers to."""
    resources = [each for each in _list(body["data"]) if isinstance(each, dict)]
    included = {_reference(each): each for each in _list(body.get("included")) if isinstance(each, dict)}
    return tuple(_document(resource, included, _kept_money(body)) for resource in resources)


def _document(resource: JsonObject, included: dict[Any, JsonObject], money: int | None) -> Document:
    relationships = _object(resource.get("relationships")).values()
    wanted = [_reference(each) for one in relationships for each in _list(_object(one).get("data"))]
    return Document(resource, tuple(included[each] for each in wanted if each in included), money)


def _kept_money(body: JsonObject) -> int | None:
    money = _object(body.get("meta")).get(_MONEY)
    return money if isinstance(money, int) else None


def _reference(resource: object) -> tuple[str, str]:
    told = _object(resource)
    return str(told.get("type")), str(told.get("id"))


def _list(value: object) -> list[object]:
    """What a relationship refers to: to many, to one, or to nothing."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def _object(value: object) -> JsonObject:
    return value if isinstance(value, dict) else {}
