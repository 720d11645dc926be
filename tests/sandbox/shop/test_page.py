"""The one page and the desks behind it."""

from collections.abc import Iterator

import pytest
import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.desk import desk
from bot.sandbox.server import Server


def named(name: str) -> Starlette:
    def state(_request: Request) -> Response:
        return PlainTextResponse(name)

    return Starlette(routes=[Route("/state", state)])


@pytest.fixture(scope="module")
def page_url() -> Iterator[str]:
    app = desk(shop=named("shop"), slack=named("slack"), smartbill=named("smartbill"))
    with Server(app) as server:
        yield server.url


def test_the_page_is_served_strictly_and_never_kept(page_url: str) -> None:
    answer = requests.get(page_url, timeout=5)

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert '<script type="module" src="app.js">' in answer.text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("app.js", "text/javascript; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("index.html", "text/html; charset=utf-8"),
    ],
)
def test_the_pages_files_have_their_types(page_url: str, name: str, kind: str) -> None:
    answer = requests.get(f"{page_url}/{name}", timeout=5)

    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)


@pytest.mark.parametrize("name", ["desk.py", "..%2Fdesk.py", "%2e%2e%2fserver.py", "nothing.js", "page"])
def test_nothing_but_the_pages_files_is_served(page_url: str, name: str) -> None:
    assert requests.get(f"{page_url}/{name}", timeout=5).status_code == 404


@pytest.mark.parametrize("name", ["shop", "slack", "smartbill"])
def test_each_desk_stands_under_its_name(page_url: str, name: str) -> None:
    assert requests.get(f"{page_url}/{name}/state", timeout=5).text == name


def test_every_script_the_page_asks_for_is_there_and_small(page_url: str) -> None:
    seen: set[str] = set()
    waiting = {"app.js"}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        lines = requests.get(f"{page_url}/{name}", timeout=5).text.splitlines()
        assert len(lines) <= 300, name
        asked = {line.split('"./')[1].split('"')[0] for line in lines if '"./' in line and " from " in line}
        waiting |= asked - seen

    assert {"words.js", "blocks.js", "modal.js", "shop.js", "slack.js", "smartbill.js"} <= seen
