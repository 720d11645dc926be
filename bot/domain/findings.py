"""What is wrong, doubtful or worth saying about a draft, each with a stable code."""

from enum import IntEnum, StrEnum

from bot.domain.orders import Fact

#: Of a foreign text, so much is quoted.
QUOTED = 100
#: So many lines are named, one by one.
MOST_NAMED = 5
#: The register is silent now, and the buyer is the one of then.
_PASSING = "buyer.not_verified"


class Severity(IntEnum):
    """What a finding does: nothing but being told, asking a person, or stopping the document."""

    NOTE = 1
    ASK = 2
    STOP = 3


class Verdict(StrEnum):
    """Whether a document would do for e-Factura: it is ready, somebody should check it, or it is blocked."""

    READY = "ready"
    CHECK = "check"
    BLOCKED = "blocked"


class Finding(Fact):
    """One observation; its sentence is `finding.<code>` in `bot.words`, its blanks are `facts`."""

    code: str
    severity: Severity
    facts: dict[str, str] = {}


def stop(code: str, /, **facts: str) -> Finding:
    """A finding with which no document may be issued."""
    return Finding(code=code, severity=Severity.STOP, facts=facts)


def ask(code: str, /, **facts: str) -> Finding:
    """A finding that a person has to see before anything is issued."""
    return Finding(code=code, severity=Severity.ASK, facts=facts)


def remark(code: str, /, **facts: str) -> Finding:
    """A finding that people are told, and that keeps nothing from being issued."""
    return Finding(code=code, severity=Severity.NOTE, facts=facts)


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """The gravest of them, or None where there are none."""
    return max((finding.severity for finding in findings), default=None)


def verdict(findings: tuple[Finding, ...]) -> Verdict:
    """What all findings together come to; remarks change nothing."""
    match worst(findings):
        case Severity.STOP:
            return Verdict.BLOCKED
        case Severity.ASK:
            return Verdict.CHECK
        case _:
            return Verdict.READY


def news(findings: tuple[Finding, ...], seen: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Of a document that says what it said when `seen` was found: what a person has to look at by now.

    That is what stops it, or was not found then.
    """
    return tuple(
        finding
        for finding in findings
        if finding.severity is Severity.STOP
        or (finding.severity is Severity.ASK and finding not in seen and finding.code != _PASSING)
    )
