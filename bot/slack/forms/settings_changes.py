"""An open settings form with one part of it changed; all else stays as it stands, with what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ContextBlock, PlainTextObject

from bot.domain.shops import ShopSettings
from bot.slack.blocks import Json, rendered
from bot.slack.forms.problems import problem_of
from bot.slack.forms.settings import with_typed
from bot.slack.forms.settings_missed import caught_up
from bot.slack.forms.settings_orders import automation_blocks
from bot.slack.forms.settings_parts import CATCH_UP, INVOICES, MISSED, REFRESH
from bot.slack.forms.settings_series import invoice_field, issues_proformas, offered_invoices
from bot.words.say import Language, say

View = Mapping[str, Any]
_KEPT = ("type", "callback_id", "private_metadata", "title", "submit", "close")


def switched(language: Language, view: View, *, automatic: bool) -> Json:
    """The form with the fields that automatic issuing brings along."""
    made = automation_blocks(language, automatic=automatic, only_with_billing=True)
    without = [block for block in view["blocks"] if block["block_id"] != "only_with_billing"]
    return _with(view, without, "automatic", [block for _, block in made])


def with_invoices(language: Language, view: View, settings: ShopSettings) -> Json:
    """The form with the series of invoices where one of proformas is chosen, and without it elsewhere.

    Its choices are those that stand in the form already: SmartBill is not asked.
    """
    blocks = _without(view, INVOICES)
    if issues_proformas(view["state"]["values"]):
        _, made = invoice_field(language, offered_invoices(_series_in(blocks)), settings)
        at = next(place for place, block in enumerate(blocks) if block["block_id"] == REFRESH)
        blocks[at:at] = rendered([made])
    return _as(view, blocks)


def reading(language: Language, view: View, *, typed_id: str) -> Json:
    """The form while its series are read again: there is nothing to press twice, and no series to choose.

    What would be chosen meanwhile could go when the answer is shown, which has the fields of what was typed
    before. That is found by its id until then.
    """
    told = PlainTextObject(text=say(language, "settings.refreshing"))
    blocks = _without(view, "series", INVOICES)
    shown = _with(view, blocks, REFRESH, [ContextBlock(block_id=REFRESH, elements=[told])])
    return shown | {"private_metadata": with_typed(view["private_metadata"], typed_id)}


def looking(language: Language, view: View, orders: int) -> Json:
    """The form once somebody asked to look at so many orders that came meanwhile: it can be asked once."""
    without = [block for block in view["blocks"] if block["block_id"] != CATCH_UP]
    return _with(view, without, MISSED, [caught_up(language, orders)])


def _without(view: View, *names: str) -> list[Json]:
    """The form's blocks but for these fields, and what is wrong with them."""
    gone = {*names, *map(problem_of, names)}
    return [block for block in view["blocks"] if block["block_id"] not in gone]


def _with(view: View, blocks: Sequence[Json], name: str, made: Sequence[Block]) -> Json:
    """The form with these blocks, and `made` in the place of the one of this name."""
    changed: list[Json] = []
    for block in blocks:
        changed.extend(rendered(made) if block["block_id"] == name else [block])
    return _as(view, changed)


def _as(view: View, blocks: Sequence[Json]) -> Json:
    return {kept: view[kept] for kept in _KEPT if view.get(kept)} | {"blocks": list(blocks)}


def _series_in(blocks: Sequence[Json]) -> list[tuple[str, str]]:
    """The series that the form offers, with their labels."""
    [offers] = [block["element"]["options"] for block in blocks if block["block_id"] == "series"]
    return [(offer["value"], offer["text"]["text"]) for offer in offers]
