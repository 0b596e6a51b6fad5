"""Run as a process of its own: greenlets share a database with a process that holds its lock."""

# ruff: noqa: E402 - the patch comes before everything else
from gevent import monkey

monkey.patch_all()

import sqlite3
import subprocess
import sys
import time

import gevent

from hall.actions import setup, tickets
from hall.rules.hall_file import read_hall_file
from hall.store.database import Database
from tests.hall.conftest import DEMO, KEY

HOLD_S = 2.0
HOLDER = """
import sqlite3, sys, time
one = sqlite3.connect(sys.argv[1], isolation_level=None)
one.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
one.execute("COMMIT")
"""


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


def main(file: str) -> None:
    """Prints: errors, the longest the heartbeat was late in milliseconds, the control's longest, deeds done."""
    database = Database(f"sqlite:///{file}", key=KEY)
    hall = setup.load_hall(database, file=read_hall_file(DEMO.read_text("utf-8")), demo=True)
    with database.hall(hall).look() as look:
        service = look.set_up.offered[0].code
    late: list[float] = []
    errors: list[BaseException] = []

    def heartbeat() -> None:
        while True:
            before = time.monotonic()
            gevent.sleep(0.01)
            late.append(time.monotonic() - before - 0.01)

    def act() -> None:
        for _each in range(20):
            try:
                with (one := database.hall(hall)).work():
                    tickets.take(one, services=[service])
                    gevent.sleep(0.001)
            except Exception as error:
                errors.append(error)

    holder = subprocess.Popen([sys.executable, "-c", HOLDER, file, str(HOLD_S)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "held"
    control = subprocess.Popen(
        [sys.executable, "-c", CONTROL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    beat = gevent.spawn(heartbeat)
    began = time.monotonic()
    gevent.joinall([gevent.spawn(act) for _each in range(16)])
    beat.kill()
    idle_late = float(control.communicate("over")[0])
    holder.wait()
    assert time.monotonic() - began > HOLD_S * 0.9, "the lock was not held while the deeds waited"
    kept = sqlite3.connect(file).execute("SELECT count(*) FROM tickets").fetchone()[0]
    for error in errors[:3]:
        print(repr(error), file=sys.stderr)
    print(len(errors), round(max(late) * 1000, 1), round(idle_late * 1000, 1), kept)


if __name__ == "__main__":
    main(sys.argv[1])
