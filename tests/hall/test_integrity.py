"""What makes a rating worth a second look, at the borders of each rule."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hall.rules.handling import Handling, Outcome, Stage
from hall.rules.integrity import CameIn, Flag, Given, burst, flags_of, is_console, just_before
from hall.rules.policy import Policy
from hall.rules.rating import Channel, Level, Rating, RatingKind

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
USUAL = Policy()
MS = timedelta(milliseconds=1)
moments = st.integers(0, 600_000)


def served(seconds: float) -> Handling:
    return Handling(
        id=1,
        ticket=1,
        window=1,
        staff=1,
        service=1,
        stage=Stage.ENDED,
        waiting_since=START,
        called_at=START,
        last_called_at=START,
        announced_at=None,
        times_called=1,
        started_at=START,
        ended_at=START + timedelta(seconds=seconds),
        ending=Outcome.ACCEPTED,
        why="turn",
        lacking="",
        rated=True,
    )


def rated(handling: Handling, after_ms: int, channel: Channel = Channel.PAD) -> Rating:
    assert handling.ended_at is not None
    return Rating(
        id=1,
        handling=1,
        ticket=1,
        window=1,
        staff=1,
        service=1,
        kind=RatingKind.FIRST,
        level=Level.VERY_SATISFIED,
        text="",
        channel=channel,
        at=handling.ended_at + after_ms * MS,
        ended_at=handling.ended_at,
        simulated=False,
        counts=True,
        flagged=False,
        excluded=False,
    )


@given(moments, st.integers(0, 60))
def test_a_rating_within_the_seconds_of_the_rule_is_quick_and_a_millisecond_later_is_not(ms: int, most: int) -> None:
    policy = Policy(quick_rating_s=most)
    one = served(300)
    assert (Flag.QUICK in flags_of(rated(one, ms), one, policy=policy)) == (most > 0 and ms <= most * 1000)
    if most:
        assert Flag.QUICK in flags_of(rated(one, most * 1000), one, policy=policy)
    assert Flag.QUICK not in flags_of(rated(one, most * 1000 + 1), one, policy=policy)


@given(moments, st.integers(0, 600))
def test_a_handling_shorter_than_the_floor_is_too_short_and_one_as_long_is_not(ms: int, least: int) -> None:
    policy = Policy(shortest_handling_s=least)
    one = served(ms / 1000)
    assert (Flag.TOO_SHORT in flags_of(rated(one, 9000), one, policy=policy)) == (ms < least * 1000)
    border = served(least)
    assert flags_of(rated(border, 9000), border, policy=policy) == set()


@given(moments, st.integers(0, 60), st.sampled_from(Channel))
def test_only_the_pad_is_looked_at_just_before_the_next_call(ms: int, most: int, channel: Channel) -> None:
    one = rated(served(300), 20_000, channel)
    found = just_before(one, called_at=one.at + ms * MS, policy=Policy(before_next_s=most))
    assert found == (channel is Channel.PAD and most > 0 and ms <= most * 1000)


def test_a_call_before_the_rating_comes_not_after_it() -> None:
    one = rated(served(300), 20_000)
    assert not just_before(one, called_at=one.at - MS, policy=USUAL)


given_ratings = st.lists(
    st.tuples(
        st.integers(0, 120_000),
        st.integers(1, 2),
        st.integers(1, 3),
        st.sampled_from(Channel),
    ),
    min_size=1,
    max_size=16,
)


@given(given_ratings, st.integers(2, 5), st.integers(5, 90))
def test_a_burst_is_so_many_from_one_source_in_so_short_a_time(
    rows: list[tuple[int, int, int, Channel]], many: int, seconds: int
) -> None:
    """Counted a second time, pair by pair."""
    policy = Policy(burst_ratings=many, burst_s=seconds)
    rows.sort(key=lambda row: row[0])
    all_given = [Given(n, START + ms * MS, window, ticket, by) for n, (ms, window, ticket, by) in enumerate(rows)]
    last = all_given[-1]
    phone = (Channel.LINK, Channel.PAPER)
    found: set[int] = set()
    alike: list[Callable[[Given], bool]] = [
        lambda one: one.window == last.window,
        lambda one: one.ticket == last.ticket and one.channel in phone and last.channel in phone,
        lambda one: one.channel is Channel.DESK and last.channel is Channel.DESK,
    ]
    near = [one for one in all_given if last.at - one.at < timedelta(seconds=seconds)]
    for same in alike:
        together = {one.id for one in near if same(one)}
        found |= together if len(together) >= many else set()
    assert burst(last, all_given[:-1], policy=policy) == found


def test_the_fifth_within_a_minute_makes_a_burst_of_all_five_and_the_fourth_of_none() -> None:
    five = [Given(n, START + timedelta(seconds=14 * n), 1, n, Channel.PAD) for n in range(5)]
    assert burst(five[3], five[:3], policy=USUAL) == set()
    assert burst(five[4], five[:4], policy=USUAL) == {0, 1, 2, 3, 4}
    late = Given(5, START + timedelta(seconds=60), 1, 5, Channel.PAD)
    assert burst(late, five[:4], policy=USUAL) == set()


came_in = st.lists(
    st.builds(CameIn, st.integers(1, 4), st.integers(0, 6 * 24).map(lambda h: START - h * timedelta(hours=1)))
)


@given(came_in, st.booleans())
def test_an_address_is_a_console_while_few_signed_in_there_and_one_of_them_lately(
    signed_in: list[CameIn], paired: bool
) -> None:
    lately = any(START - one.at < timedelta(hours=12) for one in signed_in)
    few = len({one.staff for one in signed_in}) <= 2
    assert is_console(signed_in, paired=paired, now=START, policy=USUAL) == (lately and few and not paired)
