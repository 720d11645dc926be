"""Everything that goes wrong at SmartBill and Slack, at rates."""

import random
import threading
from collections.abc import Mapping, Sequence

from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.slack.web_api import Canned, rate_limited
from bot.sandbox.smartbill.changes import delete_last
from bot.sandbox.smartbill.documents import Document
from bot.sandbox.smartbill.faults import Accidents, Fault, FaultName, Faults
from bot.sandbox.smartbill.issuing import issue_foreign
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.kill.orders import is_of_an_order

#: How many of a hundred calls that make something end so. The client's patience is one second.
POSTS: Mapping[str, float] = {
    "drop_before_commit": 4,
    "drop_after_commit": 6,
    "html500": 3,
    "html502": 3,
    "json_error_after_commit": 5,
    "late_commit:1.3": 3,
    "slow:1.5": 3,
    "200_without_number": 3,
    "number_and_errorText": 3,
    "200_with_errorText": 2,
}
#: As above, of questions.
QUESTIONS: Mapping[str, float] = {"drop_before_commit": 1, "html500": 1, "html502": 1, "slow:1.5": 0.5}
#: How often a colleague deletes a document that was issued by mistake.
_REGRETS = 0.7
_POSTING = ("chat.postMessage", "chat.update", "files.getUploadURLExternal", "files.completeUploadExternal")
_BROKEN = {"ok": False, "error": "internal_error"}
_ACCIDENTS = (rate_limited(1), Canned(_BROKEN, 500), Canned(_BROKEN, 500, after=True))


class Weather(Faults):
    """Throws dice for every call, in place of faults switched on one by one; all is well while `is_fair`."""

    def __init__(self, dice: random.Random, *, blocks: float = 0) -> None:
        super().__init__()
        self.is_fair = True
        self._dice = dice
        self._blocks = blocks

    def take(self, method: str, path: str) -> Accidents:
        rates = POSTS if method == "POST" else QUESTIONS
        if self.is_fair:
            return Accidents()
        hit = self._dice.uniform(0, 100)
        for spelled, rate in {**rates, "block": self._blocks}.items():
            hit -= rate
            if hit < 0:
                return Accidents([_fault(spelled)])
        return Accidents()


def trouble_slack(slack: SlackStandIn, dice: random.Random, over: threading.Event) -> None:
    """Now and then a call of Slack's fails, sometimes after it was carried out."""
    waiting = slack.web_api._script
    while not over.wait(dice.uniform(0.2, 1.0)):
        method = dice.choice(_POSTING)
        if not waiting.get(method):
            slack.script(method, dice.choice(_ACCIDENTS))
    waiting.clear()


def is_a_colleagues(document: Document) -> bool:
    """Whether somebody issued it by hand, for no order of ours."""
    return not is_of_an_order(document.lines[0].name)


def work_beside_the_bot(
    smartbill: SmartBillStandIn, series: Sequence[str], dice: random.Random, over: threading.Event
) -> None:
    """A colleague issues in the bot's series now and then, and deletes what is the last: its number comes again."""
    while not over.wait(dice.uniform(0.2, 1.5)):
        name = dice.choice(series)
        with smartbill._lock:
            last = next((one for one in reversed(smartbill.documents) if one.series == name), None)
            if last is not None and is_a_colleagues(last) and dice.random() < _REGRETS:
                delete_last(smartbill.account, name)
            else:
                issue_foreign(smartbill.account, name)


def _fault(spelled: str) -> Fault:
    name, _, seconds = spelled.partition(":")
    return Fault(FaultName(name), "", None, float(seconds or 0))
