"""What stays of an order when the buyer is forgotten."""

from bot.domain.findings import stop
from bot.domain.forgetting import FORGOTTEN, is_forgotten, unquoted, without_buyer, without_customer
from tests.builders import a_company, a_draft, an_order


def test_a_forgotten_order_keeps_everything_but_who_bought() -> None:
    order = an_order(customer=a_company())

    forgotten = without_customer(order)

    assert is_forgotten(forgotten)
    assert not is_forgotten(order)
    assert (forgotten.customer.name, forgotten.customer.vat_code) == (FORGOTTEN, "")
    assert (forgotten.customer.is_company, forgotten.customer.country) == (True, "RO")
    assert (forgotten.lines, forgotten.total, forgotten.number) == (order.lines, order.total, order.number)


def test_a_forgotten_draft_keeps_its_lines_and_its_vat_and_no_word_of_the_buyer() -> None:
    draft = a_draft()

    forgotten = without_buyer(draft)

    assert (forgotten.lines, forgotten.vat_by_rate) == (draft.lines, draft.vat_by_rate)
    assert set(forgotten.buyer.model_dump().values()) <= {FORGOTTEN, "", "RO", False, True}


def test_findings_are_kept_without_what_they_quote_of_the_buyer() -> None:
    [kept] = unquoted((stop("buyer.cif_invalid", typed="RO1", line="Lampă"),))

    assert kept == stop("buyer.cif_invalid", typed=FORGOTTEN, line="Lampă")
