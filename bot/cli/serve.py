"""`smartbill-bot serve`: the real thing, until it is told to stop."""

import errno
import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

import click
import uvicorn

from bot.cli.endings import sentence
from bot.cli.leaving import Leaving, end_hard
from bot.cli.opening import opened
from bot.errors import BotError, ConfigError, RemoteUnavailable
from bot.logs import configure
from bot.settings import Settings, load, must_serve, shortened
from bot.slack.client import client
from bot.slack.courier import translated
from bot.storage.guard import only_process
from bot.wiring import App, Duties

log = logging.getLogger(__name__)

#: A name may stand for addresses that this machine does not have, such as localhost's of IPv6.
_NOT_HERE = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


@click.command()
@click.option("--no-worker", is_flag=True, help="Hear shops and people only; other processes do the work.")
@click.option("--worker-only", is_flag=True, help="Work only; other processes hear shops and people.")
def serve(*, no_worker: bool, worker_only: bool) -> None:
    """Serve shops and Slack over HTTP, and work, in one process.

    On PostgreSQL, several processes may share this, and hearing and working may be divided between them.
    """
    settings = load()
    must_serve(settings)
    duties = _duties(settings, hears=not worker_only, works=not no_worker)
    # What cannot work is found before any work starts, and is all that is said then.
    with only_process(settings.database_url), _listening(settings) as listeners:
        if duties.hears:
            _must_reach_slack(settings)
        with _prepared(settings, duties) as app:
            configure(settings.log_level, settings.log_format, hears_server=True)
            _warn_of_short_times(settings)
            _run(app, listeners)


def _warn_of_short_times(settings: Settings) -> None:
    for time in shortened(settings):
        facts = {"variable": time.name, "seconds": time.seconds, "default": time.default}
        log.warning("settings.below_default", extra=facts)


def _duties(settings: Settings, *, hears: bool, works: bool) -> Duties:
    """What this process is to do.

    Raises:
        ConfigError: nothing is left to do, or the rest could be nobody's.
    """
    if not hears and not works:
        raise ConfigError("--no-worker and --worker-only leave nothing to do: use one of them.")
    if not (hears and works) and settings.database_url.startswith("sqlite"):
        raise ConfigError(
            "--no-worker and --worker-only need PostgreSQL (DATABASE_URL): "
            "on SQLite one process hears and works."
        )
    return Duties(hears=hears, works=works)


def _run(app: App, listeners: list[socket.socket]) -> None:
    server = _Server(app, Leaving(app.take_no_more))
    try:
        with _slack_needed():
            app.start()
        host, port = listeners[0].getsockname()[:2]
        log.info("serve.started", extra={"host": host, "port": port})
        for number in (signal.SIGINT, signal.SIGTERM):
            # The server takes these signals while it runs, and sends them once more when it has ended: the
            # work still has to be brought to its end then.
            signal.signal(number, server.handle_exit)
        server.run(sockets=listeners)
    finally:
        is_idle = app.stop()
    if not is_idle:
        # A call that hangs ends with the process, and the next one looks what became of it: were it left to
        # end by itself, two processes would be at it.
        end_hard()


class _Server(uvicorn.Server):
    """The HTTP server, whose ending is not left to what happens to hang in it."""

    def __init__(self, app: App, leaving: Leaving) -> None:
        super().__init__(
            uvicorn.Config(
                app.http,
                log_config=None,
                # Access lines would hold the shops' secret addresses.
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=2,
            )
        )
        self._leaving = leaving

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._leaving.tell()
        super().handle_exit(sig, frame)


@contextmanager
def _listening(settings: Settings) -> Iterator[list[socket.socket]]:
    """Sockets on every address that HOST stands for; who calls early waits until the server runs.

    Raises:
        ConfigError: the port is taken, or the host is none of this machine's.
    """
    host, port = settings.host, settings.port
    unusable = ConfigError(f"HOST and PORT cannot be used: {host}:{port} is taken or not ours.")
    with ExitStack() as stack:
        try:
            listeners = [stack.enter_context(listener) for listener in _bound(host, port)]
        except (OSError, UnicodeError) as error:
            raise unusable from error
        if not listeners:
            raise unusable
        yield listeners


def _bound(host: str, port: int) -> Iterator[socket.socket]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    for family, address in dict.fromkeys((each[0], each[4]) for each in found):
        try:
            listener = socket.create_server(address, family=family)
        except OSError as error:
            if error.errno in _NOT_HERE:
                continue
            raise
        # asyncio leaves sockets of an unnamed protocol alone; without this each answer waits 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listener


def _must_reach_slack(settings: Settings) -> None:
    """In Socket Mode nothing can be heard without Slack; over HTTP it may come later.

    Raises:
        ConfigError: Slack cannot be reached, or does not take the token.
    """
    token = settings.slack_app_token.get_secret_value()
    if token:
        with _slack_needed():
            client(token, settings.slack_api_url).apps_connections_open(app_token=token)


@contextmanager
def _slack_needed() -> Iterator[None]:
    try:
        with translated():
            yield
    except BotError as error:
        raise ConfigError(f"{sentence(error)} Check SLACK_APP_TOKEN and SLACK_API_URL.") from error


@contextmanager
def _prepared(settings: Settings, duties: Duties) -> Iterator[App]:
    """The bot on its database; one that cannot be reached now was probably never meant.

    Raises:
        ConfigError: the database's address cannot work, or nothing answers there.
    """
    with ExitStack() as stack:
        try:
            app = stack.enter_context(opened(settings, duties))
        except RemoteUnavailable as error:
            raise ConfigError("The database cannot be reached: check DATABASE_URL.") from error
        yield app
