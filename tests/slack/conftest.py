"""One running world for all scenes of a module."""

from collections.abc import Iterator

import pytest

from tests.slack.scenes import Scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    begun = Scene.begin(tmp_path_factory.mktemp("world"))
    yield begun
    begun.world.stop()
