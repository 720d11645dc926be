"""How long Slack waits for its answer to a press while a thousand orders drain."""

import json
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from sqlmodel import select

from bot.slack.ids import Action
from bot.storage.tables import ProposalRow
from tests.bench.figures import Report
from tests.bench.sending import Post, send
from tests.bench.world import World, world

_PRESSES = 150
_ORDERS = 1000


def run(report: Report, database: str) -> None:
    """Signed presses of *Approve* over two connections, about ten a second, meanwhile and at rest."""
    with world(database) as running:
        running.connect(20, automatic=False)
        running.start()
        send(running.port, running.notices(1, 2 * _PRESSES, shops=20), connections=16)
        running.wait_done()
        presses = list(_presses(running))
        _press(report, f"{database}: at rest", running, presses[:_PRESSES])
        flood = threading.Thread(target=_flood, args=(running,))
        flood.start()
        time.sleep(0.2)
        _press(report, f"{database}: while {_ORDERS} orders drain", running, presses[_PRESSES:])
        flood.join()


def _flood(running: World) -> None:
    send(running.port, running.notices(5000, _ORDERS, shops=20), connections=16)


def _press(report: Report, name: str, running: World, presses: list[Post]) -> None:
    sent = send(running.port, presses, connections=2, pause=0.1)
    assert len(sent.seconds) == len(presses), sent.refused[:5]
    report.add("pressing", f"{name}: Slack waits, median", sent.percentile(50), "ms")
    report.add("pressing", f"{name}: Slack waits, 99 of 100", sent.percentile(99), "ms")


def _presses(running: World) -> Iterator[Post]:
    with running.database.reading() as session:
        proposals = session.exec(select(ProposalRow.id).where(ProposalRow.state == "open")).all()
    for proposal in proposals:
        yield _signed(running, _pressed(proposal))


def _pressed(proposal: str) -> bytes:
    action = {"type": "button", "action_id": Action.APPROVE.value, "block_id": "b", "value": proposal}
    payload = {
        "type": "block_actions",
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T1"},
        "api_app_id": "A1",
        "token": "t",
        "trigger_id": "1.1",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C00000000"},
        "channel": {"id": "C00000000"},
        "actions": [action | {"action_ts": "1.1"}],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def _signed(running: World, body: bytes) -> Post:
    at = str(int(time.time()))
    secret = running.environment["SLACK_SIGNING_SECRET"]
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
    assert signature is not None
    headers = (
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("X-Slack-Request-Timestamp", at),
        ("X-Slack-Signature", signature),
    )
    return Post("/slack/events", body, headers)
