"""What somebody outside the hall's screens is told of, by e-mail or webhook."""

from enum import StrEnum


class AlertKind(StrEnum):
    """Why somebody is told."""

    LOW_RATING = "low_rating"
    """A case was opened."""
    OVERDUE = "overdue"
    """A case passed one of its days."""
    APPEAL = "appeal"
    """A rated clerk appealed."""
    UNSATISFIED = "unsatisfied"
    """A citizen said that the reply does not satisfy."""
    TRIAL = "trial"
    """A manager tries whether a message arrives."""
