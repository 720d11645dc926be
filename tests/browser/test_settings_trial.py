"""Settings about proformas and approving are tried in the browser, and then saved, in each language of the bot."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from bot.cli.world import World
from tests.browser.test_settings_path import open_settings, pick, press, send, tick
from tests.browser.walks import SAVED, close, fill, in_each_language, settings, world

__all__ = ["world"]

ORDER = "20411"
_WORDS = {
    "ro": {
        "waiting": "Așteaptă aprobarea",
        "no_groups": "Scrieți ID-uri de grupuri, despărțite prin virgulă",
        "not_saved": "Nu s-a salvat nimic. În formular s-au schimbat: ",
        "counts": "emise automat 0 → 1, propuse 1 → 0",
        "same": "s-ar schimba: felul documentului, seria",
        "close": "Închide",
    },
    "en": {
        "waiting": "Waiting for approval",
        "no_groups": "Type ids of groups, separated by commas",
        "not_saved": "Nothing is saved. What is different in the form: ",
        "counts": "issued at once 0 → 1, proposed 1 → 0",
        "same": "this would change: kind of document, series",
        "close": "Close",
    },
}


@pytest.mark.slow
@in_each_language
def test_settings_are_tried_and_then_saved(page: Page, world: World, complaints: list[str]) -> None:
    language = settings(world).bot_language
    words, dialog = _WORDS[language], page.locator("[role=dialog]").last
    page.click(f'[data-order="{ORDER}"] [data-do=paid]')
    expect(page.locator("main")).to_contain_text(words["waiting"])

    open_settings(page)
    pick(page, "series", "proforma:SLKP")
    expect(page.locator("[role=dialog] select[data-block-id=invoice_series]")).to_have_value("invoice:FCT")
    fill(page, "approver_groups", "@contabilitate")
    fill(page, "second_above", "5.000,00")
    press(page, "settings.try")
    expect(dialog).to_contain_text(words["no_groups"])
    close(page)

    fill(page, "approver_groups", "S0CONTABIL")
    pick(page, "invoice_series", "invoice:SLK")
    tick(page, "invoice_proforma_on_paid")
    press(page, "settings.try")
    expect(dialog).to_contain_text(words["not_saved"])
    expect(dialog).to_contain_text(words["same"])
    close(page)

    tick(page, "automatic")
    expect(page.locator("[role=dialog] [data-block-id=only_with_billing]").first).to_be_visible()
    press(page, "settings.try")
    expect(dialog).to_contain_text(words["counts"])
    assert settings(world).series == "FCT"
    close(page)

    expect(page.locator("[role=dialog] [data-block-id=second_above]:is(input)")).to_have_value("5.000,00")
    fill(page, "approver_groups", "")
    fill(page, "second_above", "5000")
    send(page)
    expect(dialog).to_contain_text(SAVED[language])
    now = settings(world)
    assert (now.series, now.invoice_series, now.invoice_proforma_on_paid) == ("SLKP", "SLK", True)
    assert (now.second_above, now.approver_groups, now.automatic) == (Decimal(5000), (), True)
    assert complaints == []
