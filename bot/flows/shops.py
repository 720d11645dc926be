"""What is remembered of connected shops: the ports of their settings and of every version of these."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.shops import Account, Shop, ShopSettings
from bot.domain.versions import Author, Version
from bot.flows.shopkeepers import Choice

#: Whoever types at the terminal and began from whichever version stands.
TERMINAL = Author()


@dataclass(frozen=True)
class Hook:
    """A shop's address for notices; `secret` proves that they are genuine, and so does `proof`.

    `proof`: what hooks show that we added ourselves; empty: there are none.
    """

    shop: Shop
    secret: str
    proof: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Each of them is enough."""
        return tuple(filter(None, (self.secret, self.proof)))


@dataclass(frozen=True)
class Secrets:
    """What was typed anew into a form: SmartBill's token, and the key of the shop's API; empty: it stays."""

    token: str = field(default="", repr=False)
    key: str = field(default="", repr=False)

    def over(self, before: "Secrets") -> "Secrets":
        """These, and those typed before where one of these was not."""
        return Secrets(self.token or before.token, self.key or before.key)


NOTHING_NEW = Secrets()


class Shops(Protocol):
    """Connected shops and their settings."""

    def add(self, shop: Shop, *, smartbill_token: str, hook_token: str, hook_secret: str) -> None:
        """Connect a shop; what is set for it is its version 1."""
        ...

    def get(self, shop_id: str) -> Shop: ...
    def all(self) -> tuple[Shop, ...]: ...
    def remove(self, shop_id: str) -> None:
        """Forget the shop's address and secrets; what was done for it stays in the ledger."""
        ...

    def by_hook(self, kind: str, token: str) -> Hook | None: ...
    def hook_token(self, shop_id: str) -> str: ...
    def key(self, shop_id: str) -> str:
        """What proves its notices; of shops with an API that wants a key, that is it too."""
        ...

    def proof(self, shop_id: str, *, instead_of_none: str) -> str:
        """What hooks show that we added ourselves; where there was nothing yet, this from now on."""
        ...

    def told_of_own_documents(self, shop_id: str) -> bool:
        """Note that people were told that the shop invoices by itself, too; False: they had been."""
        ...

    def statuses(self, shop_id: str) -> tuple[Choice, ...]:
        """What its orders can be, as the shop told when it was last asked; nothing where it never was."""
        ...

    def keep_statuses(self, shop_id: str, statuses: tuple[Choice, ...]) -> None:
        """In place of those that it told before."""
        ...

    def account(self, shop_id: str) -> Account: ...
    def save(
        self,
        shop_id: str,
        settings: ShopSettings,
        *,
        smartbill_token: str | None,
        hook_secret: str | None = None,
        author: Author = TERMINAL,
    ) -> int | None:
        """Replace the settings and answer the number of the version that stands then.

        A secret that is None stays. What changes nothing makes no version. None: another version stands than
        the author has seen, and nothing was changed.
        """
        ...

    def keep_typed(
        self, settings: ShopSettings, *, shop_id: str, by: str, secrets: Secrets = NOTHING_NEW
    ) -> str:
        """Hold what somebody typed until it is checked; answers an id."""
        ...

    def typed(self, typed_id: str) -> tuple[ShopSettings, Secrets]: ...
    def forget_typed(self, typed_id: str) -> None:
        """Let go of what was typed, and of its secrets."""
        ...


class Versions(Protocol):
    """How each shop's settings were saved, one after the other; only ever added to, by `Shops`."""

    def of(self, shop_id: str, most: int | None = None) -> tuple[Version, ...]:
        """All of them, or the latest few, the latest first."""
        ...

    def get(self, shop_id: str, number: int) -> Version | None: ...
