"""Run as a process of its own: greenlets share a database with a process that holds its lock.

`python -m tests.hall.greenlets FILE` prints what happened as JSON: the fields of `Seen`.
"""

# ruff: noqa: E402 - the patch comes before everything else
from gevent import monkey

monkey.patch_all()

import json
import sqlite3
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

import gevent

from hall.actions import setup, tickets
from hall.rules.hall_file import read_hall_file
from hall.store.database import Database
from tests.hall.conftest import DEMO, KEY

HOLD_S = 2.0
GREENLETS = 16
DEEDS_EACH = 20
HOLDER = """
import sqlite3, sys
one = sqlite3.connect(sys.argv[1], isolation_level=None)
one.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
one.execute("COMMIT")
"""
"""Another process in the middle of its own deed, until it is told to go on."""

CONTROL = """
import select, sys, time
late = 0.0
while True:
    before = time.monotonic()
    if select.select([sys.stdin], [], [], 0.01)[0]:
        break
    late = max(late, time.monotonic() - before - 0.01)
print(late)
"""
"""A heartbeat with nothing to do: how late the machine itself makes one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it; times in milliseconds."""

    errors: list[str]
    beats_while_held: int
    done_while_held: int
    kept: int
    latest: float
    latest_of_bare: float


def main(file: str) -> Seen:
    """Sixteen greenlets switch inside their deeds; the lock they wait for is let go by the house's own heartbeat.

    A house that stands still has no heartbeat: the lock is never let go, and its deeds are refused.
    """
    database = Database(f"sqlite:///{file}", key=KEY)
    hall = setup.load_hall(database, file=read_hall_file(DEMO.read_text("utf-8")), demo=True)
    with database.hall(hall).look() as look:
        service = look.set_up.offered[0].code
    errors: list[str] = []
    done: list[int] = []
    late: list[float] = []

    def act(greenlet: int) -> None:
        for _each in range(DEEDS_EACH):
            try:
                with (one := database.hall(hall)).work():
                    tickets.take(one, services=[service])
                    gevent.sleep(0.001)
            except Exception as error:
                errors.append(repr(error))
            else:
                done.append(greenlet)

    def beat() -> None:
        before = time.monotonic()
        gevent.sleep(0.01)
        late.append(time.monotonic() - before - 0.01)

    with _beside(HOLDER, file) as holder, _beside(CONTROL) as control:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        began = time.monotonic()
        deeds = [gevent.spawn(act, greenlet) for greenlet in range(GREENLETS)]
        while time.monotonic() - began < HOLD_S:
            beat()
        beats_while_held, done_while_held = len(late), len(done)
        holder.communicate()
        while not all(deed.ready() for deed in deeds):
            beat()
        bare = float(control.communicate()[0])
    kept = sqlite3.connect(file).execute("SELECT count(*) FROM tickets").fetchone()[0]
    latest = round(max(late) * 1000, 1)
    return Seen(errors, beats_while_held, done_while_held, kept, latest, round(bare * 1000, 1))


def _beside(code: str, *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


if __name__ == "__main__":
    print(json.dumps(asdict(main(sys.argv[1]))))
