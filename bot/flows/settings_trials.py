"""What stands in a settings form is tried on past orders before anybody saves it."""

from collections.abc import Mapping

from bot.domain.shops import ShopSettings
from bot.domain.versions import Author, differing, merged
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.ports import Forms, People
from bot.flows.rights import must_be_admin
from bot.flows.settings import Settings
from bot.flows.settings_forms import SettingsTrial
from bot.flows.trying import Trying


class SettingsTrials:
    """The desk behind *Try it*. Nothing is saved, and SmartBill is not asked."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        people: People,
        forms: Forms,
        settings: Settings,
        trying: Trying,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people
        self._forms = forms
        self._settings = settings
        self._trying = trying

    def begin(self, shop_id: str, *, by: str) -> SettingsTrial:
        """The view as it opens, before anything is tried.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        shop = self._ledger.shops.get(shop_id)
        must_be_admin(self._people, shop, by)
        return SettingsTrial(shop)

    def ask(self, view_id: str, shop_id: str, typed: ShopSettings, author: Author) -> None:
        """Keep what was typed, and queue its trial in the view that stands open.

        Raises:
            Refusal: as `begin`.
        """
        self.begin(shop_id, by=author.by)
        with self._ledger.transaction():
            kept = self._ledger.shops.keep_typed(typed, shop_id=shop_id, by=author.by)
            self._errands.try_settings(view_id, shop_id, kept, seen=author.seen)

    def run(self, payload: Mapping[str, str]) -> None:
        """The job: show what the settings would have done.

        What others saved since the form was opened counts as it is now, as it would after a save.
        """
        shop = self._ledger.shops.get(payload["shop"])
        typed, _ = self._ledger.shops.typed(payload["typed"])
        base = self._settings.begun_from(shop.id, int(payload["seen"]))
        then = merged(base, typed, shop.settings)
        changed = differing(shop.settings, then)
        trial = self._trying.compare(shop.id, then) if changed else None
        self._forms.show_trial(
            payload["view"], SettingsTrial(shop, stage="tried", changed=changed, trial=trial)
        )
