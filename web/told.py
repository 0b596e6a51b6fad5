"""What a route tells of itself for the OpenAPI document, where its function does not say it already."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Told:
    """What a route takes and answers that is no door, or that makes its answer by itself."""

    answers: Any = None
    takes: type[BaseModel] | None = None
    status: int = 200
    also: int | None = None
    """Another status under which it answers in the same shape."""


def tells(
    answers: Any, *, takes: type[BaseModel] | None = None, status: int = 200, also: int | None = None
) -> Callable[[V], V]:
    """Write at a route what it takes and answers, for the OpenAPI document."""

    def told(view: V) -> V:
        vars(view)["told"] = Told(answers, takes, status, also)
        return view

    return told


def told_of(view: Any) -> Told:
    """What is written at a route; nothing where it tells nothing."""
    found: Told = vars(view).get("told", Told())
    return found
