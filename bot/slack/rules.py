"""Rules: the listeners of the command, the list, and the form of a rule."""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from bot.domain.shops import Shop
from bot.domain.versions import Author
from bot.flows.rule_desks import RuleDesks
from bot.flows.rule_forms import RuleForm
from bot.flows.rules import Spot
from bot.flows.saving import Overtaken
from bot.flows.settings import Settings
from bot.slack.answers import privately
from bot.slack.cards import Message
from bot.slack.commands import rest
from bot.slack.forms import which
from bot.slack.forms.rule import read_metadata, read_rule, rule_form
from bot.slack.forms.rule_parts import told_wrong
from bot.slack.ids import RuleChange
from bot.slack.rule_list import overtaken_text, page_of, read_page, read_spot, rules_message, which_message
from bot.slack.showing import change
from bot.words.say import Language

Body = Mapping[str, Any]


class RuleListeners:
    """Each one: read, one flow, ack; SmartBill is asked in the background."""

    def __init__(self, settings: Settings, rules: RuleDesks, *, language: Callable[[], Language]) -> None:
        self._settings = settings
        self._rules = rules.book
        self._writing = rules.writing
        self._language = language

    def command(self, ack: Ack, body: Body) -> None:
        """The rules of the only shop, or of the one that is named; else the question which.

        Without any shop, the offer to connect one.
        """
        shops = self._settings.shops(by=body["user_id"])
        named = tuple(shop for shop in shops if rest(body).casefold() in {shop.id, shop.name.casefold()})
        if not shops:
            privately(ack, which.which_message(self._language(), shops))
        elif len(shops) == 1 or named:
            privately(ack, rules_message((named or shops)[0]))
        else:
            privately(ack, which_message(self._language(), shops))

    def show(self, ack: Ack, action: Body, body: Body, respond: Respond) -> None:
        """The rules of the shop, or the page of them, whose button was pressed, in place of the message."""
        shop_id, page = read_page(action["value"])
        message = rules_message(self._rules.of(shop_id, by=body["user"]["id"]), page=page)
        ack()
        _replace(respond, message)

    def add(self, ack: Ack, action: Body, body: Body, client: WebClient) -> None:
        """Open the form of a new rule."""
        form = self._writing.add(action["value"], by=body["user"]["id"])
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=rule_form(form))

    def change(self, ack: Ack, action: Body, body: Body, client: WebClient, respond: Respond) -> None:
        """Do to a rule what was chosen beside it; an old list does nothing, and the new one is shown."""
        spot, by = read_spot(action["block_id"]), body["user"]["id"]
        came = self._changed(spot, RuleChange(action["selected_option"]["value"]), by)
        match came:
            case RuleForm():
                opened = client.views_open(trigger_id=body["trigger_id"], view=rule_form(came))
                if came.stage == "checking" and came.rule is not None:
                    author = Author(by, seen=came.version)
                    self._writing.submit(opened["view"]["id"], spot.shop_id, came.rule, came.place, author)
                ack()
            case Overtaken():
                ack()
                told = overtaken_text(came.shop.settings.bot_language, came)
                _replace(respond, rules_message(came.shop, page=page_of(spot.place), told=told))
            case _:
                ack()
                shop, place = came
                _replace(respond, rules_message(shop, page=page_of(place)))

    def submit(self, ack: Ack, view: Body, body: Body) -> None:
        """Formats are marked at once; the rest is checked in the background, and nothing is saved."""
        shop_id, _, version, _, rule_id = read_metadata(view["private_metadata"])
        by = body["user"]["id"]
        read = read_rule(view["state"]["values"], rule_id)
        if isinstance(read, dict):
            language: Language = self._rules.of(shop_id, by=by).settings.bot_language
            errors = {name: told_wrong(language, slug, facts) for name, (slug, facts) in read.items()}
            ack(response_action="errors", errors=errors)
            return
        rule, place = read
        form = self._writing.submit(view["id"], shop_id, rule, place, Author(by, seen=version))
        ack(response_action="update", view=rule_form(form))

    def write_again(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Back to the form, with what was typed."""
        view = body["view"]
        shop_id, typed_id, version, _, rule_id = read_metadata(view["private_metadata"])
        form = self._writing.again(shop_id, typed_id, rule_id, Author(body["user"]["id"], seen=version))
        ack()
        change(client, view["id"], rule_form(form), seen=view["hash"])

    def save(self, ack: Ack, view: Body, body: Body) -> None:
        """Save the rule that was checked and shown."""
        shop_id, typed_id, version, _, rule_id = read_metadata(view["private_metadata"])
        form = self._writing.save(shop_id, typed_id, rule_id, Author(body["user"]["id"], seen=version))
        ack(response_action="update", view=rule_form(form))

    def remove(self, ack: Ack, view: Body, body: Body) -> None:
        """Remove the rule that was asked about."""
        shop_id, _, version, place, rule_id = read_metadata(view["private_metadata"])
        form = self._writing.remove(Spot(shop_id, place, version), rule_id, by=body["user"]["id"])
        ack(response_action="update", view=rule_form(form))

    def _changed(self, spot: Spot, change: RuleChange, by: str) -> RuleForm | Overtaken | tuple[Shop, int]:
        match change:
            case RuleChange.EDIT:
                return self._writing.edit(spot, by=by)
            case RuleChange.REMOVE:
                return self._writing.removing(spot, by=by)
            case RuleChange.ON:
                return self._writing.switching_on(spot, by=by)
            case RuleChange.OFF:
                return _at(self._rules.switch_off(spot, by=by), spot.place)
            case RuleChange.UP:
                return _at(self._rules.move(spot, spot.place - 1, by=by), spot.place - 1)
            case RuleChange.DOWN:
                return _at(self._rules.move(spot, spot.place + 1, by=by), spot.place + 1)
            case _:
                assert_never(change)


def _at(came: Shop | Overtaken, place: int) -> Overtaken | tuple[Shop, int]:
    return came if isinstance(came, Overtaken) else (came, place)


def _replace(respond: Respond, message: Message) -> None:
    respond(text=message.text, blocks=message.blocks, replace_original=True)
