"""A shop's webhooks: whether it still tells by itself what it can, and how that is put right."""

import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.shops import Shop
from bot.errors import OutcomeUnknown, RemoteRejected, RemoteUnavailable
from bot.flows.addresses import access_of, can_be_asked, hook_path, hook_url, whole
from bot.flows.connections import EVENTS
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.ports import People
from bot.flows.rights import must_be_admin
from bot.flows.shopkeepers import Access, ShopHook, Shopkeeper

log = logging.getLogger(__name__)

_ALL_ON = ""
_OFF = "hooks.off"
_MISSING = "hooks.missing"
_ELSEWHERE = "hooks.elsewhere"
_MISSING_HERE = "hooks.missing_here"
#: Somebody waits for an answer, whatever people were told before.
_ASKED = "asked"


@dataclass(frozen=True)
class _Ours:
    """The hooks that lead to a shop's address here, by their event; people may have added some.

    `are_elsewhere`: others show that they were meant to, but lead to an address that is not the bot's now.
    """

    by_event: Mapping[str, list[ShopHook]]
    are_elsewhere: bool


class Hooking:
    """The desk that sees to it that shops tell by themselves. Shops are only ever asked from jobs.

    `public_url`: where shops reach the bot; empty where nobody said, so that no hook can be added.
    """

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        people: People,
        keepers: Mapping[str, Shopkeeper],
        *,
        public_url: str,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people
        self._keepers = keepers
        self._public_url = public_url

    def begin(self, _payload: Mapping[str, str]) -> None:
        """The job that comes round: a look at the hooks of each shop that can be asked."""
        for shop in self._ledger.shops.all():
            if can_be_asked(self._keepers, shop):
                self._errands.look_at_hooks(shop.id)

    def meet(self, shop: Shop) -> None:
        """Have a shop that was just connected asked for the first time, if it can be."""
        if can_be_asked(self._keepers, shop):
            self._errands.meet(shop.id)

    def ask(self, shop_id: str, *, by: str) -> Shop:
        """Have a shop's hooks put right in the background.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        shop = self._ledger.shops.get(shop_id)
        must_be_admin(self._people, shop, by)
        with self._ledger.transaction():
            self._ledger.audit.write(by, "hooks.asked", shop_id=shop_id)
            self._ledger.visits.told_of_hooks(shop_id, _ASKED)
            self._errands.mend_hooks(shop_id)
        return shop

    def look(self, payload: Mapping[str, str]) -> None:
        """The job: tell the shop's people, once, of hooks that are off or not there.

        Raises:
            RemoteUnavailable: the shop does not answer.
        """
        shop = self._ledger.shops.get(payload["shop"])
        access = access_of(self._ledger, self._keepers, shop)
        if access is None or self._ledger.visits.of(shop.id) is None:
            return
        try:
            trouble = self._trouble(self._ours(shop, access))
        except RemoteRejected as error:
            # Visits tell people of it: they ask far more often.
            log.info("hooks.not_seen", extra={"shop": shop.id, "slug": error.slug})
            return
        self._tell(shop, trouble)

    def mend(self, payload: Mapping[str, str]) -> None:
        """The job: switch on what is off, and add what is missing, which can be done again and again.

        What changed while they were off is found by the next visit.

        Raises:
            RemoteUnavailable: the shop does not answer; or nobody heard whether a hook was added, which the
                next try will see.
        """
        shop = self._ledger.shops.get(payload["shop"])
        access = access_of(self._ledger, self._keepers, shop)
        if access is None:
            return
        try:
            ours = self._ours(shop, access)
            self._switch_on(shop, access, ours)
            self._add(shop, access, ours)
            trouble = self._trouble(self._ours(shop, access))
        except RemoteRejected as error:
            self._errands.announce(shop.id, f"trouble.{error.slug}", shop=shop.name, said=error.said)
            return
        self._tell(shop, trouble)
        self._errands.visit(shop.id)
        log.info("hooks.mended", extra={"shop": shop.id, "trouble": trouble})

    def _ours(self, shop: Shop, access: Access) -> _Ours:
        token = self._ledger.shops.hook_token(shop.id)
        meant = [hook for hook in self._keepers[shop.kind].hooks(access) if token in hook.url]
        hooks = [hook for hook in meant if self._leads_here(hook)]
        by_event = {event: [hook for hook in hooks if hook.event == event] for event in EVENTS[shop.kind]}
        return _Ours(by_event, are_elsewhere=hooks != meant)

    def _leads_here(self, hook: ShopHook) -> bool:
        """Whether it leads to where the bot is; while nobody said where that is, it may."""
        return hook.url.lower().startswith(f"{whole(self._public_url).lower()}/") or not self._public_url

    def _switch_on(self, shop: Shop, access: Access, ours: _Ours) -> None:
        for hooks in ours.by_event.values():
            if hooks and not _is_told(hooks):
                self._keepers[shop.kind].switch_on(access, hooks[0].id, proof=self._proof(shop))

    def _proof(self, shop: Shop) -> str:
        return self._ledger.shops.proof(shop.id, instead_of_none=secrets.token_urlsafe(32))

    def _add(self, shop: Shop, access: Access, ours: _Ours) -> None:
        for event, hooks in ours.by_event.items():
            address = hook_url(self._public_url, f"{hook_path(self._ledger, shop)}/{event}")
            if not hooks and address is not None:
                try:
                    self._keepers[shop.kind].add_hook(access, event, address, proof=self._proof(shop))
                except OutcomeUnknown as error:
                    raise RemoteUnavailable("shop.unreachable") from error

    def _trouble(self, ours: _Ours) -> str:
        hooks = ours.by_event.values()
        if all(map(_is_told, hooks)):
            return _ALL_ON
        if all(hooks):
            return _OFF
        if ours.are_elsewhere:
            return _ELSEWHERE
        return _MISSING if self._public_url else _MISSING_HERE

    def _tell(self, shop: Shop, trouble: str) -> None:
        """Tell people what is not so as they were told before."""
        with self._ledger.transaction():
            before = self._ledger.visits.told_of_hooks(shop.id, trouble)
            if before != trouble:
                slug = trouble or "hooks.on"
                self._errands.announce(shop.id, slug, shop=shop.name, which=shop.id)


def _is_told(hooks: Iterable[ShopHook]) -> bool:
    """Whether one of these hooks of an event is on."""
    return any(hook.is_on for hook in hooks)
