"""Write down what shops are to be asked later."""

from datetime import timedelta

from bot.flows.kinds import Kind
from bot.work.ports import Queue


class ShopErrands:
    """Queues the jobs that ask shops; what concerns one shop's orders, or its hooks, one after the other."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def visit(self, shop_id: str, *, after: timedelta = timedelta(0)) -> None:
        """Ask a shop for its orders; one waiting job is enough for whatever it is asked for."""
        self._queue.enqueue(Kind.VISIT, {"shop": shop_id}, lane=f"visit:{shop_id}", key=shop_id, after=after)

    def meet(self, shop_id: str) -> None:
        """Ask a shop for the first time, or after its address or key has changed; nothing for other kinds."""
        self.visit(shop_id)
        self.mend_hooks(shop_id)

    def look_at_hooks(self, shop_id: str) -> None:
        """See whether a shop still tells by itself."""
        self._of_hooks(Kind.LOOK_AT_HOOKS, shop_id)

    def mend_hooks(self, shop_id: str) -> None:
        """Have a shop tell by itself."""
        self._of_hooks(Kind.MEND_HOOKS, shop_id)

    def _of_hooks(self, kind: Kind, shop_id: str) -> None:
        self._queue.enqueue(kind, {"shop": shop_id}, lane=f"hooks:{shop_id}", key=shop_id)
