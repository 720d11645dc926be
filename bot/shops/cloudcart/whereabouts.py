"""Where a shop may be: on the public internet alone, as those who type its address are not believed."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.errors import RemoteRejected

_HTTPS = 443


def must_be_public(address: str) -> None:
    """Let pass a whole address under https, without a port, that leads nowhere but to the internet just now.

    Whoever connects a shop could otherwise have machines beside the bot asked, and learn what answers there.

    Raises:
        RemoteRejected: it is none of that.
    """
    parts = urlsplit(address)
    is_plain = parts.scheme == "https" and parts.port is None
    if not (is_plain and all(ip_address(found).is_global for found in _led_to(parts.hostname or ""))):
        raise RemoteRejected("shop.unknown_address")


def _led_to(host: str) -> set[str]:
    """All that the name stands for; nothing where nobody knows it, which the call itself finds out too."""
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(host, _HTTPS, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()
