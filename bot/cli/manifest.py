"""`smartbill-bot manifest`: what to paste into Slack to make the app."""

import click
from pydantic import ValidationError

from bot.cli.printing import json_option, print_json
from bot.errors import ConfigError
from bot.flows.addresses import whole
from bot.settings import load
from bot.slack import manifest as slack


@click.command()
@click.option("--socket", is_flag=True, help="For Socket Mode: Slack needs no address of yours.")
@json_option
def manifest(*, socket: bool, as_json: bool) -> None:
    """Print the manifest of the Slack app.

    Paste it at https://api.slack.com/apps, under "Create New App", "From a manifest". Over HTTP it carries
    PUBLIC_URL, or a place to write your address into.
    """
    made = _made(whole(load().public_url) or slack.PLACEHOLDER, socket=socket)
    if as_json:
        print_json(slack.as_json(made))
    else:
        click.echo(slack.as_yaml(made), nl=False)


def _made(address: str, *, socket: bool) -> slack.Manifest:
    try:
        return slack.manifest(address, socket=socket)
    except ValidationError as error:
        raise ConfigError("PUBLIC_URL cannot be used: Slack needs an address with https://.") from error
