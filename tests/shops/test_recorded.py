"""Every recorded notice, handed in over HTTP as its shop would."""

import json

import pytest
import requests

from bot.shops import KINDS
from tests.shops.intake import FakeIntake
from tests.shops.recorded import Recorded, all_recorded

CASES = [case for kind in KINDS for case in all_recorded(kind)]
KNOWN_VARIANTS = {
    "b2b",
    "b2c",
    "unknown_status",
    "bad_signature",
    "missing_signature",
    "empty_secret",
    "replay",
    "missing_optional",
    "hostile_text",
}


def hand_in(case: Recorded, door: str, intake: FakeIntake) -> requests.Response:
    intake.secrets = {case.kind: case.secret}
    address = f"{door}/hooks/{case.kind}/token-of-the-shop/{case.event}"
    return requests.post(address, data=case.body, headers=case.headers, timeout=5)


def id_of(case: Recorded) -> str:
    return f"{case.kind}-{case.name}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_shop_has_the_eight_cases(kind: str) -> None:
    variants = {case.variant for case in all_recorded(kind)}

    assert variants >= KNOWN_VARIANTS


@pytest.mark.parametrize("case", [case for case in CASES if not case.is_refused], ids=id_of)
def test_a_genuine_notice_is_kept_as_the_order_it_tells(
    case: Recorded, door: str, intake: FakeIntake
) -> None:
    answer = hand_in(case, door, intake)

    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    orders = [json.loads(notice.order.model_dump_json()) for notice, _, _ in intake.received]
    reasons = [{"unreadable": unread.why} for unread in intake.unread]
    assert orders + reasons == ([] if case.notice is None else [case.notice])
    assert [(body, event) for _, body, event in intake.received] == [(case.body, case.event)] * len(orders)


@pytest.mark.parametrize("case", [case for case in CASES if case.is_refused], ids=id_of)
def test_a_notice_that_is_not_genuine_leaves_no_trace(case: Recorded, door: str, intake: FakeIntake) -> None:
    answer = hand_in(case, door, intake)

    assert answer.status_code == case.status
    assert (intake.received, intake.unread) == ([], [])


@pytest.mark.parametrize("case", [case for case in CASES if case.variant == "replay"], ids=id_of)
def test_the_same_bytes_twice_are_one_piece_of_news(case: Recorded, door: str, intake: FakeIntake) -> None:
    answers = [hand_in(case, door, intake).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert intake.news == [True, False]
