"""Serves the queue of slips: each is printed once, or it is known that it was not."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from hall.actions import printing
from hall.events import Event, PrintAsked
from hall.rules.device import Driver, Printer
from hall.store import entries, paper
from hall.store.database import Database, Hall
from kiosk.queue import HallQueue, LinkOf, print_oldest

LOOK_EVERY_S = 0.3
"""How soon a slip is seen that another process asked for."""
EXPIRE_EVERY_S = 5.0
PAUSES_S = (2.0, 10.0)
"""How long a printer in trouble is left alone before the next try."""

log = logging.getLogger("haohao.paper")


class PrintWorker:
    """Prints what is asked for in some halls; any number of workers may serve the same queue."""

    def __init__(self, halls: Callable[[], Iterable[Hall]], *, link: LinkOf, font: Path | None = None) -> None:
        self.halls = halls
        self.link = link
        self.font = font
        self._woken = threading.Event()
        self._busy: dict[int, threading.Thread] = {}
        self._rests: dict[int, float] = {}
        self._troubles: dict[int, int] = {}
        self._expired_at = 0.0

    def wake(self) -> None:
        """Look at once instead of at the next turn."""
        self._woken.set()

    def hear(self, _hall: int, _seq: int, events: list[Event]) -> None:
        """A database's listener: a slip that was just asked for is not kept waiting."""
        if any(isinstance(event, PrintAsked) for event in events):
            self.wake()

    def run(self, stop: threading.Event) -> None:
        """Serve until `stop` is set, whatever goes wrong; returns when the last slip in hand is done."""
        while not stop.is_set():
            self._woken.wait(LOOK_EVERY_S)
            self._woken.clear()
            try:
                self.go_round()
            except Exception:
                log.exception("the queue of slips could not be looked at")
        for thread in list(self._busy.values()):
            thread.join()

    def go_round(self) -> None:
        """Set to work every printer that has something to do: a slow one keeps no other waiting."""
        late = time.monotonic() - self._expired_at > EXPIRE_EVERY_S
        if late:
            self._expired_at = time.monotonic()
        for hall in self.halls():
            with hall.look() as look:
                known = look.set_up.printers
                # Mostly nothing is to be printed: one question tells.
                busy = bool(known) and paper.somebody_prints(look, list(known))
                wanted = [one for one in known.values() if busy and paper.somebody_prints(look, [one.id])]
            if late and wanted:
                printing.expire_leases(hall)
            for printer in wanted:
                # Where the server cannot reach an agent prints; its leases run out here all the same.
                if printer.driver is not Driver.AGENT:
                    self._set_to_work(hall, printer)

    def _set_to_work(self, hall: Hall, printer: Printer) -> None:
        if printer.id in self._busy or time.monotonic() < self._rests.get(printer.id, 0):
            return
        # A handle belongs to one thread: its open deed is its own.
        own = hall.database.hall(hall.id, actor=f"device:{printer.id}")
        thread = threading.Thread(target=self._serve, args=(own, printer), daemon=True)
        self._busy[printer.id] = thread
        thread.start()

    def _serve(self, hall: Hall, printer: Printer) -> None:
        """Print the printer's slips one after another, until none waits or it is in trouble."""
        try:
            while self.print_one(hall, printer):
                pass
        except Exception:
            log.exception("printer %s: a slip could not be served", printer.id)
            self._leave_alone(printer)
        finally:
            del self._busy[printer.id]

    def print_one(self, hall: Hall, printer: Printer) -> bool:
        """Print the oldest slip of a printer; False when none waits or it could not be sent now."""
        went_well = print_oldest(HallQueue(hall, printer, self.link), printer, font=self.font)
        if went_well is False:
            self._leave_alone(printer)
        elif went_well:
            self._troubles.pop(printer.id, None)
        return bool(went_well)

    def _leave_alone(self, printer: Printer) -> None:
        times = self._troubles[printer.id] = self._troubles.get(printer.id, 0) + 1
        self._rests[printer.id] = time.monotonic() + PAUSES_S[min(times, len(PAUSES_S)) - 1]


def print_slips(database: Database, link: LinkOf, font: Path | None = None) -> Callable[[], None]:
    """Serve the printers of every hall beside everything else; returns what stops it."""

    def halls() -> list[Hall]:
        with database.look() as connection:
            return [database.hall(row.id) for row in entries.every_hall(connection)]

    worker = PrintWorker(halls, link=link, font=font)
    database.listeners.append(worker.hear)
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,), name="paper", daemon=True)
    thread.start()

    def stop_printing() -> None:
        database.listeners.remove(worker.hear)
        stop.set()
        worker.wake()
        thread.join(timeout=5)

    return stop_printing
