"""Two people change settings at once, look back at what was changed, and go back, in each language of the bot."""

import pytest
from playwright.sync_api import Page, expect

from bot.cli.world import World
from bot.domain.versions import Author
from bot.flows.saving import Save
from tests.browser.walks import SAVED, close, fill, in_each_language, settings, world

__all__ = ["world"]

_OVERTAKEN = {
    "ro": "Între timp, unele setări au fost schimbate de",
    "en": "Meanwhile, settings were changed by",
}
_UNIT = {"ro": "Unitatea de măsură: buc → set", "en": "Unit of measure: buc → set"}
_RESTORE = {"ro": "Restaurează", "en": "Restore"}


def _say(page: Page, text: str) -> None:
    page.fill("#say", text)
    page.press("#say", "Enter")


@pytest.mark.slow
@in_each_language
def test_the_second_keeps_what_they_typed_and_a_press_goes_back(
    page: Page, world: World, complaints: list[str]
) -> None:
    language = settings(world).bot_language
    [shop] = world.app.ledger.shops.all()
    dialog = page.locator("[role=dialog]")
    _say(page, "/smartbill settings")
    expect(page.locator("[role=dialog] [data-block-id=charges_vat]").first).to_be_visible()
    others = Save(settings(world).model_copy(update={"due_days": 14}))
    world.app.flows.saving.save(shop.id, others, Author("U0MIHAI", seen=1))

    fill(page, "unit", "set")
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(_OVERTAKEN[language])
    assert settings(world).unit == "buc"
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(SAVED[language])
    assert (settings(world).unit, settings(world).due_days) == ("set", 14)

    close(page)
    _say(page, "/smartbill settings history")
    expect(page.get_by_text(_UNIT[language])).to_be_visible()
    page.get_by_role("button", name=_RESTORE[language], exact=True).last.click()
    expect(dialog).to_contain_text("set → buc")
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(SAVED[language])

    assert (settings(world).unit, settings(world).due_days) == ("buc", 0)
    assert complaints == []
