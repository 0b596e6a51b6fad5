"""A demo hall with one window at work, for the pad's doors."""

import pytest

from tests.rooms import Doors

WINDOW = 3


@pytest.fixture
def doors(doors: Doors) -> Doors:
    doors.backstage.open(WINDOW)
    return doors
