"""What somebody says of a handling, as every door takes it, with the tags as every page is told them."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Field

from hall.rules import rating
from hall.rules.rating import Level, Opinion, RatingKind
from hall.store.look import Look
from web.context import house
from web.doors import Body, Id


class Left(Body):
    """A level that was chosen and not sent."""

    handling: Id
    level: Level


class Rates(Left):
    """A level with its tags and a few words; `tag_set` names the set that was shown, as the page was told."""

    tags: list[Annotated[str, Field(max_length=20)]] = Field(default=[], max_length=20)
    text: str = Field(default="", max_length=rating.LONGEST_TEXT)
    tag_set: str | None = Field(default=None, max_length=40)

    def opinion(self) -> Opinion:
        """The same for the deed; under a replay clock it is simulated, by whichever door it came."""
        simulated = house().settings.replay_clock
        return Opinion(self.level, self.tags, self.text, self.tag_set, simulated=simulated)


class RatesAgain(Rates):
    """With the ticket in hand there may be a second thought (追评): *addition*."""

    kind: RatingKind = RatingKind.FIRST

    def opinion(self) -> Opinion:
        return replace(super().opinion(), kind=self.kind)


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating that was kept."""

    id: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Taken note of."""

    noted: bool = True


def told(look: Look) -> dict[str, Any]:
    """The set of tags in force, as a page keeps it: its name, and its tags by level."""
    one = look.set_up.tag_set_on(look.today)
    return {"name": one.name, "levels": one.choices()}
