"""The audit's chain: each entry is bound by its hash to all entries before it.

It shows that an entry was changed, taken out, moved or cut off. It does not stop whoever can write to the
database and computes the whole chain anew: for that, note its end somewhere else from time to time.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

#: What the first entry names as the hash before it.
GENESIS = "0" * 64


def link(previous: str, seq: int, entry: Mapping[str, object]) -> str:
    """The hash of this entry in this place: SHA-256 of its canonical JSON, as hex.

    `entry` has `at`, `who`, `what`, `shop_id`, `order_id` and `facts`; whatever else it has does not count.
    This form can never change: entries of years ago are compared with it.
    """
    at = entry["at"]
    assert isinstance(at, datetime)  # noqa: S101 - what the column holds
    canonical = {
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "facts": entry["facts"],
        "order_id": entry["order_id"],
        "previous": previous,
        "seq": seq,
        "shop_id": entry["shop_id"],
        "what": entry["what"],
        "who": entry["who"],
    }
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
