"""The rules of a shop as a private message: a sentence each, in their order, with what can be done to it."""

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.blocks.block_elements import OverflowMenuElement

from bot.domain.rulebook import MOST_RULES, Rule
from bot.domain.shops import Shop
from bot.flows.rules import Spot
from bot.flows.saving import Overtaken
from bot.slack import blocks as b
from bot.slack.cards import Message
from bot.slack.forms.fields import option
from bot.slack.ids import Action, RuleChange, rules_action
from bot.slack.mrkdwn import Mrkdwn, shortened, tell
from bot.slack.rule_texts import default_text, rule_text
from bot.words.say import Language, say

#: As many as Slack takes in one message, each with its menu and however long.
PAGE = 10
_MOST_SHOPS = 25
#: Whoever pressed in an old list wants to see the rules, more than what else was changed.
_MOST_CHANGED = 20
_BETWEEN = ":"


def rules_message(shop: Shop, *, page: int = 1, told: Mrkdwn | None = None) -> Message:
    """One page of the rules, from 1; `told` is said above them. The default rule stands on the last page."""
    language: Language = shop.settings.bot_language
    rules = shop.settings.rules
    last = pages(shop)
    page = min(max(page, 1), last)
    title = tell(language, "rules.title", shop=shop.name)
    first = (page - 1) * PAGE + 1
    blocks: list[Block] = [b.section(text) for text in (told, title) if text is not None]
    blocks += [_rule(language, shop, place) for place in range(first, min(first + PAGE, len(rules) + 1))]
    if page == last:
        blocks.append(_default(language, shop))
    if rules and not shop.settings.automatic:
        blocks.append(b.context(tell(language, "rules.automatic_off")))
    if last > 1:
        blocks.append(b.context(tell(language, "rules.page", page=page, last=last)))
    blocks += b.actions(_buttons(language, shop, page))
    return Message(text=title, blocks=b.rendered(blocks))


def pages(shop: Shop) -> int:
    """How many pages the rules of a shop take."""
    return max(1, -(-len(shop.settings.rules) // PAGE))


def page_of(place: int) -> int:
    """The page on which the rule at this place stands."""
    return -(-place // PAGE)


def overtaken_text(language: Language, came: Overtaken) -> Mrkdwn:
    """What is told to whoever pressed in an old list."""
    more = ("…",) if len(came.changed) > _MOST_CHANGED else ()
    changed = ", ".join((*came.changed[:_MOST_CHANGED], *more)) or "rules"
    facts = {"by": came.by, "saved_at": came.at.isoformat(), "settings": changed}
    return tell(language, "rules.overtaken", facts)


def which_message(language: Language, shops: tuple[Shop, ...]) -> Message:
    """The question whose rules, with a button for each shop; of very many shops the others can be named."""
    question = tell(language, "rules.which")
    buttons = [
        ButtonElement(
            text=shortened(shop.name, 75), action_id=rules_action(shop.id), value=_page_value(shop, 1)
        )
        for shop in shops[:_MOST_SHOPS]
    ]
    blocks: list[Block] = [b.section(question), *b.actions(buttons)]
    if len(shops) > _MOST_SHOPS:
        blocks.append(b.context(tell(language, "rules.which.named")))
    return Message(text=question, blocks=b.rendered(blocks))


def read_page(value: str) -> tuple[str, int]:
    """The shop's id, and the page."""
    shop_id, _, page = value.rpartition(_BETWEEN)
    return shop_id, int(page)


def read_spot(block_id: str) -> Spot:
    """Which rule of which list a menu stood beside."""
    _, place, version, shop_id = block_id.split(_BETWEEN, 3)
    return Spot(shop_id, int(place), int(version))


def _rule(language: Language, shop: Shop, place: int) -> Block:
    rule = shop.settings.rules[place - 1]
    block = b.section(tell(language, "rules.rule", place=place, rule=rule_text(language, rule)))
    block.block_id = _BETWEEN.join(("rule", str(place), str(shop.version), shop.id))
    changes = _changes(rule, place, len(shop.settings.rules))
    block.accessory = OverflowMenuElement(
        action_id=Action.CHANGE_RULE,
        options=[option(change, say(language, f"rules.change.{change}")) for change in changes],
    )
    return block


def _changes(rule: Rule, place: int, last: int) -> list[RuleChange]:
    """What can be done to the rule; the first goes no further up, nor the last further down."""
    up = [RuleChange.UP] if place > 1 else []
    down = [RuleChange.DOWN] if place < last else []
    switch = RuleChange.OFF if rule.active else RuleChange.ON
    return [RuleChange.EDIT, *up, *down, switch, RuleChange.REMOVE]


def _default(language: Language, shop: Shop) -> Block:
    place = len(shop.settings.rules) + 1
    text = tell(language, "rules.rule", place=place, rule=default_text(language, shop.settings))
    return b.section(Mrkdwn(f"{text}\n{tell(language, 'rules.default')}"))


def _buttons(language: Language, shop: Shop, page: int) -> list[ButtonElement]:
    last = pages(shop)
    places = {"first": 1, "previous": page - 1, "next": page + 1, "last": last}
    is_there = {"first": page > 2, "previous": page > 1, "next": page < last, "last": page < last - 1}
    turning = [
        b.button(
            language, f"button.rules.{name}", action=rules_action(name), value=_page_value(shop, places[name])
        )
        for name in places
        if is_there[name]
    ]
    if len(shop.settings.rules) >= MOST_RULES:
        return turning
    return [b.button(language, "button.add_rule", action=Action.ADD_RULE, value=shop.id), *turning]


def _page_value(shop: Shop, page: int) -> str:
    return f"{shop.id}{_BETWEEN}{page}"
