"""What is decided about an order, with its reasons, and the rule that a shop's settings spell out."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from bot.domain.conditions import Conditions
from bot.domain.orders import Fact, is_absent
from bot.domain.rulebook import DEFAULT_ID, Outcome, Rule
from bot.domain.shops import ShopSettings

#: The default rule, by name and id; people read its name in their language.
DEFAULT = DEFAULT_ID


class Reason(Fact):
    """One reason of a decision; its sentence is `reason.<code>` in `bot.words`."""

    code: str
    facts: dict[str, str] = {}


class _Ruled(Fact):
    """By which rule, and for which reasons; the rule's `rule_id`, where it is one of the shop's own."""

    rule: str
    reasons: tuple[Reason, ...]
    rule_id: Annotated[str, Field(exclude_if=is_absent)] = ""


class Leave(_Ruled):
    """Do nothing, for these reasons; no `rule` where none wanted the order."""

    rule: Annotated[str, Field(exclude_if=is_absent)] = ""


class Propose(_Ruled):
    """Ask people, by this rule and for these reasons."""


class Issue(_Ruled):
    """Issue at once, by this rule and for these reasons."""


class Wait(_Ruled):
    """Decide at `until`, about the order as it then is: a rule first made it wait at `since`."""

    since: AwareDatetime
    until: AwareDatetime


Decision = Leave | Propose | Issue
#: What is written down about an order: a decision, or that it is still to come.
Recorded = Decision | Wait


def default_rule(settings: ShopSettings) -> Rule:
    """The rule that a shop's settings spell out; it stands last and decides what no other matched.

    Billing information is asked for only where documents are issued without anybody's yes.
    """
    asks_for_billing = settings.automatic and settings.only_with_billing
    return Rule(
        id=DEFAULT,
        name=DEFAULT,
        conditions=Conditions(statuses=settings.statuses, has_billing=True if asks_for_billing else None),
        outcome=Outcome(),
    )
