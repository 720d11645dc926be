"""What people put right: only that changes, no amount ever does, and the shop's later news outdo it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amending import (
    MOST_LINES,
    Amendment,
    LineChange,
    Particulars,
    Wording,
    amended,
    amendment_of,
    changed,
    corrected_buyer,
    delivered,
    going_on,
    in_force,
    is_likely_delivery,
    particulars,
    still_asked,
    still_corrected,
)
from bot.domain.checks import check
from bot.domain.forgetting import without_customer
from bot.domain.invoices import compose
from bot.domain.orders import Order, digest
from bot.domain.rules import Issue, Leave, Propose, Reason
from bot.domain.shops import Document
from tests.builders import a_charge, a_company, a_customer, a_draft, a_line, an_order, some_settings
from tests.domain.strategies import TEXTS, orders

SETTINGS = some_settings(due_days=15, mentions="Vă mulțumim!")
WRONG = an_order(customer=a_company(vat_code="RO12345678"))
ANA_SAID = Reason(code="corrected", facts={"by": "U0ANA"})
MATCHED = Reason(code="status_matches", facts={"status": "paid"})


def typed(order: Order, **changes: Any) -> Particulars:
    """What the form shows of the order, some of it typed over; of the buyer with `buyer_` in front."""
    shown = particulars(order, SETTINGS, None)
    on_buyer = {name.removeprefix("buyer_"): changes.pop(name) for name in [*changes] if "buyer_" in name}
    buyer = shown.buyer.model_copy(update=on_buyer)
    return shown.model_copy(update={"buyer": buyer, **changes})


def made(order: Order, **changes: Any) -> Amendment | None:
    """What Ana put right by typing this over the order's own."""
    return amendment_of(order, SETTINGS, typed(order, **changes), by="U0ANA")


def test_what_nobody_typed_over_is_no_amendment() -> None:
    assert made(WRONG) is None


def test_only_what_was_typed_over_is_kept() -> None:
    amendment = made(WRONG, buyer_vat_code="RO99999992", buyer_phone="", due_days=30)

    assert amendment is not None
    assert amendment.model_dump(exclude={"lines_digest"}) == {
        "by": "U0ANA",
        "is_company": None,
        "buyer": {"vat_code": "RO99999992", "phone": ""},
        "lines": (),
        "due_days": 30,
        "delivery_date": None,
        "mentions": None,
        "customer_digest": digest(WRONG.customer),
    }


def test_a_valid_number_lets_the_document_go() -> None:
    order, settings = amended(WRONG, SETTINGS, made(WRONG, buyer_vat_code="RO99999992"))

    assert [finding.code for finding in check(compose(WRONG, SETTINGS), WRONG)] == ["buyer.cif_invalid"]
    draft = compose(order, settings)
    assert check(draft, order) == ()
    assert (draft.buyer.cif, draft.buyer.vat_payer) == ("99999992", True)


def test_a_company_can_turn_out_to_be_a_person() -> None:
    order, settings = amended(WRONG, SETTINGS, made(WRONG, buyer_is_company=False))

    assert compose(order, settings).buyer.is_company is False


def test_lines_and_charges_get_other_names_and_rates() -> None:
    lines = (Wording(name="Lampă", vat_rate=Decimal(11)), Wording(name="Curier", vat_rate=Decimal(21)))
    amendment = made(WRONG, lines=lines)

    draft = compose(*amended(WRONG, SETTINGS, amendment))

    assert amendment is not None
    assert amendment.lines == (
        LineChange(position=0, name="Lampă", vat_rate=Decimal(11)),
        LineChange(position=1, name="Curier"),
    )
    assert [line.name for line in draft.lines] == ["Lampă", "Curier"]
    assert [line.vat_rate for line in draft.lines] == [Decimal(11), Decimal(21)]
    assert draft.total == Decimal("121.00")


def test_a_rate_that_the_shop_did_not_tell_can_be_told() -> None:
    order = an_order(lines=(a_line(vat_rate=None),), charges=(a_charge(vat_rate=None),))
    amendment = made(
        order, lines=(Wording(name="Lampă de birou", vat_rate=Decimal(11)), *_wordings(order)[1:])
    )

    draft = compose(*amended(order, SETTINGS, amendment))

    assert [line.vat_rate for line in draft.lines] == [11, 11]


def _wordings(order: Order) -> tuple[Wording, ...]:
    return particulars(order, SETTINGS, None).lines


def test_terms_of_one_document_are_put_right() -> None:
    day = date(2026, 11, 18)
    amendment = made(WRONG, due_days=0, mentions="", delivery_date=day)

    draft = delivered(compose(*amended(WRONG, SETTINGS, amendment)), amendment)

    assert (draft.due_days, draft.mentions, draft.delivery_date) == (0, "Comanda 1043", day)


def test_a_proforma_has_no_day_of_delivery() -> None:
    amendment = made(WRONG, delivery_date=date(2026, 11, 18))

    assert delivered(a_draft(document=Document.PROFORMA), amendment).delivery_date is None


