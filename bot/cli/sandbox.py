"""`smartbill-bot sandbox …`: one stand-in alone, for other programs to try against."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any, TypeVar

import click
from starlette.applications import Starlette
from starlette.routing import Mount, Router

from bot.cli.leaving import told_to_end
from bot.cli.printing import json_option, print_json
from bot.errors import ConfigError
from bot.sandbox.anaf import AnafStandIn
from bot.sandbox.bnr import BnrStandIn
from bot.sandbox.outage import RegisterFault
from bot.sandbox.server import Server
from bot.sandbox.shop.standin import ShopStandIn
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.faults import FaultName
from bot.sandbox.smartbill.standin import SmartBillStandIn

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _port_option(command: _Command) -> _Command:
    return click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=0,
        help="Where it listens on this machine.  [default: any free port]",
    )(command)


def _register_faults(command: _Command) -> _Command:
    return click.option(
        "--fault",
        "faults",
        multiple=True,
        type=click.Choice([str(fault) for fault in RegisterFault]),
        help="Something that goes wrong, until cleared at the desk.",
    )(command)


@click.group()
def sandbox() -> None:
    """Run one stand-in alone, for other programs.

    It listens on this machine only, until Ctrl-C, and forgets everything when it ends.
    What a person would see and do is under /desk.
    """


@sandbox.command()
@_port_option
@click.option(
    "--email", default="ana@magazin-exemplu.example", show_default=True, help="The account's login."
)
@click.option("--token", help="The account's API token.  [default: a fresh one]")
@click.option("--cif", default="RO99999917", show_default=True, help="The account's company.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help=f"Something that goes wrong: {', '.join(FaultName)}; slow and late_commit take seconds, as in "
    "slow:5. It happens until cleared at the desk; *2 at its end makes it happen twice. May be repeated.",
)
@json_option
def smartbill(
    port: int, *, email: str, token: str | None, cif: str, faults: tuple[str, ...], as_json: bool
) -> None:
    """A SmartBill account in memory, with its API under /SBORO/api."""
    token = token or f"003|{secrets.token_hex(16)}"
    stand_in = SmartBillStandIn(email=email, token=token, cif=cif)
    for fault in faults:
        _switch_on(stand_in, fault)
    with ExitStack() as stack:
        server = _served(stack, port, stand_in.desk, stand_in.api)
        facts = {"smartbill_api_url": f"{server.url}/SBORO/api", "email": email, "token": token, "cif": cif}
        _until_ended("SmartBill", server, facts, as_json=as_json)


@sandbox.command()
@_port_option
@click.option("--bot-token", default="xoxb-sandbox-bot", show_default=True, help="The app's bot token.")
@click.option(
    "--app-token", default="xapp-sandbox-app", show_default=True, help="The app's token for sockets."
)
@click.option("--signing-secret", help="Signs what is sent to the app.  [default: a fresh one]")
@click.option(
    "--request-url", help="Where the app listens; without it the app is reached through its socket."
)
@json_option
def slack(
    port: int,
    *,
    bot_token: str,
    app_token: str,
    signing_secret: str | None,
    request_url: str | None,
    as_json: bool,
) -> None:
    """A Slack workspace in memory, with its Web API under /api/ and Socket Mode."""
    secret = signing_secret or secrets.token_hex(16)
    stand_in = SlackStandIn(
        signing_secret=secret, bot_token=bot_token, app_token=app_token, request_url=request_url
    )
    with ExitStack() as stack:
        server = _served(stack, port, stand_in.desk, stand_in.api)
        facts = {
            "slack_api_url": f"{server.url}/api/",
            "bot_token": bot_token,
            "app_token": app_token,
            "signing_secret": secret,
            "request_url": request_url or "",
        }
        _until_ended("Slack", server, facts, as_json=as_json)


@sandbox.command()
@_port_option
@click.option("--hook-url", help="Where its notices go; it tells of its sample orders at once.")
@click.option(
    "--api-key",
    help="What its notices carry and its API asks for, in X-CloudCart-ApiKey.  [default: a fresh one]",
)
@json_option
def shop(port: int, *, hook_url: str | None, api_key: str | None, as_json: bool) -> None:
    """A CloudCart shop in memory, with its API under /api/v2; it sends notices about its orders."""
    key = api_key or secrets.token_hex(32)
    stand_in = ShopStandIn(hook_url=hook_url, api_key=key)
    with ExitStack() as stack:
        server = _served(stack, port, stand_in.desk, stand_in.api)
        stack.callback(stand_in.close)
        if hook_url:
            stand_in.announce()
        facts = {"shop_api_url": f"{server.url}/api/v2", "hook_url": hook_url or "", "api_key": key}
        _until_ended("shop", server, facts, as_json=as_json)


@sandbox.command()
@_port_option
@_register_faults
@json_option
def anaf(port: int, *, faults: tuple[str, ...], as_json: bool) -> None:
    """ANAF's register of companies, with a handful of invented ones."""
    _register("ANAF", AnafStandIn(), port, faults, as_json=as_json)


@sandbox.command()
@_port_option
@_register_faults
@json_option
def bnr(port: int, *, faults: tuple[str, ...], as_json: bool) -> None:
    """The National Bank's file of exchange rates, with invented ones."""
    _register("BNR", BnrStandIn(), port, faults, as_json=as_json)


def _register(
    name: str, stand_in: AnafStandIn | BnrStandIn, port: int, faults: tuple[str, ...], *, as_json: bool
) -> None:
    for fault in faults:
        stand_in.fault(fault)
    with ExitStack() as stack:
        server = _served(stack, port, stand_in.desk, stand_in.api)
        _until_ended(name, server, {f"{name.lower()}_api_url": server.url}, as_json=as_json)


def _switch_on(stand_in: SmartBillStandIn, spelled: str) -> None:
    name, star, times = spelled.partition("*")
    try:
        stand_in.fault(name, times=int(times) if star else None)
    except ValueError as error:
        raise click.UsageError(f"--fault {spelled} is none: {error}") from error


def _served(stack: ExitStack, port: int, desk: Starlette, api: Starlette) -> Server:
    # A router and not an application: accidents of a stand-in have to reach the wire as they are.
    mounts = [Mount("/desk", desk), Mount("/", api)]
    try:
        server = Server(Router(mounts), port)
    except OSError as error:
        raise ConfigError(f"Port {port} is taken. Try another one, or none for any free port.") from error
    return stack.enter_context(server)


def _until_ended(name: str, server: Server, facts: Mapping[str, str], *, as_json: bool) -> None:
    """Say where it is, and wait for Ctrl-C or the system's wish."""
    wait_for_the_end = told_to_end()
    if as_json:
        print_json({"url": server.url, "desk": f"{server.url}/desk", **facts}, one_line=True)
    else:
        click.echo(f"The {name} stand-in is at {server.url} – press Ctrl-C to end it.")
        click.echo(f"  desk: {server.url}/desk/state")
        for fact, value in facts.items():
            click.echo(f"  {fact.replace('_', ' ')}: {value or '–'}")
    wait_for_the_end()
