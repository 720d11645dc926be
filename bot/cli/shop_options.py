"""What can be set for a shop at the terminal: the options, and the settings that they make."""

import os
from collections.abc import Callable, Mapping
from typing import Any, TextIO, TypeVar, get_args

import click
from pydantic import ValidationError

from bot.cli.people_options import users
from bot.domain.fiscal import cif
from bot.domain.payments import PaymentType, read_types
from bot.domain.proformas import invoice_series
from bot.domain.shops import ChargesVat, CollectOnPaid, Document, DocumentLanguage, ShopSettings
from bot.flows.addresses import whole

_Command = TypeVar("_Command", bound=Callable[..., Any])

#: Options whose names are not those of settings.
_ELSEWHERE = frozenset({"name", "kind", "smartbill_token_file", "shop_key_file"})


def _cif(_context: click.Context, _option: click.Parameter, typed: str | None) -> str | None:
    if typed is not None and cif(typed) is None:
        raise click.BadParameter("not a valid company number: check its digits.")
    return typed.upper().replace(" ", "") if typed else typed


def _series(_context: click.Context, _option: click.Parameter, typed: str | None) -> str | None:
    if typed is not None and not typed.strip():
        raise click.BadParameter("must not be empty.")
    return typed.strip() if typed else typed


def _address(_context: click.Context, _option: click.Parameter, typed: str | None) -> str | None:
    return None if typed is None else whole(typed)


def _payment_types(
    _context: click.Context, _option: click.Parameter, typed: tuple[str, ...]
) -> dict[str, PaymentType] | None:
    types = read_types(typed)
    if types is None:
        ways = ", ".join(way.value for way in PaymentType)
        raise click.BadParameter(f"should be a method and its type, as in cod=Ramburs; types: {ways}.")
    return types if typed else None


def with_options(*groups: tuple[Callable[[Any], Any], ...]) -> Callable[[_Command], _Command]:
    """Give a command several groups of options, which its help shows in this order."""

    def decorate(command: _Command) -> _Command:
        for group in reversed(groups):
            for option in reversed(group):
                command = option(command)
        return command

    return decorate


def connection_options(*, required: bool) -> tuple[Callable[[Any], Any], ...]:
    """Where the shop's documents and cards go; required to connect it."""
    return (
        click.option(
            "--channel", required=required, callback=_series, help="The Slack channel for its cards, by id."
        ),
        click.option(
            "--smartbill-email", required=required, callback=_series, help="The login of SmartBill's API."
        ),
        click.option(
            "--cif", required=required, callback=_cif, help="The issuing company, as it stands in SmartBill."
        ),
        click.option(
            "--series",
            required=required,
            callback=_series,
            help="The series in which documents are numbered.",
        ),
    )


#: What both `shop add` and `shop set` take; whatever is not given stays as it is.
SETTINGS_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--document", type=click.Choice([kind.value for kind in Document]), help="What is issued."),
    click.option(
        "--anchor-series",
        metavar="SERIES",
        help="Where people issue in that series too: make each invoice from a proforma in this one, that "
        "only the bot uses (two calls per invoice); '' for none.",
    ),
    click.option(
        "--invoice-series",
        metavar="SERIES",
        help="Where --series is one of proformas: the series of the invoices that are made from them; "
        "'' for none.",
    ),
    click.option(
        "--invoice-on-paid/--offer-on-paid",
        "invoice_proforma_on_paid",
        default=None,
        help="When an order with a proforma is paid: issue its invoice, or offer to.  [default: offer]",
    ),
    click.option(
        "--automatic/--manual",
        default=None,
        help="Issue matching orders at once, or ask in the channel.  [default: manual]",
    ),
    click.option(
        "--on-status",
        "statuses",
        multiple=True,
        metavar="STATUS",
        help="Make a document of an order with this status; may be repeated.  [default: paid]",
    ),
    click.option(
        "--only-with-billing/--also-without-billing",
        default=None,
        help="Automatic only for customers who entered billing information.",
    ),
    click.option(
        "--language",
        "document_language",
        type=click.Choice(get_args(DocumentLanguage), case_sensitive=False),
        help="The language of documents.  [default: RO]",
    ),
    click.option(
        "--save-customers/--no-save-customers", default=None, help="Keep customers in SmartBill's list."
    ),
    click.option(
        "--save-products/--no-save-products", default=None, help="Keep products in SmartBill's list."
    ),
    click.option(
        "--approver",
        "approvers",
        multiple=True,
        metavar="USER",
        callback=users,
        help="A Slack user id who may approve; may be repeated.  [default: any full member]",
    ),
    click.option(
        "--admin",
        "admins",
        multiple=True,
        metavar="USER",
        callback=users,
        help="A Slack user id who may change these settings; may be repeated.  [default: any full member]",
    ),
    click.option(
        "--shop-url",
        callback=_address,
        help="Where the shop can be asked: its primary domain (CloudCart). Empty: the bot only hears.",
    ),
    click.option(
        "--smartbill-token-file",
        type=click.File(),
        help="A file with SmartBill's API token; - is standard input.",
    ),
    click.option("--shop-key-file", type=click.File(), help="A file with the shop's API key (CloudCart)."),
    click.option("--no-check", is_flag=True, help="Ask neither SmartBill nor the shop whether it works."),
)

