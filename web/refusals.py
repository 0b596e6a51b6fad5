"""How a door refuses: read from what its deeds, and whatever these ask, say in their docstrings."""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

from hall.errors import Refusal
from hall.rules.handling import Handling
from hall.rules.ticket import Ticket
from hall.rules.window import Window
from hall.store.setups import SetUp
from web.problems import every_refusal

CALLED = re.compile(r"(\.?)(?:\b(\w+)\.)?\b(\w+)\(")
NAME = re.compile(r"\b[A-Z][A-Za-z]+\b")
READ = ("hall.actions.", "hall.store.", "hall.rules.", "web.")
"""Where what is called says itself how it refuses; deeds alone are followed into what they call."""
NOUNS = (SetUp, Window, Ticket, Handling)
"""Whose methods refuse by name: `window.must_be_held_by`."""


def refusals_of(view: Any) -> Iterator[str]:
    """The codes of the refusals of a view's deeds, of what these ask, and of what its own room does for it."""
    named = _by_name()
    for called in _reached(view):
        for word in NAME.findall(inspect.getdoc(called) or ""):
            if word in named:
                yield named[word]


@cache
def _by_name() -> dict[str, str]:
    return {kind.__name__: code for code, kind in every_refusal().items() if kind is not Refusal}


def _reached(view: Any) -> Iterator[Any]:
    """What a view calls, and what its deeds call, each once."""
    room = view.__module__.partition(".")[0] + "."
    seen: set[Any] = set()
    left = [view]
    while left:
        one = left.pop()
        for called in _called_by(one):
            if called not in seen and (called.__module__ + ".").startswith((*READ, room)):
                seen.add(called)
                yield called
                if called.__module__.startswith("hall.actions.") or (called.__module__ + ".").startswith(room):
                    left.append(called)


@cache
def _called_by(view: Any) -> tuple[Any, ...]:
    found = []
    for _dot, module, name in CALLED.findall(inspect.getsource(view)):
        at = view.__globals__.get(module or name)
        if isinstance(at, ModuleType):
            at = getattr(at, name, None)
        elif module:
            at = next((getattr(noun, name) for noun in NOUNS if inspect.isfunction(getattr(noun, name, None))), None)
        if inspect.isfunction(at):
            found.append(inspect.unwrap(at))
    return tuple(found)
