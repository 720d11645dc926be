"""Settings: the listeners of the command, the form and its switch."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.shops import ShopSettings
from bot.domain.versions import Author
from bot.flows.catching_up import CatchingUp
from bot.flows.settings import Settings
from bot.flows.settings_forms import SettingsForm
from bot.flows.settings_trials import SettingsTrials
from bot.slack.answers import privately
from bot.slack.approvals import in_words
from bot.slack.forms.settings import read_metadata, restored_in, settings_form
from bot.slack.forms.settings_changes import looking, reading, switched, with_invoices
from bot.slack.forms.settings_fields import read_roughly, read_settings
from bot.slack.forms.settings_trial import trial_view, untriable_view
from bot.slack.forms.which import which_form, which_message
from bot.slack.showing import change
from bot.words.say import Language

Body = Mapping[str, Any]
#: Slack shows 25 buttons in a row, of which one connects another shop.
_MOST_BUTTONS = 24


class SettingsListeners:
    """Each one: read, one flow, ack; SmartBill is asked in the background."""

    def __init__(
        self,
        settings: Settings,
        trials: SettingsTrials,
        catching_up: CatchingUp,
        *,
        language: Callable[[], Language],
    ) -> None:
        self._settings = settings
        self._trials = trials
        self._catching_up = catching_up
        self._language = language

    def command(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Open the form of the only shop, or ask which; without any, offer to connect one."""
        shops = self._settings.shops(by=body["user_id"])
        language, trigger = self._language(), body["trigger_id"]
        if len(shops) == 1:
            form = self._settings.begin(shops[0].id, by=body["user_id"])
            ack()
            self._show(client.views_open, trigger, form)
        elif len(shops) <= _MOST_BUTTONS:
            privately(ack, which_message(language, shops))
        else:
            ack()
            client.views_open(trigger_id=trigger, view=which_form(language, shops))

    def open(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Open the form of the shop whose button was pressed, or that was picked from the list."""
        picked = action.get("selected_option") or action
        form = self._settings.begin(picked["value"], by=body["user"]["id"])
        ack()
        show = client.views_push if "view" in body else client.views_open
        self._show(show, body["trigger_id"], form)

    def switch(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Show or hide what only makes sense with automatic issuing, keeping what was typed."""
        ack()
        view = body["view"]
        changed = switched(self._of(view), view, automatic=bool(action["selected_options"]))
        change(client, view["id"], changed, seen=view["hash"])

    def choose_series(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Show or hide what only makes sense with a series of proformas, keeping what was typed."""
        ack()
        view = body["view"]
        changed = with_invoices(self._of(view), view, self._before(view))
        change(client, view["id"], changed, seen=view["hash"])

    def refresh(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Read the series once more, for the login that stands in the form; what was typed stays."""
        view = body["view"]
        shop_id, typed_id, version = read_metadata(view["private_metadata"])
        typed, token = read_roughly(view["state"]["values"], self._before(view))
        restores = restored_in(view["private_metadata"])
        author = Author(body["user"]["id"], seen=version or None, restores=restores)
        kept = self._settings.refresh(
            view["id"], shop_id, typed, token=token, typed_id=typed_id, author=author
        )
        ack()
        change(client, view["id"], reading(self._of(view), view, typed_id=kept), seen=view["hash"])

    def catch_up(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Have the orders decided that came while the shop was off; the rest of the form stays."""
        orders = self._catching_up.ask(action["value"], by=body["user"]["id"])
        ack()
        view = body["view"]
        change(client, view["id"], looking(self._of(view), view, orders), seen=view["hash"])

    def try_it(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Lay over the form what it would have done with past orders, or what is wrong in it."""
        view, by = body["view"], body["user"]["id"]
        shop_id, _, version = read_metadata(view["private_metadata"])
        trial = self._trials.begin(shop_id, by=by)
        read = read_settings(view["state"]["values"], self._before(view))
        ack()
        if isinstance(read, dict):
            client.views_push(trigger_id=body["trigger_id"], view=untriable_view(self._of(view), read))
            return
        shown = client.views_push(trigger_id=body["trigger_id"], view=trial_view(trial))["view"]
        self._trials.ask(shown["id"], shop_id, read[0], Author(by, seen=version or None))

    def submit(self, ack: Ack, view: Body, body: Body) -> None:
        """Formats are marked at once; the rest is checked in the background."""
        shop_id, typed_id, version = read_metadata(view["private_metadata"])
        before = self._before(view)
        read = read_settings(view["state"]["values"], before)
        if isinstance(read, dict):
            ack(response_action="errors", errors=in_words(before.bot_language, read))
            return
        settings, token = read
        restores = restored_in(view["private_metadata"])
        author = Author(body["user"]["id"], seen=version or None, restores=restores)
        form = self._settings.submit(
            view["id"], shop_id, settings, token=token, typed_id=typed_id, author=author
        )
        ack(response_action="update", view=settings_form(form))

    def _before(self, view: Body) -> ShopSettings:
        """What the form's fields showed, and what none of them shows."""
        shop_id, typed_id, version = read_metadata(view["private_metadata"])
        return self._settings.typed_before(shop_id, version, typed_id)

    def _of(self, view: Body) -> Language:
        """The language of the form's shop, which need not be that of the others."""
        shop_id, _, version = read_metadata(view["private_metadata"])
        return self._settings.begun_from(shop_id, version).bot_language

    def _show(self, show: Callable[..., SlackResponse], trigger_id: str, form: SettingsForm) -> None:
        shown: dict[str, Any] = show(trigger_id=trigger_id, view=settings_form(form))["view"]
        self._settings.opened(shown["id"], form.shop.id)
