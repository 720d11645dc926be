"""Findings and how grave they are."""

from bot.domain.findings import Finding, Severity, ask, news, remark, stop, worst


def test_findings_carry_their_code_and_the_facts_of_their_sentence() -> None:
    assert stop("price.negative", line="Retur") == Finding(
        code="price.negative", severity=Severity.STOP, facts={"line": "Retur"}
    )
    assert ask("vat.zero") == Finding(code="vat.zero", severity=Severity.ASK, facts={})


def test_a_stop_is_graver_than_a_question_and_a_question_than_a_note() -> None:
    note = Finding(code="note", severity=Severity.NOTE)

    assert worst((note,)) is Severity.NOTE
    assert worst((ask("a"), note)) is Severity.ASK
    assert worst((note, stop("s"), ask("a"))) is Severity.STOP


def test_nothing_found_is_not_grave_at_all() -> None:
    assert worst(()) is None


def test_only_what_was_not_found_before_is_news() -> None:
    seen = (ask("vat.zero", name="SDD"), stop("lines.none"))

    found = (*seen, ask("total.nothing"), remark("total.rounded"), ask("buyer.not_verified", printed="1"))

    assert news(found, seen) == (stop("lines.none"), ask("total.nothing"))
    assert news((), seen) == ()
