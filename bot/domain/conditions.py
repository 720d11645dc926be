"""What a rule looks at in an order.

What cannot be says why by a flaw: see `flaws`.
"""

from functools import cache, cached_property
from typing import Annotated, Any, Self

from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, model_validator

from bot.domain.flaws import flawed
from bot.domain.orders import Amount, Fact
from bot.domain.places import country_code

#: Among the countries: every other member state of the European Union than Romania.
OTHER_EU = "EU"

#: Of what somebody typed, so much is quoted.
_QUOTED = 60
#: How people call the currency whose code is RON.
_LEI = "LEI"
_DAYS = range(1, 8)
_HOURS = range(25)


def plain(word: str) -> str:
    """A shop's word as it is compared: capitals and the space around it do not matter."""
    return word.strip().casefold()


def _words(words: Any) -> Any:
    """Texts without the space around them, each once, and none that is empty."""
    if not isinstance(words, list | tuple):
        return words
    stripped = (word.strip() if isinstance(word, str) else word for word in words)
    return tuple(dict.fromkeys(word for word in stripped if word != ""))


def _countries(typed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_country, typed)))


def _country(typed: str) -> str:
    if typed.upper() == OTHER_EU:
        return OTHER_EU
    code = country_code(typed)
    if code is None:
        raise flawed("country", typed=typed[:_QUOTED])
    return code


def _currencies(typed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_currency, typed)))


def _currency(typed: str) -> str:
    code = typed.strip().upper()
    if code == _LEI:
        return "RON"
    if code not in _known_currencies():
        raise flawed("currency", typed=typed[:_QUOTED])
    return code


@cache
def _known_currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def _weekdays(days: tuple[int, ...]) -> tuple[int, ...]:
    if not set(days) <= set(_DAYS):
        raise flawed("weekday")
    return tuple(sorted(set(days)))


def _hour(hour: int | None) -> int | None:
    if hour is not None and hour not in _HOURS:
        raise flawed("hour", typed=str(hour))
    return hour


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Hour = Annotated[int | None, AfterValidator(_hour)]


class Conditions(Fact):
    """What an order has to be. All that is given has to hold; what is empty or None says nothing.

    `statuses` as in the settings, also the shop's own; of `methods`, `tags` and `shipping` one is enough.
    Capitals do not matter. A total, VAT included, lies between the two, which count, and is in
    `total_currency`: nothing is converted, and an order with faults in its numbers has none. `countries`: the
    buyer's, by ISO code, or `OTHER_EU`. `weekdays` from 1, Monday, and whole hours, from one up to before the
    other, perhaps over midnight, are those in Romania at which the shop last changed the order.
    """

    statuses: Words = ()
    methods: Words = ()
    total_from: Amount | None = None
    total_to: Amount | None = None
    total_currency: Annotated[str, AfterValidator(_currency)] = "RON"
    is_company: bool | None = None
    pays_vat: bool | None = None
    countries: Annotated[Words, AfterValidator(_countries)] = ()
    currencies: Annotated[Words, AfterValidator(_currencies)] = ()
    tags: Words = ()
    shipping: Words = ()
    weekdays: Annotated[tuple[int, ...], AfterValidator(_weekdays)] = ()
    hour_from: Hour = None
    hour_to: Hour = None
    has_billing: bool | None = None

    @model_validator(mode="after")
    def _has_sense(self) -> Self:
        low, high = self.total_from, self.total_to
        if low is not None and high is not None and low > high:
            raise flawed("total", low=f"{low:f}", high=f"{high:f}")
        if self.has_hours and self.first_hour == self.last_hour:
            raise flawed("no_hours")
        return self

    @cached_property
    def given(self) -> tuple[str, ...]:
        """What has to be looked at, by the names of `matching`; worked out once, as it is asked so often."""
        looks = {
            "status": self.statuses,
            "method": self.methods,
            "total": self.has_total,
            "kind": self.is_company is not None,
            "vat": self.pays_vat is not None,
            "country": self.countries,
            "currency": self.currencies,
            "tags": self.tags,
            "shipping": self.shipping,
            "moment": self.weekdays or self.has_hours,
            "billing": self.has_billing is not None,
        }
        return tuple(name for name, is_given in looks.items() if is_given)

    @cached_property
    def plain_methods(self) -> frozenset[str]:
        """The ways of payment as they are compared."""
        return frozenset(map(plain, self.methods))

    @cached_property
    def plain_tags(self) -> frozenset[str]:
        """The tags as they are compared."""
        return frozenset(map(plain, self.tags))

    @cached_property
    def plain_shipping(self) -> frozenset[str]:
        """The ways of shipping as they are compared."""
        return frozenset(map(plain, self.shipping))

    @property
    def has_total(self) -> bool:
        """Whether the total matters."""
        return self.total_from is not None or self.total_to is not None

    @property
    def has_hours(self) -> bool:
        """Whether the hour matters."""
        return self.hour_from is not None or self.hour_to is not None

    @property
    def first_hour(self) -> int:
        """The hour that it begins with."""
        return self.hour_from or 0

    @property
    def last_hour(self) -> int:
        """The hour that it ends before."""
        return 24 if self.hour_to is None else self.hour_to
