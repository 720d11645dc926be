"""Everything around the processes that die: stand-ins, one address, two shops; it survives them all."""

import logging
import os
import random
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.domain.numbers import CompanySeries
from bot.domain.shops import CollectOnPaid, ShopSettings
from bot.domain.shops import Shop as Connected
from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.limits import RateLimit
from bot.sandbox.smartbill.standin import SmartBillStandIn
from bot.settings import GivenSettings
from bot.storage.schema import migrate
from bot.wiring import open_ledger
from tests.kill.books import CHANNEL
from tests.kill.front import Front
from tests.kill.orders import Shop
from tests.kill.processes import ROOT
from tests.kill.traffic import Traffic
from tests.kill.weather import Weather
from tests.ports import free_port

_TOKEN = "003|0123456789abcdef0123456789abcdef"
_EMAIL = "ana@example.com"
_HOOK_SECRET = "whsec_" + "A" * 43 + "="
_SECRET = "a-secret-of-the-kill-suite"
#: The bot's share, in calls per ten seconds, of each process. SmartBill blocks beyond its own limit.
CALLS_IN_TEN_SECONDS = 120


_MANUAL = Connected(
    id="by-hand",
    name="De mână",
    kind="standard",
    settings=ShopSettings(smartbill_email=_EMAIL, cif="RO99999917", series="SLK", channel=CHANNEL),
)
_AUTOMATIC = Connected(
    id="automatic",
    name="Automat",
    kind="standard",
    settings=ShopSettings(
        smartbill_email=_EMAIL,
        cif="RO99999917",
        series="FCT",
        channel=CHANNEL,
        automatic=True,
        collect_on_paid=CollectOnPaid.AUTO,
    ),
)
#: In which both the bot and a colleague issue.
SERIES = (_AUTOMATIC.settings.series, _MANUAL.settings.series)


@dataclass
class World:
    """The stand-ins with their servers, and the environment in which processes find them."""

    folder: Path
    dice: random.Random
    processes: int
    blocks: float = 0
    smartbill: SmartBillStandIn = field(init=False)
    slack: SlackStandIn = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        limit = RateLimit(10_000, 10.0)
        self.smartbill = SmartBillStandIn(email=_EMAIL, token=_TOKEN, limit=limit)
        self.slack = SlackStandIn(signing_secret=_SECRET)
        self.weather = Weather(self.dice, blocks=self.blocks)
        self.smartbill._service.faults = self.weather
        self.traffic = Traffic(self.smartbill.api)
        self.ports = [free_port() for _ in range(self.processes)]
        front = Front([f"http://127.0.0.1:{port}" for port in self.ports], self.dice)
        self._servers = [Server(self.traffic), Server(self.slack.api), Server(front.app)]
        self.url = self._servers[2].url
        self.slack.request_url = f"{self.url}/slack/events"
        self.diary = self.folder / "deaths"
        self._storm = self.folder / "storm"

    def open(self) -> None:
        """Begin to answer; answers that are lost on purpose are not worth a line of the server's."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        for server in self._servers:
            server.start()

    def close(self) -> None:
        """Answer nobody any more."""
        for server in self._servers:
            server.stop()

    def environment(self, database_url: str) -> dict[str, str]:
        """What every process finds, but its port; times are short, so that a run is."""
        smartbill, slack, _ = self._servers
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        return kept | {
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database_url,
            "ENCRYPTION_KEY": Fernet.generate_key().decode(),
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_SIGNING_SECRET": _SECRET,
            "SLACK_API_URL": f"{slack.url}/api/",
            "SLACK_POST_RATE": "50/1",
            "SMARTBILL_API_URL": f"{smartbill.url}/SBORO/api",
            # Whatever is asked there is asked in vain, and never outside.
            "ANAF_API_URL": "http://127.0.0.1:9",
            "BNR_API_URL": "http://127.0.0.1:9",
            "SMARTBILL_TOKEN": _TOKEN,
            "SMARTBILL_RATE": f"{CALLS_IN_TEN_SECONDS}/10",
            "SMARTBILL_TIMEOUT": "1",
            "SMARTBILL_QUIET": "2",
            "LEASE_SECONDS": "2",
            "MORTAL_DIARY": str(self.diary),
            "MORTAL_WHILE": str(self._storm),
        }

    def begin_storm(self) -> None:
        """From now on everything may go wrong."""
        self.weather.is_fair = False
        self._storm.touch()

    def end_storm(self) -> None:
        """Nothing more goes wrong."""
        self.weather.is_fair = True
        self._storm.unlink(missing_ok=True)

    @property
    def deaths(self) -> list[str]:
        """The lines at which processes have died."""
        return self.diary.read_text().splitlines() if self.diary.exists() else []

    def connect(self, environment: dict[str, str]) -> tuple[Shop, Shop]:
        """Two shops, each with a series of its own; the first issues and books by itself what it can."""
        settings = GivenSettings(
            database_url=environment["DATABASE_URL"], encryption_key=SecretStr(environment["ENCRYPTION_KEY"])
        )
        database, ledger = open_ledger(settings)
        migrate(database)
        for shop in (_AUTOMATIC, _MANUAL):
            ledger.shops.add(shop, smartbill_token=_TOKEN, hook_token=shop.id, hook_secret=_HOOK_SECRET)
            series = self.smartbill.account.series[shop.settings.series]
            ledger.numbers.stands_at(_key_of(shop.settings), series.next_number)
        database.close()
        automatic, manual = (
            Shop(f"{self.url}/hooks/standard/{each.id}", _HOOK_SECRET) for each in (_AUTOMATIC, _MANUAL)
        )
        return automatic, manual


def _key_of(settings: ShopSettings) -> str:
    return CompanySeries(settings.cif, settings.document, settings.series).key
