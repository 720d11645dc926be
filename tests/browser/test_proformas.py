"""A newcomer has the shop make a proforma, and then its invoice."""

import pytest
from playwright.sync_api import Page, expect

from bot.cli.world import World
from tests.browser.walks import close

pytestmark = pytest.mark.slow


def a_proforma(page: Page) -> None:
    """Choose the series of proformas, and have one issued for order 20411."""
    page.fill("#say", "/smartbill settings")
    page.press("#say", "Enter")
    dialog = page.locator("[role=dialog]")
    page.select_option("[role=dialog] [data-block-id=series] select", label="SLKP · proformă · urmează 226")
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text("Salvat.")
    close(page)
    page.click('[data-order="20411"] [data-do=paid]')
    page.click('[data-action-id="approval.approve"]')
    page.click("[role=alertdialog] [data-confirm=yes]")
    expect(page.locator('[data-document="SLKP0226"]')).to_contain_text("1.113,20 RON")


def test_a_proforma_is_invoiced_from_its_card(page: Page, world: World, complaints: list[str]) -> None:
    a_proforma(page)

    page.click('[data-action-id="proforma.invoice"]')
    page.click("[role=alertdialog] [data-confirm=yes]")

    expect(page.locator('[data-document="FCT1187"]')).to_contain_text("1.113,20 RON")
    expect(page.get_by_text("Factura FCT 1187 a fost emisă")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Din proforma SLKP 0226")
    expect(page.locator('[data-action-id="payment.collect"]')).to_be_visible()
    proforma, invoice = world.smartbill.documents
    assert invoice.made_from == proforma.key
    assert complaints == []


def test_a_proforma_that_is_invoiced_in_smartbill_gets_no_other_invoice(
    page: Page, world: World, complaints: list[str]
) -> None:
    a_proforma(page)

    page.click('[data-document="SLKP0226"] summary')
    page.click('[data-document="SLKP0226"] [data-do=invoice]')

    expect(page.get_by_text("Factura FCT 1187 a fost emisă")).to_be_visible()
    expect(page.locator("main")).to_contain_text(
        "în SmartBill s-a făcut deja FCT 1187 din proforma SLKP 0226"
    )
    expect(page.locator('[data-document="SLKP0226"] [data-do=invoice]')).to_have_count(0)
    assert len(world.smartbill.documents) == 2
    assert complaints == []
