"""What the flows may expect of any register of companies: the fake, and ANAF's client before its stand-in."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.domain.companies import Company
from bot.errors import RemoteUnavailable
from tests.contracts.register_stages import AnafCompanies, Companies, FakeCompanies, anaf_companies
from tests.fakes.registers import USUAL_COMPANIES

FRIDAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def anaf() -> Iterator[AnafCompanies]:
    with anaf_companies() as stage:
        yield stage


@pytest.fixture(params=["fake", "anaf"])
def stage(request: pytest.FixtureRequest) -> Iterator[Companies]:
    stage: Companies = FakeCompanies() if request.param == "fake" else request.getfixturevalue("anaf")
    yield stage
    stage.be_away(away=False)


@pytest.mark.parametrize("company", USUAL_COMPANIES, ids=lambda company: company.name)
def test_a_company_is_told_as_it_was_on_that_day(stage: Companies, company: Company) -> None:
    assert stage.register.company(company.cif, FRIDAY) == company
    yesterday = date(2026, 11, 19)
    assert stage.register.company(company.cif, yesterday).day == yesterday


def test_that_there_is_no_such_company_is_an_answer(stage: Companies) -> None:
    assert stage.register.company("99999909", FRIDAY) == Company(cif="99999909", day=FRIDAY, is_known=False)


@pytest.mark.parametrize(
    "number",
    ["1630615123457", "0000000000000", "RO99999992", " 99999992", "99999991", "099999992", "", "１8547290"],
)
def test_nothing_but_a_companys_number_is_ever_sent(stage: Companies, number: str) -> None:
    before = stage.asked()

    with pytest.raises(ValueError, match="Only a company's number") as caught:
        stage.register.company(number, FRIDAY)

    assert stage.asked() == before
    assert not number or number not in str(caught.value)


def test_a_register_that_is_away_says_nothing_of_a_company(stage: Companies) -> None:
    stage.be_away(away=True)
    with pytest.raises(RemoteUnavailable, match=r"anaf\.unreachable"):
        stage.register.company("99999992", FRIDAY)

    stage.be_away(away=False)
    assert stage.register.company("99999992", FRIDAY).pays_vat


def test_one_question_after_the_other_is_answered(stage: Companies) -> None:
    told = [stage.register.company(cif, FRIDAY).pays_vat for cif in ("99999992", "99999984", "99999992")]

    assert told == [True, False, True]
