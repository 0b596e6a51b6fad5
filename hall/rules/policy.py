"""What a hall may decide for itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any, Final

from hall.rules.text import Text

# "other" is missing on purpose: only the help desk, who hears the story, may give it.
SELF_DECLARABLE: Final = ("elder", "disabled", "pregnant", "military", "infant")
LEVELS: Final = 5
HIGHEST_SCORE: Final = 100

NO_SUCH_RULE = Text("没有“{name}”这一项规则", "there is no policy called “{name}”")
NO_SUCH_RULE_BUT = Text(
    "没有“{name}”这一项规则，是不是“{near}”？", "there is no policy called “{name}”; did you mean “{near}”?"
)
NOT_WHOLE = Text("“{name}”应为 {low} 至 {high} 的整数", "“{name}” must be a whole number from {low} to {high}")
NOT_REASONS = Text(
    "“{name}”只能从 {allowed} 中选取，不能重复（“其他”只能由导办台登记）",
    "“{name}” may list only {allowed}, each once (“other” is given by the help desk alone)",
)
NOT_SCORES = Text(
    "“{name}”应为五个 0 至 {high} 的整数，从非常满意到非常不满意，不得由低到高",
    "“{name}” must be five whole numbers from 0 to {high}, best level first, never rising",
)
HELP_TOO_SHORT = Text(
    "“missed_after_help_s”（{help}）不能小于“missed_after_s”（{usual}）",
    "“missed_after_help_s” ({help}) must not be less than “missed_after_s” ({usual})",
)


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """One rule that was refused: its name as it was written, with the reason in both languages."""

    name: str
    message: Text


class BadPolicy(ValueError):
    """A set of rules holds an unknown name or a value out of its range; all of them are told at once."""

    def __init__(self, problems: list[PolicyProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message.en or problem.message.zh for problem in problems))


def _whole(default: int, low: int, high: int) -> Any:  # dataclasses.field is typed as the field's own type
    return field(default=default, metadata={"low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules a manager may change, each within a range; times are whole seconds unless named otherwise.

    Sources: S = the centre's rule book, V = a published source, L = a local default of ours, never law.
    """

    priority_run: int = _whole(2, 1, 10)
    """L: priority calls in a row, at most, while others wait."""
    self_declared: tuple[str, ...] = SELF_DECLARABLE
    """L: reasons for priority that a visitor may declare without asking the help desk (S17 says only: help)."""
    elder_age: int = _whole(60, 50, 100)
    """L: the age in years from which a visitor counts as an elder."""
    restore_after: int = _whole(3, 0, 20)
    """L: others called before a restored ticket has its turn again."""
    later_by: int = _whole(3, 1, 20)
    """L: places a visitor's own ticket moves back with “我晚点到”."""
    later_times: int = _whole(2, 0, 10)
    """L: how often one ticket may be moved back so; 0 takes the choice away."""
    recall_cooldown_s: int = _whole(8, 0, 60)
    """V (8 to 10 s in use): from the end of an announcement until the same ticket may be called again."""
    missed_after_calls: int = _whole(3, 1, 10)
    """V: calls before a ticket may be marked missed."""
    missed_after_s: int = _whole(60, 0, 600)
    """L: time from the first call before a ticket may be marked missed."""
    missed_after_help_s: int = _whole(120, 0, 1200)
    """L: the same for a visitor with a help need (S17); never shorter than missed_after_s."""
    undo_s: int = _whole(30, 0, 300)
    """L: how long a mistaken missed or finish may be taken back."""
    issue_cutoff_min: int = _whole(0, 0, 240)
    """L (S15 leaves it open): minutes before closing at which issuing stops; tickets are still called (S19)."""
    notify_ahead: int = _whole(3, 1, 20)
    """V: a visitor's phone says “get ready” when this many are ahead."""
    long_wait_min: int = _whole(30, 5, 240)
    """V: a wait in minutes above which the manager is asked for more windows."""
    long_queue: int = _whole(10, 1, 500)
    """V: waiting tickets above which the manager is asked for more windows."""
    kiosk_idle_s: int = _whole(60, 15, 600)
    """L: an untouched kiosk goes back to its home page."""
    pad_timeout_s: int = _whole(60, 15, 600)
    """V: an untouched rating page ends (not rated: never a row)."""
    pad_hold_s: int = _whole(10, 0, 60)
    """L: calling the next number leaves a rating page alone that was touched this recently."""
    rating_days: int = _whole(7, 1, 60)
    """V (Guangdong's rules of 2019): natural days within which a handling may be rated by link."""
    quick_rating_s: int = _whole(2, 0, 60)
    """L: a rating this soon after the end of its handling is flagged; 0 = none is."""
    before_next_s: int = _whole(3, 0, 60)
    """L: a rating from the pad this shortly before its window's next call is flagged; 0 = none is."""
    burst_ratings: int = _whole(5, 2, 100)
    """L: so many ratings of one window, one ticket's link or the help desk's pad within burst_s are flagged."""
    burst_s: int = _whole(60, 5, 3600)
    """L: the time that makes many ratings a burst."""
    shortest_handling_s: int = _whole(10, 0, 600)
    """L: the rating of a handling shorter than this is flagged; 0 = none is."""
    console_people: int = _whole(3, 2, 100)
    """L: an address at which so many people signed in within a week is a shared one, nobody's own console."""
    pattern_from: int = _whole(30, 10, 1000)
    """L: ratings from which a window or clerk is compared with the rest of the hall."""
    rank_from: int = _whole(30, 1, 1000)
    """L: ratings below which windows, clerks or services are not ranked."""
    own_levels_from: int = _whole(5, 1, 1000)
    """L: ratings from which a clerk sees their own levels, aggregated, from the next day."""
    level_scores: tuple[int, ...] = (10, 8, 6, 3, 0)
    """V (two cities of Guangdong): points of a rating, very satisfied first."""
    callback_days: int = _whole(1, 1, 30)
    """L (places differ): working days from a contact left to the call-back."""
    rectify_days: int = _whole(15, 1, 60)
    """L (S14 for enquiries; places differ): working days from a low rating to what was put right, and to the reply."""
    contact_days: int = _whole(90, 1, 365)
    """L: natural days after which a contact is erased, whatever became of its case."""
    makeup_counts: int = _whole(1, 0, 1)
    """L: 1 = a weekend day worked to make up for a holiday counts as a working day."""
    wall_improvements: int = _whole(1, 0, 1)
    """L: 1 = the display shows 您提我改 while nobody is called."""
    wall_satisfaction: int = _whole(0, 0, 1)
    """L: 1 = the display shows the satisfaction of the last 30 days while nobody is called."""
    public_satisfaction: int = _whole(1, 0, 1)
    """L: 1 = everybody may read the hall's satisfaction, added up, at its public address."""

    def __post_init__(self) -> None:
        problems = [problem for rule in fields(self) if (problem := _problem(rule.name, getattr(self, rule.name)))]
        if not problems and self.missed_after_help_s < self.missed_after_s:
            told = HELP_TOO_SHORT.filled(help=self.missed_after_help_s, usual=self.missed_after_s)
            problems = [PolicyProblem("missed_after_help_s", told)]
        if problems:
            raise BadPolicy(problems)

    @classmethod
    def from_facts(cls, facts: Mapping[str, object]) -> "Policy":
        """The rules in `facts`, defaults for what it leaves out.

        Raises BadPolicy naming every unknown rule and every value out of its range.
        """
        names = [rule.name for rule in fields(cls)]
        problems = [_unknown(name, names) for name in facts if name not in names]
        known: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in facts.items() if n in names}
        try:
            policy = cls(**known)
        except BadPolicy as refused:
            raise BadPolicy([*problems, *refused.problems]) from None
        if problems:
            raise BadPolicy(problems)
        return policy

    def to_facts(self) -> dict[str, int | list[int] | list[str]]:
        """Every rule by name, as JSON can hold it."""
        return {
            rule.name: list(value) if isinstance(value := getattr(self, rule.name), tuple) else value
            for rule in fields(self)
        }


