"""Every finding that has a sentence can be provoked, is as grave as it should be, and stays away elsewhere."""

import pytest

from bot.domain.checks import check
from bot.domain.findings import Severity, Verdict, verdict
from bot.domain.invoices import compose
from bot.slack.mrkdwn import tell
from bot.words.say import SENTENCES
from tests.builders import a_company, an_order, some_settings
from tests.domain.every_finding import EVERY, Case

#: Said by older versions only: what they stored is still shown.
_OLDER = {"buyer.abroad"}


@pytest.mark.parametrize(("code", "case"), EVERY.items(), ids=list(EVERY))
def test_every_finding_can_be_provoked(code: str, case: Case) -> None:
    draft = compose(case.order, some_settings(**case.settings), case.background)

    found = {finding.code: finding for finding in check(draft, case.order, case.background)}

    assert found[code].severity is case.severity
    for language in ("ro", "en"):
        assert "{" not in tell(language, f"finding.{code}", found[code].facts)


def test_every_sentence_about_a_finding_has_its_case() -> None:
    codes = {slug.removeprefix("finding.") for slug in SENTENCES["ro"] if slug.startswith("finding.")}

    assert codes - _OLDER == EVERY.keys()


@pytest.mark.parametrize("customer", [an_order().customer, a_company()])
def test_an_ordinary_order_has_none(customer: object) -> None:
    order = an_order(customer=customer)

    assert check(compose(order, some_settings()), order) == ()


def test_the_verdict_is_that_of_the_gravest() -> None:
    def judged(*codes: str) -> Verdict:
        cases = [EVERY[code] for code in codes]
        return verdict(
            tuple(
                finding
                for case in cases
                for finding in check(
                    compose(case.order, some_settings(**case.settings), case.background),
                    case.order,
                    case.background,
                )
            )
        )

    assert judged() is Verdict.READY
    assert judged("buyer.reg_com_odd") is Verdict.READY
    assert judged("buyer.reg_com_odd", "vat.zero") is Verdict.CHECK
    assert judged("vat.zero", "lines.none") is Verdict.BLOCKED
    assert Severity.NOTE < Severity.ASK < Severity.STOP
