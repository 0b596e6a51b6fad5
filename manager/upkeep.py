"""Looks after the cases at the start and once a minute: contacts whose time is over are erased, deadlines set once they
can be, and what an older key sealed is sealed with the newest.
"""

import logging
import threading
from collections.abc import Callable

from hall.actions import case_upkeep
from hall.store import entries
from hall.store.database import Database

EVERY_S = 60.0

log = logging.getLogger("haohao")


def look_after(database: Database) -> None:
    """One round through every hall. Several workers may do it: whoever comes second finds nothing left to do."""
    with database.look() as connection:
        halls = [database.hall(row.id) for row in entries.every_hall(connection)]
    for hall in halls:
        if case_upkeep.anything_due(hall):
            case_upkeep.keep_up(hall)


def keep_cases(database: Database) -> Callable[[], None]:
    """Look after the cases beside everything else; returns what stops it."""
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            try:
                look_after(database)
            except Exception:
                log.exception("the cases could not be looked after")
            stop.wait(EVERY_S)

    thread = threading.Thread(target=run, name="cases", daemon=True)
    thread.start()

    def stop_keeping() -> None:
        stop.set()
        thread.join(timeout=5)

    return stop_keeping
