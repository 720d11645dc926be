"""Rules lead to series that SmartBill has, and every one of them is compared at night."""

import re
from typing import Any

import pytest

from bot.domain.kinds import Document
from bot.domain.rulebook import Action
from bot.domain.shops import Series
from bot.domain.versions import Author
from bot.errors import RemoteRejected
from bot.storage.engine import Database
from tests.builders import a_rule, some_settings
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import TOKEN, Desks


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    """A company with one more series of invoices."""
    return Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))


_OF_INVOICES = "smartbill.rule_series_of_invoices"


@pytest.mark.parametrize(
    ("outcome", "slug", "facts"),
    [
        ({"series": "LIPSA"}, "smartbill.no_rule_series", {"series": "LIPSA"}),
        ({"document": Document.PROFORMA}, _OF_INVOICES, {"series": "FCT", "names": "SLKP"}),
        ({"document": Document.PROFORMA, "series": "EXT"}, _OF_INVOICES, {"series": "EXT", "names": "SLKP"}),
    ],
    ids=str,
)
def test_a_rule_that_leads_to_no_series_is_not_saved(
    desks: Desks, outcome: dict[str, Any], slug: str, facts: dict[str, str]
) -> None:
    settings = some_settings(rules=(a_rule(**outcome),))
    desks.connect()

    desks.settings.submit("V1", "lampi", settings, author=Author("U1"))
    desks.run_all()

    assert desks.forms.last.errors == {"form": (slug, {"said": "", "rule": "Toate", **facts})}
    assert desks.ledger.shops.get("lampi").settings.rules == ()
    with pytest.raises(RemoteRejected, match=re.escape(slug)):
        desks.settings.check_now(settings, TOKEN)


GONE = a_rule(series="LIPSA")


def saved(desks: Desks, **changes: Any) -> dict[str, tuple[str, dict[str, str]]]:
    """What the form says is wrong after these changes of what stands."""
    settings = desks.ledger.shops.get("lampi").settings.model_copy(update=changes)
    desks.settings.submit("V1", "lampi", settings, author=Author("U1"))
    desks.run_all()
    return desks.forms.last.errors


def test_a_rule_whose_series_is_gone_keeps_nobody_from_saving_something_else(desks: Desks) -> None:
    desks.connect(rules=(GONE,))

    assert saved(desks, series="EXT") == {}
    assert saved(desks, rules=(a_rule(id="r-2", name="Alta", series="EXT"), GONE)) == {}
    assert desks.ledger.shops.get("lampi").settings.series == "EXT"


def test_what_a_save_makes_wrong_is_refused_beside_what_was_so_before(desks: Desks) -> None:
    desks.connect(rules=(GONE,))

    worse = saved(desks, rules=(GONE, a_rule(id="r-2", name="Alta", series="LIPSA")))
    other = saved(desks, rules=(a_rule(series="ALTA"),))
    same_elsewhere = saved(desks, series="LIPSA")

    facts = {"said": "", "rule": "Alta", "series": "LIPSA"}
    assert worse == {"form": ("smartbill.no_rule_series", facts)}
    assert list(other) == ["form"]
    assert list(same_elsewhere) == ["series"]
    assert desks.ledger.shops.get("lampi").version == 1


@pytest.mark.parametrize("changes", [{"active": False}, {"automatic": False}], ids=str)
@pytest.mark.parametrize("trouble", ["gone", "refused", "away"])
def test_a_shop_and_its_automatic_issuing_can_always_be_switched_off(
    desks: Desks, changes: dict[str, Any], trouble: str
) -> None:
    desks.connect(rules=(GONE,), series="LIPSA", automatic=True)
    if trouble == "refused":
        desks.biller.refuse_next("series", "Autentificare esuata.", slug="smartbill.auth")
    desks.biller.away = trouble == "away"

    assert saved(desks, **changes) == {}

    assert desks.forms.last.stage == "saved"
    assert desks.ledger.shops.get("lampi").version == 2


@pytest.mark.parametrize("changes", [{"active": False}, {"automatic": False}], ids=str)
def test_whoever_switches_something_off_is_told_what_slack_has_against_the_rest(
    desks: Desks, changes: dict[str, Any]
) -> None:
    desks.connect(automatic=True)
    desks.people.without_bot.add("C0FARABOT")
    desks.biller.away = True

    wrong = saved(desks, **changes, approver_groups=("S0GOL",), channel="C0FARABOT")

    assert list(wrong) == ["channel", "approver_groups"]
    assert desks.ledger.shops.get("lampi").version == 1


def test_a_shop_is_switched_off_while_neither_smartbill_nor_slack_can_be_asked(desks: Desks) -> None:
    desks.connect()
    settings = desks.ledger.shops.get("lampi").settings.model_copy(update={"active": False})
    desks.settings.submit("V1", "lampi", settings, author=Author("U1"))

    desks.biller.away = desks.people.away = True
    desks.run_all()

    assert not desks.ledger.shops.get("lampi").settings.active


@pytest.mark.parametrize(
    "rule",
    [
        a_rule(series="EXT"),
        a_rule(document=Document.PROFORMA, series="SLKP"),
        a_rule(series="LIPSA", active=False),
        a_rule(series="LIPSA", action=Action.LEAVE),
        a_rule(due_days=3),
    ],
    ids=lambda rule: str(rule.outcome),
)
def test_a_rule_whose_series_is_there_or_is_not_needed_is_saved(desks: Desks, rule: Any) -> None:
    settings = some_settings(rules=(rule,))
    desks.connect()

    desks.settings.submit("V1", "lampi", settings, author=Author("U1"))
    desks.run_all()

    assert (desks.forms.last.stage, desks.ledger.shops.get("lampi").settings) == ("saved", settings)


def test_at_night_every_series_that_rules_name_is_compared_once(desks: Desks) -> None:
    rules = (
        a_rule(id="1", name="1", series="EXT"),
        a_rule(id="2", name="2", series="EXT", due_days=3),
        a_rule(id="3", name="3", document=Document.PROFORMA, series="SLKP"),
        a_rule(id="4", name="4", series="LIPSA", active=False),
    )
    desks.connect(rules=rules)
    desks.biller.issue_elsewhere("EXT")
    desks.biller.issue_elsewhere("SLKP")

    desks.flows.nightly.compare({"shop": "lampi"})

    assert desks.biller.calls.count("series") == 3
    assert [desks.ledger.numbers.counter(key) is not None for key in _keys()] == [True, True, True]


def _keys() -> list[str]:
    return [f"99999917/{kind}/{name}" for kind, name in (("invoice", "FCT"), ("invoice", "EXT"))] + [
        "99999917/proforma/SLKP"
    ]
