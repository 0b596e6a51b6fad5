"""Asks what the ratings of a span say together, of each window and each clerk: from sums kept by day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from hall.rules import patterns
from hall.rules.integrity import BY_PHONE
from hall.rules.patterns import Finding, Share
from hall.rules.rating import Channel, Level
from hall.rules.text import Text
from hall.store import names
from hall.store.look import Look
from hall.store.names import By
from hall.store.sums import Span
from hall.store.tables import tallies
from hall.store.tallies import Part


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and whom it is about: `key` is a window's number or a clerk's staff number."""

    of: By
    key: str
    name: Text
    finding: Finding


Counts = Mapping[int, int]
"""Level → how often it was given."""

_GIVEN = {level: func.sum(tallies.c[f"n{int(level)}"]).label(f"n{int(level)}") for level in Level}
_SAID = (
    select(tallies.c.part, tallies.c.key, *_GIVEN.values())
    .where(
        tallies.c.hall_id == bindparam("hall"),
        tallies.c.part.in_([Part.WINDOW, Part.CLERK, Part.VIA]),
        tallies.c.day >= bindparam("first"),
        tallies.c.day <= bindparam("last"),
    )
    .group_by(tallies.c.part, tallies.c.key)
)


def in_span(look: Look, span: Span) -> list[Found]:
    """What stands out among the ratings of a span, windows first."""
    said = _said(look, span)
    # Every rating stands under one window.
    hall = Share.of(sum((Counter(counts) for counts in said[Part.WINDOW].values()), Counter()))
    found: dict[By, dict[str, list[Finding]]] = {By.WINDOW: {}, By.CLERK: {}}
    for by, part in ((By.WINDOW, Part.WINDOW), (By.CLERK, Part.CLERK)):
        for key, counts in said[part].items():
            found[by][key] = patterns.of_window(counts, hall=hall, policy=look.policy)
    pads, phones = _by_channel(said[Part.VIA])
    for key in pads.keys() & phones.keys():
        found[By.CLERK][key] += patterns.of_channels(Share.of(pads[key]), Share.of(phones[key]), policy=look.policy)
    return [
        Found(by, key, name, finding)
        for by, rows in found.items()
        for one, key, name in names.names(look, by, [one for one, told in rows.items() if told])
        for finding in rows[one]
    ]


def _said(look: Look, span: Span) -> dict[str, dict[str, Counts]]:
    """Part of the tallies → its key → what was given; only the levels, which is all that is asked here."""
    found: dict[str, dict[str, Counts]] = {Part.WINDOW: {}, Part.CLERK: {}, Part.VIA: {}}
    asked = {"hall": look.hall_id, "first": span.first, "last": span.last}
    for row in look.connection.execute(_SAID, asked).mappings():
        # PostgreSQL sums up to a Decimal.
        counts = {int(level): n for level, given in _GIVEN.items() if (n := int(row[given.name]))}
        if counts:
            found[row["part"]][row["key"]] = counts
    return found


def _by_channel(rows: Mapping[str, Counts]) -> tuple[dict[str, Counter[int]], dict[str, Counter[int]]]:
    """Clerk → level → how often: on the pad, and by phone or slip."""
    pads: dict[str, Counter[int]] = {}
    phones: dict[str, Counter[int]] = {}
    for key, counts in rows.items():
        clerk, _colon, channel = key.partition(":")
        if channel == Channel.PAD or channel in BY_PHONE:
            into = pads if channel == Channel.PAD else phones
            into.setdefault(clerk, Counter()).update(counts)
    return pads, phones
