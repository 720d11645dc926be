"""Settings are saved: the one way for every door, with a name, a version, and what follows from it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.shops import Shop, ShopSettings
from bot.domain.versions import Author, changes, differing
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.work.jobs import Urgency
from bot.work.ports import Clock

log = logging.getLogger(__name__)

#: Jobs for so many orders are written in one commit.
_AT_ONCE = 100
#: Slack takes about one card a second, and others wait for theirs.
_MOST_CARDS = 300


@dataclass(frozen=True)
class Save:
    """What is to stand. A secret that is None stays; `typed_id`: what it was typed as, to be let go of."""

    settings: ShopSettings
    token: str | None = None
    key: str | None = None
    typed_id: str = ""


@dataclass(frozen=True)
class Saved:
    """It stands. `changed`: the names of settings and secrets that are others now."""

    changed: tuple[str, ...]


@dataclass(frozen=True)
class Overtaken:
    """Nothing was saved: since the version that its author had seen, somebody changed these settings.

    `by` and `at`: who saved last, and when. `shop` is as it stands now.
    """

    shop: Shop
    by: str
    at: datetime
    changed: tuple[str, ...]


class Saving:
    """The desk that every change of settings goes over, however it was asked for and checked."""

    def __init__(self, ledger: Ledger, errands: Errands, *, clock: Clock) -> None:
        self._ledger = ledger
        self._errands = errands
        self._clock = clock

    def save(self, shop_id: str, save: Save, author: Author) -> Saved | Overtaken:
        """Settings, version, history and what follows from them, in one commit; or nothing of it."""
        with self._ledger.transaction():
            before = self._ledger.shops.get(shop_id)
            number = self._ledger.shops.save(
                shop_id,
                save.settings,
                smartbill_token=save.token,
                hook_secret=save.key,
                author=author,
            )
            if number is None:
                return self.overtaken(self._ledger.shops.get(shop_id), author)
            changed = _names(before, save)
            if changed:
                names = ", ".join(changed)
                self._ledger.audit.write(author.by, "settings.saved", shop_id=shop_id, changed=names)
                self._errands.read_vat(shop_id)
            if {"shop_url", "key"} & set(changed):
                self._errands.meet(shop_id)
            self._ledger.shops.forget_typed(save.typed_id)
            self._errands.look_again(shop_id)
        log.info("settings.saved", extra={"shop": shop_id, "changed": changed, "version": number})
        return Saved(changed)

    def look_again(self, payload: Mapping[str, str]) -> None:
        """The job: what could not be issued may be issuable now, and what people were asked about stays.

        What was to be decided while the shop was off is decided. In several commits, so that nobody waits
        long to write; a job that dies between them begins again.
        """
        with self._ledger.reading():
            waiting = [
                (proposal, self._ledger.orders.get(proposal.order_id))
                for proposal in self._ledger.proposals.waiting(shop_id=payload["shop"])
            ]
        for first in range(0, len(waiting), _AT_ONCE):
            with self._ledger.transaction():
                for number, (proposal, record) in enumerate(waiting[first : first + _AT_ONCE], first):
                    # A card that Slack refused, in a channel without the bot, is put up now.
                    if number < _MOST_CARDS or not record.card_ts:
                        self._errands.card(record.id, urgency=Urgency.IDLE)
                    if not proposal.is_issuable:
                        self._errands.decide_again(record.id, record.shop_id, record.order.external_id)
        self._decide_held(payload["shop"])

    def _decide_held(self, shop_id: str) -> None:
        """Decide the orders whose time came while the shop was off, if it is on."""
        if not self._ledger.shops.get(shop_id).settings.active:
            return
        now, past = self._clock.now(), 0
        while due := self._ledger.waits.due((shop_id,), now, _AT_ONCE, past=past):
            with self._ledger.transaction():
                for order_id in due:
                    external_id = self._ledger.orders.get(order_id).order.external_id
                    self._errands.decide_again(order_id, shop_id, external_id)
            past = due[-1]

    def overtaken(self, shop: Shop, author: Author) -> Overtaken:
        """What was done to a shop's settings since the version that the author saw."""
        versions = self._ledger.versions.of(shop.id)
        latest = versions[0]
        seen = next((one for one in versions if one.number == author.seen), versions[-1])
        secrets = {name for one in versions if one.number > seen.number for name in one.secrets}
        settings = {change.name for change in changes(seen, latest)}
        return Overtaken(shop, latest.by, latest.at, tuple(sorted(settings | secrets)))


def _names(before: Shop, save: Save) -> tuple[str, ...]:
    secrets = [name for name, value in (("token", save.token), ("key", save.key)) if value is not None]
    return (*differing(before.settings, save.settings), *secrets)
