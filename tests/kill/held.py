"""Messages that a series is on hold: when a colleague can say that its unknown numbers are theirs."""

import re

from bot.sandbox.slack.messages import Message
from bot.sandbox.smartbill.documents import Key
from bot.sandbox.smartbill.lookups import document_named
from bot.sandbox.smartbill.standin import SmartBillStandIn
from bot.slack.ids import Action
from tests.kill.weather import is_a_colleagues

_HELD = re.compile(r"Seria (\w+) este oprită.* cunoaștem: ([\d, ]+)\. ")


def is_a_colleagues_to_answer(message: Message, smartbill: SmartBillStandIn) -> bool:
    """Whether it asks of numbers, and whoever looks each of them up finds only documents of their own."""
    told = _HELD.search(message.text) if f"'{Action.NOT_OURS}'" in str(message.blocks) else None
    if told is None:
        return False
    series, numbers = told.group(1), told.group(2).split(", ")
    with smartbill._lock:
        found = [document_named(smartbill.account, Key(series, number.zfill(4))) for number in numbers]
    return all(document is not None and is_a_colleagues(document) for document in found)
