"""What can be typed of a rule at the terminal: the options, and the facts that they make."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

import click

from bot.cli.people_options import users_and_groups
from bot.domain.conditions import Conditions
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action
from bot.domain.shops import Document, DocumentLanguage

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TYPES = {kind.name.lower().replace("_", "-"): kind.value for kind in PaymentType}
_ANSWERS = {"yes": True, "no": False, "any": None}
_BUYERS = {"company": True, "person": False, "any": None}
_CONDITIONS = frozenset(Conditions.model_fields)
#: Stands for "not named: the shop's" where a text or a choice is typed.
_SHOPS = ""


def _amount(_context: click.Context, _option: click.Parameter, typed: str | None) -> Decimal | str | None:
    if not typed:
        return typed
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= Decimal("1e12"):
        raise click.BadParameter("should be an amount, as in 1000 or 49.90.")
    return amount


def _hours(_context: click.Context, _option: click.Parameter, typed: str | None) -> tuple[int, ...] | None:
    """The two hours; none where they are cleared."""
    if not typed:
        return None if typed is None else ()
    first, dash, last = typed.partition("-")
    if not (dash and first.strip().isdecimal() and last.strip().isdecimal()):
        raise click.BadParameter("should be two whole hours, as in 9-17 or 22-6.")
    return int(first), int(last)


def _days(
    _context: click.Context, _option: click.Parameter, typed: tuple[str, ...]
) -> tuple[int, ...] | None:
    days = [day.strip().lower()[:3] for day in typed if day.strip()]
    if not set(days) <= set(_DAYS):
        raise click.BadParameter(f"should be one of {', '.join(_DAYS)}.")
    return tuple(_DAYS.index(day) + 1 for day in days) if typed else None


def _words(
    _context: click.Context, _option: click.Parameter, typed: tuple[str, ...]
) -> tuple[str, ...] | None:
    return typed or None


def _due(_context: click.Context, _option: click.Parameter, typed: str | None) -> int | str | None:
    if not typed:
        return typed
    if not typed.isdecimal() or int(typed) > 365:
        raise click.BadParameter("should be a number of days from 0 to 365; '' for the shop's.")
    return int(typed)


def _several(option: str, name: str, metavar: str, about: str) -> Callable[[Any], Any]:
    return click.option(
        option,
        name,
        multiple=True,
        metavar=metavar,
        callback=_words,
        help=f"{about}; may be repeated, '' for any.",
    )


#: What has to hold; whatever is not given stays as it is, and says nothing in a new rule.
CONDITION_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    _several("--on-status", "statuses", "STATUS", "If the order has this status, also one of the shop's own"),
    _several("--payment-method", "methods", "METHOD", "If it is paid so, by the shop's code, as in cod"),
    click.option(
        "--total-from", metavar="AMOUNT", callback=_amount, help="If its total is at least so much."
    ),
    click.option("--total-to", metavar="AMOUNT", callback=_amount, help="If its total is at most so much."),
    click.option(
        "--total-currency", metavar="CODE", help="Which currency these totals are in.  [default: RON]"
    ),
    click.option("--buyer", type=click.Choice(list(_BUYERS)), help="If a company, or a person, buys."),
    click.option(
        "--buyer-pays-vat", type=click.Choice(list(_ANSWERS)), help="If the buyer pays VAT, or not."
    ),
    _several("--country", "countries", "CODE", "If the buyer's country is this; EU: any other of the Union"),
    _several("--currency", "currencies", "CODE", "If the order is in this currency"),
    _several("--tag", "tags", "TAG", "If the shop marked it so"),
    _several("--shipping", "shipping", "WAY", "If it is sent so, by the shop's name or code of it"),
    click.option(
        "--weekday",
        "weekdays",
        multiple=True,
        metavar="DAY",
        callback=_days,
        help="If the shop changed it on this day (mon … sun), in Romania; may be repeated, '' for any.",
    ),
    click.option(
        "--hours",
        metavar="FROM-TO",
        callback=_hours,
        help="If the shop changed it between these whole hours in Romania, as in 9-17 or 22-6; '' for any.",
    ),
    click.option(
        "--billing",
        type=click.Choice(list(_ANSWERS)),
        help="If the customer entered billing information, or did not.",
    ),
)

#: What becomes of the order; whatever is not named comes from the shop's settings.
OUTCOME_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--outcome", type=click.Choice([action.value for action in Action]), help="What becomes of the order."
    ),
    click.option(
        "--document",
        type=click.Choice([*(kind.value for kind in Document), _SHOPS]),
        help="What is issued; '' for what the shop issues.",
    ),
    click.option("--series", metavar="NAME", help="In which series; '' for the shop's."),
    click.option(
        "--language",
        type=click.Choice([*get_args(DocumentLanguage), _SHOPS], case_sensitive=False),
        help="In which language; '' for the shop's.",
    ),
    click.option(
        "--due-days", metavar="DAYS", callback=_due, help="Due after so many days; '' for the shop's."
    ),
    click.option(
        "--collect/--no-collect",
        "collects",
        default=None,
        help="Record the whole amount as received once the invoice is issued, or not.",
    ),
    click.option(
        "--collect-as",
        "payment_type",
        type=click.Choice([*_TYPES, _SHOPS]),
        help="As which kind of payment; '' for the shop's way.",
    ),
    click.option(
        "--wait-minutes", type=int, help="Decide so many minutes later, as the order then is; 0: at once."
    ),
    click.option(
        "--approver",
        "approvers",
        multiple=True,
        metavar="USER",
        callback=users_and_groups,
        help="Who approves, by id of a Slack user or group; may be repeated, '' for those of the shop.",
    ),
)


def facts_of(given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What was typed, by the names of a rule's conditions and of its outcome."""
    typed = {name: value for name, value in given.items() if value is not None}
    _rename(typed, "buyer", "is_company", _BUYERS)
    _rename(typed, "buyer_pays_vat", "pays_vat", _ANSWERS)
    _rename(typed, "billing", "has_billing", _ANSWERS)
    _rename(typed, "payment_type", "payment_type", {**_TYPES, _SHOPS: None})
    if "hours" in typed:
        first, last = typed.pop("hours") or (None, None)
        typed |= {"hour_from": first, "hour_to": last}
    if "outcome" in typed:
        typed["action"] = typed.pop("outcome")
    if typed.get("payment_type") is not None:
        typed.setdefault("collects", True)
    for name in ("total_from", "total_to", "document", "language", "due_days"):
        if typed.get(name) == "":
            typed[name] = None
    conditions = {name: value for name, value in typed.items() if name in _CONDITIONS}
    return {"conditions": conditions, "outcome": {k: v for k, v in typed.items() if k not in _CONDITIONS}}


def _rename(typed: dict[str, Any], option: str, name: str, meaning: Mapping[str, Any]) -> None:
    if option in typed:
        typed[name] = meaning[typed.pop(option)]
