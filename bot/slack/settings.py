"""Settings: the listeners of the command, the form and its switch."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.shops import Shop
from bot.domain.versions import Author
from bot.flows.catching_up import CatchingUp
from bot.flows.settings import Settings
from bot.flows.settings_forms import SettingsForm
from bot.slack import blocks as b
from bot.slack.answers import privately
from bot.slack.approvals import in_words
from bot.slack.blocks import Json
from bot.slack.cards import Message
from bot.slack.courier import translated
from bot.slack.forms.settings import read_metadata, settings_form
from bot.slack.forms.settings_changes import looking, reading, switched
from bot.slack.forms.settings_fields import read_roughly, read_settings
from bot.slack.ids import shop_action
from bot.slack.mrkdwn import shortened, tell
from bot.words.say import Language

Body = Mapping[str, Any]
#: Slack's words for a form that is closed, or shows something newer than what was pressed in.
_MOVED_ON = frozenset({"not_found", "hash_conflict"})


class SettingsListeners:
    """Each one: read, one flow, ack; SmartBill is asked in the background."""

    def __init__(
        self, settings: Settings, catching_up: CatchingUp, *, language: Callable[[], Language]
    ) -> None:
        self._settings = settings
        self._catching_up = catching_up
        self._language = language

    def command(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Open the form of the only shop, or ask which."""
        shops = self._settings.shops(by=body["user_id"])
        if len(shops) > 1:
            privately(ack, self._which(shops))
            return
        form = self._settings.begin(shops[0].id, by=body["user_id"])
        ack()
        self._open(client, body["trigger_id"], form)

    def open(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Open the form of the shop whose button was pressed."""
        form = self._settings.begin(action["value"], by=body["user"]["id"])
        ack()
        self._open(client, body["trigger_id"], form)

    def switch(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Show or hide what only makes sense with automatic issuing, keeping what was typed."""
        ack()
        view = body["view"]
        changed = switched(self._language(), view, automatic=bool(action["selected_options"]))
        _update(client, view["id"], changed, seen=view["hash"])

    def refresh(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Read the series once more, for the login that stands in the form; what was typed stays."""
        view = body["view"]
        shop_id, typed_id, version = read_metadata(view["private_metadata"])
        before = self._settings.begun_from(shop_id, version)
        typed, token = read_roughly(view["state"]["values"], before)
        author = Author(body["user"]["id"], seen=version or None)
        self._settings.refresh(view["id"], shop_id, typed, token=token, typed_id=typed_id, author=author)
        ack()
        _update(client, view["id"], reading(self._language(), view), seen=view["hash"])

    def catch_up(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Have the orders decided that came while the shop was off; the rest of the form stays."""
        orders = self._catching_up.ask(action["value"], by=body["user"]["id"])
        ack()
        view = body["view"]
        _update(client, view["id"], looking(self._language(), view, orders), seen=view["hash"])

    def submit(self, ack: Ack, view: Body, body: Body) -> None:
        """Formats are marked at once; the rest is checked in the background."""
        shop_id, typed_id, version = read_metadata(view["private_metadata"])
        before = self._settings.begun_from(shop_id, version)
        read = read_settings(view["state"]["values"], before)
        if isinstance(read, dict):
            ack(response_action="errors", errors=in_words(self._language(), read))
            return
        settings, token = read
        author = Author(body["user"]["id"], seen=version or None)
        form = self._settings.submit(
            view["id"], shop_id, settings, token=token, typed_id=typed_id, author=author
        )
        ack(response_action="update", view=settings_form(form))

    def _open(self, client: WebClient, trigger_id: str, form: SettingsForm) -> None:
        opened = client.views_open(trigger_id=trigger_id, view=settings_form(form))
        self._settings.opened(opened["view"]["id"], form.shop.id)

    def _which(self, shops: tuple[Shop, ...]) -> Message:
        language = self._language()
        question = tell(language, "settings.which")
        buttons = [_shop_button(shop) for shop in shops[:25]]
        blocks: list[Block] = [b.section(question), *b.actions(buttons)]
        return Message(text=question, blocks=b.rendered(blocks))


class SlackForms:
    """The `Forms` port: brings an open form up to date from a job."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def show_settings(self, view_id: str, form: SettingsForm) -> None:
        """Show the form in this state; a form that was closed meanwhile is left closed."""
        with translated():
            _update(self._client, view_id, settings_form(form))


def _update(client: WebClient, view_id: str, changed: Json, *, seen: str | None = None) -> None:
    """Change a form; one that was closed, or shows something newer than what was `seen`, is left so."""
    try:
        client.views_update(view_id=view_id, hash=seen, view=changed)
    except SlackApiError as error:
        if error.response["error"] not in _MOVED_ON:
            raise


def _shop_button(shop: Shop) -> ButtonElement:
    # Action ids are unique within a row of buttons: the shop's id makes each of them one.
    return ButtonElement(text=shortened(shop.name, 75), action_id=shop_action(shop.id), value=shop.id)
