"""Options of `shop add` and `shop set` about who approves, besides the people named one by one."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import click

from bot.domain.amounts import may_be_decimals, parse_amount
from bot.domain.approvers import is_group


def _groups(
    _context: click.Context, _option: click.Parameter, typed: tuple[str, ...]
) -> tuple[str, ...] | None:
    names = tuple(name.strip() for name in typed)
    if not all(is_group(name) for name in names if name):
        raise click.BadParameter(
            "should be the id of a user group, as in S0123456789: see its page in Slack."
        )
    return names or None


def _amount(_context: click.Context, _option: click.Parameter, typed: str | None) -> Decimal | str | None:
    if not typed:
        return typed
    if may_be_decimals(typed):
        raise click.BadParameter("could be thousands or decimals: type 1500 or 1,500.00, or else 1.50.")
    amount = parse_amount(typed)
    if amount is None:
        raise click.BadParameter("should be an amount in lei, as in 5000 or 4999.90; '' for none.")
    return amount


#: What both commands take; whatever is not given stays as it is.
APPROVER_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--approver-group",
        "approver_groups",
        multiple=True,
        metavar="GROUP",
        callback=_groups,
        help="A Slack user group whose full members may approve too, by its id, as in S0123456789; may be "
        "repeated, '' for none.",
    ),
    click.option(
        "--second-above",
        metavar="AMOUNT",
        callback=_amount,
        help="A document of more than so many lei, VAT included, needs the yes of two people; '' for none: "
        "one is always enough.",
    ),
    click.option(
        "--four-eyes/--no-four-eyes",
        default=None,
        help="Nobody approves what they themselves asked for by hand or corrected.  [default: no]",
    ),
)
