"""The client that Slack is asked with."""

import ssl

from slack_sdk import WebClient

_SECONDS = 10


def client(token: str, base_url: str) -> WebClient:
    """A client that repeats nothing by itself: a post can land twice.

    It opens a connection for each call, which would read all of the system's certificates anew, some twenty
    milliseconds of work, if it were not given them.
    """
    certificates = ssl.create_default_context()
    return WebClient(token=token, base_url=base_url, timeout=_SECONDS, ssl=certificates, retry_handlers=[])
