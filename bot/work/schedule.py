"""How often things are looked at that nobody tells us about."""

from dataclasses import dataclass
from datetime import timedelta

AT_ONCE = timedelta(0)
#: What is issued without a question is shown when it exists; where that takes longer, after this time.
UNTIL_SHOWN = timedelta(seconds=2)

#: Whoever edits an order in a shop saves it several times: so long, they are left to it.
UNTIL_CALM = timedelta(minutes=1)

#: After a call without an answer, before the first look at what became of it.
FIRST_DOUBT = timedelta(seconds=1)
#: Between two looks at something nobody knows the end of.
BETWEEN_DOUBTS = timedelta(seconds=10)

#: So many looks after the quiet time settle what nobody heard the end of.
ENOUGH_LOOKS = 2

#: Between two looks at something that a person has to put right first.
BETWEEN_UNCLEAR = timedelta(minutes=5)

#: Until a public register that did not answer is asked again.
BETWEEN_LOOK_UPS = timedelta(minutes=10)


@dataclass(frozen=True)
class Visits:
    """How often shops are asked for their orders.

    `every` so often without a reason; where a notice is to be confirmed, `soon` after it, but not before
    `apart` from the time before. Who did not answer for `patience` is not waited for. Whether they still tell
    by themselves is looked at `between_hooks`.
    """

    every: timedelta = timedelta(minutes=3)
    soon: timedelta = timedelta(seconds=0.5)
    apart: timedelta = timedelta(seconds=5)
    patience: timedelta = timedelta(minutes=2)
    between_hooks: timedelta = timedelta(minutes=30)

    def pause(self, since_last: timedelta) -> timedelta:
        """Until a shop that was asked so long ago is asked for a reason."""
        return max(self.soon, self.apart - since_last)


#: Until an open item has this age it is looked at this often; older ones are left to people.
_LOOKS = (
    (timedelta(days=1), timedelta(minutes=15)),
    (timedelta(days=7), timedelta(hours=1)),
    (timedelta(days=60), timedelta(days=1)),
)


@dataclass(frozen=True)
class Looks:
    """When an open item is looked at again. `every` shortens the stated rates."""

    every: timedelta | None = None

    def after(self, age: timedelta) -> timedelta | None:
        """How long until an open item of this age is looked at; None: it is left to people."""
        pause = next((pause for until, pause in _LOOKS if age < until), None)
        return min(pause, self.every) if pause is not None and self.every is not None else pause

    @property
    def calm(self) -> timedelta:
        """How long somebody who edits an order in the shop is left to it, before people are told."""
        return UNTIL_CALM if self.every is None else min(UNTIL_CALM, self.every)
