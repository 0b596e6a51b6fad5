"""What many ratings say together: the chance behind it is the true one, and nothing is said of few."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.rules.patterns import CHANCE, Pattern, Share, above, differs, of_channels, of_window, two_sided
from hall.rules.policy import Policy
from hall.rules.rating import Channel, Level
from hall.store import patterns, tallies
from hall.store.look import Work
from hall.store.names import By
from hall.store.sums import Span
from hall.store.tallies import Said
from tests.hall.conftest import Scene
from tests.hall.test_integrity import served

USUAL = Policy()
DAY = Span(date(2026, 11, 23), date(2026, 11, 23))

shares = st.integers(1, 60).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))


def slowly(one: Share, other: Share) -> Fraction:
    """How often a draw of as many from all of them holds as many very satisfied, or more: every case counted."""
    everybody, very = one.rated + other.rated, one.very + other.very
    cases = range(one.very, min(very, one.rated) + 1)
    ways = sum(comb(very, k) * comb(everybody - very, one.rated - k) for k in cases)
    return Fraction(ways, comb(everybody, one.rated))


@given(shares, shares)
def test_the_chance_told_is_the_exact_one(one: Share, other: Share) -> None:
    assert above(one, other) == pytest.approx(float(slowly(one, other)), rel=1e-6, abs=1e-9)
    least = min(slowly(one, other), slowly(other, one))
    assert two_sided(one, other) == pytest.approx(float(min(Fraction(1), 2 * least)), rel=1e-6, abs=1e-9)


@given(shares, shares)
def test_it_does_not_matter_who_is_compared_with_whom(one: Share, other: Share) -> None:
    assert two_sided(one, other) == pytest.approx(two_sided(other, one), rel=1e-9)


def test_a_million_ratings_are_compared_as_well_as_a_few() -> None:
    hall = Share(700_000, 1_000_000)
    assert two_sided(Share(35_000, 50_000), hall) > 0.9
    assert two_sided(Share(36_000, 50_000), hall) < CHANCE
    assert two_sided(Share(50_000, 50_000), hall) == 0.0


def test_a_rate_moves_tellingly_only_beyond_chance() -> None:
    assert not differs(Share(38, 39), Share(29, 29))
    assert not differs(Share(94, 100), Share(88, 100))
    assert differs(Share(95, 100), Share(80, 100))
    assert differs(Share(9_500, 10_000), Share(9_400, 10_000))
    for nothing in (Share(0, 0), Share(5, 5)):
        assert not differs(nothing, Share(0, 0))


levels = st.dictionaries(st.sampled_from([5, 4, 3, 2, 1]), st.integers(1, 40), min_size=1)


@given(levels, shares, st.integers(10, 60))
def test_nothing_is_said_of_too_few(counts: dict[int, int], others: Share, least: int) -> None:
    own = Share.of(counts)
    hall = Share(own.very + others.very, own.rated + others.rated)
    told = {one.pattern for one in of_window(counts, hall=hall, policy=Policy(pattern_from=least))}
    enough = own.rated >= least
    assert (Pattern.NEVER_VARIES in told) == (enough and len(counts) == 1)
    one_sided = enough and others.rated >= least and 2 * min(slowly(own, others), slowly(others, own)) < CHANCE
    assert (Pattern.ONE_SIDED in told) == one_sided


def test_at_thirty_of_one_level_it_is_told_and_at_twenty_nine_it_is_not() -> None:
    for many, told in ((29, []), (30, [Pattern.NEVER_VARIES])):
        counts = {4: many}
        assert [one.pattern for one in of_window(counts, hall=Share(0, many), policy=USUAL)] == told


@given(shares, shares)
def test_a_pad_is_compared_with_the_phone_when_there_is_enough_of_both(pad: Share, phone: Share) -> None:
    found = of_channels(pad, phone, policy=USUAL)
    assert bool(found) == (min(pad.rated, phone.rated) >= 30 and slowly(pad, phone) < CHANCE)
    assert all((one.share, one.against) == (pad, phone) for one in found)


def say(work: Work, window: int, staff: int, level: int, channel: Channel, times: int) -> None:
    """So many ratings, as the deeds would have added them up."""
    one = replace(served(60), window=window, staff=staff)
    tallies.count_said(work, one, Said(Level(level), channel), times=times)


def test_what_stands_out_is_told_with_its_figures(scene: Scene) -> None:
    with scene.hall.work() as work:
        ids = {no: post.id for no, post in ((no, work.set_up.post_by_no(no)) for no in (1, 2, 3))}
        for no in (1, 2, 3):
            for level, times in ((5, 60), (4, 30), (3, 10)) if no != 2 else ((5, 100),):
                say(work, ids[no], scene.clerk(no), level, Channel.PAD, times)
        say(work, ids[3], scene.clerk(3), 4, Channel.LINK, 20)
        say(work, ids[3], scene.clerk(3), 3, Channel.PAPER, 20)
        # Neither a phone nor a pad at the window: left out of that comparison.
        say(work, ids[3], scene.clerk(3), 5, Channel.DESK, 40)
    with scene.hall.look() as look:
        found = patterns.in_span(look, DAY)
        assert patterns.in_span(look, Span(date(2026, 11, 1), date(2026, 11, 22))) == []
        number = {no: look.set_up.staff_by_id(scene.clerk(no)).number for no in (2, 3)}
    told = {(one.of, one.key, one.finding.pattern) for one in found}
    assert told == {
        (By.WINDOW, "2", Pattern.NEVER_VARIES),
        (By.WINDOW, "2", Pattern.ONE_SIDED),
        (By.WINDOW, "3", Pattern.ONE_SIDED),
        (By.CLERK, number[3], Pattern.ONE_SIDED),
        (By.CLERK, number[2], Pattern.NEVER_VARIES),
        (By.CLERK, number[2], Pattern.ONE_SIDED),
        (By.CLERK, number[3], Pattern.PAD_OVER_PHONE),
    }
    phones = next(one.finding for one in found if one.finding.pattern is Pattern.PAD_OVER_PHONE)
    assert (phones.share, phones.against) == (Share(60, 100), Share(0, 40))
    sided = next(one.finding for one in found if one.finding.pattern is Pattern.ONE_SIDED)
    assert (sided.share, sided.against) == (Share(100, 100), Share(160, 280))
