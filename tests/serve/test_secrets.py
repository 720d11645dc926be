"""No secret gets out: a whole story is told to a real process, and all that it wrote and sent is looked through."""

import json
import logging
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.cli.shop_files import written
from bot.flows.kinds import Kind
from bot.logs import JsonLine
from bot.sandbox.server import Server
from bot.sandbox.slack.carrier import Answer, Parcel
from bot.sandbox.slack.standin import SlackStandIn
from bot.slack.ids import Action, Form
from bot.storage.copying import copy
from bot.storage.engine import Database
from bot.storage.queue import SqlQueue
from bot.wiring import SystemClock
from tests.builders import a_shop, some_settings
from tests.serve.conftest import KEY, Served, eventually, surrounded
from tests.serve.leaks import joined, leaks, shapes
from tests.slack.reading import read

EMAIL = "ana@example.com"
#: With every character that some program escapes.
TOKEN = '003|5f1d"9f0a\\7be4/c2d8+1e6a=3b90&c7d1%1f3a'
WRONG_TOKEN = '003|wr0n"g\\t0ken/+=&%77e1'
#: The key of a shop that is connected in Slack.
OTHER_KEY = "CHEIE+A/ALTUI=MAGAZIN&1"
SECRETS = {
    "token": shapes(TOKEN, EMAIL),
    "wrong token": shapes(WRONG_TOKEN, EMAIL),
    "key": shapes(KEY),
    "other key": shapes(OTHER_KEY),
}
ANA = "U0ANA"
NUMBER = 31001


