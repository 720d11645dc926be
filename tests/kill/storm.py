"""One run: orders come in while processes die, then all is well, and every order has to be at an end."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.errors import RemoteUnavailable
from bot.storage.engine import Database
from tests.kill.books import Progress, Verdict
from tests.kill.database import DurableCluster, copied, put_back
from tests.kill.orders import Order, Sender
from tests.kill.people import People
from tests.kill.plans import Outcome, Plan
from tests.kill.processes import BOT, Danger, Place
from tests.kill.weather import trouble_slack, work_beside_the_bot
from tests.kill.world import SERIES, World

_CALM_SECONDS = 10
#: So much longer it rages where something that was planned has not happened at all.
_GRACE_SECONDS = 60


class Storm:
    """Sends orders through real processes until enough of these have been killed."""

    def __init__(
        self,
        plan: Plan,
        folder: Path,
        database_url: str,
        *,
        cluster: DurableCluster | None = None,
        say: Callable[[str], object] = str,
    ) -> None:
        self._plan = plan
        self._url = database_url
        self._cluster = cluster
        self._say = say
        self._dice = random.Random(plan.seed)
        self._world = World(folder, self._own_dice(), plan.processes, blocks=plan.blocks)
        self._environment = self._world.environment(database_url) | {"MORTAL_CHANCE": str(plan.chance)}
        self._places = [self._place(port) for port in self._world.ports]
        self._database = Database(database_url)
        self._orders: dict[int, Order] = {}
        self._progress = Progress(self._world.smartbill, self._world.slack, self._database)
        self._calm, self._over = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        self._restarts = 0

    def run(self) -> Outcome:
        """The whole of it; everything that was started has ended afterwards."""
        started = time.monotonic()
        with self._open() as sender:
            self._rage(sender)
            self._settle("after the storm")
            if self._plan.restores:
                self._go_back(sender)
            verdict = self._progress.judged(sender.accepted)
        return self._outcome(verdict, time.monotonic() - started)

    @property
    def kills(self) -> int:
        """How many processes were killed so far, in whichever way."""
        return len(self._world.deaths) + sum(place.kills for place in self._places)

    @contextmanager
    def _open(self) -> Iterator[Sender]:
        with ExitStack() as stack:
            stack.callback(self._database.close)
            self._world.open()
            stack.callback(self._world.close)
            for count in self._plan.births:
                self._places[0].run_to_death(f"migration.table called:{count}")
            shops = self._world.connect(self._environment)
            for place in self._places:
                stack.callback(place.close)
                place.open()
            sender = Sender(*shops, self._own_dice())
            stack.callback(sender.give_up)
            stack.callback(self._end_threads)
            yield sender

    def _rage(self, sender: Sender) -> None:
        """The storm itself; it ends with the last kill that was asked for, or when it has taken too long."""
        self._begin_calmly(sender)
        self._start_threads()
        self._world.begin_storm()
        end, said = time.monotonic() + self._plan.most_seconds, 0.0
        has_copy = False
        for place in self._places:
            place.is_dangerous = True
        while not self._has_raged(is_late=time.monotonic() > end) and time.monotonic() < end + _GRACE_SECONDS:
            self._send_more(sender)
            if self._plan.restores and not has_copy and self.kills >= self._plan.kills / 2:
                copied(self._file, self._world.folder / "old.db")
                has_copy = True
            if time.monotonic() - said > 10:
                said = time.monotonic()
                self._say(self._line(sender))
            time.sleep(0.1)
        for place in self._places:
            place.is_dangerous = False
        self._world.end_storm()
        self._calm.set()
        sender.stop()

    def _has_raged(self, *, is_late: bool) -> bool:
        """Whether all happened that was planned; where it is late, a part of each is enough.

        A run in which something did not happen at all would prove nothing of it.
        """
        was_frozen = not self._plan.freezes or any(place.freezes for place in self._places)
        was_restarted = self._plan.restarts_every is None or self._restarts
        least = len(self._plan.births) + 1 if is_late else self._plan.kills
        return self.kills >= least and was_frozen and bool(was_restarted)

    def _begin_calmly(self, sender: Sender) -> None:
        """See a document made before anything is disturbed: where none ever was, "never two at once" is empty."""
        end = time.monotonic() + _CALM_SECONDS
        self._send_more(sender)
        while not self._world.traffic.most_at_once and time.monotonic() < end:
            time.sleep(0.02)

    def _send_more(self, sender: Sender) -> None:
        while len(self._orders) - self._progress.ended(self._orders) < self._plan.backlog:
            order = Order.by_chance(len(self._orders), self._dice)
            self._orders[order.number] = order
            sender.tell(order)

    def _settle(self, when: str) -> None:
        """Wait until every order is at an end and nothing is to be done, for as long as patience lasts."""
        end, said = time.monotonic() + self._plan.patience_seconds, time.monotonic()
        while time.monotonic() < end and not self._is_settled():
            if time.monotonic() - said > 10:
                said = time.monotonic()
                missing = len(self._orders) - self._progress.ended(self._orders)
                self._say(f"{when}: {missing} orders are not at an end yet")
            time.sleep(0.2)

    def _is_settled(self) -> bool:
        try:
            is_idle = self._progress.has_nothing_to_do()
            return is_idle and self._progress.ended(self._orders) == len(self._orders)
        except RemoteUnavailable:
            return False

    def _go_back(self, sender: Sender) -> None:
        """The machine was lost, the copy is older than the last documents, and the shops tell all again."""
        [place] = self._places
        place.close()
        # A connection of ours that is still open would write what it knows into the old copy.
        self._database.close()
        put_back(self._world.folder / "old.db", self._file)
        place.open()
        sender.tell_all_again()
        self._settle("after the restore")

    @property
    def _file(self) -> Path:
        return Path(str(make_url(self._url).database))

    def _start_threads(self) -> None:
        people = People(self._world.slack, self._progress, self._orders.get, self._own_dice())
        smartbill = self._world.smartbill
        works: list[tuple[Callable[..., None], tuple[object, ...]]] = [
            (people.work, (self._over,)),
            (trouble_slack, (self._world.slack, self._own_dice(), self._calm)),
            (work_beside_the_bot, (smartbill, SERIES, self._own_dice(), self._calm)),
        ]
        if self._plan.restarts_every is not None:
            works.append((self._restart_now_and_then, self._plan.restarts_every))
        self._threads = [threading.Thread(target=work, args=given) for work, given in works]
        for thread in self._threads:
            thread.start()

    def _end_threads(self) -> None:
        self._calm.set()
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _restart_now_and_then(self, least: float, most: float) -> None:
        dice = self._own_dice()
        while self._cluster is not None and not self._calm.wait(dice.uniform(least, most)):
            self._world.traffic.disturb(15)
            self._cluster.restart_hard()
            self._restarts += 1

    def _place(self, port: int) -> Place:
        return Place(
            environment=self._environment | {"PORT": str(port)},
            command=BOT,
            folder=self._world.folder,
            dice=self._own_dice(),
            danger=Danger(chance_of_freezing=self._plan.freezes, freezes_seconds=self._plan.freezes_seconds),
            on_freeze=lambda seconds: self._world.traffic.disturb(seconds + 5),
        )

    def _own_dice(self) -> random.Random:
        return random.Random(self._dice.random())

    def _line(self, sender: Sender) -> str:
        accepted, ended = len(sender.accepted), self._progress.ended(self._orders)
        points = len(self._world.deaths)
        return f"{self.kills} kills ({points} at points), {accepted} orders accepted, {ended} at an end"

    def _outcome(self, verdict: Verdict, seconds: float) -> Outcome:
        traffic = self._world.traffic
        return Outcome(
            verdict=verdict,
            random_kills=sum(place.kills for place in self._places),
            deaths=self._world.deaths,
            freezes=sum(place.freezes for place in self._places),
            restarts=self._restarts,
            exits=[code for place in self._places for code in place.exits],
            most_calls=traffic.most_in_ten_seconds,
            posts_at_once=traffic.most_at_once,
            posts_while_disturbed=traffic.most_while_disturbed,
            seconds=seconds,
        )