def range_of(name: str) -> tuple[int, int]:
    """The lowest and highest value of the numeric rule `name`, for a page that edits it; KeyError for any other."""
    rule = {rule.name: rule for rule in fields(Policy)}[name]
    return rule.metadata["low"], rule.metadata["high"]


def _problem(name: str, value: object) -> PolicyProblem | None:
    if name == "self_declared":
        return _reasons_problem(name, value)
    if name == "level_scores":
        return _scores_problem(name, value)
    low, high = range_of(name)
    # bool is an int to Python; `priority_run = true` is a slip all the same.
    if type(value) is int and low <= value <= high:
        return None
    return PolicyProblem(name, NOT_WHOLE.filled(name=name, low=low, high=high))


def _reasons_problem(name: str, value: object) -> PolicyProblem | None:
    if (
        isinstance(value, tuple)
        and all(isinstance(reason, str) and reason in SELF_DECLARABLE for reason in value)
        and len(set(value)) == len(value)
    ):
        return None
    return PolicyProblem(name, NOT_REASONS.filled(name=name, allowed=", ".join(SELF_DECLARABLE)))


def _scores_problem(name: str, value: object) -> PolicyProblem | None:
    if (
        isinstance(value, tuple)
        and len(value) == LEVELS
        and all(type(score) is int and 0 <= score <= HIGHEST_SCORE for score in value)
        and list(value) == sorted(value, reverse=True)
    ):
        return None
    return PolicyProblem(name, NOT_SCORES.filled(name=name, high=HIGHEST_SCORE))


def _unknown(name: str, names: list[str]) -> PolicyProblem:
    near = get_close_matches(name, names, n=1)
    told = NO_SUCH_RULE_BUT.filled(name=name, near=near[0]) if near else NO_SUCH_RULE.filled(name=name)
    return PolicyProblem(name, told)
