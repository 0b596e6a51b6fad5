"""How a rating is left out of the figures, and taken back into them: by two people, for a reason, on record.

The rating stays, and so does the case that a low one opened.
"""

from hall.errors import ExclusionDecided, NotExcluded, OwnRating, SamePerson
from hall.events import ExclusionAsked, ExclusionLifted, RatingExcluded, RatingKept
from hall.rules.exclusion import Reason, State, ground
from hall.rules.rating import Rating
from hall.store import exclusions, ratings
from hall.store.database import Hall
from hall.store.look import Work


def ask(hall: Hall, *, rating: int, reason: Reason, text: str, by: int) -> int:
    """Ask that a rating be left out of the figures; returns the id under which somebody else decides.

    Refuses with UnknownRecord, also for a rating of another hall, OwnRating, GroundMissing, TextTooLong,
    ExclusionAlreadyAsked.
    """
    with hall.work() as work:
        said = ground(text)
        one = _of_another(work, rating, by)
        asked = exclusions.add(work, one, reason=reason, text=said, by=by)
        work.record(ExclusionAsked(exclusion=asked, rating=one.id, reason=reason))
        return asked


def decide(hall: Hall, *, exclusion: int, approve: bool, by: int) -> None:
    """Leave the rating out as somebody else asked, or decline.

    Refuses with UnknownRecord, ExclusionDecided, SamePerson, OwnRating.
    """
    with hall.work() as work:
        one = exclusions.get(work, exclusion)
        if one.state is not State.ASKED:
            raise ExclusionDecided(exclusion=str(exclusion))
        if one.asked_by == by:
            raise SamePerson()
        rating = _of_another(work, one.rating, by)
        state = State.EXCLUDED if approve else State.DECLINED
        exclusions.change(work, one, state=state, decided_by=by, decided_at=work.now)
        if approve:
            ratings.exclude(work, rating, excluded=True)
            work.record(RatingExcluded(exclusion=one.id, rating=rating.id))
        else:
            work.record(RatingKept(exclusion=one.id, rating=rating.id))


def lift(hall: Hall, *, exclusion: int, by: int) -> None:
    """Take a rating back into the figures. Refuses with UnknownRecord, NotExcluded, OwnRating."""
    with hall.work() as work:
        one = exclusions.get(work, exclusion)
        if one.state is not State.EXCLUDED:
            raise NotExcluded(exclusion=str(exclusion))
        rating = _of_another(work, one.rating, by)
        exclusions.change(work, one, state=State.LIFTED, lifted_by=by, lifted_at=work.now)
        ratings.exclude(work, rating, excluded=False)
        work.record(ExclusionLifted(exclusion=one.id, rating=rating.id))


def _of_another(work: Work, rating: int, by: int) -> Rating:
    """The rating; refuses with OwnRating if it is about whoever asks, who may have changed roles since."""
    one = ratings.get(work, rating)
    if one.staff == by:
        raise OwnRating(rating=str(rating))
    return one
