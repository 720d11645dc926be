"""From the door to the card: an order with hostile numbers is shown, and cannot be issued."""

from collections.abc import Callable, Iterator

import pytest
import requests
from starlette.applications import Starlette

from bot.domain.approvals import ProposalState
from bot.domain.findings import Severity
from bot.sandbox.server import Server
from bot.shops.http import routes
from bot.storage.engine import Database
from tests.builders import a_shop, some_settings
from tests.flows.desks import TOKEN, Desks
from tests.shops.recorded import KEY, SIGNING_SECRET, Recorded

SECRETS = {"cloudcart": KEY, "standard": SIGNING_SECRET}
HOSTILE = [
    ("cloudcart", "order.updated__hostile_numbers"),
    ("standard", "order.status_changed__hostile_numbers"),
]
Knock = Callable[[Recorded], requests.Response]


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    return Desks(sqlite)


@pytest.fixture
def knock(desks: Desks) -> Iterator[Knock]:
    """Hand a recorded notice in at the door of these desks; shops issue automatically."""
    for kind, secret in SECRETS.items():
        shop = a_shop(id=kind, kind=kind, settings=some_settings(automatic=True))
        desks.ledger.shops.add(shop, smartbill_token=TOKEN, hook_token=f"hook-{kind}", hook_secret=secret)
    with Server(Starlette(routes=routes(desks.intake))) as server:
        yield lambda case: requests.post(
            f"{server.url}/hooks/{case.kind}/hook-{case.kind}",
            data=case.body,
            headers=case.headers,
            timeout=5,
        )


@pytest.mark.parametrize(("kind", "name"), HOSTILE)
def test_an_order_with_hostile_numbers_becomes_a_card_that_cannot_be_approved(
    kind: str, name: str, desks: Desks, knock: Knock
) -> None:
    answer = knock(Recorded(kind, name))
    desks.run_all()

    assert answer.status_code == 200
    proposal = desks.ledger.proposals.latest(1)
    assert proposal is not None
    assert proposal.state is ProposalState.OPEN
    assert Severity.STOP in {finding.severity for finding in proposal.findings}
    assert len(desks.courier.shown) == 1
    assert desks.courier.announced == []


@pytest.mark.parametrize(("kind", "name"), HOSTILE)
def test_the_kept_order_says_what_was_hostile(kind: str, name: str, desks: Desks, knock: Knock) -> None:
    case = Recorded(kind, name)

    knock(case)

    order = desks.ledger.notices.get(1).order
    assert order is not None
    assert [fault.model_dump() for fault in order.faults] == case.notice["faults"]
