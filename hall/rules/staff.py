"""Who works in the hall, with what each role may do."""

from dataclasses import dataclass
from enum import StrEnum

from hall.rules.text import Text

SHORTEST_PASSWORD = 10


class Role(StrEnum):
    CLERK = "clerk"
    DESK = "desk"
    MANAGER = "manager"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    DISTRICT = "district"
    """Sees the figures of all halls of a district side by side, nothing else of them."""


class Power(StrEnum):
    """What a door may ask of whoever comes in by a staff session."""

    SERVE = "serve"
    """Sit at a window: call, serve, finish."""
    HELP = "help"
    """The help desk: take for someone, correct, restore, reprint."""
    WATCH = "watch"
    """See the live hall and the satisfaction figures."""
    RATINGS = "ratings"
    """Read single ratings, cases and what people wrote."""
    CASES = "cases"
    """Name a handler, verify, rectify, reply, close; what is shown of improvements."""
    EXCLUDE = "exclude"
    """Ask that a rating be left out of the figures, or decide what another person asked."""
    SURVEY = "survey"
    """The figures of every hall of the district, added up."""
    STEER = "steer"
    """Close a window someone left open, notices, closures, hours, services, windows."""
    PEOPLE = "people"
    """Staff, their roles and passwords, and devices."""
    SELF = "self"
    """One's own: password, sign-out, own figures."""


POWERS: dict[Role, frozenset[Power]] = {
    Role.CLERK: frozenset({Power.SERVE, Power.SELF}),
    Role.DESK: frozenset({Power.HELP, Power.SERVE, Power.SELF}),
    Role.MANAGER: frozenset(
        {
            Power.WATCH,
            Power.RATINGS,
            Power.CASES,
            Power.EXCLUDE,
            Power.STEER,
            Power.HELP,
            Power.PEOPLE,
            Power.SELF,
        }
    ),
    Role.INSPECTOR: frozenset({Power.WATCH, Power.RATINGS, Power.EXCLUDE, Power.SELF}),
    Role.ADMINISTRATOR: frozenset({Power.PEOPLE, Power.STEER, Power.WATCH, Power.SELF}),
    Role.DISTRICT: frozenset({Power.SURVEY, Power.SELF}),
}
"""Roles → powers: the one table; every door names the power it asks for."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works here; `name` is what they sign in with, `shown` what citizens read."""

    id: int
    hall: int
    name: str
    shown: Text
    number: str
    role: Role
    habit_window: int | None
    """The window (id) where they sit by habit; null for those without one."""
    active: bool
    photo_tag: str | None
    """Changes with the photo; None while the drawn stand-in is shown."""

    def may(self, power: Power) -> bool:
        """Does the role have this power, and does the person still work here?"""
        return self.active and power in POWERS[self.role]
