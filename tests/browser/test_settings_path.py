"""Everything that people do with settings is clicked through, in each language of the bot."""

import pytest
from playwright.sync_api import Page, expect

from bot.cli.world import World
from bot.domain.shops import Document
from bot.sandbox.smartbill.account import Series
from tests.browser.walks import SAVED, close, fill, in_each_language, settings, world

__all__ = ["world"]

#: What people read at each step, as they read it.
NOT_SAVED = {"ro": "Nu s-a salvat.", "en": "Not saved."}
FIELDS = {
    "ro": "Motivul este scris sub fiecare câmp de corectat: Tokenul SmartBill; Canalul pentru propuneri.",
    "en": "The reason is shown under each field that needs correcting: SmartBill token; Channel for proposals.",
}
INVITE = {
    "ro": "Botul nu este în acest canal, sau canalul este arhivat. Scrieți acolo /invite @smartbill-bot",
    "en": "The bot is not in this channel, or the channel is archived. Type /invite @smartbill-bot there",
}
WRONG_CIF = {
    "ro": "Acesta nu este un CIF valid: verificați cifrele.",
    "en": "This is not a valid company number (CIF): check its digits.",
}
NEW_SERIES = {"ro": "NOI · factură · urmează 7", "en": "NOI · invoice · next 7"}
GONE = {"ro": "NOI · nu mai există în SmartBill", "en": "NOI · no longer in SmartBill"}
MISSED = {
    "ro": "Cât timp magazinul a fost oprit a venit 1 comandă.",
    "en": "While the shop was switched off, 1 order came.",
}
LOOKING = {"ro": "Verificăm 1 comandă", "en": "Looking at 1 order"}
WAITING = {"ro": "Așteaptă aprobarea", "en": "Waiting for approval"}
ABOUT = {"ro": "Întâi verificăm datele din SmartBill", "en": "First we check the SmartBill login"}
WRONG_KEY = {"ro": "Magazinul nu acceptă cheia API.", "en": "The shop does not accept the API key."}
NOT_CONNECTED = {"ro": "Magazinul nu este conectat încă.", "en": "The shop is not connected yet."}
ACCEPTED = {"ro": "SmartBill acceptă datele.", "en": "SmartBill accepts the login."}
CONNECTED = {"ro": "Lămpi noi este conectat.", "en": "Lămpi noi is connected."}
WHICH = {"ro": "Setările cărui magazin?", "en": "Settings of which shop?"}


def token(world: World) -> str:
    [shop] = [one for one in world.app.ledger.shops.all() if one.name == "Magazin Exemplu"]
    return world.app.ledger.shops.account(shop.id).token


def pick(page: Page, name: str, value: str) -> None:
    page.select_option(f"[role=dialog] select[data-block-id={name}]", value=value)


def tick(page: Page, name: str, *, on: bool = True) -> None:
    page.set_checked(f"[role=dialog] [data-block-id={name}] input", on)


def press(page: Page, action: str) -> None:
    page.click(f'[role=dialog] [data-action-id="{action}"]')


def send(page: Page) -> None:
    page.click("[data-testid=modal-submit]")


def open_settings(page: Page) -> None:
    page.fill("#say", "/smartbill settings")
    page.press("#say", "Enter")
    expect(page.locator("[role=dialog] [data-block-id=cif]").first).to_be_visible()


@pytest.mark.slow
@in_each_language
def test_settings_are_refused_corrected_and_saved(page: Page, world: World, complaints: list[str]) -> None:
    language, right = settings(world).bot_language, token(world)
    dialog = page.locator("[role=dialog]")
    open_settings(page)

    fill(page, "token", "003|gresit")
    fill(page, "cif", "RO1")
    fill(page, "due_days", "15")
    fill(page, "other_statuses", "gata-de-ridicat, ambalata")
    fill(page, "mentions", "Vă mulțumim!")
    pick(page, "channel", "C0GENERAL")
    pick(page, "document_language", "EN")
    tick(page, "automatic")
    tick(page, "only_with_billing", on=False)
    tick(page, "save")
    send(page)
    expect(page.locator("[data-error-for=cif]")).to_have_text(WRONG_CIF[language])

    fill(page, "cif", "RO99999917")
    send(page)
    expect(dialog).to_contain_text(NOT_SAVED[language])
    expect(dialog).to_contain_text(FIELDS[language])
    expect(dialog).to_contain_text(INVITE[language])
    expect(page.locator("[role=dialog] [data-block-id=token]:is(input)")).to_have_value("")
    expect(page.locator("[role=dialog] [data-block-id=due_days]:is(input)")).to_have_value("15")

    fill(page, "token", right)
    pick(page, "channel", "C0FACTURI")
    send(page)
    expect(dialog).to_contain_text(SAVED[language])

    now = settings(world)
    assert (now.due_days, now.mentions, now.document_language) == (15, "Vă mulțumim!", "EN")
    assert (now.automatic, now.only_with_billing, now.channel) == (True, False, "C0FACTURI")
    assert now.statuses == ("paid", "gata-de-ridicat", "ambalata")
    assert now.save_customers
    assert complaints == []


