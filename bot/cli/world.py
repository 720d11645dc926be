"""The bot together with a world to try it in: three stand-ins and one page, all on loopback."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from bot.domain.shops import Shop, ShopSettings
from bot.sandbox.desk import desk
from bot.sandbox.server import Server
from bot.sandbox.shop.standin import ShopStandIn
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.standin import SmartBillStandIn
from bot.settings import GivenSettings
from bot.storage.schema import migrate
from bot.wiring import App, build
from bot.work.schedule import Looks

_EMAIL = "ana@magazin-exemplu.example"
_CIF = "RO99999992"
_CHANNEL = "C0FACTURI"
_QUIET_CHANNEL = "C0LINISTE"


@dataclass(frozen=True)
class World:
    """Everything that runs, and the address of the page."""

    app: App
    shop: ShopStandIn
    slack: SlackStandIn
    smartbill: SmartBillStandIn
    page: Server
    servers: tuple[Server, ...]

    def stop(self) -> None:
        """End it all, the page first."""
        self.page.stop()
        self.shop.close()
        for server in self.servers:
            server.stop()
        self.app.stop()


def start_world(
    folder: Path, *, port: int, looks: Looks, transport: str = "http", **settings: object
) -> World:
    """Start the stand-ins, the bot and the page, with one connected shop and a few orders.

    The bot is the one that serves a real workspace: only its addresses and secrets are the sandbox's.
    `port` is the page's; 0 means any. `transport` is `http` or `socket`.

    Raises:
        OSError: the page's port is taken.
    """
    signing_secret, token, key = secrets.token_hex(16), f"003|{secrets.token_hex(16)}", secrets.token_hex(32)
    smartbill = SmartBillStandIn(email=_EMAIL, token=token, cif=_CIF)
    slack = SlackStandIn(signing_secret=signing_secret)
    shop = ShopStandIn(api_key=key)
    page = Server(desk(shop=shop.desk, slack=slack.desk, smartbill=smartbill.desk), port)
    smartbill_server, slack_server = Server(smartbill.api).start(), Server(slack.api).start()
    given = {
        "database_url": f"sqlite:///{folder / 'smartbill-bot.db'}",
        "encryption_key": _key(folder),
        "slack_bot_token": "xoxb-sandbox-bot",
        "slack_api_url": f"{slack_server.url}/api/",
        "smartbill_api_url": f"{smartbill_server.url}/SBORO/api",
        "slack_post_rate": "20/1",
        "smartbill_quiet": 20,
    }
    given |= (
        {"slack_app_token": "xapp-sandbox-app"}
        if transport == "socket"
        else {"slack_signing_secret": signing_secret}
    )
    app = build(GivenSettings.model_validate(given | settings), looks=looks)
    hook_token = _connect(app, token=token, key=key)
    bot_server = Server(app.http).start()
    slack.request_url = f"{bot_server.url}/slack/events" if transport == "http" else None
    shop.hook_url = f"{bot_server.url}/hooks/cloudcart/{hook_token}"
    app.start()
    page.start()
    shop.announce()
    return World(app, shop, slack, smartbill, page, (bot_server, slack_server, smartbill_server))


def _connect(app: App, *, token: str, key: str) -> str:
    """Connect the sample shop as its owner would; answers the token of its hook address.

    The stand-ins forget everything when they end, so a kept database gets its secrets anew.
    """
    migrate(app.database)
    hook_token = secrets.token_urlsafe(24)
    settings = ShopSettings(
        smartbill_email=_EMAIL, cif=_CIF, series="FCT", channel=_CHANNEL, quiet_channel=_QUIET_CHANNEL
    )
    shop = Shop(
        id=f"demo-{secrets.token_hex(3)}", name="Magazin Exemplu", kind="cloudcart", settings=settings
    )
    for former in app.ledger.shops.all():
        app.ledger.shops.remove(former.id)
    app.ledger.shops.add(shop, smartbill_token=token, hook_token=hook_token, hook_secret=key)
    return hook_token


def _key(folder: Path) -> str:
    """The key of this folder's database, made where there is none yet."""
    file = folder / "encryption.key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_bytes(Fernet.generate_key())
    return file.read_text()
