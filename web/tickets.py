"""A number being taken and a slip on its way, as the doors of every room tell them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from hall.actions.tickets import Place
from hall.rules.ticket import HelpNeed, Priority
from hall.store.paper import Job
from hall.store.pictures.pieces import Estimate
from web.context import house
from web.doors import Asked, Body

Code = Annotated[str, Field(min_length=1, max_length=40)]
"""A service by its code."""


class Take(Body):
    """A number for a service, with further ones if wanted."""

    service: Code
    also: list[Code] = Field(default_factory=list, max_length=5)
    priority: Priority | None = None
    help: list[HelpNeed] = Field(default_factory=list, max_length=5)
    language: Literal["zh", "en"] = "zh"


@dataclass(frozen=True, slots=True)
class PrintOut:
    """A slip on its way."""

    job: str
    status: str

    @staticmethod
    def of(job: Job) -> "PrintOut":
        return PrintOut(str(job.id), job.state)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A number just taken; `print` is null where no slip was asked for, or there is no printer."""

    id: str
    number: str
    service: str
    ahead: int
    estimate: Estimate | None
    taken_at: datetime
    link: str
    print: PrintOut | None

    @staticmethod
    def of(asked: Asked, place: Place, *, service: str, job: Job | None) -> "TakenOut":
        one = place.ticket
        return TakenOut(
            id=str(one.id),
            number=one.text,
            service=service,
            ahead=place.ahead,
            estimate=Estimate.of(place.estimate),
            taken_at=one.taken_at,
            link=house().link(asked.hall.id, one.id) or house().link_path(asked.hall.id, one.id),
            print=PrintOut.of(job) if job else None,
        )
