"""What a server does before it serves leaves it as it was, but for time."""

import gc

from web.settle import HUGE, own_memory, settle

MAPS = """\
55c606619000-55c608397000 rw-p 00000000 00:00 0                          [heap]
7f6db0000000-7f6db0200000 rw-p 00000000 00:00 0
7f6db0200000-7f6db0210000 rw-p 00000000 00:00 0
7f6dbe4c2000-7f6dbe8c2000 r--p 00000000 00:00 0
7f6dbfcc5000-7f6dbff42000 rw-p 00000000 fe:00 1234                       /usr/lib/a library (deleted).so
7ffd3b1c0000-7ffd3b5e1000 rw-p 00000000 00:00 0                          [stack]
"""


def test_only_what_the_process_made_itself_and_is_large_enough() -> None:
    assert list(own_memory(MAPS.splitlines())) == [
        (0x55C606619000, 0x55C608397000 - 0x55C606619000),
        (0x7F6DB0000000, HUGE),
    ]


def test_what_was_kept_before_is_there_afterwards() -> None:
    before = gc.get_threshold()
    kept = [str(n) for n in range(500_000)]
    try:
        settle()
        assert gc.get_freeze_count() > 0
        assert kept == [str(n) for n in range(500_000)]
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
