"""The client that Slack is asked with."""

import ssl
from urllib.request import HTTPSHandler, build_opener, install_opener

from slack_sdk import WebClient

_SECONDS = 10


def client(token: str, base_url: str) -> WebClient:
    """A client that repeats nothing by itself: a post can land twice.

    It opens a connection for each call, as the process's opener does. This one knows the certificates: by
    default each connection would read all of the system's first, which costs more than all the rest.
    """
    install_opener(build_opener(HTTPSHandler(context=ssl.create_default_context())))
    return WebClient(token=token, base_url=base_url, timeout=_SECONDS, retry_handlers=[])
