"""What the flows may expect of any ledger: what was looked up elsewhere, until somebody looks again."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.background import AccountVat
from bot.domain.companies import Company, LookUp
from bot.domain.exchange import ExchangeRate
from bot.flows.retention import LOOK_UPS, RATES, Retention
from bot.storage.retention import SqlArchive
from tests.contracts.books import Books, at_once
from tests.fakes.registers import USUAL_COMPANIES

THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CIF = "99999992"
(ATELIER, *_) = USUAL_COMPANIES


def a_rate(lei: str = "5.0912", day: date = FRIDAY, currency: str = "EUR") -> ExchangeRate:
    return ExchangeRate(currency=currency, day=day, lei=Decimal(lei))


def some_vat() -> AccountVat:
    return AccountVat(
        {
            Decimal("21.00"): ("Normala",),
            Decimal("0.5"): ("Țară „mică”",),
            Decimal(0): ("SDD", "Taxare inversa"),
        }
    )


@pytest.mark.parametrize("company", [*USUAL_COMPANIES, Company(cif=CIF, day=FRIDAY, is_known=False), None])
def test_what_came_of_looking_up_is_told_as_it_was(books: Books, company: Company | None) -> None:
    look_up = LookUp(asked_at=NOON, company=company)

    books.ledger.registers.keep_company(CIF, FRIDAY, look_up)

    assert books.ledger.registers.company(CIF, FRIDAY) == look_up


def test_what_was_not_looked_up_is_not_known(books: Books) -> None:
    books.ledger.registers.keep_company(CIF, FRIDAY, LookUp(asked_at=NOON, company=ATELIER))

    assert books.ledger.registers.company(CIF, THURSDAY) is None
    assert books.ledger.registers.company("99999984", FRIDAY) is None


@pytest.mark.parametrize(("first", "then"), [(ATELIER, None), (None, ATELIER)])
def test_the_last_look_counts_also_where_it_failed(
    books: Books, first: Company | None, then: Company | None
) -> None:
    books.ledger.registers.keep_company(CIF, FRIDAY, LookUp(asked_at=NOON, company=first))

    last = LookUp(asked_at=NOON + HOUR, company=then)
    books.ledger.registers.keep_company(CIF, FRIDAY, last)

    assert books.ledger.registers.company(CIF, FRIDAY) == last


def test_rates_are_told_by_currency_from_a_day_on(books: Books) -> None:
    rates = [a_rate("5.0912"), a_rate("5.0901", THURSDAY), a_rate("4.3856", FRIDAY, "USD")]
    books.ledger.registers.keep_rates(rates, NOON)

    assert books.ledger.registers.rates("EUR", THURSDAY) == (a_rate("5.0901", THURSDAY), a_rate("5.0912"))
    assert books.ledger.registers.rates("EUR", FRIDAY) == (a_rate("5.0912"),)
    assert books.ledger.registers.rates("USD", THURSDAY) == (a_rate("4.3856", FRIDAY, "USD"),)
    assert books.ledger.registers.rates("GBP", THURSDAY) == ()
    assert books.ledger.registers.rates("EUR", FRIDAY + DAY) == ()


@pytest.mark.parametrize("lei", ["0.013274", "5.0900", "123456789.123456789", "1E+2", "0.00000001"])
def test_a_rate_is_kept_exactly(books: Books, lei: str) -> None:
    books.ledger.registers.keep_rates([a_rate(lei)], NOON)

    (kept,) = books.ledger.registers.rates("EUR", FRIDAY)

    assert kept.lei == Decimal(lei)


def test_of_one_day_the_latest_word_counts(books: Books) -> None:
    books.ledger.registers.keep_rates([a_rate("5.0912"), a_rate("5.0901", THURSDAY)], NOON)

    books.ledger.registers.keep_rates([a_rate("1.0000"), a_rate("5.0999")], NOON + HOUR)

    assert [rate.lei for rate in books.ledger.registers.rates("EUR", THURSDAY)] == [
        Decimal("5.0901"),
        Decimal("5.0999"),
    ]


def test_when_rates_were_last_fetched_is_known(books: Books) -> None:
    assert books.ledger.registers.rates_fetched_at() is None

    books.ledger.registers.keep_rates([a_rate()], NOON)
    books.ledger.registers.keep_rates([a_rate(day=THURSDAY)], NOON + HOUR)
    books.ledger.registers.keep_rates([], NOON + 2 * HOUR)

    assert books.ledger.registers.rates_fetched_at() == NOON + HOUR


@pytest.mark.parametrize("vat", [some_vat(), AccountVat({})])
def test_an_accounts_rates_are_told_with_their_names(books: Books, vat: AccountVat) -> None:
    books.ledger.registers.keep_account_vat(CIF, vat, NOON)

    assert books.ledger.registers.account_vat(CIF) == (vat, NOON)
    assert books.ledger.registers.account_vat("99999984") is None


def test_an_accounts_new_rates_replace_the_former_ones(books: Books) -> None:
    books.ledger.registers.keep_account_vat(CIF, some_vat(), NOON)

    books.ledger.registers.keep_account_vat(CIF, AccountVat({Decimal(11): ("Carti",)}), NOON + HOUR)

    assert books.ledger.registers.account_vat(CIF) == (AccountVat({Decimal(11): ("Carti",)}), NOON + HOUR)


def test_what_is_kept_in_a_transaction_that_fails_is_not_kept(books: Books) -> None:
    def fail() -> None:
        with books.ledger.transaction():
            books.ledger.registers.keep_company(CIF, FRIDAY, LookUp(asked_at=NOON, company=ATELIER))
            books.ledger.registers.keep_rates([a_rate()], NOON)
            books.ledger.registers.keep_account_vat(CIF, some_vat(), NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert books.ledger.registers.company(CIF, FRIDAY) is None
    assert books.ledger.registers.rates("EUR", FRIDAY) == ()
    assert books.ledger.registers.account_vat(CIF) is None


def test_several_may_keep_the_same_at_once(books: Books) -> None:
    registers = books.ledger.registers
    rates = [a_rate(currency=currency, day=day) for currency in ("EUR", "USD") for day in (FRIDAY, THURSDAY)]
    look_up = LookUp(asked_at=NOON, company=ATELIER)

    at_once(
        lambda: registers.keep_rates(rates, NOON),
        lambda: registers.keep_rates(rates[::-1], NOON),
        lambda: registers.keep_company(CIF, FRIDAY, look_up),
        lambda: registers.keep_company(CIF, FRIDAY, look_up),
    )

    assert len(registers.rates("EUR", THURSDAY)) == 2
    assert registers.company(CIF, FRIDAY) == look_up


def _prune(books: Books) -> None:
    Retention(SqlArchive(books.database), clock=books.clock, rest=lambda: None).prune({})


@pytest.mark.parametrize("company", [ATELIER, None])
def test_what_was_looked_up_is_let_go_of_after_thirty_days(books: Books, company: Company | None) -> None:
    for number in range(60):
        asked_at = books.clock.now() - number * timedelta(seconds=1)
        books.ledger.registers.keep_company(
            CIF, FRIDAY - number * DAY, LookUp(asked_at=asked_at, company=company)
        )

    books.clock.advance(LOOK_UPS - timedelta(seconds=60))
    _prune(books)
    early = books.ledger.registers.company(CIF, FRIDAY - 59 * DAY)
    books.clock.advance(timedelta(seconds=60))
    _prune(books)

    assert early is not None
    assert books.ledger.registers.company(CIF, FRIDAY) is not None
    assert all(books.ledger.registers.company(CIF, FRIDAY - n * DAY) is None for n in range(1, 60))


def test_rates_are_let_go_of_after_sixty_days(books: Books) -> None:
    books.ledger.registers.keep_rates([a_rate(), a_rate(day=THURSDAY)], NOON)

    books.clock.advance(RATES)
    _prune(books)

    assert books.ledger.registers.rates("EUR", THURSDAY) == (a_rate(),)


def test_letting_go_takes_a_few_at_a_time(books: Books) -> None:
    archive = SqlArchive(books.database)
    for number in range(5):
        day = FRIDAY - number * DAY
        books.ledger.registers.keep_company(CIF, day, LookUp(asked_at=NOON, company=ATELIER))
        books.ledger.registers.keep_rates([a_rate(day=day)], NOON)

    assert [archive.drop_look_ups(NOON + HOUR, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert [archive.drop_rates(FRIDAY + DAY, 2) for _ in range(4)] == [2, 2, 1, 0]


def test_the_last_answer_is_told_however_old_it_is_and_whatever_was_silent_since(books: Books) -> None:
    registers = books.ledger.registers
    assert registers.last_answer(CIF) is None
    registers.keep_company(CIF, FRIDAY, LookUp(asked_at=NOON, company=None))
    assert registers.last_answer(CIF) is None

    answers = [LookUp(asked_at=NOON - back, company=ATELIER) for back in (DAY, 2 * DAY)]
    for answer in answers:
        registers.keep_company(CIF, answer.asked_at.date(), answer)

    assert registers.last_answer(CIF) == answers[0]
    assert registers.last_answer("99999984") is None
