"""The fields of the settings form about VAT, deposits, rounding and buyers, and how they are read back."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from slack_sdk.models.blocks import Block

from bot.domain.amounts import parse_amount
from bot.domain.rates import rate_text
from bot.domain.shops import ChargesVat, ShopSettings
from bot.domain.vat_names import LONGEST_NAME, read_vat_names, written
from bot.flows.settings_forms import SettingsForm
from bot.slack.forms.fields import Values, chosen, select, text_input, typed
from bot.slack.forms.settings_parts import ON, setting_field, ticks
from bot.words.say import Language, say


def vat_fields(language: Language, form: SettingsForm) -> list[tuple[str, Block]]:
    """The fields with what is set; where the account's names are known, their hints say them."""
    settings = form.settings
    rounding = ticks(language, "round_totals", {ON: settings.round_totals})
    verifying = ticks(language, "verify_buyers", {ON: settings.verify_buyers})
    return [
        *_rates(language, settings),
        _vat_names(language, form),
        _sgr_tax_name(language, form),
        setting_field(language, "round_totals", rounding, optional=True),
        setting_field(language, "verify_buyers", verifying, optional=True),
    ]


def read_vat(values: Values) -> dict[str, Any]:
    """What was typed, by the names of `ShopSettings`, where `vat_errors` finds nothing wrong.

    A form that was opened before there were such fields says nothing of them.
    """
    return {name: read(values, name) for name, read in _READERS.items() if name in values}


def vat_errors(values: Values) -> dict[str, str]:
    """A slug for each field whose text cannot be what it should be."""
    errors = {
        name: "form.error.rate" for name in ("vat_fallback", "charges_rate") if not _is_rate(values, name)
    }
    if typed(values, "charges_vat") == ChargesVat.ONE and not typed(values, "charges_rate"):
        errors["charges_rate"] = "form.error.charges_rate"
    if _names(values, "vat_names") is None:
        errors["vat_names"] = "form.error.vat_names"
    return errors


def _rate(values: Values, name: str) -> Decimal | None:
    return parse_amount(typed(values, name))


def _way(values: Values, name: str) -> ChargesVat:
    return ChargesVat(typed(values, name))


def _names(values: Values, name: str) -> dict[str, str] | None:
    return read_vat_names(typed(values, name).splitlines())


def _is_ticked(values: Values, name: str) -> bool:
    return ON in chosen(values, name)


_READERS: Mapping[str, Callable[[Values, str], Any]] = {
    "vat_fallback": _rate,
    "charges_vat": _way,
    "charges_rate": _rate,
    "vat_names": _names,
    "sgr_tax_name": typed,
    "round_totals": _is_ticked,
    "verify_buyers": _is_ticked,
}


def _is_rate(values: Values, name: str) -> bool:
    """Whether a percentage was typed, or nothing."""
    rate = _rate(values, name)
    return not typed(values, name) or (rate is not None and rate <= 100)


def _rates(language: Language, settings: ShopSettings) -> list[tuple[str, Block]]:
    ways = [(way.value, say(language, f"settings.charges_vat.by_{way}")) for way in ChargesVat]
    fallback, charges = _in_words(settings.vat_fallback), _in_words(settings.charges_rate)
    return [
        setting_field(language, "vat_fallback", text_input(fallback, most=6), optional=True),
        setting_field(language, "charges_vat", select(ways, settings.charges_vat.value)),
        setting_field(language, "charges_rate", text_input(charges, most=6), optional=True),
    ]


def _in_words(rate: Decimal | None) -> str:
    return "" if rate is None else rate_text(rate)


def _vat_names(language: Language, form: SettingsForm) -> tuple[str, Block]:
    lines = text_input("\n".join(written(form.settings.vat_names)), multiline=True)
    rates = sorted(form.vat_names, reverse=True)
    names = "; ".join(f"{rate_text(rate)}% – {', '.join(form.vat_names[rate])}" for rate in rates)
    known = say(language, "settings.vat_names.known", names=names) if names else ""
    return setting_field(language, "vat_names", lines, optional=True, known=known)


def _sgr_tax_name(language: Language, form: SettingsForm) -> tuple[str, Block]:
    name = text_input(form.settings.sgr_tax_name, most=LONGEST_NAME)
    names = ", ".join(form.vat_names.get(Decimal(0), ()))
    known = say(language, "settings.sgr_tax_name.known", names=names) if names else ""
    return setting_field(language, "sgr_tax_name", name, optional=True, known=known)