#: What only `shop set` takes.
LATER_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--active/--inactive", default=None, help="Decide on the shop's orders, or only keep its notices."
    ),
    click.option("--bot-language", type=click.Choice(["ro", "en"]), help="The language of the shop's cards."),
    click.option("--due-days", type=click.IntRange(0, 365), help="Days until documents are due; 0: none."),
    click.option(
        "--vat-fallback", metavar="RATE", help="The VAT rate (%) of orders that tell none; '' for no rate."
    ),
    click.option(
        "--collect-on-paid",
        type=click.Choice([choice.value for choice in CollectOnPaid]),
        help="When an issued order is paid: nothing, offer to record the payment, or record it.",
    ),
    click.option(
        "--quiet-channel",
        help="The channel for news that needs nobody, of which there is none yet; '' for none.",
    ),
    click.option("--unit", callback=_series, help="The unit of measure on documents."),
    click.option(
        "--payment-type",
        "payment_types",
        multiple=True,
        metavar="METHOD=TYPE",
        callback=_payment_types,
        help="How money of a payment method is recorded, as in cod=Ramburs; may be repeated, and replaces "
        "all types; '' for none: all is Ordin plata.",
    ),
    click.option("--mentions", help="A text on every document; '' for none."),
)


def changes_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were typed, by the names of `ShopSettings`; an empty text clears a list or a rate."""
    typed = {
        name: value
        for name, value in given.items()
        if name not in _ELSEWHERE and value is not None and value != ()
    }
    for name in ("statuses", "approvers", "approver_groups", "admins"):
        if name in typed:
            typed[name] = tuple(filter(None, (word.strip() for word in typed[name])))
    for name in ("vat_fallback", "charges_rate", "second_above"):
        if typed.get(name) == "":
            typed[name] = None
    return typed


def settings_of(facts: Mapping[str, Any]) -> ShopSettings:
    """The settings from all their facts.

    Raises:
        UsageError: one of them cannot be, or lacks another; the sentence says which.
    """
    if not facts.get("statuses", ("paid",)):
        raise click.UsageError("At least one --on-status is needed.")
    settings = _valid(facts)
    if settings.charges_vat is ChargesVat.ONE and settings.charges_rate is None:
        raise click.UsageError("--charges-vat one needs a rate: add --charges-rate.")
    if settings.invoice_proforma_on_paid and not invoice_series(settings):
        raise click.UsageError("--invoice-on-paid needs a series for invoices: add --invoice-series.")
    return settings


def _valid(facts: Mapping[str, Any]) -> ShopSettings:
    try:
        return ShopSettings.model_validate(dict(facts))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        option = "--" + str(first["loc"][0]).replace("_", "-")
        raise click.UsageError(f"{option} cannot be used: {first['msg']}.") from error


def secret_in(file: TextIO | None) -> str | None:
    """The one line of a secret's file; None where no file was named.

    Raises:
        UsageError: it holds nothing, or more than a secret can be.
    """
    return None if file is None else _secret(file.read(), f"The file {file.name}")


def secret_of(file: TextIO | None, variable: str) -> str | None:
    """The secret in the file or, where none was named, in the environment; None where it is in neither.

    Raises:
        UsageError: as `secret_in`.
    """
    in_environment = os.environ.get(variable, "")
    if file is not None or not in_environment.strip():
        return secret_in(file)
    return _secret(in_environment, f"The variable {variable}")


def _secret(text: str, where: str) -> str:
    secret = text.strip()
    # It travels in a header, which takes no more than this.
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise click.UsageError(f"{where} should hold a secret on one line, and nothing else.")
    return secret
