"""Webhooks as the API lists, makes, changes and deletes them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, field_validator

from bot.sandbox.shop.api.answers import Answer, Json, Problem, document, empty
from bot.sandbox.shop.api.queries import equal, filters, known_only, paging, sorted_as, unknown_filter
from bot.sandbox.shop.hooks import EVENTS, Hook, Hooks
from bot.sandbox.shop.refusals import Refused

_TYPE = "webhooks"

# The shop has one key, and so every hook is linked to it.
_KEY_ID: Final = 1

_FLAGS: Mapping[object, bool] = MappingProxyType({"yes": True, "no": False, "1": True, "0": False})


def _flag(told: object) -> object:
    """CloudCart takes yes and no, 1 and 0."""
    return _FLAGS.get(told, told) if isinstance(told, str) else told


Flag = Annotated[bool, BeforeValidator(_flag)]


class _Asked(BaseModel):
    """What of a hook can be set later; what is left out stays as it is."""

    event: str | None = None
    url: Annotated[str, Field(pattern=r"^https?://[^\s/]+", max_length=2000)] | None = None
    active: Flag = True
    request_headers: dict[str, str | None] = {}

    @field_validator("event")
    @classmethod
    def _known(cls, event: str | None) -> str | None:
        if event not in EVENTS:
            raise ValueError("The selected event is invalid.")
        return event

    def values(self) -> dict[str, Any]:
        """What was set, by the names that hooks have for it. Headers replace all former ones; empty ones fall away."""
        told = self.model_dump(include={"event", "url", "active"}, exclude_unset=True, exclude_none=True)
        if "request_headers" in self.model_fields_set:
            told["headers"] = {name: value for name, value in self.request_headers.items() if value}
        return told


class _New(_Asked):
    """A hook to be made. The older structure of notices, which CloudCart takes where nothing is said, is not played here."""

    event: str
    url: Annotated[str, Field(pattern=r"^https?://[^\s/]+", max_length=2000)]
    new_version: Literal[1]
    api_key_id: Literal[1] = _KEY_ID


class _Data(BaseModel):
    type: str
    id: str | None = None
    attributes: dict[str, Any] = {}


class _Document(BaseModel):
    data: _Data


_Model = TypeVar("_Model", bound=BaseModel)

_SORTS: Mapping[str, Callable[[Hook], object]] = MappingProxyType({"id": lambda hook: hook.id})


class Webhooks:
    """Answers for `webhooks`."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def listed(self, query: Mapping[str, str]) -> Answer:
        """A page of those asked for; `filter[active]=0` finds what is off."""
        known_only(query, {"sort"})
        found = sorted_as(query, self._hooks.all, _SORTS)
        for name, value in filters(query).items():
            found = [hook for hook in found if _matches(hook, name, value)]
        here, told_page = paging(query).cut(found)
        return document([_told(hook) for hook in here], {"meta": {"page": told_page}})

    def one(self, number: str) -> Answer:
        """One of them."""
        return document(_told(self._hook(number)))

    def add(self, body: bytes) -> Answer:
        """Make one; its address is not tried."""
        asked = _attributes(_New, _data(body, None))
        return document(_told(self._hooks.add(**asked.values())), status=201)

    def change(self, number: str, body: bytes) -> Answer:
        """Set what is told."""
        hook = self._hook(number)
        asked = _attributes(_Asked, _data(body, number))
        try:
            return document(_told(self._hooks.change(hook.id, **asked.values())))
        except Refused as refused:
            raise _missing() from refused

    def remove(self, number: str) -> Answer:
        """Delete it."""
        self._hooks.remove(self._hook(number).id)
        return empty()

    def _hook(self, number: str) -> Hook:
        hook = self._hooks.find(int(number)) if number.isascii() and number.isdigit() else None
        if hook is None:
            raise _missing()
        return hook


def _missing() -> Problem:
    return Problem(404, "Not Found", "The webhook was not found.")


def _told(hook: Hook) -> Json:
    attributes: Json = {
        "event": hook.event,
        "url": hook.url,
        "active": int(hook.active),
        "new_version": 1,
        "request_headers": dict(hook.headers),
        "api_key_id": _KEY_ID,
    }
    return {"type": _TYPE, "id": str(hook.id), "attributes": attributes}


def _matches(hook: Hook, name: str, value: str) -> bool:
    told = {"id": hook.id, **_columns(hook)}
    if name not in told:
        raise unknown_filter(name)
    return equal(told[name], value)


def _columns(hook: Hook) -> Mapping[str, object]:
    return {"event": hook.event, "url": hook.url, "active": int(hook.active), "api_key_id": _KEY_ID}


def _data(body: bytes, number: str | None) -> _Data:
    """The resource in a body; it has to be the one that the address names."""
    try:
        data = _Document.model_validate_json(body).data
    except ValidationError as error:
        raise Problem(400, "Bad Request", "The body is no JSON:API document.") from error
    if (data.type, data.id) != (_TYPE, number):
        raise Problem(409, "Conflict", "The resource is not the one of this address.", {"pointer": "/data"})
    return data


def _attributes(model: type[_Model], data: _Data) -> _Model:
    try:
        return model.model_validate(data.attributes)
    except ValidationError as error:
        _refuse(error)


def _refuse(error: ValidationError) -> NoReturn:
    first = error.errors()[0]
    pointer = "/data/attributes/" + "/".join(str(part) for part in first["loc"])
    raise Problem(422, "Unprocessable Entity", first["msg"], {"pointer": pointer}) from error
