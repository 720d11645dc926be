"""The client that Slack is asked with."""

import ssl
from http.client import HTTPSConnection
from typing import Any

import pytest

from bot.slack.client import client


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What each connection over TLS goes by; none is opened."""
    seen: list[Any] = []

    def connect(connection: Any) -> None:
        seen.append(connection._context)
        raise ConnectionRefusedError

    monkeypatch.setattr(HTTPSConnection, "connect", connect)
    return seen


def test_certificates_are_read_once_for_all_calls(contexts: list[Any]) -> None:
    slack = client("xoxb-token", "https://slack.com/api/")

    for _ in range(2):
        with pytest.raises(OSError, match=r"refused|urlopen"):
            slack.api_test()

    assert contexts[0] is contexts[1]


def test_slack_has_to_prove_who_it_is(contexts: list[Any]) -> None:
    with pytest.raises(OSError, match=r"refused|urlopen"):
        client("xoxb-token", "https://slack.com/api/").api_test()

    assert [(seen.verify_mode, seen.check_hostname) for seen in contexts] == [(ssl.CERT_REQUIRED, True)]
