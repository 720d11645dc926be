"""A newcomer clicks through the whole product."""

from urllib.parse import urljoin

import pytest
import requests
from playwright.sync_api import Page, Route, expect

from bot.cli.world import World
from bot.domain.orders import OrderRef
from tests.browser.walks import close
from tests.slack.scenes import is_calm, until

COLLECTED = '[data-document="FCT1187"][data-status=paid]'


def mark_paid_and_approve(page: Page, order: str) -> None:
    page.click(f'[data-order="{order}"] [data-do=paid]')
    page.click('[data-action-id="approval.approve"]')
    page.click("[role=alertdialog] [data-confirm=yes]")


def test_an_order_becomes_an_invoice_that_is_collected(
    page: Page, world: World, complaints: list[str]
) -> None:
    page.click('[data-order="20411"] [data-do=paid]')
    expect(page.get_by_text("1.113,20 RON").nth(1)).to_be_visible()
    page.click('[data-action-id="approval.approve"]')
    page.click("[role=alertdialog] [data-confirm=yes]")
    expect(page.locator('[data-document="FCT1187"]')).to_contain_text("1.113,20 RON")
    expect(page.get_by_text("Factura FCT 1187 a fost emisă")).to_be_visible()

    page.click('[data-action-id="payment.collect"]')
    page.click("[data-testid=modal-submit]")

    expect(page.locator(COLLECTED)).to_be_visible()
    expect(page.get_by_text("Factura FCT 1187 – încasată")).to_be_visible()
    [document] = world.smartbill.documents
    assert (document.series, document.number) == ("FCT", "1187")
    assert complaints == []


@pytest.mark.slow
def test_a_wrong_company_number_is_corrected_in_place_and_its_invoice_issued(
    page: Page, world: World, complaints: list[str]
) -> None:
    page.click('[data-order="20413"] [data-do=paid]')
    page.click('[data-action-id="approval.correct"]')
    page.click("[data-testid=modal-submit]")
    expect(page.locator("[data-error-for=vat_code]")).to_contain_text("nu este un CIF valid")

    page.fill("[role=dialog] [data-block-id=vat_code] input", "RO99999992")
    page.click("[data-testid=modal-submit]")
    expect(page.locator("[role=dialog]")).to_contain_text("CIF: RO99999992")
    expect(page.locator("[role=dialog]")).to_contain_text("849,79 RON")
    close(page)
    # The register was asked meanwhile, and the card says what it answered.
    expect(page.locator("main")).to_contain_text("la ANAF codul este al firmei")

    page.click('[data-action-id="approval.approve"]')
    page.click("[role=alertdialog] [data-confirm=yes]")
    expect(page.locator('[data-document="FCT1187"]')).to_contain_text("849,79 RON")
    [document] = world.smartbill.documents
    assert document.client.vat_code == "RO99999992"
    assert complaints == []


@pytest.mark.slow
def test_the_pdf_is_in_the_cards_thread(page: Page) -> None:
    mark_paid_and_approve(page, "20411")

    page.click("[data-thread]")

    expect(page.locator("[data-file]").first).to_contain_text("FCT1187.pdf")
    link = page.locator("[data-file] a, a[data-file]").first.get_attribute("href")
    assert link is not None
    pdf = requests.get(urljoin(page.url, link), timeout=5).content
    assert pdf.startswith(b"%PDF")


@pytest.mark.slow
def test_a_clerk_asks_for_help_and_issues_by_hand(page: Page, world: World) -> None:
    until(lambda: world.app.ledger.orders.find(OrderRef("20412")))  # The shop's notice is read by a job.
    page.fill("#say", "/smartbill issue 20412")
    page.press("#say", "Enter")
    expect(page.locator("[role=dialog]")).to_contain_text("215,61 RON")
    until(lambda: is_calm(world))
    page.click("[data-testid=modal-submit]")

    expect(page.locator('[data-document="FCT1187"]')).to_contain_text("215,61 RON")
    assert len(world.smartbill.documents) == 1


@pytest.mark.slow
def test_nothing_can_be_typed_before_the_page_knows_who_types_and_where(page: Page) -> None:
    def is_late(_: Route) -> None:
        """Leave Slack's state unanswered, as on a busy machine."""

    page.route("**/slack/state*", is_late)
    page.reload()
    expect(page.locator('[data-order="20412"]')).to_be_visible()
    expect(page.locator("#say")).to_be_hidden()

    page.unroute("**/slack/state*")
    page.fill("#say", "/smartbill help")
    page.press("#say", "Enter")

    expect(page.locator("#messages")).to_contain_text("/smartbill issue")


@pytest.mark.slow
def test_a_wrong_amount_is_marked_in_the_form(page: Page, world: World) -> None:
    mark_paid_and_approve(page, "20411")
    page.click('[data-action-id="payment.collect"]')

    page.fill("[role=dialog] [data-block-id=amount] input", "o mie")
    page.click("[data-testid=modal-submit]")

    expect(page.locator("[data-error-for=amount]")).to_contain_text("1.234,50")
    assert world.smartbill.payments == []


def test_settings_show_live_series_and_are_saved(page: Page, world: World) -> None:
    page.fill("#say", "/smartbill settings")
    page.press("#say", "Enter")
    dialog = page.locator("[role=dialog]")
    expect(dialog).to_contain_text("FCT · factură · urmează 1187")

    page.select_option("[role=dialog] [data-block-id=series] select", label="SLK · factură · urmează 42")
    page.click("[data-testid=modal-submit]")

    expect(dialog).to_contain_text("Salvat.")
    [shop] = world.app.ledger.shops.all()
    assert shop.settings.series == "SLK"


@pytest.mark.slow
def test_a_lost_answer_is_settled_by_proof_and_never_sent_twice(page: Page, world: World) -> None:
    page.click('[data-fault="drop_after_commit"]')

    mark_paid_and_approve(page, "20411")

    expect(page.get_by_text("Factura FCT 1187 a fost emisă")).to_be_visible(timeout=20_000)
    assert len(world.smartbill.documents) == 1
