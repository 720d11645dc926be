"""A notice arrived: keep it once, answer at once, decide later."""

import logging

from bot.domain.orders import OrderNotice
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.shops import Hook

log = logging.getLogger(__name__)


class Intake:
    """The desk where shops' notices are handed in."""

    def __init__(self, ledger: Ledger, errands: Errands) -> None:
        self._ledger = ledger
        self._errands = errands

    def hook(self, kind: str, token: str) -> Hook | None:
        """The shop behind an address, with the secret that proves its notices; None: no such address."""
        return self._ledger.shops.by_hook(kind, token)

    def receive(self, hook: Hook, notice: OrderNotice, body: bytes, *, event: str) -> bool:
        """Keep the notice and queue its decision, in one commit; False: this very news was kept before."""

        def keep() -> bool:
            notice_id = self._ledger.notices.add(hook.shop.id, notice, body, event=event)
            if notice_id is not None:
                self._errands.decide(notice_id, hook.shop.id, notice.order.external_id)
            return notice_id is not None

        is_new = self._ledger.shared(keep)
        log.info("notice.received", extra={"shop": hook.shop.id, "topic": event, "new": is_new})
        return is_new

    def unreadable(self, hook: Hook, head: bytes, *, size: int, digest: str, why: str) -> None:
        """Keep what could not be read and tell the shop's people, once for the same bytes."""
        with self._ledger.transaction():
            notice_id = self._ledger.notices.add_unreadable(
                hook.shop.id, head, size=size, digest=digest, why=why
            )
            if notice_id is not None:
                self._errands.announce(
                    hook.shop.id, "notice.unreadable", why=why, notice=str(notice_id), shop=hook.shop.name
                )
        log.warning("notice.unreadable", extra={"shop": hook.shop.id, "size": size})
