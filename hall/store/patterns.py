"""Asks what the ratings of a span say together, of each window and each clerk: from sums kept by day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hall.rules import patterns
from hall.rules.integrity import BY_PHONE
from hall.rules.patterns import Finding, Share
from hall.rules.rating import Channel, Level
from hall.rules.text import Text
from hall.store import names, sums
from hall.store.database import Look
from hall.store.names import By
from hall.store.sums import Span, Sums
from hall.store.tallies import Part


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and whom it is about: `key` is a window's number or a clerk's staff number."""

    of: By
    key: str
    name: Text
    finding: Finding


def in_span(look: Look, span: Span) -> list[Found]:
    """What stands out among the ratings of a span, windows first."""
    hall = Share.of(_counts(sums.whole(look, span)))
    by_window = sums.by_key(look, Part.WINDOW, span)
    by_clerk = sums.by_key(look, Part.CLERK, span)
    pads, phones = _by_channel(sums.by_key(look, Part.VIA, span))
    found: dict[By, dict[str, list[Finding]]] = {By.WINDOW: {}, By.CLERK: {}}
    for by, rows in ((By.WINDOW, by_window), (By.CLERK, by_clerk)):
        for key, summed in rows.items():
            found[by][key] = patterns.of_window(_counts(summed), hall=hall, policy=look.policy)
    for key in pads.keys() & phones.keys():
        found[By.CLERK][key] += patterns.of_channels(Share.of(pads[key]), Share.of(phones[key]), policy=look.policy)
    return [
        Found(by, key, name, finding)
        for by, rows in found.items()
        for one, key, name in names.names(look, by, [one for one, told in rows.items() if told])
        for finding in rows[one]
    ]


def _counts(summed: Sums) -> dict[int, int]:
    return {int(level): n for level in Level if (n := summed[f"n{int(level)}"])}


def _by_channel(rows: Mapping[str, Sums]) -> tuple[dict[str, Counter[int]], dict[str, Counter[int]]]:
    """Clerk → level → how often: on the pad, and by phone or slip."""
    pads: dict[str, Counter[int]] = {}
    phones: dict[str, Counter[int]] = {}
    for key, summed in rows.items():
        clerk, _colon, channel = key.partition(":")
        if channel == Channel.PAD or channel in BY_PHONE:
            into = pads if channel == Channel.PAD else phones
            into.setdefault(clerk, Counter()).update(_counts(summed))
    return pads, phones
