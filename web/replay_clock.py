"""A clock that is set from outside: for replaying a recorded day, and never otherwise."""

from datetime import UTC, datetime

from flask import Blueprint, Response
from pydantic import AwareDatetime, BaseModel

from hall.errors import ClockMayNotGoBack
from web.app import present
from web.context import house
from web.doors import must_be_of_this_house, reply

bp = Blueprint("replay_clock", __name__, url_prefix="/replay")

BEFORE_ANY_RECORD = datetime(1990, 1, 1, tzinfo=UTC)


class SetClock:
    """Stands still until it is set, and goes forward only."""

    def __init__(self) -> None:
        self._now = BEFORE_ANY_RECORD

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        """Raises ClockMayNotGoBack."""
        if moment < self._now:
            raise ClockMayNotGoBack(now=self._now.isoformat())
        self._now = moment.astimezone(UTC)


class NewMoment(BaseModel):
    """`{now}`: RFC 3339 with its zone."""

    now: AwareDatetime


@bp.post("/clock")
def set_clock() -> Response:
    """Set the clock of this hall on trial; forward only."""
    must_be_of_this_house()
    wanted = NewMoment.model_validate_json(present().body or b"{}")
    clock = house().database.clock
    assert isinstance(clock, SetClock), "this door exists with a set clock alone"
    clock.set(wanted.now)
    return reply({"now": clock.now()})
