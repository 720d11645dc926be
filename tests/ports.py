"""Ports for servers that are told theirs before they start."""

import socket


def free_port() -> int:
    """A port of loopback that nobody else is given as long as this process lives.

    It stays bound, and nothing listens: whoever lets his server reuse addresses, as all do here, can listen
    on it, while no other process gets it that takes what is free.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    port: int = held.getsockname()[1]
    # Open until the process ends.
    held.detach()
    return port
