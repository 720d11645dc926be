import signal
import time

import pytest

from tests.serve.conftest import Served, eventually


@pytest.mark.slow
def test_a_process_told_to_end_during_a_call_ends_in_time_and_nothing_is_sent_twice(served: Served) -> None:
    served.notice(31001)
    [card] = eventually(lambda: served.cards(31001))
    served.smartbill.fault("slow:30", path="/invoice/v2", times=1)
    served.slack.press("U0ANA", "approval.approve", ts=card.ts)
    eventually(lambda: served.smartbill.documents)

    began = time.monotonic()
    served.processes[-1].send_signal(signal.SIGTERM)
    code = served.processes[-1].wait(timeout=15)
    served.start()

    assert code == 0
    assert time.monotonic() - began < 15
    eventually(lambda: "emisă" in served.cards(31001)[0].text, seconds=40)
    assert len(served.smartbill.documents) == 1