class Ear:
    """An application around another one's, which keeps all that it is told."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.heard: list[str | bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.heard += [scope["path"], scope["query_string"], *(value for _, value in scope["headers"])]

        async def listen() -> Any:
            message = await receive()
            self.heard.append(bytes(message.get("body", b"")))
            return message

        await self._app(scope, listen, send)


@dataclass
class Story:
    """What happened, for whoever looks through it."""

    served: Served
    sent_to_slack: list[str | bytes]
    printed: list[str] = field(default_factory=list)
    #: What the bot made and showed once.
    shown: list[str] = field(default_factory=list)

    def type(self, *words: str) -> None:
        """Somebody types a command at the server's terminal."""
        done = self.served.run(*words)
        self.printed += [done.stdout, done.stderr]
        assert done.returncode in {0, 1}, done.stderr

    def form(self, callback_id: str, saying: str = "") -> str:
        """The id of the form that Ana has before her, as soon as it says this."""
        views = self.served.slack.views

        def look() -> str | None:
            shown = (one for one in views(ANA) if one.body["callback_id"] == callback_id)
            return next((view.id for view in shown if saying in read(view.blocks)), None)

        found = eventually(look)
        assert found is not None
        return found

    def ask(self, text: str) -> None:
        """Ana types a command in Slack, and is answered."""
        before = len(self.served.slack.ephemerals(ANA))
        self.served.slack.say(ANA, "C0FACTURI", f"/smartbill {text}")
        eventually(lambda: len(self.served.slack.ephemerals(ANA)) > before)

    def logged(self, event: str) -> None:
        """The process has said this."""
        eventually(lambda: f'"{event}"' in self.served.log())

    def see_secret(self, view_id: str) -> None:
        """Ana reads the secret in this form."""
        view = next(one for one in self.served.slack.views(ANA) if one.id == view_id)
        self.shown += re.findall("whsec_[A-Za-z0-9+/=]+", read(view.blocks))

    def close_forms(self) -> None:
        for view in reversed(self.served.slack.views(ANA)):
            self.served.slack.close(ANA, view.id)

    def settings_with(self, token: str, *, ends: str, saying: str) -> None:
        """Ana opens the settings, types this token, and reads how it ended."""
        self.close_forms()
        self.served.slack.say(ANA, "C0FACTURI", "/smartbill settings")
        values = {"token": {"value": token}, "due_days": {"value": "9"}}
        self.served.slack.submit(ANA, self.form(Form.SETTINGS), values)
        self.form(ends, saying)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The whole of it, told at the most talkative level of logging."""
    folder = tmp_path_factory.mktemp("secrets")
    changes = {"LOG_LEVEL": "debug", "LOG_FORMAT": "json", "SMARTBILL_TIMEOUT": "2", "SMARTBILL_QUIET": "2"}
    with surrounded(folder, changes, token=TOKEN, ear=Ear) as served:
        assert isinstance(served.slack_app, Ear)
        told = Story(served, served.slack_app.heard)
        _remember_answers(served.slack, told.sent_to_slack)
        served.start()
        _tell(told)
        yield told


def _remember_answers(slack: SlackStandIn, heard: list[str | bytes]) -> None:
    """Slack is told things in answers to what it delivers, too."""
    carry = slack.carrier.carry

    def carry_and_remember(parcel: Parcel) -> Answer:
        answer = carry(parcel)
        heard.append(json.dumps(answer.body))
        return answer

    slack.carrier.carry = carry_and_remember  # type: ignore[method-assign]


def _tell(story: Story) -> None:
    served = story.served
    served.approve(NUMBER)
    eventually(lambda: served.is_issued(NUMBER))
    _collect(story)
    story.settings_with(WRONG_TOKEN, ends=Form.SETTINGS, saying=":warning:")
    story.settings_with(TOKEN, ends=Form.SETTINGS_DONE, saying="*Salvat.*")
    story.close_forms()
    _connect_others(story)
    for text in ("settings history", "status", f"order {NUMBER}"):
        story.ask(text)
    _let_it_go_wrong(story)
    shop = json.loads(served.run("shop", "list", "--json").stdout)[0]["id"]
    for words in (
        ("backup", "copy.db"),
        ("shop", "export", "shops.toml"),
        ("shop", "import", "shops.toml", "--dry-run"),
        ("shop", "list", "--json"),
        ("shop", "history", shop, "--json"),
        ("shop", "history", shop),
        ("shop", "restore", shop, "1"),
        ("doctor",),
        ("status", "--json"),
        ("order", str(NUMBER), "--json"),
        ("pending",),
        ("reencrypt", "--json"),
    ):
        story.type(*words)


def _connect_others(story: Story) -> None:
    """Ana begins to connect a shop with a key of its own; another one gets its secret from us, and loses it."""
    slack, done = story.served.slack, Form.SETTINGS_DONE
    login = {"smartbill_email": EMAIL, "cif": "RO99999917", "channel": "C0FACTURI"}
    form = _connecting(story)
    _submit(story, form, login | {"name": "Cu cheie", "shop_key": OTHER_KEY, "token": WRONG_TOKEN})
    _submit(story, story.form(Form.CONNECT, ":warning:"), {"token": TOKEN})
    story.form(Form.CONNECT, "SmartBill acceptă")
    form = _connecting(story)
    slack.press(ANA, Action.CONNECT_KIND, view_id=form, selected="standard", values={})
    eventually(lambda: "cheia API" not in read(slack.views(ANA)[-1].blocks))
    _submit(story, form, login | {"name": "Fără cheie", "token": TOKEN})
    _submit(story, story.form(Form.CONNECT, "SmartBill acceptă"), {"series": "invoice:FCT"})
    story.see_secret(story.form(done, "whsec_"))
    shops = json.loads(story.served.run("shop", "list", "--json").stdout)
    [made] = [shop["id"] for shop in shops if shop["name"] == "Fără cheie"]
    story.close_forms()
    story.ask("settings")
    slack.press(ANA, f"{Action.SETTINGS}:{made}", ts=slack.ephemerals(ANA)[-1].ts)
    slack.press(ANA, Action.HOOKS, view_id=story.form(Form.SETTINGS))
    slack.press(ANA, Action.RENEW, view_id=story.form(done))
    story.see_secret(story.form(done, "whsec_"))
    story.close_forms()
    story.type("shop", "remove", made, "--yes")


def _connecting(story: Story) -> str:
    """The empty form that connects a shop."""
    slack = story.served.slack
    story.close_forms()
    slack.say(ANA, "C0FACTURI", "/smartbill settings")
    slack.press(ANA, Action.CONNECT, view_id=story.form(Form.SETTINGS))
    return story.form(Form.CONNECT)


def _submit(story: Story, form: str, typed: dict[str, str]) -> None:
    answer = story.served.slack.submit(ANA, form, {name: {"value": value} for name, value in typed.items()})
    assert answer == {"ok": True, "errors": {}}


def _collect(story: Story) -> None:
    served = story.served
    served.slack.press(ANA, Action.COLLECT, ts=served.card(NUMBER).ts)
    served.slack.submit(ANA, story.form(Form.COLLECT), {})
    eventually(lambda: "încasată" in served.cards(NUMBER)[0].text)


def _let_it_go_wrong(story: Story) -> None:
    """Every edge of the house meets an accident, with a token or a key at hand."""
    served = story.served
    # A form that Slack would never send, with a token typed into it.
    values = {"token": {"value": {"type": "plain_text_input", "value": TOKEN}}}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": Form.SETTINGS.value,
        "state": {"values": values},
        "blocks": [],
    }
    whose = {"user": {"id": ANA}, "team": {"id": "T0EXEMPLU"}, "trigger_id": "1.2.x", "token": "x"}
    broken = {"type": "view_submission", "view": view, "api_app_id": "A0SMARTBILL", **whose}
    served.slack.carrier.carry(Parcel("interactive", "view_submission", broken))
    # A job that asks SmartBill and then finds nobody to tell.
    database = Database(served.environment["DATABASE_URL"])
    shop = json.loads(served.run("shop", "list", "--json").stdout)[0]["id"]
    with database.transaction() as session:
        SqlQueue(database, SystemClock()).enqueue(Kind.LOAD_SETTINGS, {"shop": shop}, lane="nobody")
        # Its last try, whose end is told with its trace.
        session.connection().exec_driver_sql("UPDATE jobs SET attempts = 99 WHERE lane = 'nobody'")
    database.close()
    # SmartBill, Slack and the shop, each in its own way.
    served.slack.script("chat.update", "fatal_error", "invalid_blocks")
    served.smartbill.fault("html502", times=2)
    story.settings_with(WRONG_TOKEN, ends=Form.SETTINGS, saying=":warning:")
    headers = {"X-CloudCart-ApiKey": KEY, "Content-Type": "application/json"}
    url = f"{served.url}{served.hook_path}/order.updated"
    for body in (b"{", b'{"id": []}', b"\xff"):
        assert requests.post(url, data=body, headers=headers, timeout=5).ok
    served.notice(NUMBER + 1, key=f"{KEY}x")
    served.approve(NUMBER + 2)
    for event in ("press.failed", "work.parked", "work.postponed", "notice.unreadable"):
        story.logged(event)


@pytest.fixture(scope="module")
def places(story: Story) -> dict[str, bytes]:
    """All that was written or sent, while the process still runs."""
    folder = story.served.folder
    files = {
        "log": "log",
        "database": "bot.db",
        "WAL": "bot.db-wal",
        "backup": "copy.db",
        "export": "shops.toml",
    }
    held = {place: (folder / name).read_bytes() for place, name in files.items()}
    return held | {"terminal": joined(story.printed), "Slack": joined(story.sent_to_slack)}


@pytest.mark.slow
def test_no_secret_is_anywhere(places: dict[str, bytes]) -> None:
    assert leaks(places, SECRETS) == []


@pytest.mark.slow
def test_a_secret_that_we_made_is_shown_in_slack_and_nowhere_else(
    places: dict[str, bytes], story: Story
) -> None:
    first, second = story.shown

    assert first != second
    secrets = {"first": shapes(first), "second": shapes(second)}
    assert {leak.partition(":")[0] for leak in leaks(places, secrets)} == {"Slack"}


@pytest.mark.slow
def test_the_story_left_something_everywhere(places: dict[str, bytes], story: Story) -> None:
    log = story.served.log()

    assert {place for place, held in places.items() if len(held) < 500} == set()
    # Each accident was met with its trace, at the most talkative level.
    for event in ("press.failed", "work.parked", "settings.saved", "invoice.issued", "payment.booked"):
        assert f'"{event}"' in log
    assert log.count('"trace"') >= 2
    for said in (b"views.update", b"files.completeUploadExternal", "••••1f3a".encode()):
        assert said in places["Slack"] or json.dumps(said.decode())[1:-1].encode() in places["Slack"]
    assert b"settings_versions" in places["database"]
    assert b"gAAAA" in places["database"] + places["WAL"]


def _in_a_log(folder: Path, text: str) -> bytes:
    try:
        raise RuntimeError(text)
    except RuntimeError:
        record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "work.parked", None, sys.exc_info())
    return JsonLine().format(record).encode()


def _kept(folder: Path, text: str, *, in_wal: bool) -> Path:
    """A database in which somebody kept it; what is in the WAL is not in the database yet."""
    path = folder / "leaky.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE audit (facts JSON)")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("INSERT INTO audit VALUES (?)", (json.dumps({"changed": text}),))
    connection.commit()
    if not in_wal:
        connection.close()
        return path
    seen = folder / "seen.db-wal"
    shutil.copy(f"{path}-wal", seen)
    connection.close()
    return seen


def _in_a_backup(folder: Path, text: str) -> bytes:
    copy(_kept(folder, text, in_wal=False), folder / "copy.db")
    return (folder / "copy.db").read_bytes()


PLANTS: dict[str, Callable[[Path, str], bytes]] = {
    "log": _in_a_log,
    "database": lambda folder, text: _kept(folder, text, in_wal=False).read_bytes(),
    "WAL": lambda folder, text: _kept(folder, text, in_wal=True).read_bytes(),
    "backup": _in_a_backup,
    "export": lambda folder, text: written([a_shop(settings=some_settings(mentions=text))]).encode(),
    "terminal": lambda folder, text: json.dumps({"said": text}, indent=2).encode(),
}


@pytest.fixture(scope="module")
def post() -> Iterator[Callable[[str], bytes]]:
    """Post a message; answers what Slack was told by then."""
    slack = SlackStandIn(signing_secret="s")
    ear = Ear(slack.api)
    with Server(ear) as server:
        client = WebClient(token=slack.bot_token, base_url=f"{server.url}/api/", retry_handlers=[])

        def posted(text: str) -> bytes:
            ear.heard.clear()
            client.chat_postMessage(channel="C0FACTURI", text=text)
            return joined(ear.heard)

        yield posted


@pytest.mark.parametrize("place", [*PLANTS, "Slack"])
@pytest.mark.parametrize(
    ("secret", "shape"), [(secret, shape) for secret, looks in SECRETS.items() for shape in looks]
)
def test_a_leak_of_each_shape_into_each_place_would_be_found(
    tmp_path: Path, post: Callable[[str], bytes], place: str, secret: str, shape: str
) -> None:
    text = f"before {SECRETS[secret][shape]} after"

    held = post(text) if place == "Slack" else PLANTS[place](tmp_path, text)

    assert f"{place}: {secret}, {shape}" in leaks({place: held}, SECRETS)


def test_each_shape_of_the_token_is_another_one() -> None:
    looks = [SECRETS["token"][shape] for shape in ("plain", "json", "url", "repr", "base64", "basic")]

    assert len(set(looks)) == len(looks)


def test_nothing_is_found_where_nothing_is() -> None:
    assert leaks({"log": b"003|5f1d", "Slack": b"ana@example.com"}, SECRETS) == []
