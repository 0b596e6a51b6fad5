"""The other people of the demo hall beside a browser."""

from collections.abc import Iterator

import pytest

from tests.backstage import Backstage
from tests.servers import DemoHall


@pytest.fixture(scope="module")
def stage(demo: DemoHall) -> Iterator[Backstage]:
    behind = Backstage.beside(demo)
    yield behind
    behind.database.close()


@pytest.fixture
def window_no(stage: Backstage) -> Iterator[int]:
    """The only window at work, with nobody waiting."""
    number = 3
    stage.open(number)
    yield number
    stage.clear(number)
