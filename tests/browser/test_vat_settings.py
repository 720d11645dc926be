"""An accountant sets VAT, deposits, rounding and buyers, in each language of the bot."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from bot.cli.world import World
from bot.domain.shops import ChargesVat
from tests.browser.walks import SAVED, fill, in_each_language, settings, world

__all__ = ["world"]

_SHORT = {
    "ro": "Ați ales aceeași cotă de fiecare dată: scrieți-o aici, de exemplu 21.",
    "en": "You chose the same rate every time: type it here, for example 21.",
}
_FOREIGN = {
    "ro": "În SmartBill, „Garantie” nu este numele unei cote de 0%.",
    "en": "In SmartBill, “Garantie” is not the name of a 0% rate.",
}
_KNOWN = {
    "ro": "La 0% există în cont: Taxare inversa, SDD, SFDD, TVA Inclus.",
    "en": "At 0% the account has: Taxare inversa, SDD, SFDD, TVA Inclus.",
}


@pytest.mark.slow
@in_each_language
def test_an_accountant_sets_what_only_an_accountant_knows(
    page: Page, world: World, complaints: list[str]
) -> None:
    language = settings(world).bot_language
    page.fill("#say", "/smartbill settings")
    page.press("#say", "Enter")
    dialog = page.locator("[role=dialog]")
    expect(page.locator("[role=dialog] [data-block-id=charges_vat]").first).to_be_visible()

    page.select_option("[role=dialog] select[data-block-id=charges_vat]", value="one")
    fill(page, "vat_names", "0 = SDD\n21 = Normala")
    fill(page, "sgr_tax_name", "Garantie")
    page.check("[role=dialog] [data-block-id=round_totals] input")
    page.uncheck("[role=dialog] [data-block-id=verify_buyers] input")
    page.click("[data-testid=modal-submit]")
    expect(page.locator("[data-error-for=charges_rate]")).to_have_text(_SHORT[language])

    fill(page, "charges_rate", "21")
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(_FOREIGN[language])
    expect(dialog).to_contain_text(_KNOWN[language])

    fill(page, "sgr_tax_name", "SFDD")
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(SAVED[language])

    now = settings(world)
    assert (now.charges_vat, now.charges_rate) == (ChargesVat.ONE, Decimal(21))
    assert (now.vat_names, now.sgr_tax_name) == ({"0": "SDD", "21": "Normala"}, "SFDD")
    assert (now.round_totals, now.verify_buyers) == (True, False)
    assert complaints == []
