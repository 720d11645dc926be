"""The commands of `smartbill-bot`."""

import logging

import click

from bot.cli.endings import House

#: Where each command is defined. One that is not typed is not imported either: most need half the house.
_COMMANDS = {
    "demo": "bot.cli.demo",
    "serve": "bot.cli.serve",
    "doctor": "bot.cli.doctor",
    "shop": "bot.cli.shop",
    "order": "bot.cli.order",
    "pending": "bot.cli.lists",
    "missing": "bot.cli.missing",
    "unpaid": "bot.cli.lists",
    "status": "bot.cli.status",
    "replay": "bot.cli.replay",
    "retry": "bot.cli.retry",
    "backup": "bot.cli.backup",
    "reencrypt": "bot.cli.reencrypt",
    "manifest": "bot.cli.manifest",
    "key": "bot.cli.key",
    "sandbox": "bot.cli.sandbox",
    "version": "bot.cli.version",
}


@click.group(cls=House, where=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Turn a web shop's orders into SmartBill invoices, approved in Slack."""


def main() -> None:
    """Run what was typed; an expected failure is one sentence on standard error, never a trace."""
    # What goes wrong is the command's to say; those that stay running configure their own logs.
    logging.getLogger().addHandler(logging.NullHandler())
    commands()
