"""The statuses that orders can have, as the helper of the API lists them."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.sandbox.shop.statuses import CUSTOM_EXAMPLE

Json = dict[str, object]

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "pending": "În așteptare",
        "paid": "Plătită",
        "authorized": "Autorizată",
        "completed": "Finalizată",
        "cancelled": "Anulată",
        "refunded": "Rambursată",
        "voided": "Invalidată",
        "timeouted": "Expirată",
        "failed": "Eșuată",
        "chargebacked": "Returnată de bancă",
        "disputed": "Contestată",
        "fulfilled": "Expediată",
        CUSTOM_EXAMPLE: "În așteptarea confirmării",
    }
)
_IDS = MappingProxyType({slug: number for number, slug in enumerate(_NAMES, 1)})


def status_id(slug: str) -> int:
    """The number of a status; those that nobody listed share the one after the last."""
    return _IDS.get(slug, len(_IDS) + 1)


def listed(slug: str | None = None) -> list[Json]:
    """All statuses, or the one of this slug."""
    return [
        {"id": _IDS[each], "name": name, "slug": each, "status_type": _type(each)}
        for each, name in _NAMES.items()
        if slug in {None, each}
    ]


def _type(slug: str) -> str:
    return "custom" if slug == CUSTOM_EXAMPLE else "system"
