"""Look for secrets in whatever was written or sent, in each of the shapes that programs give to texts."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, quote_plus, unquote_to_bytes


def shapes(secret: str, email: str = "") -> dict[str, str]:
    """How a secret may look when it got somewhere: by name, the text to look for.

    `email`: who logs in with it, which makes the header of SmartBill's API another shape.
    """
    found = {
        "plain": secret,
        "json": json.dumps(secret)[1:-1],
        "url": quote(secret, safe=""),
        "form": quote_plus(secret),
        "repr": repr(secret)[1:-1],
        "base64": base64.b64encode(secret.encode()).decode(),
    }
    if email:
        login = f"{email}:{secret}".encode()
        found |= {
            "basic": base64.b64encode(login).decode(),
            "basic_url": base64.urlsafe_b64encode(login).decode(),
        }
    return found


def leaks(places: Mapping[str, bytes], secrets: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Where which secret stands in which shape, as `place: secret, shape`."""
    return [
        f"{place}: {name}, {shape}"
        for place, held in places.items()
        for name, looks in secrets.items()
        for shape, text in looks.items()
        if any(each in read for read in (held, unquote_to_bytes(held)) for each in _nested(text))
    ]


def _nested(text: str) -> Iterator[bytes]:
    """The text as it is, and as it stands in JSON, in JSON within JSON, and so on."""
    for _ in range(4):
        yield text.encode()
        text = json.dumps(text)[1:-1]


def joined(parts: Iterable[str | bytes]) -> bytes:
    """All parts, a line each."""
    return b"\n".join(part if isinstance(part, bytes) else part.encode() for part in parts)
