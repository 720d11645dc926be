"""`smartbill-bot demo`: the whole product on one page, with nothing to set up."""

import contextlib
import os
import tempfile
import webbrowser
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

from bot.cli.leaving import told_to_end
from bot.cli.world import start_world
from bot.errors import ConfigError
from bot.logs import configure
from bot.words.say import Language
from bot.work.schedule import Looks, Visits

#: As often as a person at a demo can wait for.
_VISITS = Visits(
    every=timedelta(seconds=10),
    soon=timedelta(seconds=0.2),
    apart=timedelta(seconds=0.5),
    patience=timedelta(seconds=20),
    between_hooks=timedelta(seconds=10),
)
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@click.command()
@click.option("--port", default=3000, show_default=True, help="Where the page is; 0 for any free port.")
@click.option(
    "--language", type=click.Choice(["ro", "en"]), default="ro", show_default=True, help="The bot's."
)
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the database in this folder, instead of a temporary one.",
)
def demo(port: int, *, language: Language, no_browser: bool, keep: Path | None) -> None:
    """Try it: a sample shop, a Slack channel and SmartBill on one page, and the real bot between them.

    Nothing leaves this machine. The environment and .env files are not read.
    """
    configure("warning", "console")
    for name in _PROXIES:
        # Everything is on this machine, where no proxy leads.
        os.environ.pop(name, None)
    with _folder(keep) as folder:
        _run(folder, port, language, is_shown=not no_browser)


def _run(folder: Path, port: int, language: Language, *, is_shown: bool) -> None:
    wait_for_the_end = told_to_end()
    try:
        looks = Looks(every=timedelta(seconds=10))
        world = start_world(
            folder, port=port, looks=looks, visits=_VISITS, language=language, shop_rate="3000/60"
        )
    except OSError as error:
        raise ConfigError(
            f"Port {port} is taken. Try another one: smartbill-bot demo --port {port + 1}"
        ) from error
    click.echo(f"SmartBill Bot is at {world.page.url} – press Ctrl-C to end it.")
    if is_shown:
        webbrowser.open(world.page.url)
    wait_for_the_end()
    world.stop()


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="smartbill-bot-") as name:
        yield Path(name)
