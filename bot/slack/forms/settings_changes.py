"""An open settings form with one part of it changed; all else stays as it stands, with what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ContextBlock, PlainTextObject

from bot.slack.blocks import Json, rendered
from bot.slack.forms.settings_missed import caught_up
from bot.slack.forms.settings_orders import automation_blocks
from bot.slack.forms.settings_parts import CATCH_UP, MISSED, REFRESH
from bot.words.say import Language, say

View = Mapping[str, Any]
_KEPT = ("type", "callback_id", "private_metadata", "title", "submit", "close")


def switched(language: Language, view: View, *, automatic: bool) -> Json:
    """The form with the fields that automatic issuing brings along."""
    made = automation_blocks(language, automatic=automatic, only_with_billing=True)
    without = [block for block in view["blocks"] if block["block_id"] != "only_with_billing"]
    return _with(view, without, "automatic", [block for _, block in made])


def reading(language: Language, view: View) -> Json:
    """The form while its series are read again: there is nothing to press twice."""
    told = PlainTextObject(text=say(language, "settings.refreshing"))
    return _with(view, view["blocks"], REFRESH, [ContextBlock(block_id=REFRESH, elements=[told])])


def looking(language: Language, view: View, orders: int) -> Json:
    """The form once somebody asked to look at so many orders that came meanwhile: it can be asked once."""
    without = [block for block in view["blocks"] if block["block_id"] != CATCH_UP]
    return _with(view, without, MISSED, [caught_up(language, orders)])


def _with(view: View, blocks: Sequence[Json], name: str, made: Sequence[Block]) -> Json:
    """The form with these blocks, and `made` in the place of the one of this name."""
    changed: list[Json] = []
    for block in blocks:
        changed.extend(rendered(made) if block["block_id"] == name else [block])
    return {kept: view[kept] for kept in _KEPT if view.get(kept)} | {"blocks": changed}
