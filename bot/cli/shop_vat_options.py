"""Options of `shop add` and `shop set` about VAT, deposits, rounding and buyers."""

from collections.abc import Callable
from typing import Any

import click

from bot.domain.shops import ChargesVat
from bot.domain.vat_names import LONGEST_NAME, read_vat_names


def _vat_names(
    _context: click.Context, _option: click.Parameter, typed: tuple[str, ...]
) -> dict[str, str] | None:
    names = read_vat_names(typed)
    if names is None:
        raise click.BadParameter("should be a rate and its name, as in 0=SDD, each rate only once.")
    return names if typed else None


def _name(_context: click.Context, _option: click.Parameter, typed: str | None) -> str | None:
    name = None if typed is None else typed.strip()
    if name and len(name) > LONGEST_NAME:
        raise click.BadParameter(f"should have at most {LONGEST_NAME} characters.")
    return name


#: What both commands take; whatever is not given stays as it is.
VAT_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--charges-vat",
        type=click.Choice([way.value for way in ChargesVat]),
        help="VAT of shipping and fees where the shop does not say: split over the goods' rates, their "
        "highest, or one rate.  [default: split]",
    ),
    click.option(
        "--charges-rate", metavar="RATE", help="The VAT rate (%) of --charges-vat one; '' for no rate."
    ),
    click.option(
        "--vat-name",
        "vat_names",
        multiple=True,
        metavar="RATE=NAME",
        callback=_vat_names,
        help="What SmartBill calls a VAT rate, where it has several names, as in 0=SDD; may be repeated, "
        "and replaces all names; '' for none.",
    ),
    click.option(
        "--sgr-tax-name",
        metavar="NAME",
        callback=_name,
        help="The 0% name at SmartBill for bottle deposits; '' for none: such orders are not issued.",
    ),
    click.option(
        "--round-totals/--no-round-totals",
        default=None,
        help="Make up for the shop's rounding with a line of at most 0.02.  [default: no]",
    ),
    click.option(
        "--verify-buyers/--no-verify-buyers",
        default=None,
        help="Look companies up in ANAF's public register, by their number.  [default: no]",
    ),
)
