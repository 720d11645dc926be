"""The form that connects a shop as a value: what was typed, and in which of its states it is."""

from dataclasses import dataclass, field
from typing import Literal

from bot.domain.orders import Fact
from bot.domain.shops import Series, Shop, ShopSettings


class Newcomer(Fact):
    """A shop as somebody typed it, before it is connected; its secrets are kept apart.

    `settings.series` is empty until one was picked from those of the account.
    """

    name: str
    kind: str
    settings: ShopSettings


@dataclass(frozen=True)
class HookAddresses:
    """Where a shop has to send its notices: one address for each event, or a single one without a name.

    `is_whole`: the bot knows its public address; otherwise they are paths, and it has to be put in front.
    """

    shop: Shop
    addresses: tuple[tuple[str, str], ...]
    is_whole: bool


@dataclass(frozen=True)
class Connected:
    """A shop that was just connected, or has a new secret, which is shown this one time only.

    `secret` proves its notices; empty: they carry the key that the person typed, and it need not be shown.
    `language` is the bot's for the shop.
    """

    hooks: HookAddresses
    language: Literal["ro", "en"]
    secret: str = field(repr=False)


@dataclass(frozen=True)
class ConnectForm:
    """`typed_id` finds what was typed before, with the token and the key, which are never shown again.

    `series`: those of the account, once it was asked. `errors` maps a field's name, or `form`, to a slug in
    `bot.words` and its facts.
    """

    newcomer: Newcomer
    stage: Literal["open", "checking"] = "open"
    series: tuple[Series, ...] = ()
    typed_id: str = ""
    has_token: bool = False
    has_key: bool = False
    errors: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
