"""A newcomer edits an order in the shop after its invoice, and reads in Slack what is different."""

import pytest
from playwright.sync_api import Page, expect

from bot.cli.world import World
from tests.browser.walks import in_each_language, world

__all__ = ["world"]

pytestmark = pytest.mark.slow

CHANGED = {
    "ro": "Comanda s-a schimbat în magazin după această factură",
    "en": "The order changed in the shop after this invoice",
}
TOTAL = {"ro": "Total: 1.113,20 RON → 1.355,20 RON", "en": "Total: 1,113.20 RON → 1,355.20 RON"}
BACK = {"ro": "Comanda este din nou ca pe FCT 1187", "en": "The order is again what FCT 1187 says"}
AFTER = {
    "ro": "s-a schimbat în magazin după FCT 1187: total 1.113,20 RON → 1.355,20 RON; 1 linie schimbată.",
    "en": "changed in the shop after FCT 1187: total 1,113.20 RON → 1,355.20 RON; 1 line changed.",
}


def stepped(page: Page, which: str) -> None:
    """One piece more or less of the first product of order 20411."""
    page.click(f'[data-focus="20411-RAFT-5P-180-{which}"]')


@in_each_language
def test_an_order_that_is_edited_after_its_invoice_says_so_until_it_is_put_back(
    page: Page, world: World, complaints: list[str]
) -> None:
    language = world.app.ledger.shops.all()[0].settings.bot_language
    main = page.locator("main")
    page.click('[data-order="20411"] [data-do=paid]')
    page.click('[data-action-id="approval.approve"]')
    page.click("[role=alertdialog] [data-confirm=yes]")
    expect(page.locator('[data-document="FCT1187"]')).to_be_visible()

    page.click('[data-focus="20411-details"]')
    stepped(page, "more")
    expect(main).to_contain_text(CHANGED[language])
    expect(main).to_contain_text(TOTAL[language])
    expect(page.locator('[data-action-id="payment.collect"]')).to_be_visible()

    stepped(page, "less")
    expect(main).not_to_contain_text(CHANGED[language])
    page.click("text=4 răspunsuri")
    expect(main).to_contain_text(BACK[language])
    expect(main).to_contain_text(AFTER[language])
    assert complaints == []
