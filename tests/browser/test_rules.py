"""Rules are added, moved and switched off in the browser, in each language of the bot."""

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.cli.world import World
from bot.domain.rulebook import Action, Rule
from tests.browser.walks import SAVED, close, fill, in_each_language, settings, world
from tests.slack.scenes import until

__all__ = ["world"]

_WORDS = {
    "ro": {
        "add": "Adaugă o regulă",
        "large": "Comenzi mari: dacă starea este „plătită (sau finalizată)” și totalul este de cel puțin "
        "5.000,00 RON, se cere o aprobare.",
        "no_amount": "Scrieți o sumă, de exemplu 1.234,50.",
        "no_series": "SmartBill nu cunoaște seria LIPSA",
        "not_saved": "Regula este verificată, dar încă nu este salvată.",
        "up": "Mută mai sus",
        "off": "Oprește",
        "is_off": "Oprită.",
    },
    "en": {
        "add": "Add a rule",
        "large": "Comenzi mari: if the status is “paid (or completed)” and the total is at least "
        "5,000.00 RON, approval is requested.",
        "no_amount": "Type an amount, for example 1,234.50.",
        "no_series": "SmartBill knows no series LIPSA",
        "not_saved": "The rule is checked, and not saved yet.",
        "up": "Move up",
        "off": "Switch off",
        "is_off": "Switched off.",
    },
}


def rules(world: World) -> tuple[Rule, ...]:
    return settings(world).rules


def listed(page: Page) -> None:
    page.fill("#say", "/smartbill rules")
    page.press("#say", "Enter")


def press_in_menu(page: Page, rule: str, label: str) -> None:
    """Choose something in the menu beside the last list's rule of this name."""
    beside = block_of(page, rule)
    beside.locator("summary").click()
    beside.get_by_role("menuitem", name=label, exact=True).click()


def block_of(page: Page, rule: str) -> Locator:
    return page.locator(".block-section", has_text=rule).last


@pytest.mark.slow
@in_each_language
def test_rules_are_added_moved_and_switched_off(page: Page, world: World, complaints: list[str]) -> None:
    language = settings(world).bot_language
    words, dialog = _WORDS[language], page.locator("[role=dialog]")

    listed(page)
    page.get_by_role("button", name=words["add"]).click()
    fill(page, "name", "Firme")
    fill(page, "series", "LIPSA")
    fill(page, "total_from", "mult")
    page.click("[data-testid=modal-submit]")
    expect(page.locator("[data-error-for=total_from]")).to_have_text(words["no_amount"])
    fill(page, "total_from", "")
    page.select_option("[role=dialog] select[data-block-id=is_company]", value="yes")
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(words["no_series"])
    fill(page, "series", "FCT")
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(words["not_saved"])
    assert rules(world) == ()
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(SAVED[language])
    close(page)

    listed(page)
    page.get_by_role("button", name=words["add"]).last.click()
    fill(page, "name", "Comenzi mari")
    page.locator("[role=dialog] [data-block-id=statuses]").first.scroll_into_view_if_needed()
    fill(page, "other_statuses", "paid")
    fill(page, "total_from", "5.000,00")
    page.select_option("[role=dialog] select[data-block-id=action]", value="propose")
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(words["large"])
    page.click("[data-testid=modal-submit]")
    expect(dialog).to_contain_text(SAVED[language])
    close(page)
    assert [rule.outcome.action for rule in rules(world)] == [Action.ISSUE, Action.PROPOSE]

    listed(page)
    expect(block_of(page, "Comenzi mari")).to_contain_text("2.")
    press_in_menu(page, "Comenzi mari", words["up"])
    expect(block_of(page, "Comenzi mari")).to_contain_text("1.")
    press_in_menu(page, "Firme", words["off"])
    expect(block_of(page, "Firme")).to_contain_text(words["is_off"])

    until(
        lambda: (
            [(rule.name, rule.active) for rule in rules(world)] == [("Comenzi mari", True), ("Firme", False)]
        )
    )
    assert complaints == []
