"""What an account at SmartBill calls its VAT rates, as people write it down: `0 = SDD`."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from bot.domain.invoices import rate_text

#: Longer than any name seen, and short enough that all of them fit into one field of a form.
LONGEST_NAME = 100
_MOST_NAMES = 20
_LINE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*%?\s*=\s*(\S.*)", re.ASCII)


def read_vat_names(lines: Iterable[str]) -> dict[str, str] | None:
    """Names by their rates (percent, as `rate_text` writes it); empty lines say nothing.

    None: a line is no `rate = name`, a rate is no percentage or stands there twice, or it is too much.
    """
    names: dict[str, str] = {}
    for line in filter(None, map(str.strip, lines)):
        written = _LINE.fullmatch(line)
        if written is None or len(written[2]) > LONGEST_NAME:
            return None
        rate = Decimal(written[1].replace(",", "."))
        if rate > 100 or rate_text(rate) in names:
            return None
        names[rate_text(rate)] = written[2]
    return names if len(names) <= _MOST_NAMES else None


def written(names: Mapping[str, str]) -> list[str]:
    """The lines from which `read_vat_names` reads these names."""
    return [f"{rate} = {name}" for rate, name in names.items()]
