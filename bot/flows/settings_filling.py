"""What a settings form is filled with, and what is wrong in it: SmartBill, Slack and the shop are asked."""

from dataclasses import replace

from bot.domain.fiscal import romanian_day
from bot.domain.remarks import odd_rates, unseen_methods
from bot.domain.shops import Account, Series, Shop, ShopSettings
from bot.errors import RemoteError
from bot.flows.knocking import Knocking
from bot.flows.ledger import Ledger
from bot.flows.ports import Biller, People
from bot.flows.rule_statuses import living_statuses, status_names
from bot.flows.settings_checks import (
    Rates,
    facts_of,
    field_of,
    names_vat,
    until,
    wrong_in_slack,
    wrong_in_smartbill,
)
from bot.flows.settings_forms import SettingsForm
from bot.work.jobs import Urgency
from bot.work.ports import Clock

#: Among how many of the latest notices a shop's own words are looked for, and how many of them are shown.
_LATEST_NOTICES = 5000
_MOST_STATUSES = 50
_MOST_METHODS = 30


class Filling:
    """Whom the desk of settings has asked. Every answer is a form; whoever is silent is an error in it."""

    def __init__(
        self, ledger: Ledger, biller: Biller, people: People, knocking: Knocking, *, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._biller = biller
        self._people = people
        self._knocking = knocking
        self._clock = clock

    def learn(self, shop: Shop) -> None:
        """Have the shop say what its orders can be, for this form and all that follow."""
        self._knocking.learn(shop)

    def filled(
        self, form: SettingsForm, account: Account, before: ShopSettings | None = None
    ) -> SettingsForm:
        """The form with the account's series, and what is wrong, but for what was so `before`."""
        shop_id = form.shop.id
        statuses = living_statuses(self._ledger, shop_id, among=_LATEST_NOTICES, most=_MOST_STATUSES)
        names = status_names(self._ledger, shop_id)
        form = self.remarked(replace(form, statuses=statuses, status_names=names))
        try:
            series, rates = self.asked(account, form.settings)
        except RemoteError as error:
            facts = facts_of(error) | until(error, self._clock.now())
            return replace(form, stage="open", errors={field_of(error): (error.slug, facts)})
        documents = tuple(choice for choice in series if choice.kind != "receipt")
        wrong = wrong_in_smartbill(series, rates, form.settings, before)
        errors = {name: (error.slug, facts_of(error)) for name, error in wrong.items()}
        return replace(form, stage="open", series=documents, vat_names=rates, errors=errors)

    def remarked(self, form: SettingsForm) -> SettingsForm:
        """The form with what is doubtful in its settings, and the ways to pay; nobody is asked."""
        seen = self._ledger.notices.payment_methods(form.shop.id, among=_LATEST_NOTICES, most=_MOST_METHODS)
        day = romanian_day(self._clock.now())
        remarks = {**odd_rates(form.settings, day), **unseen_methods(form.settings, seen)}
        return replace(form, methods=seen, remarks=remarks)

    def checked_in_slack(self, form: SettingsForm, before: ShopSettings) -> SettingsForm:
        """The form with what Slack has against it, but for what was so `before`."""
        try:
            wrong = wrong_in_slack(self._people, form.settings, before)
        except RemoteError as error:
            return replace(form, errors={"form": (error.slug, facts_of(error))} | form.errors)
        return replace(
            form, errors=form.errors | {name: (one.slug, facts_of(one)) for name, one in wrong.items()}
        )

    def checked_in_shop(self, form: SettingsForm, key: str) -> SettingsForm:
        """The form with what the shop has against a new address, or a new `key`; empty: it stays."""
        url = form.settings.shop_url
        if not key and url == form.shop.settings.shop_url:
            return form
        wrong = self._knocking.wrong(form.shop.kind, url, key or self._ledger.shops.key(form.shop.id))
        return replace(form, errors=wrong | form.errors)

    def asked(self, account: Account, settings: ShopSettings) -> tuple[tuple[Series, ...], Rates]:
        """The account's series, and its VAT rates where the settings name any; otherwise none.

        Raises:
            RemoteError: SmartBill does not accept the login, or cannot be asked.
        """
        series = self._biller.series(account, urgency=Urgency.PERSON)
        if not names_vat(settings):
            return series, {}
        return series, self._biller.vat_names(account, urgency=Urgency.PERSON)
