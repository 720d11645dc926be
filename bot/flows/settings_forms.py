"""The settings form as a value, and what is laid over it when it is tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from bot.domain.remarks import Remarks
from bot.domain.shops import Series, Shop, ShopSettings
from bot.domain.trials import Trial


@dataclass(frozen=True)
class SettingsForm:
    """`settings` is what the fields show: what is stored, or what somebody typed.

    `errors` maps a field's name to a slug in `bot.words` and its facts. `typed_id` finds what was typed
    before; if `has_typed_token` or `has_typed_key`, with a secret, which is never shown again. `version`:
    which one the form began from; `restores`: the older one that it brings back, or 0. `vat_names` holds
    the account's VAT rates (percent) with their names there, where they were asked for. `statuses`: those
    that the shop's orders can have, and then those that they had, in its words; `status_names`: what its
    people call them. `methods`: the ways to pay that its orders had, in its words. `missed`: how many
    orders came while the shop was off, where it is on now. `was_sent`: somebody wants this saved;
    otherwise it was only opened. `remarks`: by a field's name, what is doubtful in it and keeps nothing
    from being saved.
    """

    shop: Shop
    settings: ShopSettings
    stage: Literal["loading", "open", "checking", "saved"]
    series: tuple[Series, ...] = ()
    vat_names: Mapping[Decimal, tuple[str, ...]] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()
    status_names: Mapping[str, str] = field(default_factory=dict)
    methods: tuple[str, ...] = ()
    typed_id: str = ""
    version: int = 0
    has_typed_token: bool = False
    has_typed_key: bool = False
    was_sent: bool = False
    missed: int = 0
    restores: int = 0
    errors: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=dict)


@dataclass(frozen=True)
class SettingsTrial:
    """What stands in a settings form, tried on past orders. `changed`: the names of settings that differ.

    `trial` is None while it is under way, and where nothing differs.
    """

    shop: Shop
    stage: Literal["trying", "tried"] = "trying"
    changed: tuple[str, ...] = ()
    trial: Trial | None = None
