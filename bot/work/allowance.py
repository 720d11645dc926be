"""How many calls one token may make, and who goes first: the rules, as values.

SmartBill counts a call when it arrives, which we cannot see: some time between sending and the answer. So a
call's place is free again only `per` after its answer, or after nobody waits for one any more. Times are
seconds of any clock that never jumps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.work.jobs import Urgency

#: Long before any clock began.
_NEVER = -1.0e12
#: No block lasts longer, in seconds.
_LONGEST_BLOCK = 900.0


@dataclass(frozen=True)
class Share:
    """At most `calls` calls in any `per` seconds. `longest`: how long one call can take, in seconds."""

    calls: int
    per: float
    longest: float = 0.0


@dataclass(frozen=True)
class Told:
    """What an answer said of the token: so many calls are left to it."""

    remaining: int


@dataclass(frozen=True)
class Place:
    """The right to make one call now."""

    call: str


@dataclass(frozen=True)
class Wait:
    """No call may be made for so long; `blocked`: because the token made too many."""

    pause: timedelta
    blocked: bool = False


@dataclass(frozen=True)
class Purse:
    """One token's calls, each with the moment when its place is free again, and its block.

    `short_at`: when somebody who had work to do last found no place. `person_at`: likewise, a person who
    still waits.
    """

    places: Mapping[str, float] = field(default_factory=dict)
    blocked_until: float = _NEVER
    short_at: float = _NEVER
    person_at: float = _NEVER

    def at(self, now: float, share: Share) -> "Purse":
        """The purse as it is now: places that are free again are forgotten.

        A place that would be taken for longer than any call lasts comes from a clock that began anew; so
        does a block that would be longer than any, and what is still to come. The purse has to be kept as it
        is then: looked at again and again, such a block would never become shorter.
        """
        latest = now + share.longest + share.per
        return Purse(
            places={call: min(free, latest) for call, free in self.places.items() if free > now},
            blocked_until=min(self.blocked_until, now + _LONGEST_BLOCK),
            short_at=min(self.short_at, now),
            person_at=min(self.person_at, now),
        )

    def wait(self, now: float, share: Share, urgency: Urgency) -> float:
        """Seconds until a call of this urgency may be made; 0: now.

        Work that can wait leaves half of the places alone, and takes none while anything else lacks one.
        Other work leaves one to a person who waits.
        """
        resting = self.short_at + 2 * share.per - now
        if urgency is Urgency.IDLE and resting > 0:
            return resting
        lacking = min(self._needed(now, share, urgency), share.calls) - (share.calls - len(self.places))
        if lacking <= 0:
            return 0.0
        soonest = sorted(self.places.values())[lacking - 1] - now
        # A call under way is free again earlier than it was written down, once it is answered.
        return min(soonest, share.per)

    def taken(self, call: str, now: float, share: Share, urgency: Urgency) -> "Purse":
        """The purse with one call more under way."""
        places = {**self.places, call: now + share.longest + share.per}
        return replace(self, places=places, person_at=self._served(urgency))

    def refused(self, now: float, urgency: Urgency) -> "Purse":
        """The purse after somebody found no place."""
        if urgency is Urgency.IDLE:
            return self
        person_at = now if urgency is Urgency.PERSON else self.person_at
        return replace(self, short_at=now, person_at=person_at)

    def answered(self, call: str, now: float, share: Share, told: Told | None) -> "Purse":
        """The purse after a call ended. Where fewer calls are left than we thought, others use the token."""
        places = {**self.places, call: now + share.per}
        if told is not None:
            # When they were made it does not say: the latest that they can count.
            until = now + share.per
            others = share.calls - len(places) - told.remaining
            places |= {f"{call}.{number}": until for number in range(others)}
        return replace(self, places=places)

    def blocked(self, until: float) -> "Purse":
        """The purse of a token that may not call at all before then."""
        return replace(self, blocked_until=max(self.blocked_until, until))

    def _needed(self, now: float, share: Share, urgency: Urgency) -> int:
        match urgency:
            case Urgency.PERSON:
                return 1
            case Urgency.NORMAL:
                return 2 if now - self.person_at < share.per else 1
            case Urgency.IDLE:
                return share.calls // 2 + 1

    def _served(self, urgency: Urgency) -> float:
        return _NEVER if urgency is Urgency.PERSON else self.person_at
