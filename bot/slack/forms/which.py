"""Settings of which shop? A button for each, or a list where they are too many for a message."""

from slack_sdk.models.blocks import Block, ButtonElement, OptionGroup
from slack_sdk.models.blocks.block_elements import StaticSelectElement

from bot.domain.shops import Shop
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.cards import Message
from bot.slack.forms.fields import modal, option
from bot.slack.forms.settings_parts import MOST_OPTIONS
from bot.slack.ids import Action, Form, shop_action
from bot.slack.mrkdwn import shortened, tell
from bot.words.say import Language, say


def which_message(language: Language, shops: tuple[Shop, ...]) -> Message:
    """The question with a button for each shop, and one that connects another; without shops, the latter."""
    question = tell(language, "settings.which" if shops else "settings.no_shop")
    buttons = [*map(_shop_button, shops), _connect(language)]
    blocks: list[Block] = [b.section(question), *b.actions(buttons)]
    return Message(text=question, blocks=b.rendered(blocks))


def which_form(language: Language, shops: tuple[Shop, ...]) -> Json:
    """The question with a list: a message of Slack has no room for the names of many shops."""
    question = b.section(tell(language, "settings.which"))
    row = b.actions([_shop_list(language, shops), _connect(language)])
    return modal(language, "form.settings", [question, *row], form=Form.SETTINGS_DONE, submit=False)


def _shop_button(shop: Shop) -> ButtonElement:
    # Action ids are unique within a row of buttons: the shop's id makes each of them one.
    return ButtonElement(text=shortened(shop.name, 75), action_id=shop_action(shop.id), value=shop.id)


def _shop_list(language: Language, shops: tuple[Shop, ...]) -> StaticSelectElement:
    """All shops by name, in groups of as many as Slack allows, each called by its first and last."""
    groups = []
    for first in range(0, len(shops), MOST_OPTIONS):
        some = shops[first : first + MOST_OPTIONS]
        label = f"{shortened(some[0].name, 30)} – {shortened(some[-1].name, 30)}"
        groups.append(OptionGroup(label=label, options=[option(shop.id, shop.name) for shop in some]))
    placeholder = say(language, "settings.pick")
    return StaticSelectElement(action_id=Action.PICK_SHOP, placeholder=placeholder, option_groups=groups)


def _connect(language: Language) -> ButtonElement:
    return b.button(language, "button.connect", action=Action.CONNECT, value="new")
