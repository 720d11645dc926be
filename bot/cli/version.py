"""`smartbill-bot version`: which release this is."""

from importlib.metadata import version as installed

import click

from bot.cli.printing import json_option, print_json


@click.command()
@json_option
def version(*, as_json: bool) -> None:
    """Print which version of SmartBill Bot this is."""
    number = installed("smartbill-bot")
    if as_json:
        print_json({"version": number})
    else:
        click.echo(number)
