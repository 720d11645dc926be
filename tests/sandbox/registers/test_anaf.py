"""The stand-in for ANAF's register: what it answers, and what it refuses."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from starlette.routing import Mount, Router

from bot.sandbox.anaf import AnafStandIn
from bot.sandbox.server import Server

_PATH = "/api/PlatitorTvaRest/v9/tva"
Ask = Callable[..., requests.Response]


class Seconds:
    """A clock that moves on by itself, a second and a half with every look."""

    def __init__(self, step: float = 1.5) -> None:
        self.step = step
        self._now = 0.0

    def __call__(self) -> float:
        self._now += self.step
        return self._now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def anaf(seconds: Seconds) -> AnafStandIn:
    return AnafStandIn(now=seconds)


@pytest.fixture
def url(anaf: AnafStandIn) -> Iterator[str]:
    with Server(Router([Mount("/desk", anaf.desk), Mount("/", anaf.api)])) as server:
        yield server.url


@pytest.fixture
def ask(url: str) -> Ask:
    def post(*numbers: Any, day: Any = "2026-11-20") -> requests.Response:
        body = [{"cui": number, "data": day} for number in numbers]
        return requests.post(url + _PATH, json=body, timeout=5)

    return post


def test_a_company_is_told_in_the_shape_of_live_answers(ask: Ask) -> None:
    answer = ask(99999992).json()

    assert set(answer) == {"found", "notFound"}
    (record,) = answer["found"]
    assert record["date_generale"]["denumire"] == "ATELIER EXEMPLU LEMN SRL"
    assert record["date_generale"]["data"] == "2026-11-20"
    assert record["inregistrare_scop_Tva"]["scpTVA"] is True
    assert isinstance(record["inregistrare_scop_Tva"]["perioade_TVA"], list)
    assert record["adresa_sediu_social"]["sdenumire_Localitate"] == "Sector 3 Mun. Bucureşti"
    assert record["adresa_domiciliu_fiscal"]["dcod_JudetAuto"] == "B"


def test_texts_have_cedillas_as_the_real_ones_do(ask: Ask) -> None:
    text = ask(99999992, 99999950, 99999976).text

    assert "ţ" in text.lower()
    assert not set(text) & set("țșȚȘ")


def test_numbers_it_does_not_know_are_listed(ask: Ask) -> None:
    answer = ask(99999909, 99999992).json()

    assert answer["notFound"] == [99999909]
    assert len(answer["found"]) == 1


def test_who_rests_and_who_is_gone(ask: Ask) -> None:
    payer, none, inactive, gone = ask(99999992, 99999984, 99999976, 99999968).json()["found"]

    assert payer["stare_inactiv"] == {
        "dataInactivare": "",
        "dataReactivare": "",
        "dataPublicare": "",
        "dataRadiere": "",
        "statusInactivi": False,
    }
    assert none["inregistrare_scop_Tva"] == {"scpTVA": False, "perioade_TVA": []}
    assert inactive["stare_inactiv"]["statusInactivi"] is True
    assert gone["stare_inactiv"]["dataRadiere"] == "2024-05-17"
    assert gone["date_generale"]["stare_inregistrare"] == "RADIERE din data 17.05.2024"


def test_more_than_a_hundred_numbers_are_refused(ask: Ask) -> None:
    assert ask(*range(1, 101)).status_code == 200
    assert ask(*range(1, 102)).status_code == 400
    assert ask().status_code == 400


@pytest.mark.parametrize(
    "number", [1630615123457, 10_000_000_000, 0, -1, "99999992", "RO99999992", True, 1.5]
)
def test_what_is_no_companys_number_is_refused(ask: Ask, anaf: AnafStandIn, number: object) -> None:
    assert ask(number).status_code == 400
    assert anaf.calls == [{"numbers": [], "status": 400}]


@pytest.mark.parametrize("day", ["20.11.2026", "", None, 7])
def test_a_day_is_written_as_in_iso(ask: Ask, day: object) -> None:
    assert ask(99999992, day=day).status_code == 400


@pytest.mark.parametrize("body", ["", "{", "[1]", "{}", "null", '"x"'])
def test_what_is_no_list_of_questions_is_refused(url: str, body: str) -> None:
    assert requests.post(url + _PATH, data=body, timeout=5).status_code == 400


def test_more_than_one_request_in_a_second_is_refused(ask: Ask, seconds: Seconds) -> None:
    assert ask(99999992).status_code == 200
    seconds.step = 0.9
    assert ask(99999992).status_code == 429
    seconds.step = 1.0
    assert ask(99999992).status_code == 200


def test_while_it_is_down_everybody_gets_a_page(ask: Ask, url: str) -> None:
    told = requests.post(f"{url}/desk/faults", json={"fault": "down"}, timeout=5)
    down = ask(99999992)
    requests.delete(f"{url}/desk/faults", timeout=5)

    assert told.json()["faults"] == ["down"]
    assert (down.status_code, down.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert ask(99999992).status_code == 200


@pytest.mark.parametrize("body", ['{"fault": "rain"}', "{}", "[]", "", "null"])
def test_a_fault_that_nobody_knows_is_refused(url: str, body: str) -> None:
    assert requests.post(f"{url}/desk/faults", data=body, timeout=5).status_code == 400


def test_the_desk_shows_companies_and_calls_newest_first(ask: Ask, url: str) -> None:
    ask(99999992)
    ask(99999909)

    state = requests.get(f"{url}/desk/state", timeout=5).json()

    assert state["companies"][0] == {"cui": 99999992, "denumire": "ATELIER EXEMPLU LEMN SRL"}
    assert state["calls"] == [{"numbers": [99999909], "status": 200}, {"numbers": [99999992], "status": 200}]
    assert state["faults"] == []
