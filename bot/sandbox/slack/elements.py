"""What Slack demands of every button, menu and field; the numbers are those of Slack's Block Kit reference."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.slack.objects import (
    PICTURE,
    address,
    box_option,
    box_options,
    confirmation,
    conversation_filter,
    dispatching,
    distinct_values,
    identifier,
    initial_among_options,
    menu_option,
    menu_options,
    option_groups,
    overflow_options,
    plain,
)
from bot.sandbox.slack.shapes import (
    Check,
    Shape,
    boolean,
    complaint,
    exactly_one,
    items,
    matching,
    one_of,
    ordered,
    string,
    whole,
)

DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"

_date = matching(DATE, "must be a date in the format YYYY-MM-DD")
_clock = matching(CLOCK, "must be a time in the format HH:mm")
_number = matching(r"-?\d+(\.\d+)?", "must be a number written as text")
_ids = items(identifier, 100, least=0)
_acting: dict[str, Check] = {"action_id": identifier}
_asking: dict[str, Check] = {**_acting, "confirm": confirmation, "focus_on_load": boolean}
_menu: dict[str, Check] = {**_asking, "placeholder": plain(150)}
_many: dict[str, Check] = {**_menu, "max_selected_items": whole(1, 100)}
_writing: dict[str, Check] = {
    **_acting,
    "focus_on_load": boolean,
    "placeholder": plain(150),
    "dispatch_action_config": dispatching,
}
_either_list = (exactly_one("options", "option_groups"), initial_among_options, distinct_values)


def _no_more_than_allowed(element: Any, place: str) -> Iterator[str]:
    most = element.get("max_selected_items", 100)
    for name in ("initial_options", "initial_users", "initial_conversations", "initial_channels"):
        chosen = element.get(name)
        if isinstance(chosen, list) and isinstance(most, int) and len(chosen) > most:
            yield complaint("more initial choices than max_selected_items", f"{place}/{name}")


def _optional(base: Mapping[str, Check], **more: Check) -> Shape:
    return Shape({}, {**base, **more}, (_no_more_than_allowed,))


def _boxes(initial: str, check: Check) -> Shape:
    return Shape(
        {"options": box_options}, {**_asking, initial: check}, (initial_among_options, distinct_values)
    )


_LISTS: dict[str, Check] = {"options": menu_options, "option_groups": option_groups}

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        {"text": plain(75)},
        {
            **_acting,
            "url": address,
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": confirmation,
            "accessibility_label": string(75),
        },
    ),
    "static_select": Shape({}, {**_menu, **_LISTS, "initial_option": menu_option}, _either_list),
    "multi_static_select": Shape(
        {},
        {**_many, **_LISTS, "initial_options": items(menu_option, 100)},
        (*_either_list, _no_more_than_allowed),
    ),
    "users_select": _optional(_menu, initial_user=identifier),
    "multi_users_select": _optional(_many, initial_users=_ids),
    "channels_select": _optional(_menu, initial_channel=identifier, response_url_enabled=boolean),
    "multi_channels_select": _optional(_many, initial_channels=_ids),
    "conversations_select": _optional(
        _menu,
        initial_conversation=identifier,
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=conversation_filter,
    ),
    "multi_conversations_select": _optional(
        _many,
        initial_conversations=_ids,
        default_to_current_conversation=boolean,
        filter=conversation_filter,
    ),
    "overflow": Shape(
        {"options": overflow_options}, {**_acting, "confirm": confirmation}, (distinct_values,)
    ),
    "datepicker": _optional(_menu, initial_date=_date),
    "timepicker": _optional(_menu, initial_time=_clock, timezone=identifier),
    "datetimepicker": _optional(_asking, initial_date_time=whole(1_000_000_000, 9_999_999_999)),
    "checkboxes": _boxes("initial_options", items(box_option, 10)),
    "radio_buttons": _boxes("initial_option", box_option),
    "plain_text_input": Shape(
        {},
        {
            **_writing,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        (ordered("min_length", "max_length"),),
    ),
    "number_input": Shape(
        {"is_decimal_allowed": boolean},
        {**_writing, "initial_value": _number, "min_value": _number, "max_value": _number},
        (ordered("min_value", "max_value"),),
    ),
    "email_text_input": _optional(_writing, initial_value=string(3000, 0)),
    "url_text_input": _optional(_writing, initial_value=string(3000, 0)),
    "image": PICTURE,
}

_MENUS = frozenset(
    name for name in ELEMENTS if name.endswith("_select") or name in {"datepicker", "timepicker"}
)
_CHOICES = _MENUS | {"checkboxes", "radio_buttons"}
BESIDE_A_SECTION = _CHOICES | {"button", "overflow", "image"}
IN_ACTIONS = _CHOICES | {"button", "overflow", "datetimepicker"}
WRITTEN = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})
IN_AN_INPUT = _CHOICES | WRITTEN | {"datetimepicker"}
