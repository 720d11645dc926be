"""Whether a shop lets the bot in, where somebody says that it is and with the key that they typed."""

import logging
from collections.abc import Mapping

from bot.domain.shops import Shop
from bot.errors import RemoteError
from bot.flows.addresses import whole
from bot.flows.ledger import Ledger
from bot.flows.settings_checks import Told, told_under
from bot.flows.shopkeepers import Access, Choice, Shopkeeper

log = logging.getLogger(__name__)


class Knocking:
    """The desk that tries a shop's address and key before they are stored. It asks one question each time."""

    def __init__(self, ledger: Ledger, keepers: Mapping[str, Shopkeeper]) -> None:
        self._ledger = ledger
        self._keepers = keepers

    def learn(self, shop: Shop) -> None:
        """Have the shop say what its orders can be; one that does not answer leaves what is known."""
        try:
            told = self.statuses(shop.kind, shop.settings.shop_url, self._ledger.shops.key(shop.id))
        except RemoteError as error:
            log.info("shop.not_learned", extra={"shop": shop.id, "slug": error.slug})
            return
        if told:
            self._ledger.shops.keep_statuses(shop.id, told)

    def statuses(self, kind: str, url: str, key: str) -> tuple[Choice, ...]:
        """What orders of the shop can be; nothing where its kind cannot be asked, or nobody said where it is.

        Raises:
            RemoteRejected: it does not let us in, or nobody can be asked there.
            RemoteUnavailable: it cannot be reached now.
        """
        keeper = self._keepers.get(kind)
        return keeper.statuses(Access(whole(url), key)) if keeper is not None and url else ()

    def wrong(self, kind: str, url: str, key: str) -> Told:
        """What stands under a form's fields, where the shop does not let us in; nothing where it does."""
        try:
            self.statuses(kind, url, key)
        except RemoteError as error:
            return told_under(error)
        return {}
