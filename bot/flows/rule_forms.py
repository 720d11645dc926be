"""The form of a rule as a value: what it shows, and in which of its states it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.domain.rulebook import Rule
from bot.domain.shops import Series, Shop
from bot.domain.trials import Trial


@dataclass(frozen=True)
class RuleForm:
    """A rule as it stands, or as somebody typed it, at its `place` among the shop's, from 1.

    `rule` is None while a new one is still empty; `rule_id` is the id that it is to have. `statuses`: the
    shop's own that are known, and `status_names` what its people call them. `version`: that of
    the settings which the form began from. `typed_id` finds what was typed and is not saved yet. `series`:
    those of the account, where they were asked for. `trial`: what the rule would do, once that is known.
    `errors` maps a field's name, or `form`, to a slug in `bot.words` and its facts.
    """

    shop: Shop
    rule_id: str
    rule: Rule | None
    place: int
    stage: Literal["open", "checking", "tried", "saved", "removing", "removed"]
    version: int
    typed_id: str = ""
    statuses: tuple[str, ...] = ()
    status_names: Mapping[str, str] = field(default_factory=dict)
    series: tuple[Series, ...] = ()
    trial: Trial | None = None
    errors: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
