import signal
from pathlib import Path

import pytest

from tests.serve.conftest import KEY, TOKEN, Served, eventually, run


def test_a_notice_becomes_a_card_and_approving_it_makes_exactly_one_invoice(served: Served) -> None:
    answer, again = served.notice(30001), served.notice(30001)

    assert (answer.status_code, again.status_code) == (200, 200)
    [card] = eventually(lambda: served.cards(30001))
    assert "1.113,20 RON" in card.text
    assert "1.113,20 RON" in str(card.blocks)

    served.slack.press("U0ANA", "approval.approve", ts=card.ts)
    served.slack.press("U0MIHAI", "approval.approve", ts=card.ts)

    eventually(lambda: "emisă" in served.cards(30001)[0].text)
    invoices = [each for each in served.smartbill.documents if "30001" in each.mentions]
    assert [str(each.total) for each in invoices] == ["1113.20"]
    assert len(served.cards(30001)) == 1


def test_a_wrong_key_is_answered_503_and_an_unknown_address_404(served: Served) -> None:
    wrong = served.notice(30002, key="WRONG")
    unknown = served.notice(30002, address="/hooks/cloudcart/nobody")

    assert (wrong.status_code, unknown.status_code) == (503, 404)
    assert served.cards(30002) == []


@pytest.mark.slow
def test_a_process_that_is_killed_loses_nothing_it_accepted(served: Served) -> None:
    process = served.processes[-1]
    served.notice(30003)
    process.kill()
    process.wait()

    restarted = served.start()

    assert len(eventually(lambda: served.cards(30003), seconds=20)) == 1
    restarted.send_signal(signal.SIGTERM)
    assert restarted.wait(timeout=10) == 0
    served.start()


@pytest.mark.slow
def test_no_secret_and_no_customer_is_in_the_log(served: Served) -> None:
    served.notice(30004)
    [card] = eventually(lambda: served.cards(30004))
    served.slack.press("U0ANA", "approval.approve", ts=card.ts)
    eventually(lambda: "emisă" in served.cards(30004)[0].text)

    log = (served.folder / "log").read_text()

    assert "notice.received" in log
    token = served.hook_path.rpartition("/")[2]
    for secret in (TOKEN, KEY, "xoxb-", "a-secret-of-the-tests", "Exemplescu", "achizitii@", token):
        assert secret not in log


@pytest.mark.slow
def test_a_second_process_on_one_file_is_refused_and_other_commands_are_not(served: Served) -> None:
    second = served.run("serve")
    pending = served.run("pending")

    assert second.returncode == 2
    assert "already" in second.stderr
    assert pending.returncode == 0


@pytest.mark.slow
def test_serving_without_a_needed_variable_ends_with_one_sentence(
    environment: dict[str, str], tmp_path: Path
) -> None:
    del environment["SLACK_SIGNING_SECRET"]

    refused = run(environment, tmp_path, "serve")

    assert refused.returncode == 2
    assert refused.stderr.startswith("SLACK_SIGNING_SECRET is not set")
    assert refused.stderr.count("\n") == 1
