"""People change a shop's settings: shown with live series, checked at SmartBill, saved with a name to it."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.shops import Account, Series, Shop, ShopSettings
from bot.domain.versions import Author, brought_back, merged
from bot.errors import Refusal
from bot.flows.errands import Errands, author_in
from bot.flows.ledger import Ledger
from bot.flows.ports import Forms, People
from bot.flows.rights import may_set, must_be_admin, must_be_enough, must_keep_a_way_in
from bot.flows.saving import Overtaken, Save, Saved, Saving
from bot.flows.settings_checks import facts_of, only_switches_off, wrong_in_smartbill
from bot.flows.settings_filling import Filling
from bot.flows.settings_forms import SettingsForm
from bot.flows.shops import NOTHING_NEW, Secrets

log = logging.getLogger(__name__)


class Settings:
    """The desk where settings are changed. SmartBill and the shop are only ever asked from jobs."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        filling: Filling,
        forms: Forms,
        people: People,
        saving: Saving,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._filling = filling
        self._forms = forms
        self._people = people
        self._saving = saving

    def shops(self, *, by: str) -> tuple[Shop, ...]:
        """The shops whose settings this person may change.

        Raises:
            Refusal: there is a shop, and they may change none: not a full member, or no admin anywhere.
        """
        if not self._people.is_full_member(by):
            raise Refusal("settings.not_a_member")
        shops = self._ledger.shops.all()
        theirs = tuple(shop for shop in shops if may_set(self._people, shop, by))
        if shops and not theirs:
            must_be_admin(self._people, shops[0], by)
        return theirs

    def begin(self, shop_id: str, *, by: str) -> SettingsForm:
        """The form as it opens, before the series are known.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        return self._begun(self._allowed(shop_id, by))

    def begun_from(self, shop_id: str, version: int) -> ShopSettings:
        """What was set when a form of this version opened; what is set now, where nobody knows any more."""
        now = self._ledger.shops.get(shop_id)
        kept = None if version in {0, now.version} else self._ledger.versions.get(shop_id, version)
        return (brought_back(kept, now.settings) if kept is not None else None) or now.settings

    def typed_before(self, shop_id: str, version: int, typed_id: str) -> ShopSettings:
        """What a form was brought back with, whose fields do not show all of it; else as `begun_from`."""
        try:
            return self._ledger.shops.typed(typed_id)[0] if typed_id else self.begun_from(shop_id, version)
        except Refusal:
            return self.begun_from(shop_id, version)

    def opened(self, view_id: str, shop_id: str) -> None:
        """The form stands open: queue the filling in of its series."""
        self._errands.load_settings(view_id, shop_id)

    def refresh(
        self,
        view_id: str,
        shop_id: str,
        settings: ShopSettings,
        *,
        author: Author,
        secrets: Secrets = NOTHING_NEW,
        typed_id: str = "",
    ) -> str:
        """Queue the reading of the series once more, for the login that was typed; nothing is saved.

        Answers the id of what was typed so far.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        self._allowed(shop_id, author.by)
        with self._ledger.transaction():
            kept = self._keep(shop_id, settings, secrets, typed_id=typed_id, by=author.by)
            self._errands.load_settings(view_id, shop_id, kept, author)
        return kept

    def submit(
        self,
        view_id: str,
        shop_id: str,
        settings: ShopSettings,
        *,
        author: Author,
        secrets: Secrets = NOTHING_NEW,
        typed_id: str = "",
    ) -> SettingsForm:
        """Keep what was typed and queue its check. An empty secret: the one typed before, or the stored one.

        Raises:
            Refusal: it is not theirs to change, or they name admins and not themselves, or too few approvers.
        """
        shop = self._allowed(shop_id, author.by)
        must_keep_a_way_in(settings, author.by)
        self.must_be_enough(shop.settings, settings)
        with self._ledger.transaction():
            kept = self._keep(shop_id, settings, secrets, typed_id=typed_id, by=author.by)
            self._errands.check_settings(view_id, shop_id, kept, author)
        return SettingsForm(
            shop=shop, settings=settings, stage="checking", typed_id=kept, version=author.seen or 0
        )

    def load(self, payload: Mapping[str, str]) -> None:
        """The job: read the series, and what the shop calls its statuses, and put them into the open form."""
        form = self._begun(self._ledger.shops.get(payload["shop"]))
        typed_id, secrets = payload.get("typed", ""), NOTHING_NEW
        if typed_id:
            settings, secrets = self._ledger.shops.typed(typed_id)
            author = author_in(payload)
            form = replace(
                form, settings=settings, version=author.seen or form.version, restores=author.restores
            )
            form = _with_typed(form, typed_id, secrets)
        account = self._account(form.shop, form.settings, secrets)
        self._filling.learn(form.shop)
        self._show(payload["view"], self._filling.filled(form, account))

    def check(self, payload: Mapping[str, str]) -> None:
        """The job: ask with what was typed; save it, or bring the form back with what is wrong.

        That it was saved is shown by a job of its own, written down with the save: whatever happens to Slack
        or to us in between, nothing that was saved counts as failed.
        """
        shop = self._ledger.shops.get(payload["shop"])
        try:
            settings, secrets = self._ledger.shops.typed(payload["typed"])
        except Refusal:
            # A process died right after it had saved them.
            log.info("settings.checked_before", extra={"shop": shop.id})
            return
        author = author_in(payload)
        account = self._account(shop, settings, secrets)
        form = SettingsForm(
            shop=shop,
            settings=settings,
            stage="open",
            was_sent=True,
            version=author.seen or shop.version,
            restores=author.restores,
        )
        form = _with_typed(form, payload["typed"], secrets)
        filled = self._filling.filled(form, account, shop.settings)
        if secrets == NOTHING_NEW and only_switches_off(shop.settings, settings):
            # Whatever SmartBill has against the rest, or that it is silent, keeps nobody from that.
            filled = replace(filled, errors={})
        checked = self._filling.checked_in_slack(filled, shop.settings)
        checked = self._filling.checked_in_shop(checked, secrets.key)
        came = None
        if not checked.errors:
            came = self._saved(payload["view"], checked, secrets, author)
        if isinstance(came, Overtaken):
            checked = self._told(checked, came, author)
        if not isinstance(came, Saved):
            self._show(payload["view"], checked)

    def show_saved(self, payload: Mapping[str, str]) -> None:
        """The job: say in the open form that its settings are saved."""
        form = self._begun(self._ledger.shops.get(payload["shop"]))
        self._show(payload["view"], self._filling.remarked(replace(form, stage="saved")))

    def _saved(self, view_id: str, form: SettingsForm, secrets: Secrets, author: Author) -> Saved | Overtaken:
        """What came of saving; that it is saved is shown later."""
        token, key = secrets.token or None, secrets.key or None
        save = Save(form.settings, token=token, key=key, typed_id=form.typed_id)
        with self._ledger.transaction():
            came = self._saving.save(form.shop.id, save, author)
            if isinstance(came, Saved):
                self._errands.show_saved(view_id, form.shop.id)
        return came

    def _told(self, form: SettingsForm, came: Overtaken, author: Author) -> SettingsForm:
        """The form with what others set meanwhile, and what was typed."""
        base = self.begun_from(form.shop.id, author.seen or 0)
        both = merged(base, form.settings, came.shop.settings)
        told = overtaken(came)
        back = replace(form, shop=came.shop, settings=both, version=came.shop.version)
        with self._ledger.transaction():
            secrets = self._ledger.shops.typed(form.typed_id)[1]
            kept = self._ledger.shops.keep_typed(both, shop_id=form.shop.id, secrets=secrets, by=author.by)
            self._ledger.shops.forget_typed(form.typed_id)
        return replace(back, typed_id=kept, errors={"form": (told.slug, facts_of(told))})

    def must_be_enough(self, before: ShopSettings | None, after: ShopSettings) -> None:
        """That the named approvers are enough people for all documents; `before` None: the shop is new.

        Raises:
            Refusal: they are not, or Slack does not say who is in their groups.
        """
        must_be_enough(self._people, before, after)

    def check_now(
        self, settings: ShopSettings, token: str, before: ShopSettings | None = None
    ) -> tuple[Series, ...]:
        """Ask SmartBill whether these settings work, for the command line.

        Raises:
            RemoteError: they do not, and not because of what was so `before`; or SmartBill cannot be asked.
        """
        account = Account(email=settings.smartbill_email, cif=settings.cif, token=token)
        series, rates = self._filling.asked(account, settings)
        for error in wrong_in_smartbill(series, rates, settings, before).values():
            raise error
        return series

    def _allowed(self, shop_id: str, by: str) -> Shop:
        shop = self._ledger.shops.get(shop_id)
        must_be_admin(self._people, shop, by)
        return shop

    def _begun(self, shop: Shop) -> SettingsForm:
        return SettingsForm(shop=shop, settings=shop.settings, stage="loading", version=shop.version)

    def _show(self, view_id: str, form: SettingsForm) -> None:
        """Bring the form up to date; of a shop that is on, it says what came while it was off."""
        with self._ledger.reading():
            is_on = self._ledger.shops.get(form.shop.id).settings.active
            missed = self._ledger.missed.count(form.shop.id) if is_on else 0
        self._forms.show_settings(view_id, replace(form, missed=missed))

    def _keep(self, shop_id: str, settings: ShopSettings, secrets: Secrets, *, typed_id: str, by: str) -> str:
        """Hold what was typed, with the secrets that were typed now or before; answers an id."""
        before = self._ledger.shops.typed(typed_id)[1] if typed_id else NOTHING_NEW
        return self._ledger.shops.keep_typed(settings, shop_id=shop_id, secrets=secrets.over(before), by=by)

    def _account(self, shop: Shop, settings: ShopSettings, secrets: Secrets) -> Account:
        stored = secrets.token or self._ledger.shops.account(shop.id).token
        return Account(email=settings.smartbill_email, cif=settings.cif, token=stored)


def _with_typed(form: SettingsForm, typed_id: str, secrets: Secrets) -> SettingsForm:
    """The form of what was typed; of secrets it says only that they were."""
    return replace(
        form, typed_id=typed_id, has_typed_token=bool(secrets.token), has_typed_key=bool(secrets.key)
    )


def overtaken(came: Overtaken) -> Refusal:
    """What is told to whoever was second."""
    names = ", ".join(came.changed)
    return Refusal("settings.overtaken", by=came.by, saved_at=came.at.isoformat(), settings=names)
