"""The naive control under the same kills and the same faults: it proves that the suite sees what goes wrong."""

import random
import time
from pathlib import Path

from tests.kill.books import invoices_by_order
from tests.kill.orders import Order, Sender, Shop
from tests.kill.processes import NAIVE, Danger, Place
from tests.kill.world import World

_SECRET = "whsec_" + "A" * 43 + "="


def naive_run(folder: Path, *, seed: int, orders: int, seconds: float) -> tuple[list[int], list[int]]:
    """Which orders the control invoiced twice, and which it accepted and forgot."""
    dice = random.Random(seed)
    world = World(folder, random.Random(dice.random()), processes=1)
    world.open()
    place = _place(world, random.Random(dice.random()))
    shop = Shop(f"{world.url}/orders", _SECRET)
    sender = Sender(shop, shop, random.Random(dice.random()), late_seconds=1)
    try:
        place.open()
        world.begin_storm()
        place.is_dangerous = True
        for number in range(orders):
            sender.tell(Order.by_chance(number, dice))
            time.sleep(seconds / orders)
        place.is_dangerous = False
        world.end_storm()
        sender.stop()
        # What is left repeats its posts until it is through.
        time.sleep(4)
    finally:
        sender.give_up()
        place.close()
        world.close()
    made = invoices_by_order(world.smartbill)
    twice = [number for number, invoices in made.items() if len(invoices) > 1]
    return sorted(twice), sorted(set(sender.accepted) - set(made))


def _place(world: World, dice: random.Random) -> Place:
    return Place(
        environment=world.environment("sqlite://")
        | {"PORT": str(world.ports[0]), "MORTAL_CHANCE": "0.002", "MORTAL_SEED": "control"},
        command=NAIVE,
        folder=world.folder,
        dice=dice,
        danger=Danger(lives_seconds=(0.15, 0.6), chance_at_start=0),
    )
