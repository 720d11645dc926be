"""`smartbill-bot retry`: have a job tried again that failed for good."""

import click

from bot.cli.endings import No
from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.settings import load


@click.command()
@click.argument("job", metavar="JOB", type=int)
@json_option
def retry(job: int, *, as_json: bool) -> None:
    """Have a job tried again that failed for good.

    JOB is its number: `smartbill-bot status` lists those that are not tried any more. Put right first what
    was in its way. Nothing is issued or booked twice. The job is done by `serve`.
    """
    with opened(load()) as app:
        if not app.flows.sweeping.try_again(job):
            raise No(f"Job {job} has not failed for good: `smartbill-bot status` lists those that have.")
    if as_json:
        print_json({"job": job, "waits": True})
    else:
        click.echo(f"Job {job} waits to be tried again.")
