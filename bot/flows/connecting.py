"""People connect a web shop: its login checked at SmartBill, its series picked, its addresses shown."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.shops import Account, Series, Shop
from bot.domain.versions import Author
from bot.errors import Refusal, RemoteError
from bot.flows.addresses import hook_path, hook_url
from bot.flows.connecting_forms import Connected, ConnectForm, HookAddresses
from bot.flows.connections import BRING_A_KEY, EVENTS, NEW_SECRETS, new_connection
from bot.flows.errands import Errands
from bot.flows.knocking import Knocking
from bot.flows.ledger import Ledger
from bot.flows.newcomers import TypedShop
from bot.flows.numbering import Numbering
from bot.flows.ports import Biller, Forms, People
from bot.flows.rights import must_be_admin
from bot.flows.saving import Overtaken, Save, Saving
from bot.flows.settings_checks import Told, facts_of, field_of, until, wrong_in_slack, wrong_series
from bot.work.jobs import Urgency
from bot.work.ports import Clock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Contacts:
    """Whom a shop is connected with; at `public_url` it reaches the bot, empty where nobody said."""

    knocking: Knocking
    biller: Biller
    forms: Forms
    people: People
    public_url: str


class Connecting:
    """The desk where shops are connected. SmartBill and the shop are only ever asked from jobs."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        numbering: Numbering,
        saving: Saving,
        contacts: Contacts,
        *,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._numbering = numbering
        self._saving = saving
        self._knocking = contacts.knocking
        self._biller = contacts.biller
        self._forms = contacts.forms
        self._people = contacts.people
        self._public_url = contacts.public_url
        self._clock = clock

    def must_be_allowed(self, by: str) -> None:
        """Nothing, where this person may connect shops.

        Raises:
            Refusal: not a full member.
        """
        if not self._people.is_full_member(by):
            raise Refusal("settings.not_a_member")

    def submit(self, view_id: str, typed: TypedShop, *, typed_id: str, by: str) -> ConnectForm:
        """Keep what was typed and queue its check. An empty secret: the one that was typed before.

        Raises:
            Refusal: not a full member, a secret that was never typed, or a name that another shop has.
        """
        self.must_be_allowed(by)
        whole = self._with_former_secrets(typed, typed_id)
        if not whole.smartbill_token:
            raise Refusal("connect.no_token", field="token")
        if whole.newcomer.kind in BRING_A_KEY and not whole.shop_key:
            raise Refusal("connect.no_key", field="shop_key")
        with self._ledger.transaction():
            self._must_be_new(whole.newcomer.name)
            if typed_id:
                self._ledger.newcomers.drop(typed_id)
            kept = self._ledger.newcomers.keep(whole, by=by)
            self._errands.connect(view_id, kept, by)
        return ConnectForm(whole.newcomer, stage="checking", typed_id=kept)

    def check(self, payload: Mapping[str, str]) -> None:
        """The job: ask the shop, SmartBill and Slack, then connect the shop, or bring the form back."""
        typed = self._ledger.newcomers.get(payload["typed"])
        if typed is None:
            # A process died right after it had connected the shop; its settings show the addresses.
            log.warning("shop.connected_before", extra={"view": payload["view"]})
            return
        form, series = self._checked(typed, payload["typed"])
        if form.errors or not typed.newcomer.settings.series:
            self._forms.show_connecting(payload["view"], form)
            return
        try:
            connected = self._connect(typed, payload["typed"], series, by=payload["by"])
        except Refusal as taken:
            refused = replace(form, errors={"name": (taken.slug, {"shop": typed.newcomer.name})})
            self._forms.show_connecting(payload["view"], refused)
            return
        self._forms.show_connecting(payload["view"], connected)

    def hooks(self, shop_id: str, *, by: str) -> HookAddresses:
        """Where a connected shop has to send its notices.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        shop = self._ledger.shops.get(shop_id)
        must_be_admin(self._people, shop, by)
        return self._addresses(shop, hook_path(self._ledger, shop))

    def renew(self, shop_id: str, *, by: str) -> Connected:
        """A new secret proves the shop's notices from now on, and no other; it is shown this one time only.

        Raises:
            Refusal: this person may not change the shop's settings, or the shop has a key of its own.
        """
        hooks = self.hooks(shop_id, by=by)
        shop = self._ledger.shops.get(shop_id)
        if shop.kind in BRING_A_KEY:
            raise Refusal("connect.own_key", shop=shop.name)
        secret = NEW_SECRETS[shop.kind]()
        came = self._saving.save(shop_id, Save(shop.settings, key=secret), Author(by, seen=shop.version))
        if isinstance(came, Overtaken):
            # Somebody saved in between: what they set stays.
            return self.renew(shop_id, by=by)
        return Connected(hooks, shop.settings.bot_language, secret)

    def _with_former_secrets(self, typed: TypedShop, typed_id: str) -> TypedShop:
        before = self._ledger.newcomers.get(typed_id) if typed_id else None
        if before is None:
            return typed
        token = typed.smartbill_token or before.smartbill_token
        return replace(typed, smartbill_token=token, shop_key=typed.shop_key or before.shop_key)

    def _must_be_new(self, name: str) -> None:
        if any(shop.name.casefold() == name.casefold() for shop in self._ledger.shops.all()):
            raise Refusal("connect.name_taken", field="name", shop=name)

    def _checked(self, typed: TypedShop, typed_id: str) -> tuple[ConnectForm, tuple[Series, ...]]:
        """The form as it comes back, and every series of the account."""
        form = ConnectForm(
            typed.newcomer,
            typed_id=typed_id,
            has_token=bool(typed.smartbill_token),
            has_key=bool(typed.shop_key),
            errors=self._wrong_in_shop(typed),
        )
        settings = typed.newcomer.settings
        account = Account(email=settings.smartbill_email, cif=settings.cif, token=typed.smartbill_token)
        try:
            wrong = wrong_in_slack(self._people, settings)
            series = self._biller.series(account, urgency=Urgency.PERSON)
        except RemoteError as error:
            facts = facts_of(error) | until(error, self._clock.now())
            return replace(form, errors=form.errors | {field_of(error): (error.slug, facts)}), ()
        if settings.series:
            wrong |= wrong_series(series, settings)
        documents = tuple(one for one in series if one.kind != "receipt")
        errors = {name: (error.slug, facts_of(error)) for name, error in wrong.items()}
        return replace(form, series=documents, errors=form.errors | errors), series

    def _wrong_in_shop(self, typed: TypedShop) -> Told:
        newcomer = typed.newcomer
        return self._knocking.wrong(newcomer.kind, newcomer.settings.shop_url, typed.shop_key)

    def _connect(self, typed: TypedShop, typed_id: str, series: tuple[Series, ...], *, by: str) -> Connected:
        newcomer = typed.newcomer
        connection = new_connection(
            newcomer.name,
            newcomer.kind,
            newcomer.settings,
            smartbill_token=typed.smartbill_token,
            shop_key=typed.shop_key,
        )
        shop = connection.shop
        with self._ledger.transaction():
            self._must_be_new(shop.name)
            self._ledger.shops.add(
                shop,
                smartbill_token=connection.smartbill_token,
                hook_token=connection.hook_token,
                hook_secret=connection.hook_secret,
            )
            self._numbering.meet(shop.settings.cif, series)
            self._ledger.audit.write(by, "shop.connected", shop_id=shop.id, kind=shop.kind)
            self._errands.read_vat(shop.id)
            if shop.settings.shop_url:
                self._errands.meet(shop.id)
                self._errands.announce(shop.id, "backfill.offer", shop=shop.name, which=shop.id)
            self._ledger.newcomers.drop(typed_id)
        log.info("shop.connected", extra={"shop": shop.id, "kind": shop.kind})
        hooks = self._addresses(self._ledger.shops.get(shop.id), connection.path)
        secret = "" if typed.shop_key else connection.hook_secret
        return Connected(hooks, shop.settings.bot_language, secret)

    def _addresses(self, shop: Shop, path: str) -> HookAddresses:
        address = hook_url(self._public_url, path)
        base = address or path
        addresses = tuple((event, f"{base}/{event}") for event in EVENTS[shop.kind]) or (("", base),)
        return HookAddresses(shop, addresses, is_whole=address is not None)
