"""A demo hall with one window at work, for the pad's doors."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms import Doors, make_demo, open_doors

WINDOW = 3


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo-evaluator"))


@pytest.fixture
def doors(demo_folder: Path, tmp_path: Path) -> Iterator[Doors]:
    with open_doors(Path(shutil.copytree(demo_folder, tmp_path / "hall"))) as house:
        house.backstage.open(WINDOW)
        yield house
