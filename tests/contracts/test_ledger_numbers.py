"""What the flows may expect of any ledger: where a series stands, and whose its unexpected numbers are."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.numbers import CompanySeries, Counter, Stray, StrayState
from bot.domain.shops import Document
from tests.contracts.books import Books, at_once
from tests.fakes.clock import FRIDAY

MISSING, DOUBTFUL = StrayState.MISSING, StrayState.DOUBTFUL
OURS, FOREIGN, BOOKED = StrayState.OURS, StrayState.FOREIGN, StrayState.BOOKED
FCT, LMP = "99999917/invoice/FCT", "99999917/invoice/LMP"
REFERENCE, ANOTHER = "7f3a9c0d12", "0451103316"


def _missing(books: Books, *positions: int, series: str = FCT) -> tuple[Stray, ...]:
    books.ledger.numbers.missing(series, positions)
    return books.ledger.numbers.strays(series)


def test_a_series_nobody_has_used_is_unknown(books: Books) -> None:
    assert books.ledger.numbers.counter(FCT) is None


def test_a_series_stands_where_it_was_last_told_to(books: Books) -> None:
    books.ledger.numbers.stands_at(FCT, 13)
    books.clock.advance(timedelta(minutes=5))

    books.ledger.numbers.stands_at(FCT, 12)

    assert books.ledger.numbers.counter(FCT) == Counter(12, FRIDAY + timedelta(minutes=5))
    assert books.ledger.numbers.counter(LMP) is None


def test_a_series_told_of_by_four_at_once_stands_somewhere(books: Books) -> None:
    at_once(*[lambda: books.ledger.numbers.stands_at(FCT, 13)] * 4)

    assert books.ledger.numbers.counter(FCT) == Counter(13, FRIDAY)


def test_missing_numbers_are_listed_lowest_first(books: Books) -> None:
    strays = _missing(books, 14, 12, 13)

    assert [(stray.position, stray.state, stray.series) for stray in strays] == [
        (12, MISSING, FCT),
        (13, MISSING, FCT),
        (14, MISSING, FCT),
    ]
    assert books.ledger.numbers.strays(LMP) == ()


def test_no_missing_numbers_are_no_work(books: Books) -> None:
    assert _missing(books) == ()


def test_four_that_miss_the_same_numbers_at_once_write_them_down_once(books: Books) -> None:
    at_once(*[lambda: books.ledger.numbers.missing(FCT, range(12, 15))] * 4)

    assert [stray.position for stray in books.ledger.numbers.strays(FCT)] == [12, 13, 14]


@pytest.mark.parametrize("state", [OURS, FOREIGN])
def test_what_is_known_of_a_number_is_not_forgotten_when_it_is_missed_again(
    books: Books, state: StrayState
) -> None:
    (stray,) = _missing(books, 12)
    books.ledger.numbers.attribute(stray.id, state, number="0012", reference=REFERENCE)

    assert _missing(books, 12) == ()


def test_a_series_is_held_while_a_number_is_missing(books: Books) -> None:
    books.ledger.numbers.stands_at(FCT, 13)
    books.ledger.numbers.stands_at(LMP, 1)
    (stray,) = _missing(books, 12)

    assert books.ledger.numbers.counter(FCT) == Counter(13, FRIDAY, is_held=True)
    assert books.ledger.numbers.counter(LMP) == Counter(1, FRIDAY)
    books.ledger.numbers.attribute(stray.id, FOREIGN)
    assert books.ledger.numbers.counter(FCT) == Counter(13, FRIDAY)


@pytest.mark.parametrize("state", [OURS, FOREIGN])
def test_whose_a_number_is_is_said_once(books: Books, state: StrayState) -> None:
    (stray,) = _missing(books, 12)

    said = at_once(*[lambda: books.ledger.numbers.attribute(stray.id, state, number="0012")] * 3)

    assert sorted(said) == [False, False, True]
    assert books.ledger.numbers.strays(FCT, doubtful=True) == ()


def test_a_number_of_ours_is_found_by_its_reference(books: Books) -> None:
    stray, other = _missing(books, 12, 13)
    books.ledger.numbers.attribute(stray.id, OURS, number="0012", reference=REFERENCE)
    books.ledger.numbers.attribute(other.id, OURS, number="0013", reference=ANOTHER)

    assert books.ledger.numbers.of_reference(FCT, REFERENCE) == Stray(
        stray.id, FCT, 12, OURS, "0012", REFERENCE
    )
    assert books.ledger.numbers.of_reference(LMP, REFERENCE) is None
    assert books.ledger.numbers.of_reference(FCT, "0123456789") is None


def test_a_number_that_carries_several_references_is_found_by_each(books: Books) -> None:
    (stray,) = _missing(books, 12)
    books.ledger.numbers.attribute(stray.id, OURS, number="0012", reference=f"{ANOTHER} {REFERENCE}")

    found = [books.ledger.numbers.of_reference(FCT, reference) for reference in (REFERENCE, ANOTHER)]

    assert [one.position if one else None for one in found] == [12, 12]


def test_an_orders_number_is_found_in_whichever_series_of_the_company_it_is(books: Books) -> None:
    (stray,) = _missing(books, 12)
    books.ledger.numbers.attribute(stray.id, OURS, number="0012", reference=REFERENCE)
    asked = CompanySeries.of_key(FCT)

    def found(**changes: Any) -> Stray | None:
        return books.ledger.numbers.of_order(replace(asked, **changes), REFERENCE)

    assert found() == found(name="EXT") == Stray(stray.id, FCT, 12, OURS, "0012", REFERENCE)
    assert found(cif="RO99999984") is None
    assert found(document=Document.PROFORMA) is None
    assert books.ledger.numbers.of_order(asked, "0123456789") is None


def test_of_an_orders_numbers_the_one_in_the_series_that_was_asked_for_is_found_first(books: Books) -> None:
    asked = CompanySeries.of_key(FCT)
    other = replace(asked, name="AAA")
    for series, place in ((other, 1), (asked, 13), (asked, 12)):
        books.ledger.numbers.is_ours(series.key, place, number=str(place), reference=REFERENCE)

    found = [books.ledger.numbers.of_order(one, REFERENCE) for one in (asked, other)]

    assert [(one.series, one.position) if one else None for one in found] == [(FCT, 12), (other.key, 1)]


def test_of_two_numbers_with_one_reference_the_lower_is_found(books: Books) -> None:
    for stray in reversed(_missing(books, 12, 13)):
        books.ledger.numbers.attribute(stray.id, OURS, number=str(stray.position), reference=REFERENCE)

    found = books.ledger.numbers.of_reference(FCT, REFERENCE)

    assert found is not None
    assert found.position == 12


def test_a_number_that_is_in_our_books_is_not_found_again(books: Books) -> None:
    (stray,) = _missing(books, 12)
    books.ledger.numbers.attribute(stray.id, OURS, number="0012", reference=REFERENCE)

    books.ledger.numbers.booked(stray.id)

    assert books.ledger.numbers.of_reference(FCT, REFERENCE) is None
    assert _missing(books, 12) == ()


def test_a_foreign_number_is_nobodys_document(books: Books) -> None:
    (stray,) = _missing(books, 12)
    books.ledger.numbers.attribute(stray.id, FOREIGN, number="0012", reference=REFERENCE)

    assert books.ledger.numbers.of_reference(FCT, REFERENCE) is None


def test_numbers_left_in_doubt_hold_nothing_and_are_still_looked_at(books: Books) -> None:
    books.ledger.numbers.stands_at(FCT, 14)
    known, unknown = _missing(books, 12, 13)
    books.ledger.numbers.attribute(known.id, FOREIGN)

    books.ledger.numbers.leave_in_doubt(FCT, [12, 13])

    assert books.ledger.numbers.counter(FCT) == Counter(14, FRIDAY)
    assert books.ledger.numbers.strays(FCT) == ()
    doubtful = books.ledger.numbers.strays(FCT, doubtful=True)
    assert [(stray.id, stray.state) for stray in doubtful] == [(unknown.id, DOUBTFUL)]


def test_a_doubtful_number_can_turn_out_to_be_ours(books: Books) -> None:
    (stray,) = _missing(books, 12)
    books.ledger.numbers.leave_in_doubt(FCT, [12, 13])

    assert books.ledger.numbers.attribute(stray.id, OURS, number="0012", reference=REFERENCE)

    assert books.ledger.numbers.of_reference(FCT, REFERENCE) is not None


def test_a_doubtful_number_is_not_missed_again(books: Books) -> None:
    _missing(books, 12)
    books.ledger.numbers.leave_in_doubt(FCT, [12, 13])

    assert _missing(books, 12) == ()


def test_what_a_person_disowns_is_foreign_and_what_is_in_doubt_stays_so(books: Books) -> None:
    _missing(books, 12)
    books.ledger.numbers.leave_in_doubt(FCT, [12, 13])
    _missing(books, 13)
    _missing(books, 1, series=LMP)

    books.ledger.numbers.disown(FCT, 13)

    assert books.ledger.numbers.strays(FCT) == ()
    assert [stray.position for stray in books.ledger.numbers.strays(FCT, doubtful=True)] == [12]
    assert [stray.position for stray in books.ledger.numbers.strays(LMP)] == [1]


def test_only_the_numbers_that_are_named_are_left_in_doubt(books: Books) -> None:
    _missing(books, 12, 13)
    _missing(books, 12, series=LMP)

    books.ledger.numbers.leave_in_doubt(FCT, [12])

    assert [stray.position for stray in books.ledger.numbers.strays(FCT)] == [13]
    assert [stray.position for stray in books.ledger.numbers.strays(LMP)] == [12]


@pytest.mark.parametrize("state", [OURS, FOREIGN, BOOKED])
def test_what_is_known_of_numbers_that_are_given_out_again_is_forgotten(
    books: Books, state: StrayState
) -> None:
    strays = {stray.position: stray for stray in _missing(books, 11, 12, 13)}
    for stray in strays.values():
        books.ledger.numbers.attribute(stray.id, state, number=str(stray.position), reference=REFERENCE)
    _missing(books, 12, series=LMP)

    books.ledger.numbers.stands_at(FCT, 12)

    assert [stray.position for stray in _missing(books, 11, 12, 13)] == [12, 13]
    assert [stray.position for stray in books.ledger.numbers.strays(LMP)] == [12]


def test_what_was_found_out_or_said_is_to_be_read_anew_and_what_we_booked_stays(books: Books) -> None:
    old, read, ours, said, booked = _missing(books, 11, 12, 13, 14, 15)
    for stray, state in ((old, FOREIGN), (read, FOREIGN), (ours, OURS)):
        books.ledger.numbers.attribute(stray.id, state, number=str(stray.position))
    books.ledger.numbers.book(FCT, booked.position, "15")
    books.ledger.numbers.disown(FCT, said.position)

    books.ledger.numbers.read_anew(FCT, 12)

    assert [stray.position for stray in books.ledger.numbers.strays(FCT)] == [12, 13, 14]


def test_the_series_of_a_company_are_told_with_what_comes_next(books: Books) -> None:
    books.ledger.numbers.stands_at(FCT, 13)
    books.ledger.numbers.stands_at(LMP, 1)
    books.ledger.numbers.stands_at("999999171/invoice/FCT", 7)

    assert books.ledger.numbers.of_company("RO99999917") == {FCT: 13, LMP: 1}
