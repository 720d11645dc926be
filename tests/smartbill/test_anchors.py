"""What was made from a proforma is read to the letter, and an invoice from one says nothing that it copies."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.domain.anchors import Anchor, Made
from bot.domain.documents import Issued
from bot.domain.shops import Account
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.smartbill import drafts, invoices
from bot.smartbill.transport import Transport
from bot.work.jobs import Urgency
from tests.builders import a_draft
from tests.smartbill.replay import CUT, SILENCE, Replay

ANCHOR = Anchor("SLKP", "0226")
A_MOMENT = 0.1


def made_from(transport: Transport, account: Account) -> tuple[Made, ...] | None:
    return invoices.made_from(transport, account, ANCHOR, Urgency.NORMAL)


@pytest.mark.parametrize(
    ("case", "made"),
    [
        ("success", (Made("FCT", "0044"),)),
        ("not_invoiced", ()),
        ("draft", (Made("FCT", ""),)),
        ("several", (Made("FCT", "0044"), Made("FCT", "45"))),
        ("missing", None),
    ],
)
def test_every_answer_is_read(
    case: str, made: tuple[Made, ...] | None, transport: Transport, replay: Replay, account: Account
) -> None:
    replay.will_answer(f"made_from__{case}")

    assert made_from(transport, account) == made
    assert replay.heard[0].path.endswith("/estimate/invoices")
    assert replay.heard[0].query == {"cif": "RO99999917", "seriesname": "SLKP", "number": "0226"}


@pytest.mark.parametrize("case", ["refused_with_200", "refused_with_4xx", "contradiction_in_words"])
def test_a_refusal_is_no_answer(case: str, transport: Transport, replay: Replay, account: Account) -> None:
    replay.will_answer(f"made_from__{case}")

    with pytest.raises(RemoteRejected) as caught:
        made_from(transport, account)

    assert caught.value.slug == "smartbill.refused"
    assert caught.value.said


@pytest.mark.parametrize(
    "case",
    [
        "made_from__contradiction",
        "made_from__silent",
        "any__unreadable",
        "any__empty",
        "any__a_list",
        "any__html500",
        "any__html502",
        "any__json500",
        "any__redirect",
        CUT,
        SILENCE,
    ],
)
def test_what_does_not_tell_is_asked_again(
    case: str, transport_to: Callable[..., Transport], replay: Replay, account: Account
) -> None:
    replay.will_answer(case)

    with pytest.raises(RemoteUnavailable) as caught:
        made_from(transport_to(replay.url, A_MOMENT if case == SILENCE else 5), account)

    assert caught.value.slug == "smartbill.unreachable"


def test_nobody_there_is_asked_again(
    transport_to: Callable[..., Transport], closed_url: str, account: Account
) -> None:
    with pytest.raises(RemoteUnavailable):
        made_from(transport_to(closed_url), account)


def test_a_block_is_waited_out(transport: Transport, replay: Replay, account: Account) -> None:
    replay.will_answer("any__blocked")

    with pytest.raises(RemoteUnavailable) as caught:
        made_from(transport, account)

    assert (caught.value.slug, caught.value.retry_after) == (
        "smartbill.blocked",
        timedelta(minutes=10, seconds=30),
    )


def test_a_wrong_token_is_for_a_person(transport: Transport, replay: Replay, account: Account) -> None:
    replay.will_answer("any__wrong_token")

    with pytest.raises(RemoteRejected) as caught:
        made_from(transport, account)

    assert caught.value.slug == "smartbill.auth"


def test_an_invoice_from_a_proforma_names_it_and_leaves_its_contents_to_smartbill(
    transport: Transport, replay: Replay, account: Account
) -> None:
    draft = a_draft(mentions="Mulțumim!", due_days=10)
    request = drafts.anchored(
        account.cif, draft, ANCHOR, reference="0123456789", issue_date=date(2026, 11, 20)
    )
    replay.will_answer("issue__success")

    issued = invoices.issue(
        transport, account, draft.document, request, nothing_against_it, urgency=Urgency.NORMAL
    )

    assert (issued.series, issued.number) == ("FCT", "0042")
    assert isinstance(issued, Issued)
    assert replay.heard[0].path.endswith("/invoice/v2")
    assert replay.heard[0].json == {
        "companyVatCode": "RO99999917",
        "seriesName": "FCT",
        "issueDate": "2026-11-20",
        "dueDate": "2026-11-30",
        "currency": "RON",
        "language": "RO",
        "precision": 2,
        "mentions": "Mulțumim!\nRef: 0123456789",
        "isDraft": False,
        "useEstimateDetails": True,
        "estimate": {"seriesName": "SLKP", "number": "0226"},
    }
