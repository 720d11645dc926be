"""The public registers in memory: they keep their ports' promises, and are away when a test says so."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from bot.domain.companies import Company
from bot.domain.exchange import ExchangeRate
from bot.domain.fiscal import cif as company_number
from bot.errors import RemoteUnavailable

_DAY = date(2026, 11, 20)

#: One of each kind: pays VAT, does not, is inactive, was struck off.
USUAL_COMPANIES = (
    Company(
        cif="99999992",
        day=_DAY,
        name="ATELIER EXEMPLU LEMN SRL",
        pays_vat=True,
        reg_com="J40/9999/2024",
        address="Str. Exemplului nr. 12",
        city="Sector 3",
        county="B",
    ),
    Company(
        cif="99999984",
        day=_DAY,
        name="PILDESCU IOANA FLORĂRIE PFA",
        reg_com="F12/8888/2023",
        address="Str. Pildei nr. 7",
        city="Cluj-Napoca",
        county="CJ",
    ),
    Company(
        cif="99999976",
        day=_DAY,
        name="BRUTĂRIA DE PROBĂ INACTIVĂ SRL",
        is_inactive=True,
        reg_com="J22/7777/2019",
        address="Bld. Modelului nr. 21",
        city="Iași",
        county="IS",
    ),
    Company(
        cif="99999968",
        day=_DAY,
        name="MODELUL RADIAT SRL",
        is_struck_off=True,
        reg_com="J29/6666/2012",
        address="nr. 48",
        city="Sat Florești Com. Florești",
        county="PH",
    ),
)


class FakeCompanyRegister:
    """Plays `bot.flows.ports.CompanyRegister`. Change `companies` freely; `asked` holds numbers and days.

    While `away`, nothing is answered; with `busy_for`, nothing is even asked.
    """

    def __init__(self, companies: Iterable[Company] = USUAL_COMPANIES) -> None:
        self.companies = {company.cif: company for company in companies}
        self.asked: list[tuple[str, date]] = []
        self.away = False
        self.busy_for: timedelta | None = None

    def company(self, cif: str, day: date) -> Company:
        if company_number(cif) != cif:
            raise ValueError("Only a company's number, in bare digits, is ever sent to the register.")
        if self.busy_for is not None:
            raise RemoteUnavailable("anaf.busy", retry_after=self.busy_for)
        self.asked.append((cif, day))
        if self.away:
            raise RemoteUnavailable("anaf.unreachable")
        unknown = Company(cif=cif, day=day, is_known=False)
        return self.companies.get(cif, unknown).model_copy(update={"day": day})


def usual_rates(today: date = _DAY) -> tuple[ExchangeRate, ...]:
    """The rates of the ten banking days before this one, the same on each."""
    before = (today - timedelta(days=back) for back in range(1, 20))
    days = [day for day in before if day.weekday() < 5][:10]
    lei = {"EUR": "5.0912", "USD": "4.3856", "HUF": "0.013274", "JPY": "0.028105"}
    return tuple(
        ExchangeRate(currency=currency, day=day, lei=Decimal(rate))
        for day in days
        for currency, rate in lei.items()
    )


class FakeExchangeRates:
    """Plays `bot.flows.ports.ExchangeRates`. Change `rates` freely; `asked` counts the calls."""

    def __init__(self, rates: Iterable[ExchangeRate] | None = None) -> None:
        self.rates = tuple(usual_rates() if rates is None else rates)
        self.asked = 0
        self.away = False

    def published(self) -> tuple[ExchangeRate, ...]:
        self.asked += 1
        if self.away or not self.rates:
            raise RemoteUnavailable("bnr.unreachable")
        return self.rates
