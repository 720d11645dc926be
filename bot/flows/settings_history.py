"""How a shop's settings came to be as they are: who changed what, and when; and how older ones come back."""

from dataclasses import dataclass
from itertools import pairwise

from bot.domain.shops import Shop, ShopSettings
from bot.domain.versions import Author, Change, Version, between, brought_back, changes
from bot.errors import Refusal
from bot.flows.ledger import Ledger
from bot.flows.ports import People
from bot.flows.rights import must_be_admin, must_keep_a_way_in
from bot.flows.settings import Settings
from bot.flows.settings_forms import SettingsForm


@dataclass(frozen=True)
class Step:
    """A version, and what it changed; the first that is known changed nothing that is known."""

    version: Version
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Restoring:
    """The older version `number` as somebody is about to bring it back to `shop`, which is as it stands now.

    `changes`: what would stand otherwise; nothing where it says what stands already.
    """

    shop: Shop
    number: int
    changes: tuple[Change, ...]


class SettingsHistory:
    """The desk where people look back, and bring back; only those who may change the settings."""

    def __init__(self, ledger: Ledger, people: People, settings: Settings) -> None:
        self._ledger = ledger
        self._people = people
        self._settings = settings

    def of(self, shop_id: str, most: int, *, by: str) -> tuple[Shop, tuple[Step, ...]]:
        """The shop with the latest steps, the latest first.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        # Slack is asked before the books are opened: it may be slow.
        must_be_admin(self._people, self._ledger.shops.get(shop_id), by)
        with self._ledger.reading():
            return self._ledger.shops.get(shop_id), self.steps(shop_id, most)

    def steps(self, shop_id: str, most: int | None = None) -> tuple[Step, ...]:
        """The latest steps, the latest first, for whoever sits at the server."""
        versions = self._ledger.versions.of(shop_id, None if most is None else most + 1)
        told = [Step(after, changes(before, after)) for after, before in pairwise(versions)]
        is_first = most is None or len(versions) <= most
        return (*told, Step(versions[-1], ())) if versions and is_first else tuple(told)

    def restoring(self, shop_id: str, number: int, *, by: str) -> Restoring:
        """What it would change to bring an older version back; nothing is kept or queued yet.

        Raises:
            Refusal: it is not theirs to change, there is no such version, it can no longer be set, or it
                names admins and not them, or too few approvers.
        """
        shop = self._ledger.shops.get(shop_id)
        must_be_admin(self._people, shop, by)
        settings = self.older(shop, number)
        must_keep_a_way_in(settings, by)
        self._settings.must_be_enough(shop.settings, settings)
        return Restoring(shop, number, between(shop.settings, settings))

    def restore(self, view_id: str, shop_id: str, author: Author) -> SettingsForm:
        """Queue the check of the version that its author brings back, to be saved as a new one.

        The secrets stay. Raises as `restoring`.
        """
        shop = self._ledger.shops.get(shop_id)
        must_be_admin(self._people, shop, author.by)
        settings = self.older(shop, author.restores)
        return self._settings.submit(view_id, shop_id, settings, author=author)

    def older(self, shop: Shop, number: int) -> ShopSettings:
        """The settings of an older version, with those that it did not know as they are now.

        Raises:
            Refusal: there is no such version, or it can no longer be set.
        """
        version = self._ledger.versions.get(shop.id, number)
        if version is None:
            raise Refusal("settings.no_version", version=number, shop=shop.name)
        settings = brought_back(version, shop.settings)
        if settings is None:
            raise Refusal("settings.version_unusable", version=number)
        return settings
