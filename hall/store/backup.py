"""Copies the embedded database while the hall works."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

PAGES_AT_ONCE = 2000
"""Between two steps of the copy the hall may write; what it wrote is copied too."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One hall in a copy: the head of its journal, by which a missing tail is found later."""

    code: str
    seq: int
    hash: str


class NotCopied(RuntimeError):
    """No copy was made, and none was left half done; it says why in both languages."""


def copy_embedded(url: str, *, to: Path) -> list[Kept]:
    """Copy the SQLite database at `url` into the new file `to`, readable by its owner alone; what it holds.

    It may be of an older schema: one copies before one migrates. Raises NotCopied for a database that is
    not embedded or not there, a file that exists, and a copy that SQLite finds damaged.
    """
    source = _file_of(url)
    _make(to)
    try:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(to)) as copy:
            original.backup(copy, pages=PAGES_AT_ONCE, sleep=0.01)
            # One file by itself: without this a reader would lay -wal and -shm beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise NotCopied(f"{source}: 数据库已损坏 / the database is damaged")
            heads = copy.execute("SELECT code, seq, head_hash FROM halls ORDER BY id").fetchall()
        _settle(to)
    except sqlite3.Error as error:
        to.unlink()
        raise NotCopied(f"{source}: {error}") from error
    except BaseException:
        to.unlink()
        raise
    return [Kept(*head) for head in heads]


def _file_of(url: str) -> Path:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        raise NotCopied("PostgreSQL 请用 pg_dump 备份 / back up PostgreSQL with pg_dump")
    file = Path(address.database or "")
    if not file.is_file():
        raise NotCopied(f"{file}: 没有这个数据库 / there is no such database")
    return file


def _make(file: Path) -> None:
    """Made by us, empty, 0600: never over another copy, never readable by others even for a moment."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise NotCopied(f"{file}: 文件已存在 / the file exists") from None
    except OSError as error:
        raise NotCopied(f"{file}: {error.strerror}") from error


def _settle(file: Path) -> None:
    """On the disk, with its name, before anybody is told that it is safe."""
    for path in (file, file.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
