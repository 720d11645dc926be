"""A `serve` process on a database of its own, with connected shops and a stand-in for the world outside."""

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import text

from bot.domain.shops import Shop, ShopSettings
from bot.settings import GivenSettings
from bot.storage.engine import Database
from bot.storage.schema import migrate
from bot.wiring import open_ledger
from tests.bench.outside import SERIES
from tests.bench.sending import Post
from tests.ports import free_port
from tests.postgres import started
from tests.serve.conftest import COMMAND, KEY, TOKEN, eventually, make_environment, ready

ROOT = Path(__file__).parents[2]
_RECORDED = ROOT / "tests" / "shops" / "cloudcart" / "order.updated__b2b.json"
_BODY = _RECORDED.read_bytes()
#: What a server that must not lose anything runs with.
_DURABLE = "-c fsync=on -c synchronous_commit=on"
_UNDONE = text(
    "SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running') AND kind NOT IN ('payment.watch', 'invoice.pdf')"
)
_NO_PDF = text("SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running') AND kind = 'invoice.pdf'")


@dataclass
class World:
    """Everything that one measurement needs; `process` is None before `start`."""

    folder: Path
    environment: dict[str, str]
    outside: str
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def port(self) -> int:
        return int(self.environment["PORT"])

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @cached_property
    def database(self) -> Database:
        return Database(self.environment["DATABASE_URL"])

    def connect(self, shops: int, *, automatic: bool, series: tuple[str, ...] = SERIES) -> None:
        """Connect this many shops, each with a series and a channel of its own."""
        settings = GivenSettings.model_validate(
            {
                "database_url": self.environment["DATABASE_URL"],
                "encryption_key": self.environment["ENCRYPTION_KEY"],
            }
        )
        migrate(self.database)
        database, ledger = open_ledger(settings)
        for number in range(shops):
            shop = Shop(
                id=f"s{number}",
                name=f"Shop {number}",
                kind="cloudcart",
                settings=_settings(number, series[number], automatic),
            )
            ledger.shops.add(shop, smartbill_token=TOKEN, hook_token=f"hook-{number}", hook_secret=KEY)
        database.close()

    def start(self) -> float:
        """Start `serve`; answers the seconds until it was ready."""
        begun = time.perf_counter()
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve"], env=self.environment, cwd=self.folder, stderr=log
            )
        eventually(lambda: ready(f"http://127.0.0.1:{self.port}"), seconds=60)
        return time.perf_counter() - begun

    def stop(self) -> None:
        """End `serve`, whatever it does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None

    def notices(self, first: int, count: int, *, shops: int = 1) -> Iterator[Post]:
        """Orders with numbers from `first` on, from the shops in turn."""
        headers = (("X-CloudCart-ApiKey", KEY), ("Content-Type", "application/json"))
        for number in range(first, first + count):
            body = _BODY.replace(b'"id": 20411,', b'"id": %d,' % number)
            yield Post(f"/hooks/cloudcart/hook-{number % shops}/order.updated", body, headers)

    def counts(self) -> dict[str, int]:
        """How often the stand-in was asked for each path."""
        with urllib.request.urlopen(f"{self.outside}/counts") as answer:  # noqa: S310 - on this machine
            return dict(json.load(answer))

    def wait_done(self, *, with_pdfs: bool = False, seconds: float = 600) -> None:
        """Return when nothing is left to do but to look at payments from time to time."""
        query = _NO_PDF if with_pdfs else _UNDONE

        def is_done() -> bool:
            with self.database.reading() as session:
                return not session.execute(query).scalar_one()

        eventually(is_done, seconds)

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        with self.database.reading() as session:
            return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def _settings(number: int, series: str, automatic: bool) -> ShopSettings:
    return ShopSettings(
        smartbill_email="ana@example.com",
        cif="RO99999917",
        series=series,
        channel=f"C0{number:07}",
        automatic=automatic,
        only_with_billing=False,
    )


@contextmanager
def world(database: str, *, delay: float = 0.0, **environment: str) -> Iterator[World]:
    """On `sqlite` or `postgres`; the stand-in for SmartBill answers after `delay` seconds."""
    with (
        tempfile.TemporaryDirectory(prefix="smartbill-bot-bench-") as folder,
        _database(database, Path(folder)) as url,
        _outside(delay) as outside,
    ):
        made = make_environment(Path(folder)) | {
            "DATABASE_URL": url,
            "PORT": str(free_port()),
            "LEASE_SECONDS": "10",
            "SMARTBILL_API_URL": f"{outside}/SBORO/api",
            "SLACK_API_URL": f"{outside}/api/",
            "SMARTBILL_RATE": "100000/1",
            "SLACK_POST_RATE": "100000/1",
        }
        running = World(Path(folder), made | environment, outside)
        try:
            yield running
        finally:
            running.stop()
            running.database.close()


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bot.db'}"
        return
    cluster = started(_DURABLE)
    try:
        yield cluster.url()
    finally:
        cluster.stop()


@contextmanager
def _outside(delay: float) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.outside", str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()
