"""A fair lock: whoever asked first gets it first, so that nobody starves at a busy hall."""

import threading
from collections import deque


class Turns:
    """A lock with a line before it. Works between threads, and between greenlets once `threading` is patched."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._line: deque[threading.Lock] = deque()

    def acquire(self, *, timeout: float) -> bool:
        """Wait for one's turn, `timeout` seconds at most; False if it did not come."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            # A lock that is held already: whoever leaves opens it, handing the turn over.
            mine = threading.Lock()
            mine.acquire()
            self._line.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._guard:
            if mine in self._line:
                self._line.remove(mine)
                return False
        # Handed over in the moment of giving up: it is ours after all.
        return True

    def release(self) -> None:
        """Hand the turn to whoever is first in line."""
        with self._guard:
            if self._line:
                self._line.popleft().release()
            else:
                self._taken = False
