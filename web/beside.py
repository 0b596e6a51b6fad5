"""A second pair of hands: a thread that does one thing at a time while the first waits for the disk."""

import ctypes
import logging
import os
from collections.abc import Callable

from gevent import monkey

# Real ones: the first thread is to stand still until the second is done, with all its greenlets.
_lock = monkey.get_original("_thread", "allocate_lock")
_begin = monkey.get_original("_thread", "start_new_thread")
_own_id = monkey.get_original("_thread", "get_native_id")

log = logging.getLogger("haohao")


class Beside:
    """Does what it is given beside its owner, who gives it nothing more before having waited for it."""

    def __init__(self) -> None:
        self._given, self._done = _lock(), _lock()
        self._given.acquire()
        self._done.acquire()
        self._what: Callable[[], None] | None = None
        self._place = _Place()
        _begin(self._serve, ())
        self._done.acquire()

    def start(self, what: Callable[[], None]) -> None:
        """Begin; returns at once."""
        self._place.keep_apart()
        self._what = what
        self._given.release()

    def wait(self) -> None:
        """Until what was begun is done; at once if nothing was."""
        if self._what is not None:
            self._done.acquire()
            self._what = None

    def _serve(self) -> None:
        self._place.thread = _own_id()
        self._done.release()
        while True:
            self._given.acquire()
            try:
                if self._what is not None:
                    self._what()
            except Exception:
                log.exception("what was done beside a deed failed; it is done again after it")
            self._done.release()


class _Place:
    """The processor of the second pair of hands: another than the first's.

    In a virtual machine a processor that sleeps counts as taken: Linux would put the second thread behind the first.
    """

    def __init__(self) -> None:
        self.thread = 0
        self._at: int | None = None
        here = getattr(ctypes.PyDLL(None), "sched_getcpu", None)
        self._here: Callable[[], int] | None = here if hasattr(os, "sched_setaffinity") else None

    def keep_apart(self) -> None:
        here = self._here() if self._here is not None else None
        if here is None or (self._at is not None and self._at != here):
            return
        others = os.sched_getaffinity(0) - {here}
        if others:
            self._at = min(others)
            os.sched_setaffinity(self.thread, {self._at})
