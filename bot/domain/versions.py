"""Every version of a shop's settings: who saved it, what it changed, and how an older one comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.domain.shops import STORED, ShopSettings

#: What stands for a secret of which nothing may be shown.
HIDDEN = "••••"
_KNOWN = frozenset(ShopSettings.model_fields)
#: What a version that is older than a setting counts as having had there.
_DEFAULTS = ShopSettings(smartbill_email="", cif="", series="", channel="").model_dump(mode="json")


@dataclass(frozen=True)
class Author:
    """Who saves. `by`: a Slack user's id, or `cli`.

    `seen`: the version whose settings they began from; None: whichever stands. `restores`: the older version
    that they bring back; 0: none.
    """

    by: str = "cli"
    seen: int | None = None
    restores: int = 0


@dataclass(frozen=True)
class Version:
    """Settings as they were saved. `number` counts from 1 in each shop; `by` is empty where nobody knows.

    `settings`: by name, as JSON; a setting that came into being later is not among them. `token_hint`: the
    end of the token that was stored then. `secrets`: the names of those that were replaced, `token` or `key`.
    """

    number: int
    at: datetime
    by: str
    settings: Mapping[str, Any]
    token_hint: str = ""
    secrets: tuple[str, ...] = ()
    restores: int = 0


@dataclass(frozen=True)
class Change:
    """One setting that a version changed, by name, with its values as JSON; of secrets what may be shown."""

    name: str
    old: Any = field(default=None)
    new: Any = field(default=None)


def differing(before: ShopSettings, after: ShopSettings) -> tuple[str, ...]:
    """The names of the settings that differ, sorted."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return tuple(sorted(name for name in new if new[name] != old[name]))


def between(before: ShopSettings, after: ShopSettings) -> tuple[Change, ...]:
    """What stands otherwise in `after`, by name; settings alone, no secrets."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return tuple(Change(name, old[name], new[name]) for name in differing(before, after))


def changes(before: Version, after: Version) -> tuple[Change, ...]:
    """What stands otherwise in `after`: settings by name, then secrets."""
    old, new = _whole(before), _whole(after)
    settings = (Change(name, old[name], new[name]) for name in sorted(new) if new[name] != old[name])
    return (*settings, *(_secret(name, before, after) for name in after.secrets))


def brought_back(version: Version, now: ShopSettings) -> ShopSettings | None:
    """The settings of an older version; what it did not know stays as it is now.

    None: it holds something that can no longer be set.
    """
    held = {name: value for name, value in version.settings.items() if name in _KNOWN}
    try:
        return ShopSettings.model_validate(now.model_dump(mode="json") | held, context=STORED)
    except ValidationError:
        return None


def merged(base: ShopSettings, typed: ShopSettings, now: ShopSettings) -> ShopSettings:
    """What stands now, with what a person changed who had begun from `base`."""
    changed = {name: getattr(typed, name) for name in differing(base, typed)}
    return now.model_copy(update=changed)


def _whole(version: Version) -> dict[str, Any]:
    return _DEFAULTS | {name: value for name, value in version.settings.items() if name in _KNOWN}


def _secret(name: str, before: Version, after: Version) -> Change:
    if name == "token":
        return Change(name, before.token_hint, after.token_hint)
    return Change(name, HIDDEN, HIDDEN)
