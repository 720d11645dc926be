"""What walks through settings share: a demo in each language of the bot, and its forms."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from bot.cli.world import World, start_world
from bot.domain.shops import ShopSettings
from bot.words.say import Language
from bot.work.schedule import Looks

in_each_language = pytest.mark.parametrize("world", ["ro", "en"], indirect=True)

#: What stands in the form at the end, as people read it.
SAVED = {"ro": "Salvat.", "en": "Saved."}


@pytest.fixture
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """The demo, whose bot speaks the language of the test."""
    language = cast(Language, request.param)
    started = start_world(tmp_path, port=0, looks=Looks(every=timedelta(seconds=1)), language=language)
    yield started
    started.stop()


def settings(world: World, name: str = "Magazin Exemplu") -> ShopSettings:
    """What is set for the shop of this name."""
    [shop] = [one for one in world.app.ledger.shops.all() if one.name == name]
    return shop.settings


def fill(page: Page, name: str, text: str) -> None:
    """Type into a field of the form."""
    page.fill(f"[role=dialog] [data-block-id={name}]:is(input, textarea)", text)


def close(page: Page) -> None:
    """Close the form on top, and wait until it is gone: a second press would close it once more, not the one below."""
    view = page.get_attribute("[role=dialog]", "data-view")
    page.click("[data-testid=modal-close]")
    expect(page.locator(f"[role=dialog][data-view={view}]")).to_have_count(0)
