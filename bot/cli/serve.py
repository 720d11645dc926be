"""`smartbill-bot serve`: the real thing, until it is told to stop."""

import logging
import signal

import click
import uvicorn

from bot.errors import ConfigError
from bot.logs import configure
from bot.settings import Settings, load, must_serve
from bot.storage.guard import only_process
from bot.wiring import build

log = logging.getLogger(__name__)


@click.command()
def serve() -> None:
    """Serve shops and Slack over HTTP, and work, in one process."""
    settings = load()
    must_serve(settings)
    configure(settings.log_level, settings.log_format)
    with only_process(settings.database_url):
        _run(settings)


def _run(settings: Settings) -> None:
    app = build(settings)
    app.start()
    log.info("serve.started", extra={"host": settings.host, "port": settings.port})
    server = uvicorn.Server(
        uvicorn.Config(
            app.http,
            host=settings.host,
            port=settings.port,
            log_config=None,
            # Access lines would hold the shops' secret addresses.
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        # The server takes these signals while it runs, and sends them once more when it has ended: the work
        # still has to be brought to its end then.
        signal.signal(number, server.handle_exit)
    try:
        server.run()
    finally:
        app.stop()
    if not server.started:
        raise ConfigError(
            f"HOST and PORT cannot be used: {settings.host}:{settings.port} is taken or not ours."
        )
