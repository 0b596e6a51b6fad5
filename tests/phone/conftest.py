"""A demo hall with one window at work, for the visitor's own page."""

import pytest

from tests.rooms import Doors

WINDOW = 3


@pytest.fixture
def doors(doors: Doors) -> Doors:
    doors.backstage.open(WINDOW)
    return doors
