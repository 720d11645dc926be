"""The real command line, in a process that may be killed at certain lines: `python -m tests.kill.mortal serve`."""

import importlib
import os
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from tests.kill.fate import Fate

#: What is patched, and how much likelier than elsewhere a process dies just before and just after it.
POINTS: dict[str, tuple[str, float]] = {
    "notice.queued": ("bot.flows.errands:Errands.decide", 1),
    "notice.received": ("bot.flows.intake:Intake.receive", 1),
    "order.decided": ("bot.flows.deciding:Deciding.decide", 1),
    "yes.spent": ("bot.flows.errands:Errands.issue", 1),
    "yes.committed": ("bot.flows.approvals:Approvals.approve", 1),
    "number.read": ("bot.flows.numbering:Numbering.next_number", 1),
    "attempt.written": ("bot.storage.documents:SqlDocuments.begin", 4),
    "place.taken": ("bot.storage.allowance:SqlAllowance.take", 2),
    "place.given_back": ("bot.storage.allowance:SqlAllowance.give_back", 1),
    "number.explained": ("bot.flows.numbering:Numbering.attribute", 2),
    "invoice.posted": ("bot.smartbill.invoices:issue", 4),
    "invoice.written": ("bot.storage.documents:SqlDocuments.record", 2),
    "invoice.recorded": ("bot.flows.issuing:Issuing.recorded", 2),
    "doubt.written": ("bot.flows.issuing:Issuing._nobody_knows", 2),
    "doubt.looked": ("bot.flows.reconciling:Reconciling.look", 2),
    "doubt.settled": ("bot.flows.reconciling:Reconciling.settle", 2),
    "payment.posted": ("bot.smartbill.payments:collect", 4),
    "payment.moved": ("bot.storage.payments:SqlPayments.move", 1),
    "card.shown": ("bot.slack.courier:SlackCourier.show", 0.5),
    "card.stands": ("bot.storage.orders:SqlOrders.card_stands", 1),
    "note.told": ("bot.slack.courier:SlackCourier.tell", 0.5),
    "file.attached": ("bot.slack.courier:SlackCourier.attach", 0.5),
    "job.finished": ("bot.storage.queue:SqlQueue.finish", 0.3),
    "job.postponed": ("bot.storage.queue:SqlQueue.postpone", 1),
    "migration.all": ("bot.cli.opening:migrate", 2),
    "migration.again": ("bot.wiring:migrate", 2),
    "migration.table": ("alembic.ddl.impl:DefaultImpl.create_table", 0),
}
#: During these the process dies while the call is on its way.
CALLS = {"invoice.posted", "payment.posted"}


def main() -> None:
    """Prepare the lines, then be the real thing."""
    fate = Fate()
    for name, (target, weight) in POINTS.items():
        _make_mortal(fate, name, target, weight)
    _shorten_the_block()
    importlib.import_module("bot.cli.main").main()


def _make_mortal(fate: Fate, name: str, target: str, weight: float) -> None:
    module, _, path = target.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, attribute = path.split(".")
    for each in classes:
        owner = getattr(owner, each)
    setattr(owner, attribute, _mortal(fate, name, getattr(owner, attribute), weight))


def _mortal(fate: Fate, name: str, inner: Callable[..., Any], weight: float) -> Callable[..., Any]:
    @wraps(inner)
    def outer(*arguments: Any, **named: Any) -> Any:
        fate.step(f"{name} called", weight)
        if name in CALLS:
            fate.soon(f"{name} under way", weight)
        try:
            return inner(*arguments, **named)
        finally:
            fate.step(f"{name} heard", weight)

    return outer


def _shorten_the_block() -> None:
    """SmartBill's ten minutes are the one time that no setting shortens."""
    seconds = os.environ.get("MORTAL_BLOCK_SECONDS")
    if seconds:
        transport: Any = importlib.import_module("bot.smartbill.transport")
        transport.BLOCK = timedelta(seconds=float(seconds))


if __name__ == "__main__":
    main()
