"""Does what blocks or computes in a thread of its own: in the server every other wait lets the others go on."""

from collections.abc import Callable
from typing import TypeVar

from gevent import get_hub

T = TypeVar("T")


def aside(work: Callable[[], T]) -> T:
    """What `work` gives, or raises; the rest of the house goes on meanwhile."""
    done: T = get_hub().threadpool.apply(work)
    return done
