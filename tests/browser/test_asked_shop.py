"""What people see of a shop that the bot asks: an order that nobody told of, and webhooks that are off."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.cli.world import World, start_world
from bot.work.schedule import Looks, Visits

pytestmark = pytest.mark.slow

SOON = timedelta(seconds=1)
VISITS = Visits(every=SOON, soon=SOON / 10, apart=SOON / 10, patience=SOON, between_hooks=SOON)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The demo, in a hurry."""
    started = start_world(tmp_path, port=0, looks=Looks(every=SOON), visits=VISITS, shop_rate="3000/60")
    yield started
    started.stop()


def test_an_order_that_was_paid_online_gets_its_card_and_its_invoice(
    page: Page, world: World, complaints: list[str]
) -> None:
    page.click('[data-order="20415"] [data-do=pay]')

    card = page.locator(".message", has_text="Comanda 20415")
    expect(card).to_contain_text("Așteaptă aprobarea")
    card.get_by_role("button", name="Aprobă factura").click()
    page.get_by_role("button", name="Emite", exact=True).click()
    expect(card).to_contain_text("a fost emisă")
    assert len(world.smartbill.documents) == 1
    assert complaints == []


def test_webhooks_that_are_off_are_told_and_switched_on_at_a_press(
    page: Page, world: World, complaints: list[str]
) -> None:
    page.click("[data-trouble=hooks_fail]")
    page.click('[data-order="20411"] [data-do=paid]')
    expect(page.locator(".message", has_text="Comanda 20411")).to_contain_text("Așteaptă aprobarea")
    told = page.locator(".message", has_text="nu mai trimite înștiințări")
    expect(told).to_be_visible()
    page.click("[data-trouble=hooks_fail]")

    told.get_by_role("button", name="Pornește").click()

    expect(page.locator(".message", has_text="a cerut pornirea înștiințărilor")).to_be_visible()
    expect(page.locator(".message", has_text="trimite din nou înștiințări")).to_be_visible()
    expect(page.locator('[data-hook="order.updated"]')).to_contain_text("pornit")
    assert world.shop.troubles.on == []
    assert complaints == []


def test_a_shop_that_is_silent_holds_no_order_up(page: Page, world: World, complaints: list[str]) -> None:
    page.click("[data-trouble=api_down]")
    page.click('[data-order="20411"] [data-do=paid]')

    card = page.locator(".message", has_text="Comanda 20411")
    expect(card).to_contain_text("Magazinul nu a confirmat încă această comandă")
    page.click("[data-trouble=api_down]")
    expect(card).to_contain_text("gata de emis")
    assert world.smartbill.documents == []
    assert complaints == []
