"""What a person sees and does at the shop's webhooks on the page."""

import pytest
import requests
from playwright.sync_api import Page, expect

from bot.cli.world import World


@pytest.mark.slow
def test_a_hook_that_fails_is_shown_as_off_until_it_is_switched_on(
    page: Page, world: World, complaints: list[str]
) -> None:
    updated = page.locator('[data-hook="order.updated"]')
    expect(updated).to_contain_text("pornit")

    page.click("[data-trouble=hooks_fail]")
    expect(page.locator("[data-trouble=hooks_fail][aria-pressed=true]")).to_be_visible()
    page.click('[data-order="20411"] [data-do=paid]')
    expect(updated).to_contain_text("oprit: niciun răspuns")
    expect(page.locator('[data-order="20411"] .delivery')).to_contain_text("nu a preluat notificarea")

    page.click('[data-order="20412"] [data-do=paid]')
    expect(page.locator('[data-order="20412"] .delivery')).to_contain_text("webhookul este oprit")

    page.click("[data-trouble=hooks_fail]")
    updated.locator("[data-do=hook_on]").click()
    expect(updated).to_contain_text("pornit")
    page.click('[data-order="20413"] [data-do=paid]')
    expect(page.locator('[data-order="20413"] .delivery')).to_contain_text("aplicația a aflat")
    assert world.shop.troubles.on == []
    assert complaints == []


@pytest.mark.slow
def test_a_card_that_pays_changes_the_order_and_tells_nobody(
    page: Page, world: World, complaints: list[str]
) -> None:
    expect(page.locator('[data-order="20411"] [data-do=pay]')).to_have_count(0)

    page.click('[data-order="20415"] [data-do=pay]')

    expect(page.locator('[data-order="20415"] [data-status=paid]')).to_be_visible()
    expect(page.locator('[data-order="20415"] [data-do=pay]')).to_have_count(0)
    told = [delivery for delivery in world.shop.deliveries if delivery.event == "order.updated"]
    assert told == []
    assert complaints == []


@pytest.mark.slow
def test_the_shops_api_is_down_until_the_switch_is_pressed_again(page: Page, world: World) -> None:
    switch = page.locator("[data-trouble=api_down]")
    orders = f"{world.shop_api.url}/api/v2/orders"

    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    down = requests.get(orders, timeout=5).status_code
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")

    # Who comes without a key is refused by an API that works.
    assert (down, requests.get(orders, timeout=5).status_code) == (503, 401)
