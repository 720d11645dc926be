"""The fields of the settings form about orders: which become documents, and whether at once."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.block_elements import StaticMultiSelectElement

from bot.domain.shops import ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.slack.forms.fields import LONGEST_VALUE, VALUE, Values, chosen, field, option, text_input, typed
from bot.slack.forms.settings_parts import MOST_OPTIONS, ON, setting_field, ticks
from bot.slack.ids import Action
from bot.slack.mrkdwn import known
from bot.words.say import Language, say

TRIGGERS = ("new_order", "paid", "completed", "fulfilled")


def order_fields(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    """Whether orders are issued at once, at which of their statuses, and what SmartBill keeps of them."""
    settings = form.settings
    offered = _offered(form)
    triggers = [option(name, status_label(language, name, form.status_names)) for name in offered]
    picked = [choice for choice in triggers if choice.value in settings.statuses]
    own = ", ".join(status for status in settings.statuses if status not in offered)
    statuses = StaticMultiSelectElement(action_id=VALUE, options=triggers, initial_options=picked or None)
    saved = {"customers": settings.save_customers, "products": settings.save_products}
    return [
        *automation_blocks(
            language, automatic=settings.automatic, only_with_billing=settings.only_with_billing
        ),
        setting_field(language, "statuses", statuses, optional=True),
        setting_field(language, "other_statuses", text_input(own, most=500), optional=True),
        setting_field(language, "save", ticks(language, "save", saved), optional=True),
    ]


def read_orders(values: Values, before: ShopSettings) -> dict[str, Any]:
    """What was chosen, by the names of `ShopSettings`; what was not shown stays as it was `before`."""
    asked = ON in chosen(values, "only_with_billing")
    saved = chosen(values, "save")
    return {
        "automatic": ON in chosen(values, "automatic"),
        "only_with_billing": asked if "only_with_billing" in values else before.only_with_billing,
        "statuses": read_statuses(values),
        "save_customers": "customers" in saved,
        "save_products": "products" in saved,
    }


def read_statuses(values: Values) -> tuple[str, ...]:
    """The statuses that were picked and those that were typed, each once."""
    others = (status.strip() for status in typed(values, "other_statuses").split(","))
    return tuple(dict.fromkeys([*chosen(values, "statuses"), *(status for status in others if status)]))


def automation_blocks(
    language: Language, *, automatic: bool, only_with_billing: bool
) -> list[tuple[str, Block]]:
    """Whether orders are issued at once, and the question that only then makes sense."""
    box = ticks(language, "automatic", {ON: automatic})
    box.action_id = Action.AUTOMATIC
    switch = field(language, "automatic", "settings.automatic", box, optional=True)
    switch.dispatch_action = True
    blocks: list[tuple[str, Block]] = [("automatic", switch)]
    if automatic:
        asked = ticks(language, "only_with_billing", {ON: only_with_billing})
        blocks.append(setting_field(language, "only_with_billing", asked, optional=True))
    return blocks


def _offered(form: SettingsForm) -> tuple[str, ...]:
    """What every shop has, and what this one's orders had; others have to be typed."""
    own = [status for status in form.statuses if len(status) <= LONGEST_VALUE and "," not in status]
    return tuple(dict.fromkeys([*TRIGGERS, *own]))[:MOST_OPTIONS]


def status_label(language: Language, status: str, names: Mapping[str, str]) -> str:
    """What a status is called: by us, where every shop has it; else by the shop's people."""
    if status in TRIGGERS:
        return say(language, f"status.{status}")
    return names.get(status) or known(language, "state", status)
