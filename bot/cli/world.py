"""The bot together with a world to try it in: the stand-ins and one page, all on loopback."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.domain.shops import Series, Shop, ShopSettings
from bot.sandbox.anaf import AnafStandIn
from bot.sandbox.bnr import BnrStandIn
from bot.sandbox.desk import desk
from bot.sandbox.server import Server
from bot.sandbox.shop.standin import ShopStandIn
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.standin import SmartBillStandIn
from bot.settings import GivenSettings
from bot.storage.schema import migrate
from bot.wiring import App, build
from bot.words.say import Language
from bot.work.schedule import Looks, Visits

_EMAIL = "ana@magazin-exemplu.example"
_CIF = "RO99999917"
_CHANNEL = "C0FACTURI"
_QUIET_CHANNEL = "C0LINISTE"
_KINDS: Mapping[str, Literal["invoice", "proforma", "receipt"]] = {
    "f": "invoice",
    "p": "proforma",
    "c": "receipt",
}


@dataclass(frozen=True)
class World:
    """Everything that runs, and the address of the page."""

    app: App
    shop: ShopStandIn
    slack: SlackStandIn
    smartbill: SmartBillStandIn
    anaf: AnafStandIn
    bnr: BnrStandIn
    page: Server
    shop_api: Server
    servers: tuple[Server, ...]

    def stop(self) -> None:
        """End it all, the page first."""
        self.shop.close()
        for server in (self.page, *self.servers):
            server.ask_to_stop()
        self.app.stop()
        for server in (self.page, *self.servers):
            server.stop()


@dataclass(frozen=True)
class _Secrets:
    """What the parts of this world know each other by, fresh for each."""

    signing: str
    smartbill: str
    shop_key: str
    hook: str


class _Door:
    """Leads to the bot, whose address is known before it is built."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


def start_world(
    folder: Path,
    *,
    port: int,
    looks: Looks,
    transport: Literal["http", "socket"] = "http",
    language: Language = "ro",
    visits: Visits | None = None,
    **settings: object,
) -> World:
    """Start the stand-ins, the bot and the page, with one connected shop and a few orders.

    The bot is the one that serves a real workspace: only its addresses and secrets are the sandbox's.
    `port` is the page's, 0 for any; `language` the bot's; `settings` replace any of `bot.settings`. With
    `visits`, the shop is asked so often; without, it has told nobody where it can be.

    Raises:
        OSError: the page's port is taken.
    """
    known = _Secrets(
        secrets.token_hex(16),
        f"003|{secrets.token_hex(16)}",
        secrets.token_hex(32),
        secrets.token_urlsafe(24),
    )
    smartbill = SmartBillStandIn(email=_EMAIL, token=known.smartbill, cif=_CIF)
    slack = SlackStandIn(signing_secret=known.signing)
    shop = ShopStandIn(api_key=known.shop_key)
    page = Server(desk(shop=shop.desk, slack=slack.desk, smartbill=smartbill.desk), port)
    anaf, bnr = AnafStandIn(), BnrStandIn()
    outside = tuple(Server(one.api).start() for one in (smartbill, slack, anaf, bnr))
    shop_api = Server(shop.api).start()
    door = _Door()
    bot = Server(door)
    public = {"public_url": bot.url}
    given = _addresses(folder, *outside) | _slack_secrets(known, transport) | public | settings
    app = build(GivenSettings.model_validate(given), looks=looks, visits=visits)
    _connect(app, smartbill, known, language, shop_url=shop_api.url if visits else "")
    door.app = app.http
    bot.start()
    slack.request_url = f"{bot.url}/slack/events" if transport == "http" else None
    shop.hook_url = f"{bot.url}/hooks/cloudcart/{known.hook}"
    app.start()
    page.start()
    shop.announce()
    return World(app, shop, slack, smartbill, anaf, bnr, page, shop_api, (bot, shop_api, *outside))


def _addresses(
    folder: Path, smartbill: Server, slack: Server, anaf: Server, bnr: Server
) -> dict[str, object]:
    """Where everything is, and times that a person at a demo can wait for."""
    return {
        "database_url": f"sqlite:///{folder / 'smartbill-bot.db'}",
        "encryption_key": _key(folder),
        "slack_api_url": f"{slack.url}/api/",
        "smartbill_api_url": f"{smartbill.url}/SBORO/api",
        "anaf_api_url": anaf.url,
        "bnr_api_url": bnr.url,
        "slack_post_rate": "20/1",
        "smartbill_quiet": 20,
    }


def _slack_secrets(known: _Secrets, transport: str) -> dict[str, object]:
    bot_token = {"slack_bot_token": "xoxb-sandbox-bot"}
    if transport == "socket":
        return {**bot_token, "slack_app_token": "xapp-sandbox-app"}
    return {**bot_token, "slack_signing_secret": known.signing}


def _connect(
    app: App, smartbill: SmartBillStandIn, known: _Secrets, language: Language, *, shop_url: str
) -> None:
    """Connect the sample shop as its owner would.

    The stand-ins forget everything when they end, so a kept database gets a new shop with new secrets.
    """
    migrate(app.database)
    settings = ShopSettings(
        smartbill_email=_EMAIL,
        cif=_CIF,
        series="FCT",
        invoice_series="FCT",
        channel=_CHANNEL,
        quiet_channel=_QUIET_CHANNEL,
        bot_language=language,
        verify_buyers=True,
        shop_url=shop_url,
    )
    shop = Shop(
        id=f"demo-{secrets.token_hex(3)}", name="Magazin Exemplu", kind="cloudcart", settings=settings
    )
    for former in app.ledger.shops.all():
        app.ledger.shops.remove(former.id)
    app.ledger.shops.add(
        shop, smartbill_token=known.smartbill, hook_token=known.hook, hook_secret=known.shop_key
    )
    app.flows.numbering.meet(_CIF, _told(smartbill))
    app.flows.hooking.meet(shop)


def _told(smartbill: SmartBillStandIn) -> Iterator[Series]:
    """What its SmartBill would say of the series, without a call that counts."""
    for series in smartbill.account.series.values():
        yield Series(series.name, _KINDS[series.type], series.next_number)


def _key(folder: Path) -> str:
    """The key of this folder's database, made where there is none yet."""
    file = folder / "encryption.key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_bytes(Fernet.generate_key())
    return file.read_text()
