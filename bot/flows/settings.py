"""People change a shop's settings: shown with live series, checked at SmartBill, saved with a name to it."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.shops import Account, Series, Shop, ShopSettings
from bot.errors import Refusal, RemoteError, RemoteUnavailable
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.ports import Biller, Forms, People
from bot.flows.settings_checks import Rates, Wrong, names_vat, wrong_series, wrong_vat_names
from bot.flows.settings_forms import SettingsForm
from bot.work.jobs import Urgency
from bot.work.ports import Clock

log = logging.getLogger(__name__)

#: Under which field of the form a refusal of SmartBill stands.
_FIELD_OF = {"smartbill.auth": "token", "smartbill.company": "cif"}
#: Jobs for so many orders are written in one commit.
_AT_ONCE = 100
#: Slack takes about one card a second, and others wait for theirs.
_MOST_CARDS = 300


class Settings:
    """The desk where settings are changed. SmartBill is only ever asked from jobs."""

    def __init__(
        self, ledger: Ledger, errands: Errands, biller: Biller, forms: Forms, people: People, *, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._forms = forms
        self._people = people
        self._clock = clock

    def shops(self, *, by: str) -> tuple[Shop, ...]:
        """The shops whose settings this person may change.

        Raises:
            Refusal: not a full member, or no shop is connected.
        """
        if not self._people.is_full_member(by):
            raise Refusal("settings.not_a_member")
        shops = self._ledger.shops.all()
        if not shops:
            raise Refusal("settings.no_shop")
        return shops

    def begin(self, shop_id: str) -> SettingsForm:
        """The form as it opens, before the series are known."""
        shop = self._ledger.shops.get(shop_id)
        return SettingsForm(shop=shop, settings=shop.settings, stage="loading")

    def opened(self, view_id: str, shop_id: str) -> None:
        """The form stands open: queue the filling in of its series."""
        self._errands.load_settings(view_id, shop_id)

    def submit(
        self, view_id: str, shop_id: str, settings: ShopSettings, *, token: str, typed_id: str, by: str
    ) -> SettingsForm:
        """Keep what was typed and queue its check. An empty token: the one typed before, or the stored one.

        Raises:
            Refusal: not a full member.
        """
        self.shops(by=by)
        if not token and typed_id:
            token = self._ledger.shops.typed(typed_id)[1] or ""
        shop = self._ledger.shops.get(shop_id)
        with self._ledger.transaction():
            kept = self._ledger.shops.keep_typed(settings, shop_id=shop_id, token=token or None, by=by)
            self._errands.check_settings(view_id, shop_id, kept, by)
        return SettingsForm(shop=shop, settings=settings, stage="checking", typed_id=kept)

    def load(self, payload: Mapping[str, str]) -> None:
        """The job: read the series and put them into the open form."""
        form = self.begin(payload["shop"])
        account = self._ledger.shops.account(form.shop.id)
        self._forms.show_settings(payload["view"], self._filled(form, account))

    def check(self, payload: Mapping[str, str]) -> None:
        """The job: ask SmartBill with what was typed; save it, or bring the form back with what is wrong."""
        shop = self._ledger.shops.get(payload["shop"])
        settings, token = self._ledger.shops.typed(payload["typed"])
        account = self._account(shop, settings, token)
        form = SettingsForm(shop=shop, settings=settings, stage="open", typed_id=payload["typed"])
        checked = self._filled(form, account)
        if not checked.errors:
            self._save(shop, settings, token, by=payload["by"])
            checked = replace(checked, stage="saved")
        self._forms.show_settings(payload["view"], checked)

    def check_now(self, settings: ShopSettings, token: str) -> tuple[Series, ...]:
        """Ask SmartBill whether these settings work, for the command line.

        Raises:
            RemoteError: they do not, or SmartBill cannot be asked.
        """
        account = Account(email=settings.smartbill_email, cif=settings.cif, token=token)
        series, rates = self._asked(account, settings)
        for error in _wrong(series, rates, settings).values():
            raise error
        return series

    def _account(self, shop: Shop, settings: ShopSettings, token: str | None) -> Account:
        stored = token or self._ledger.shops.account(shop.id).token
        return Account(email=settings.smartbill_email, cif=settings.cif, token=stored)

    def _filled(self, form: SettingsForm, account: Account) -> SettingsForm:
        try:
            series, rates = self._asked(account, form.settings)
        except RemoteError as error:
            facts = _facts(error) | self._until(error)
            where = _FIELD_OF.get(error.slug, "form")
            return replace(form, stage="open", errors={where: (error.slug, facts)})
        documents = tuple(choice for choice in series if choice.kind != "receipt")
        wrong = _wrong(series, rates, form.settings)
        errors = {name: (error.slug, _facts(error)) for name, error in wrong.items()}
        return replace(form, stage="open", series=documents, vat_names=rates, errors=errors)

    def _asked(self, account: Account, settings: ShopSettings) -> tuple[tuple[Series, ...], Rates]:
        """The account's series, and its VAT rates where the settings name any; otherwise none."""
        series = self._biller.series(account, urgency=Urgency.PERSON)
        if not names_vat(settings):
            return series, {}
        return series, self._biller.vat_names(account, urgency=Urgency.PERSON)

    def _until(self, error: RemoteError) -> dict[str, str]:
        """When SmartBill may be asked again, where that is known, as ISO 8601 in UTC."""
        if not isinstance(error, RemoteUnavailable) or error.retry_after is None:
            return {}
        return {"until": (self._clock.now() + error.retry_after).isoformat()}

    def _save(self, shop: Shop, settings: ShopSettings, token: str | None, *, by: str) -> None:
        before, after = shop.settings.model_dump(mode="json"), settings.model_dump(mode="json")
        changed = sorted(name for name in after if after[name] != before[name])
        if token:
            changed.append("token")
        with self._ledger.transaction():
            self._ledger.shops.save(shop.id, settings, smartbill_token=token)
            self._ledger.audit.write(by, "settings.saved", shop_id=shop.id, changed=", ".join(changed))
        self._look_again_at_what_waits(shop)
        log.info("settings.saved", extra={"shop": shop.id, "changed": changed})

    def _look_again_at_what_waits(self, shop: Shop) -> None:
        """What could not be issued may be issuable now. What people were asked about stays as they saw it.

        In several commits, so that nobody waits long to write; a job that dies between them begins again.
        """
        with self._ledger.reading():
            waiting = [
                (proposal, self._ledger.orders.get(proposal.order_id))
                for proposal in self._ledger.proposals.waiting(shop_id=shop.id)
            ]
        for first in range(0, len(waiting), _AT_ONCE):
            with self._ledger.transaction():
                for number, (proposal, record) in enumerate(waiting[first : first + _AT_ONCE], first):
                    # A card that Slack refused, in a channel without the bot, is put up now.
                    if number < _MOST_CARDS or not record.card_ts:
                        self._errands.card(record.id, urgency=Urgency.IDLE)
                    if not proposal.is_issuable:
                        self._errands.decide_again(record.id, shop.id, record.order.external_id)


def _wrong(series: tuple[Series, ...], rates: Rates, settings: ShopSettings) -> Wrong:
    return wrong_series(series, settings) | wrong_vat_names(rates, settings)


def _facts(error: RemoteError) -> dict[str, str]:
    return {name: str(value) for name, value in error.facts.items()}