def test_a_draft_without_a_day_of_delivery_keeps_the_digest_that_it_had() -> None:
    draft = a_draft()

    assert "delivery_date" not in draft.model_dump()
    assert digest(draft) != digest(draft.model_copy(update={"delivery_date": date(2026, 11, 18)}))


def test_what_was_put_right_is_shown_and_can_be_undone() -> None:
    amendment = made(WRONG, buyer_vat_code="RO99999992", mentions="Mulțumim")

    shown = particulars(WRONG, SETTINGS, amendment)

    assert (shown.buyer.vat_code, shown.mentions) == ("RO99999992", "Mulțumim")
    assert amendment_of(WRONG, SETTINGS, shown, by="U0ANA") == amendment
    assert amendment_of(WRONG, SETTINGS, typed(WRONG), by="U0ANA") is None


def test_the_buyer_lapses_when_the_shop_tells_another_customer() -> None:
    amendment = made(WRONG, buyer_vat_code="RO99999992", buyer_is_company=True, due_days=30)
    later = WRONG.model_copy(update={"customer": a_customer()})

    left = in_force(later, amendment)

    assert left is not None
    assert (left.is_company, left.buyer, left.due_days) == (None, {}, 30)
    assert corrected_buyer(later, amendment) == a_customer()


def test_lines_lapse_when_the_shop_tells_other_lines_or_charges() -> None:
    lines = (Wording(name="Lampă", vat_rate=Decimal(21)), *_wordings(WRONG)[1:])
    amendment = made(WRONG, lines=lines, buyer_name="LEMN SRL")

    for news in ({"lines": (a_line(quantity=Decimal(3)),)}, {"charges": ()}):
        left = in_force(WRONG.model_copy(update=news), amendment)
        assert left is not None
        assert (left.lines, left.buyer) == ((), {"name": "LEMN SRL"})


def test_where_all_of_it_has_lapsed_nothing_is_left() -> None:
    amendment = made(WRONG, buyer_vat_code="RO99999992")
    later = WRONG.model_copy(update={"customer": a_customer()})

    assert in_force(later, amendment) is None
    assert amended(later, SETTINGS, amendment) == (later, SETTINGS)


def test_other_news_leave_it_as_it_is() -> None:
    amendment = made(WRONG, buyer_vat_code="RO99999992")

    assert in_force(WRONG.model_copy(update={"status": "fulfilled"}), amendment) == amendment


def test_whoever_is_forgotten_cannot_be_named_again_by_hand() -> None:
    forgotten = without_customer(WRONG)

    assert in_force(forgotten, made(forgotten, buyer_name="LEMN SRL")) is None


def test_nothing_that_a_person_put_right_is_issued_without_a_yes() -> None:
    amendment = made(WRONG, due_days=30)
    issue = Issue(rule="default", reasons=(MATCHED,))

    assert still_asked(issue, amendment) == Propose(rule="default", reasons=(MATCHED, ANA_SAID))
    assert still_asked(issue, None) == issue
    assert still_asked(Leave(reasons=(MATCHED,)), amendment) == Leave(reasons=(MATCHED,))


def test_who_goes_on_with_others_corrections_is_named_with_them() -> None:
    first = made(WRONG, due_days=30)
    assert first is not None
    mine = first.model_copy(update={"by": "U0MIHAI"})

    second = going_on(mine, first)
    third = going_on(first, second)

    assert second is not None
    assert third is not None
    assert (second.by, second.others) == ("U0MIHAI", ("U0ANA",))
    assert (third.by, third.others) == ("U0ANA", ("U0MIHAI",))
    issue = Issue(rule="default", reasons=(MATCHED,))
    mihai_said = Reason(code="corrected", facts={"by": "U0MIHAI"})
    assert still_asked(issue, second).reasons == (MATCHED, mihai_said, ANA_SAID)


def test_whoever_corrected_is_named_while_that_holds() -> None:
    amendment = made(WRONG, buyer_name="LEMN SRL")
    of_another = WRONG.model_copy(update={"customer": a_customer()})

    assert still_corrected(WRONG, amendment) == (ANA_SAID,)
    assert still_corrected(of_another, amendment) == ()
    assert still_corrected(WRONG, None) == ()


def test_who_goes_on_with_nobodys_correction_stands_alone() -> None:
    first = made(WRONG, due_days=30)

    assert going_on(first, None) == first
    assert going_on(None, first) is None


def test_what_changed_is_named_and_not_told() -> None:
    lines = (Wording(name="Lampă", vat_rate=Decimal(21)), *_wordings(WRONG)[1:])
    after = typed(WRONG, buyer_is_company=False, buyer_vat_code="", lines=lines, due_days=1)

    assert changed(typed(WRONG), after) == ("is_company", "vat_code", "lines", "due_days")
    assert changed(after, after) == ()


@pytest.mark.parametrize(
    ("count", "shown"), [(MOST_LINES - 1, MOST_LINES), (MOST_LINES, 0)], ids=["as many", "one more"]
)
def test_only_so_many_lines_are_shown(count: int, shown: int) -> None:
    order = an_order(lines=(a_line(),) * count)

    assert len(particulars(order, SETTINGS, None).lines) == shown
    amendment = made(order, buyer_name="Ana")
    assert amendment is not None
    assert (amendment.buyer, amendment.lines) == ({"name": "Ana"}, ())


