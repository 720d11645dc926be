"""What people were asked about is looked at again under the rule and the terms that it has."""

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.asked import asked_again, is_asked_about, settings_as_asked
from bot.domain.findings import Finding, ask, remark, stop
from bot.domain.kinds import Document
from bot.domain.orders import digest
from bot.domain.rules import Reason
from tests.builders import a_draft, a_proposal, a_rule, an_order, some_settings

BY_RULE, CORRECTED = Reason(code="by_rule", facts={"rule": "Toate"}), Reason(code="corrected")
STOPPED = (stop("buyer.no_cif"),)


@pytest.mark.parametrize(
    ("code", "findings", "now"),
    [
        ("needs_a_look", (), "asked_before"),
        ("not_issuable", (remark("buyer.filled"),), "asked_before"),
        ("not_issuable", (ask("vat.fallback"),), "needs_a_look"),
        ("rule_asks", (), "rule_asks"),
        ("automatic_off", (), "automatic_off"),
        ("automatic_off", STOPPED, "not_issuable"),
        ("asked_before", (ask("vat.fallback"),), "needs_a_look"),
    ],
)
def test_the_question_says_why_for_what_is_found_now(
    code: str, findings: tuple[Finding, ...], now: str
) -> None:
    asked = a_proposal(rule="Toate", reasons=(BY_RULE, Reason(code=code)))

    decision = asked_again(asked, findings, rule_id="r-1")

    assert (decision.rule, decision.rule_id) == ("Toate", "r-1")
    assert decision.reasons == (BY_RULE, Reason(code=now))


def test_what_a_person_put_right_is_theirs_whatever_is_found() -> None:
    assert asked_again(a_proposal(reasons=(CORRECTED,)), STOPPED, rule_id="").reasons == (CORRECTED,)


def test_only_an_open_question_about_the_order_as_it_is_stays() -> None:
    order = an_order()
    asked = a_proposal(told=digest(order))

    assert is_asked_about(asked, order)
    assert not is_asked_about(asked, an_order(fulfilled=not order.fulfilled))
    assert not is_asked_about(a_proposal(), order)
    assert not is_asked_about(a_proposal(told=digest(order), state=ProposalState.DECLINED), order)
    assert not is_asked_about(None, order)


def test_what_can_be_issued_stays_the_document_that_people_saw() -> None:
    draft = a_draft(series="EXT", document=Document.PROFORMA, language="EN", due_days=9)

    settings = settings_as_asked(some_settings(unit="kg"), a_proposal(draft=draft, rule="default"))

    assert (settings.series, settings.document) == ("EXT", Document.PROFORMA)
    assert (settings.document_language, settings.due_days, settings.unit) == ("EN", 9, "kg")


@pytest.mark.parametrize(
    ("rule", "series"), [("default", "FCT"), ("Toate", "ALT"), ("Alta", "EXT"), ("by_hand", "EXT")]
)
def test_what_cannot_be_issued_follows_its_rule_where_there_still_is_one(rule: str, series: str) -> None:
    asked = a_proposal(draft=a_draft(series="EXT"), rule=rule, findings=STOPPED)

    settings = settings_as_asked(some_settings(series="FCT", rules=(a_rule(series="ALT"),)), asked)

    assert settings.series == series
