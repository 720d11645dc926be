"""A shop's own rules as data: when each matches, and what becomes of an order then.

What cannot be a rule says why by a flaw: see `flaws`.
"""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.domain.conditions import Conditions, Words
from bot.domain.flaws import flawed
from bot.domain.kinds import Document, DocumentLanguage
from bot.domain.orders import Fact
from bot.domain.payments import PaymentType

#: More rules than these nobody can keep apart.
MOST_RULES = 200
#: A day: by then nobody changes the order any more.
LONGEST_WAIT = 1440

#: The id of the rule that the settings spell out, which no other has.
DEFAULT_ID = "default"

_LONGEST_NAME = 60


def _name(name: Any) -> str:
    text = " ".join(str(name).split())
    if not text:
        raise flawed("no_name")
    if len(text) > _LONGEST_NAME:
        raise flawed("long_name", limit=str(_LONGEST_NAME))
    return text


def _wait(minutes: int) -> int:
    if not 0 <= minutes <= LONGEST_WAIT:
        raise flawed("wait", limit=str(LONGEST_WAIT))
    return minutes


class Action(StrEnum):
    """What becomes of an order: a document at once, a question to people, or nothing."""

    ISSUE = "issue"
    PROPOSE = "propose"
    LEAVE = "leave"


class Outcome(Fact):
    """What becomes of an order that a rule matches; what is not named comes from the shop's settings.

    `collects`: once the invoice is issued, also one that follows a proforma, the whole amount is recorded as
    received, as `payment_type`, or in the shop's way of the order's payment method. `wait_minutes`: it is
    decided so long after a rule first made it wait, as it then is. `approvers`: ids of Slack users and user
    groups.
    """

    action: Action = Action.ISSUE
    document: Document | None = None
    series: Annotated[str, AfterValidator(str.strip)] = ""
    language: DocumentLanguage | None = None
    due_days: Annotated[int | None, Field(ge=0, le=365)] = None
    collects: bool = False
    payment_type: PaymentType | None = None
    wait_minutes: Annotated[int, AfterValidator(_wait)] = 0
    approvers: Words = ()

    @model_validator(mode="after")
    def _has_sense(self) -> Self:
        if self.collects and self.payment_type is PaymentType.RECEIPT:
            raise flawed("receipt")
        if self.collects and self.action is Action.LEAVE:
            raise flawed("collects_leaving")
        if self.collects and self.document is Document.PROFORMA:
            raise flawed("collects_proforma")
        return self


class Rule(Fact):
    """One rule: `name` is for people, `id` stays for ever. One that is not active matches nothing."""

    id: str
    name: Annotated[str, BeforeValidator(_name)]
    active: bool = True
    conditions: Conditions = Conditions()
    outcome: Outcome = Outcome()


class Terms(Fact):
    """What of an outcome waits beside its document for the yes, and is as it was when people were asked.

    No `approvers`: the shop's. `collects` and `payment_type` as in `Outcome`.
    """

    approvers: tuple[str, ...] = ()
    collects: bool = False
    payment_type: PaymentType | None = None


NO_TERMS = Terms()


def _together(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    if len(rules) > MOST_RULES:
        raise flawed("too_many", limit=str(MOST_RULES))
    names: set[str] = set()
    ids = {"", DEFAULT_ID}
    for rule in rules:
        if rule.name.casefold() in names:
            raise flawed("name_twice", rule=rule.name)
        if rule.id in ids:
            raise flawed("id_not_own", rule=rule.name)
        names.add(rule.name.casefold())
        ids.add(rule.id)
    return rules


#: A shop's rules, first the first: each name once, each with an id of its own, and not too many.
Rules = Annotated[tuple[Rule, ...], AfterValidator(_together)]
