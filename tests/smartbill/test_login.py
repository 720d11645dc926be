"""The login goes to SmartBill, whole, and nowhere else."""

import base64
from collections.abc import Callable

import pytest
import requests

from bot.domain.shops import Account
from bot.flows.ports import nothing_against_it
from bot.smartbill.transport import Transport
from bot.work.jobs import Urgency
from tests.smartbill.replay import Replay


def test_the_login_is_written_in_utf_8_and_whole(
    transport: Transport, replay: Replay, session: requests.Session
) -> None:
    replay.will_answer("series__success")
    account = Account(email=" ștefan@magazin.example", cif="1", token="003|abc|def\n")

    transport.get(account, "/series", {}, urgency=Urgency.NORMAL)

    scheme, _, login = replay.heard[0].headers["authorization"].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(login).decode() == "ștefan@magazin.example:003|abc|def"


def test_nothing_is_remembered_from_one_account_for_another(
    transport: Transport, replay: Replay, account: Account, session: requests.Session
) -> None:
    replay.will_answer("any__cookie", "series__success")

    transport.get(account, "/series", {}, urgency=Urgency.NORMAL)
    transport.get(account, "/series", {}, urgency=Urgency.NORMAL)

    assert "cookie" not in replay.heard[1].headers


def test_the_token_is_shown_nowhere(
    transport: Transport,
    replay: Replay,
    account: Account,
    closed_url: str,
    transport_to: Callable[..., Transport],
    caplog: pytest.LogCaptureFixture,
) -> None:
    replay.will_answer("any__wrong_token")
    caplog.set_level("DEBUG")
    shown = [repr(account), repr(transport), repr(vars(transport))]
    for door, path in ((transport, "/series"), (transport_to(closed_url), "/tax")):
        try:
            door.post(account, path, {}, nothing_against_it, urgency=Urgency.NORMAL)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not show the token
            shown += [repr(error), str(error), repr(error.__cause__)]

    secret = base64.b64encode(f"{account.email}:{account.token}".encode()).decode()
    everything = "\n".join([*shown, caplog.text])

    assert "/series" in caplog.text
    assert account.token not in everything
    assert secret not in everything
