"""What the flows remember of shops that somebody is about to connect."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.flows.connecting_forms import Newcomer


@dataclass(frozen=True)
class TypedShop:
    """A shop as it was typed, with the SmartBill token and the shop's own key, empty where none was typed."""

    newcomer: Newcomer
    smartbill_token: str = field(repr=False)
    shop_key: str = field(repr=False)


class Newcomers(Protocol):
    """Shops as somebody typed them, until they are connected or forgotten."""

    def keep(self, typed: TypedShop, *, by: str) -> str:
        """Hold what was typed; answers an id."""
        ...

    def get(self, typed_id: str) -> TypedShop | None:
        """What was typed; None: it is connected, or was forgotten."""
        ...

    def drop(self, typed_id: str) -> None:
        """Forget it, and its secrets."""
        ...
