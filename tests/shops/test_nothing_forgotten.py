"""A thousand orders of a shop that tells half of them, twice, out of order, and not at all for a while."""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli.world import World, start_world
from bot.sandbox.shop.api.limits import ApiLimit
from bot.sandbox.shop.troubles import Trouble
from bot.sandbox.shop.wishes import BuyerWish, LineWish, OrderWish
from bot.sandbox.smartbill.limits import RateLimit
from bot.work.schedule import Looks, Visits
from tests.slack.scenes import ANA, until

pytestmark = pytest.mark.slow

ORDERS = 1000
#: Shortened: what is asserted are rounds and calls, not seconds.
VISITS = Visits(
    every=timedelta(seconds=6),
    soon=timedelta(seconds=0.2),
    apart=timedelta(seconds=3),
    patience=timedelta(seconds=60),
)
_PATIENCE_SECONDS = 600.0
#: A visit asks for one page, and for another where the first had news. Whoever is slow makes more visits.
_EACH_VISIT = 2
#: What it takes beyond that to find what nobody told, and to look once more for the same second.
_BEYOND = 40


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    begun = start_world(
        tmp_path,
        port=0,
        looks=Looks(every=timedelta(seconds=60)),
        visits=VISITS,
        smartbill_rate="30000/10",
        slack_post_rate="100000/1",
        shop_rate="1000/60",
    )
    begun.smartbill.limit = RateLimit(calls=30000)
    begun.shop.limit = ApiLimit(calls=1000)
    shop = begun.app.ledger.shops.all()[0]
    settings = shop.settings.model_copy(update={"automatic": True, "verify_buyers": False})
    begun.app.ledger.shops.save(shop.id, settings, smartbill_token=None)
    until(lambda: begun.app.ledger.visits.of(shop.id))
    yield begun
    begun.stop()


def _place(world: World, dice: random.Random) -> int:
    is_online = dice.random() < 0.5
    wish = OrderWish(
        lines=(LineWish(sku=dice.choice(("MOKA-6", "COS-IMP-60", "MIERE-SALC-500")), quantity=2),),
        buyer=BuyerWish(name="Dan Testescu"),
        payment="card" if is_online else "cod",
    )
    return world.shop.place(wish).number


def _wait_for(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not seen():
        assert time.monotonic() < deadline, "This never came."
        time.sleep(0.1)


def test_every_order_gets_exactly_one_invoice_with_few_questions(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.flows.visiting")
    dice = random.Random(11)  # noqa: S311 - chance, not secrecy
    world.shop.post.duplicate = 0.3
    numbers = [_place(world, dice) for _ in range(ORDERS)]
    third = ORDERS // 3

    with world.shop.post.out_of_order(seed=11):
        _pay(world, numbers[:third])
    # Nobody can reach the bot: the hooks are switched off, and what happens meanwhile is never told.
    world.shop.troubles.switch_on(Trouble.HOOKS_FAIL)
    _pay(world, numbers[third : 2 * third])
    world.shop.settle(60)
    world.shop.troubles.switch_off(Trouble.HOOKS_FAIL)
    world.app.flows.hooking.ask(world.app.ledger.shops.all()[0].id, by=ANA)
    _pay(world, numbers[2 * third :])

    _go_round_twice(world)
    assert _found(world) == {str(number) for number in numbers}
    asked, visits = len(world.shop.requests), _visits(caplog)
    assert asked <= _EACH_VISIT * visits + _BEYOND

    _wait_for(lambda: len(world.smartbill.documents) >= ORDERS)
    _go_round_twice(world)
    issued = Counter(document.mentions.split()[1] for document in world.smartbill.documents)
    assert issued == {str(number): 1 for number in numbers}
    # However long that took, each round was one question; one may be under way at either end.
    assert abs((len(world.shop.requests) - asked) - (_visits(caplog) - visits)) <= 1


def _visits(caplog: pytest.LogCaptureFixture) -> int:
    """How many visits to the shop have ended."""
    return caplog.messages.count("shop.visited")


def _pay(world: World, numbers: list[int]) -> None:
    """Let the money come: of an online payment, the shop tells nobody."""
    for number in numbers:
        if world.shop.order(number).method.is_online:
            world.shop.pay_online(number)
        else:
            world.shop.set_status(number, "paid")


def _go_round_twice(world: World) -> None:
    """Wait until two visits have begun and ended after this moment."""
    shop_id = world.app.ledger.shops.all()[0].id
    began: list[datetime] = []

    def has_begun() -> bool:
        visit = world.app.ledger.visits.of(shop_id)
        if visit is not None and visit.began_at not in began:
            began.append(visit.began_at)
        # The one that is known already, two more, and the next, for which the second had to end.
        return len(began) > 1 + 2

    _wait_for(has_begun)


def _found(world: World) -> set[str]:
    """The orders that the shop said were paid when it was asked."""
    kept = text("SELECT external_id FROM notices WHERE confirmed_at IS NOT NULL AND order_state LIKE :paid")
    with world.app.database.reading() as session:
        return set(session.connection().execute(kept, {"paid": '%"status":"paid"%'}).scalars())