@pytest.mark.parametrize(
    ("day", "is_likely"),
    [("2026-11-25", True), ("2025-11-20", True), ("2062-11-20", False), ("2006-11-20", False)],
)
def test_a_delivery_years_away_from_its_order_is_a_slip(day: str, *, is_likely: bool) -> None:
    assert is_likely_delivery(date.fromisoformat(day), an_order()) is is_likely


@given(order=orders())
def test_an_untouched_form_changes_nothing_whatever_the_order(order: Order) -> None:
    assert amendment_of(order, SETTINGS, particulars(order, SETTINGS, None), by="U0ANA") is None


@given(order=orders(), name=TEXTS, data=st.data())
def test_quantities_prices_and_totals_stay_whatever_is_put_right(
    order: Order, name: str, data: st.DataObject
) -> None:
    rates = st.sampled_from([Decimal(21), Decimal(11), Decimal(0), None])
    lines = tuple(Wording(name=data.draw(TEXTS), vat_rate=data.draw(rates)) for _ in _wordings(order))
    amendment = made(order, buyer_name=name, lines=lines, due_days=3)

    now, _ = amended(order, SETTINGS, amendment)

    told = [(line.quantity, line.unit_price, line.discount) for line in order.lines]
    assert [(line.quantity, line.unit_price, line.discount) for line in now.lines] == told
    assert [charge.total for charge in now.charges] == [charge.total for charge in order.charges]
    assert (now.total, now.currency, now.vat_by_rate) == (order.total, order.currency, order.vat_by_rate)


@given(order=orders(), name=TEXTS, data=st.data())
def test_what_was_typed_is_what_is_shown_next_time(order: Order, name: str, data: st.DataObject) -> None:
    rates = st.sampled_from([Decimal(21), Decimal(11), Decimal(0)])
    lines = tuple(Wording(name=data.draw(TEXTS), vat_rate=data.draw(rates)) for _ in _wordings(order))
    amendment = made(order, buyer_name=name, lines=lines)

    shown = particulars(order, SETTINGS, amendment)

    again = amendment_of(order, SETTINGS, shown, by="U0ANA")
    assert again == amendment
    assert [line.vat_rate for line in shown.lines] == [line.vat_rate for line in lines]


CNP = "1630615123457"
HIDDEN = "1•••••••••457"
_TELLING = an_order(
    customer=a_customer(name=f"Ana {CNP}", vat_code=CNP, address=f"Strada Pildei 7,\nCNP {CNP}"),
    lines=(a_line(name=f"Gravură {CNP}"),),
    charges=(a_charge(name=f"Curier {CNP}"),),
)
_MENTIONING = some_settings(mentions=f"Mulțumim!\nCNP {CNP}")


def test_a_personal_number_is_never_shown_to_be_put_right() -> None:
    shown = particulars(_TELLING, _MENTIONING, None)

    assert CNP not in str(shown)
    assert (shown.buyer.name, shown.buyer.vat_code) == (f"Ana {HIDDEN}", HIDDEN)
    assert shown.buyer.address == f"Strada Pildei 7, CNP {HIDDEN}"
    assert [line.name for line in shown.lines] == [f"Gravură {HIDDEN}", f"Curier {HIDDEN}"]
    assert shown.mentions == f"Mulțumim!\nCNP {HIDDEN}"


def test_a_hidden_number_that_comes_back_as_it_was_shown_is_no_change() -> None:
    shown = particulars(_TELLING, _MENTIONING, None)

    assert amendment_of(_TELLING, _MENTIONING, shown, by="U0ANA") is None
    other = amendment_of(_TELLING, _MENTIONING, shown.model_copy(update={"due_days": 30}), by="U0ANA")
    assert other is not None
    assert (other.buyer, other.lines, other.mentions, other.due_days) == ({}, (), None, 30)


def test_a_personal_number_that_somebody_types_is_not_kept() -> None:
    lines = (Wording(name=f"Gravură {CNP}", vat_rate=Decimal(21)), *_wordings(WRONG)[1:])

    amendment = made(WRONG, buyer_contact=f"Ana {CNP}", lines=lines, mentions=f"CNP {CNP}")

    assert amendment is not None
    assert CNP not in amendment.model_dump_json()
    assert amendment.buyer == {"contact": f"Ana {HIDDEN}"}
    assert amendment.lines == (LineChange(position=0, name=f"Gravură {HIDDEN}"),)
    assert amendment.mentions == f"CNP {HIDDEN}"


@pytest.mark.parametrize("before", [185, 195, 200, 985, 995])
def test_what_is_cut_leaves_nothing_of_a_number(before: int) -> None:
    order = an_order(customer=a_customer(name="x" * before + f" {CNP}"))
    settings = some_settings(mentions="x" * before + f" {CNP}")

    assert "163061" not in str(particulars(order, settings, None))
