"""SmartBill blocks us: everybody who waits reads so, also those whose call was never tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.ids import Action
from tests.slack.reading import read
from tests.slack.scenes import ANA, Scene, until

BLOCKED = "SmartBill ne blochează până la"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    scene = Scene.begin(tmp_path)
    yield scene
    scene.world.stop()


def test_the_order_behind_the_one_that_met_the_block_says_so_too(scene: Scene) -> None:
    first, second, third = (scene.paid_order() for _ in range(3))
    scene.world.smartbill.fault("slow:1", path="/invoice/v2", times=1)
    scene.press(ANA, Action.APPROVE, first)
    until(lambda: scene.documents(first))

    for number in (second, third):
        scene.press(ANA, Action.APPROVE, number)
        scene.card(number, saying="Aprobată de")
    scene.world.smartbill.fault("block", path="/invoice/v2", times=1)

    for number in (second, third):
        assert BLOCKED in read(scene.card(number, saying=BLOCKED).blocks)
    assert scene.documents(third) == []
