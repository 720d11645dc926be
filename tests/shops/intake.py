"""An intake that remembers in memory what shops handed in."""

from dataclasses import dataclass, field

from bot.domain.orders import OrderNotice
from bot.domain.shops import Shop
from bot.flows.shops import Hook
from tests.builders import some_settings


@dataclass(frozen=True)
class Unread:
    head: bytes
    size: int
    digest: str
    why: str


@dataclass
class FakeIntake:
    """Every shop's token is `token-of-the-shop`; `secrets` by kind. `accident` is raised instead of keeping."""

    secrets: dict[str, str] = field(default_factory=dict)
    received: list[tuple[OrderNotice, bytes, str]] = field(default_factory=list)
    news: list[bool] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    accident: Exception | None = None

    def forget(self) -> None:
        """Begin anew."""
        self.received, self.news, self.unread, self.asked, self.accident = [], [], [], [], None

    def hook(self, kind: str, token: str) -> Hook | None:
        self.asked.append(token)
        if kind not in self.secrets or token != "token-of-the-shop":
            return None
        return Hook(
            Shop(id="lampi", name="Lămpi Exemplu", kind=kind, settings=some_settings()), self.secrets[kind]
        )

    def receive(self, hook: Hook, notice: OrderNotice, body: bytes, *, event: str) -> bool:
        if self.accident is not None:
            raise self.accident
        is_new = all(notice.digest != kept.digest for kept, _, _ in self.received)
        self.received.append((notice, body, event))
        self.news.append(is_new)
        return is_new

    def unreadable(self, shop: Shop, head: bytes, *, size: int, digest: str, why: str) -> bool:
        self.unread.append(Unread(head, size, digest, why))
        return True
