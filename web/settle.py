"""What a server does once, when all that lasts is built: its memory is put in order before anybody is served."""

import ctypes
import gc
from collections.abc import Iterable, Iterator
from pathlib import Path

HUGE = 2 * 1024 * 1024
_HUGEPAGE, _COLLAPSE = 14, 25
"""`madvise(2)`: may be made of huge pages; make it so now (Linux 6.1)."""
_MAPS = Path("/proc/self/maps")


def settle() -> None:
    """Keep the collector from what lasts, and that on huge pages where Linux lends them."""
    # What was built to last is left out of every later collection, and a collection comes once in many requests: most
    # of what one leaves behind goes at once, without any.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    if _MAPS.exists():
        _on_huge_pages()


def _on_huge_pages() -> None:
    # Between two requests a processor forgets where memory is; on huge pages it has a five-hundredth to look up again.
    # It is advice: whether it is taken changes nothing but time.
    library = ctypes.CDLL(None)
    for begins, length in own_memory(_MAPS.read_text().splitlines()):
        for advice in (_HUGEPAGE, _COLLAPSE):
            library.madvise(ctypes.c_void_p(begins), ctypes.c_size_t(length), advice)


def own_memory(maps: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where, in bytes, the process keeps what it made itself and is large enough for a huge page: start and length.

    `maps` are lines of proc(5)'s `/proc/PID/maps`: span, rights, offset, device, inode, and what it is a part of.
    """
    for one in maps:
        span, rights, _offset, _device, _inode, *name = one.split(maxsplit=5)
        begins, ends = (int(word, 16) for word in span.split("-"))
        if "w" in rights and (not name or name == ["[heap]"]) and ends - begins >= HUGE:
            yield begins, ends - begins
