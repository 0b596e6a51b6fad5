"""Gives the journeys a house that asks who comes in, and a hall that looks after its refusals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.careful_hall import Clerk, Hall
from tests.journeys.shut_house import House
from tests.rooms import MadeDemo


@pytest.fixture(scope="module")
def house(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """For tests that leave nothing behind."""
    made = House(made_demo, tmp_path_factory.mktemp("house"))
    yield made
    made.house.database.close()


@pytest.fixture
def fresh(made_demo: MadeDemo, tmp_path: Path) -> Iterator[House]:
    made = House(made_demo, tmp_path / "data")
    yield made
    made.house.database.close()


@pytest.fixture
def hall(made_demo: MadeDemo, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "hall", made_demo)
    yield made
    made.house.database.close()


@pytest.fixture
def clerk(hall: Hall) -> Clerk:
    one = hall.at(1)
    one.does("open")
    return one