@pytest.mark.slow
@in_each_language
def test_a_series_is_read_again_used_and_seen_to_vanish(
    page: Page, world: World, complaints: list[str]
) -> None:
    language, account = settings(world).bot_language, world.smartbill.account
    dialog = page.locator("[role=dialog]")
    open_settings(page)
    fill(page, "due_days", "45")
    account.series["NOI"] = Series("NOI", "f", 7)

    press(page, "settings.refresh")
    expect(dialog).to_contain_text(NEW_SERIES[language])
    expect(page.locator("[role=dialog] [data-block-id=due_days]:is(input)")).to_have_value("45")
    pick(page, "series", "invoice:NOI")
    send(page)
    expect(dialog).to_contain_text(SAVED[language])
    assert (settings(world).series, settings(world).document) == ("NOI", Document.INVOICE)
    close(page)

    del account.series["NOI"]
    open_settings(page)
    expect(dialog).to_contain_text(GONE[language])
    expect(page.locator("[role=dialog] select[data-block-id=series]")).to_have_value("invoice:NOI")
    pick(page, "series", "proforma:SLKP")
    send(page)
    expect(dialog).to_contain_text(SAVED[language])
    assert (settings(world).series, settings(world).document) == ("SLKP", Document.PROFORMA)
    assert complaints == []


@pytest.mark.slow
@in_each_language
def test_a_shop_is_switched_off_and_on_and_what_came_meanwhile_is_looked_at(
    page: Page, world: World, complaints: list[str]
) -> None:
    language = settings(world).bot_language
    dialog = page.locator("[role=dialog]")
    open_settings(page)
    tick(page, "active", on=False)
    send(page)
    expect(dialog).to_contain_text(SAVED[language])
    close(page)
    page.click('[data-order="20411"] [data-do=paid]')
    expect(page.locator('[data-order="20411"]')).to_contain_text("order.updated")
    expect(page.locator('[data-action-id="approval.approve"]')).to_have_count(0)

    open_settings(page)
    tick(page, "active")
    send(page)
    expect(dialog).to_contain_text(MISSED[language])
    press(page, "settings.catch_up")
    expect(dialog).to_contain_text(LOOKING[language])
    close(page)

    expect(page.locator("main")).to_contain_text(WAITING[language])
    expect(page.locator('[data-action-id="approval.approve"]')).to_have_count(1)
    assert complaints == []


@pytest.mark.slow
@in_each_language
def test_another_shop_is_connected_and_found_again(page: Page, world: World, complaints: list[str]) -> None:
    language, right = settings(world).bot_language, token(world)
    dialog = page.locator("[role=dialog]")
    open_settings(page)
    press(page, "connect.open")
    expect(dialog).to_contain_text(ABOUT[language])

    fill(page, "name", "Lămpi noi")
    fill(page, "shop_url", world.shop_api.url)
    fill(page, "shop_key", "CHEIE01")
    fill(page, "smartbill_email", settings(world).smartbill_email)
    fill(page, "token", "003|gresit")
    fill(page, "cif", "RO99999917")
    pick(page, "channel", "C0FACTURI")
    send(page)
    expect(dialog).to_contain_text(NOT_CONNECTED[language])
    expect(dialog).to_contain_text(WRONG_KEY[language])
    expect(page.locator("[role=dialog] [data-block-id=shop_key]:is(input)")).to_have_value("")
    fill(page, "token", right)
    fill(page, "shop_key", world.shop.api_key)
    send(page)
    expect(dialog).to_contain_text(ACCEPTED[language])
    pick(page, "series", "invoice:SLK")
    send(page)
    expect(dialog).to_contain_text(CONNECTED[language])
    expect(dialog).to_contain_text("/order.created")
    close(page)
    close(page)

    assert (settings(world, "Lămpi noi").series, settings(world, "Lămpi noi").channel) == ("SLK", "C0FACTURI")
    page.fill("#say", "/smartbill settings")
    page.press("#say", "Enter")
    expect(page.locator("main")).to_contain_text(WHICH[language])
    page.get_by_role("button", name="Lămpi noi").click()
    expect(page.locator("[role=dialog] select[data-block-id=series]")).to_have_value("invoice:SLK")
    assert complaints == []
