"""What everybody may read of a hall, as pages and displays are told it."""

from dataclasses import asdict
from typing import Any

from hall.rules.figures import Figures
from hall.rules.rating import Level
from hall.store.published import Published, Shown


def facts_of(one: Published) -> dict[str, Any]:
    """The figures of some days; null wherever there are too few ratings."""
    return {
        "from": one.span.first,
        "to": one.span.last,
        "days": one.span.days,
        "least": one.least,
        "total": _figures(one.total),
        "windows": [_shown(each) for each in one.windows],
        "services": [_shown(each) for each in one.services],
    }


def _shown(one: Shown) -> dict[str, Any]:
    return {"key": one.key, "name": asdict(one.name), "figures": _figures(one.figures)}


def _figures(one: Figures | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "ended": one.ended,
        "rated": one.rated,
        "participation": one.participation,
        "good_rate": one.good_rate,
        "interval": one.interval,
        "excluded": one.excluded,
        "counts": [one.counts.get(level, 0) for level in sorted(Level, reverse=True)],
    }
