"""The worker serves the queue: every slip once, a printer in trouble keeps no other waiting."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from hall.actions import printing, tickets
from hall.rules.device import Driver, JobState
from hall.store import paper
from hall.store.tables import devices
from kiosk import queue
from kiosk.print_worker import PrintWorker, print_slips
from kiosk.raster import NoFont
from tests.hall.conftest import Scene, clock, quick_scene, sqlite_demo  # noqa: F401
from tests.kiosk.test_printer import PAPER_OUT, PlugIn, plug_in  # noqa: F401

LINK = "https://hall.example.org/t/secret"


def connect(scene: Scene, printer: int, **values: Any) -> None:
    """Change how a printer is driven, as an administrator would."""
    with scene.database.deed(scene.hall_id) as connection:
        connection.execute(update(devices).where(devices.c.id == printer).values(**values))
    scene.database.set_ups.clear()


def two_printers(scene: Scene) -> tuple[int, int]:
    with scene.hall.look() as look:
        first, second = look.set_up.printers
    return first, second


def ask(scene: Scene, printer: int) -> int:
    place = tickets.take(scene.hall, services=scene.general_services()[:1])
    return printing.print_ticket(scene.hall, ticket=place.ticket.id, printer=printer).id


def state_of(scene: Scene, job: int) -> tuple[JobState, str]:
    with scene.hall.look() as look:
        found = paper.get(look, job)
    assert found is not None
    return found.state, found.fault


def until(met: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 120
    while not met():
        assert time.monotonic() < give_up, "it did not happen"
        time.sleep(0.02)


def worker_of(scene: Scene) -> PrintWorker:
    return PrintWorker(lambda: [scene.hall], link=lambda _hall, _ticket: LINK)


def one_round(worker: PrintWorker) -> None:
    worker.go_round()
    until(lambda: not worker._busy)


def test_slips_come_out_of_a_real_printer_with_the_link_only_on_paper(quick_scene: Scene, plug_in: PlugIn) -> None:  # noqa: F811
    printer, (first, _second) = plug_in(), two_printers(quick_scene)
    connect(quick_scene, first, driver=Driver.NETWORK, host="127.0.0.1", port=printer.port)
    job = ask(quick_scene, first)
    one_round(worker_of(quick_scene))
    assert state_of(quick_scene, job) == (JobState.PRINTED, "")
    (slip,) = printer.out()
    assert b"A001" in slip
    assert LINK.encode() in slip


def test_a_printer_without_paper_keeps_its_slip_and_holds_up_nobody(quick_scene: Scene, plug_in: PlugIn) -> None:  # noqa: F811
    empty, full = plug_in(answer=PAPER_OUT), plug_in()
    first, second = two_printers(quick_scene)
    connect(quick_scene, first, driver=Driver.NETWORK, host="127.0.0.1", port=empty.port)
    connect(quick_scene, second, driver=Driver.NETWORK, host="127.0.0.1", port=full.port)
    waiting, printed = ask(quick_scene, first), ask(quick_scene, second)
    worker = worker_of(quick_scene)
    one_round(worker)
    one_round(worker)
    assert state_of(quick_scene, waiting) == (JobState.QUEUED, "paper-out")
    assert state_of(quick_scene, printed)[0] is JobState.PRINTED
    # New paper: tried again once the printer has had its rest, and not lost.
    empty.answer = b"\x12"
    worker._rests.clear()
    one_round(worker)
    assert state_of(quick_scene, waiting)[0] is JobState.PRINTED
    assert len(empty.out()) == 1


def test_a_broken_line_is_not_tried_again(quick_scene: Scene, plug_in: PlugIn) -> None:  # noqa: F811
    printer, (first, _second) = plug_in(breaks_after=8), two_printers(quick_scene)
    connect(quick_scene, first, driver=Driver.NETWORK, host="127.0.0.1", port=printer.port)
    job = ask(quick_scene, first)
    worker = worker_of(quick_scene)
    one_round(worker)
    worker._rests.clear()
    one_round(worker)
    assert state_of(quick_scene, job) == (JobState.UNCERTAIN, "broken-off")


def test_a_printer_without_a_chinese_font_gets_a_picture(quick_scene: Scene, tmp_path: Path) -> None:  # noqa: F811
    first, _second = two_printers(quick_scene)
    out = tmp_path / "slips.bin"
    connect(quick_scene, first, driver=Driver.FILE, path=str(out), mode="raster")
    job = ask(quick_scene, first)
    one_round(worker_of(quick_scene))
    assert state_of(quick_scene, job)[0] is JobState.PRINTED
    assert out.read_bytes().startswith(b"\x1b@\x1dv0\x00")


def test_no_font_is_a_fault_with_a_name(quick_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def none(_chosen: object) -> None:
        raise NoFont

    monkeypatch.setattr(queue, "find_face", none)
    first, _second = two_printers(quick_scene)
    connect(quick_scene, first, driver=Driver.FILE, path=str(tmp_path / "slips.bin"), mode="raster")
    job = ask(quick_scene, first)
    one_round(worker_of(quick_scene))
    assert state_of(quick_scene, job) == (JobState.QUEUED, "no-font")
    assert not (tmp_path / "slips.bin").exists()


def test_two_workers_print_each_slip_once(quick_scene: Scene, tmp_path: Path) -> None:  # noqa: F811
    first, _second = two_printers(quick_scene)
    out = tmp_path / "slips.bin"
    connect(quick_scene, first, driver=Driver.FILE, path=str(out))
    jobs = [ask(quick_scene, first) for _ in range(8)]
    workers = [worker_of(quick_scene) for _ in range(2)]
    rounds = [threading.Thread(target=one_round, args=(one,)) for one in workers]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    assert [state_of(quick_scene, job)[0] for job in jobs] == [JobState.PRINTED] * 8
    assert out.read_bytes().count(b"\x1dV\x42\x00") == 8


def test_a_slip_just_asked_for_is_not_kept_waiting(quick_scene: Scene) -> None:  # noqa: F811
    stop = print_slips(quick_scene.database, lambda _hall, _ticket: None)
    try:
        job = ask(quick_scene, two_printers(quick_scene)[0])
        until(lambda: state_of(quick_scene, job)[0] is JobState.PRINTED)
    finally:
        stop()


def test_a_worker_outlives_a_database_that_is_away(quick_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    failures: list[int] = []
    looking = PrintWorker.go_round

    def fails_once(worker: PrintWorker) -> None:
        if not failures:
            failures.append(1)
            raise RuntimeError("away")
        looking(worker)

    monkeypatch.setattr(PrintWorker, "go_round", fails_once)
    stop = print_slips(quick_scene.database, lambda _hall, _ticket: None)
    try:
        job = ask(quick_scene, two_printers(quick_scene)[0])
        until(lambda: state_of(quick_scene, job)[0] is JobState.PRINTED)
    finally:
        stop()
    assert failures == [1]
