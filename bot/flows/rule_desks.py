"""The desks around a shop's rules, and who works at them."""

from dataclasses import dataclass

from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.ports import Biller, Forms, People
from bot.flows.rule_checks import RuleChecks
from bot.flows.rule_writing import RuleWriting
from bot.flows.rules import RuleBook
from bot.flows.saving import Saving
from bot.flows.trying import Trying
from bot.work.ports import Clock


@dataclass(frozen=True)
class RuleDesks:
    """Where rules are listed, written, and checked."""

    book: RuleBook
    writing: RuleWriting
    checks: RuleChecks


@dataclass(frozen=True)
class RuleHelpers:
    """Whom the desks of rules ask: SmartBill, the open forms, Slack's people, and the past orders."""

    biller: Biller
    forms: Forms
    people: People
    trying: Trying


def rule_desks(
    ledger: Ledger, errands: Errands, saving: Saving, helpers: RuleHelpers, *, clock: Clock
) -> RuleDesks:
    """Each of them, built once."""
    book = RuleBook(ledger, helpers.people, saving)
    return RuleDesks(
        book=book,
        writing=RuleWriting(ledger, errands, book, saving),
        checks=RuleChecks(
            ledger,
            saving,
            helpers.biller,
            helpers.forms,
            helpers.people,
            helpers.trying,
            clock=clock,
        ),
    )
