"""Why something cannot be a rule, as a slug of `bot.words`, carried by pydantic's own error."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from bot.domain.orders import Fact


class Flaw(Fact):
    """Why something cannot be a rule, or a list of them: `rule.flaw.<code>` of `bot.words`."""

    code: str
    facts: dict[str, str] = {}


def flawed(code: str, **facts: str) -> PydanticCustomError:
    """What a validator raises where this is the flaw."""
    return PydanticCustomError("rule_flaw", "{code}", {"code": code, "facts": facts})


def flaw_in(error: ValidationError) -> Flaw | None:
    """What these facts cannot be, in words of ours; None: they are of another shape altogether."""
    return next((flaw for _, flaw in flaws_in(error)), None)


def flaws_in(error: ValidationError) -> tuple[tuple[str, Flaw], ...]:
    """Everything that these facts cannot be, each with the name of the fact or of the whole that is wrong."""
    return tuple(
        (str(found["loc"][-1]) if found["loc"] else "", _flaw(found["ctx"]))
        for found in error.errors(include_url=False, include_input=False)
        if found["type"] == "rule_flaw"
    )


def _flaw(told: Mapping[str, Any]) -> Flaw:
    return Flaw(code=told["code"], facts=told["facts"])
