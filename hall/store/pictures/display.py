"""The wall, and the strips above the windows."""

from dataclasses import dataclass
from datetime import datetime

from hall.rules.text import Text
from hall.store.pictures.pieces import About, Opening, Queue, Stand


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call as it is said aloud in one language (`zh`, `yue`, `en`)."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call on the wall."""

    handling: str
    number: str
    window_no: int
    window_name: Text
    area: str | None
    times_called: int
    called_at: datetime
    announced: bool
    current: bool
    """Called and not yet at the window; only a current one that is not announced is spoken."""
    spoken: tuple[Spoken, ...]
    """In the languages of the hall's voice, in their order; none once it is no longer current."""


@dataclass(frozen=True, slots=True)
class Board:
    """The wall, and the strips above the windows."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    calls: tuple[Call, ...]
    """Called and not yet at the window, newest first."""
    recent: tuple[Call, ...]
    """The calls before, newest first."""
    missed: tuple[str, ...]
    """已过号，请到导办台: today's, newest first."""
    queues: tuple[Queue, ...]
    """Services somebody waits for, also those that no open window serves."""
    stands: tuple[Stand, ...]
    notices: tuple[Text, ...]
    voice: tuple[str, ...]
