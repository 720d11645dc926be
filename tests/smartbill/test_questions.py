"""What SmartBill is asked about a document, and how its answers are read."""

import pytest

from bot.domain.shops import Account, Document
from bot.errors import RemoteUnavailable
from bot.smartbill.biller import SmartBillBiller
from tests.smartbill.replay import Replay


@pytest.mark.parametrize("name", ["status__missing", "status__missing_old"])
def test_an_unknown_number_has_no_status(
    name: str, biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer(name)

    assert biller.status(account, "FCT", "0042") is None
    assert replay.heard[0].query == {"cif": "RO99999917", "seriesname": "FCT", "number": "0042"}


def test_amounts_are_read_to_the_ban(biller: SmartBillBiller, replay: Replay, account: Account) -> None:
    replay.will_answer("status__wrapped")

    status = biller.status(account, "FCT", "0042")

    assert status is not None
    assert (str(status.total), str(status.collected)) == ("108.90", "0.00")


def test_a_status_of_another_shape_is_asked_for_again(
    biller: SmartBillBiller, replay: Replay, account: Account
) -> None:
    replay.will_answer("status__wrong_shape")

    with pytest.raises(RemoteUnavailable):
        biller.status(account, "FCT", "0042")


def test_a_pdf_is_asked_for_as_bytes(biller: SmartBillBiller, replay: Replay, account: Account) -> None:
    replay.will_answer("pdf__success")

    file = biller.pdf(account, Document.PROFORMA, "PF", "0226")

    assert file == b"%PDF-1.4 invented"
    assert replay.heard[0].path == "/estimate/pdf"
    assert replay.heard[0].headers["accept"] == "application/octet-stream"
