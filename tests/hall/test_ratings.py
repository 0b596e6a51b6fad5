"""A rating is freely given: once per handling, from the pad of that window or the ticket's own link."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from evaluator.live import pad
from hall.actions import calls, ratings, setup, tickets, windows
from hall.actions.calls import Called
from hall.errors import (
    AlreadyAdded,
    AlreadyRated,
    NotYetRated,
    RatingClosed,
    ReasonMissing,
    Refusal,
    TagOfAnotherLevel,
    TextTooLong,
    UnknownHandling,
    UnknownTag,
    WrongPad,
)
from hall.rules.handling import Outcome
from hall.rules.rating import LOW, TAGS, Channel, Level, Opinion, RatingKind, must_be_acceptable, written
from hall.rules.tag_sets import BUILT_IN
from hall.rules.window import PauseReason
from hall.store import cases, handlings
from hall.store.live import Live
from hall.store.pictures.evaluator import Pad
from hall.store.tables import rating_tags, tallies, unsubmitted
from hall.store.tables import ratings as ratings_table
from tests.hall.conftest import HandClock, Scene

Row = dict[str, object]


def called(scene: Scene, window_no: int = 1) -> Called:
    tickets.take(scene.hall, services=scene.general_services()[:1])
    return calls.call_next(scene.hall, window_no=window_no, by=scene.clerk(window_no))


def started(scene: Scene, window_no: int = 1) -> Called:
    called(scene, window_no)
    return calls.start(scene.hall, window_no=window_no, by=scene.clerk(window_no))


def served(scene: Scene, window_no: int = 1) -> Called:
    turn = started(scene, window_no)
    calls.finish(scene.hall, window_no=window_no, by=scene.clerk(window_no), outcome=Outcome.ACCEPTED)
    return turn


def rate(scene: Scene, turn: Called, level: Level = Level.SATISFIED, *tags: str, text: str = "") -> int:
    return ratings.rate_at_pad(
        scene.hall, handling=turn.handling.id, window=turn.handling.window, said=Opinion(level, tags=tags, text=text)
    )


def by_link(scene: Scene, turn: Called, level: Level = Level.SATISFIED) -> int:
    return ratings.rate_by_ticket(scene.hall, ticket=turn.ticket.id, handling=turn.handling.id, said=Opinion(level))


def kept(scene: Scene) -> list[Row]:
    with scene.hall.look() as look:
        return [dict(row) for row in look.connection.execute(select(ratings_table)).mappings()]


def pad_of(scene: Scene, window: int) -> Pad:
    with scene.hall.look() as look:
        return pad(Live(look), window)


@pytest.fixture
def one(quick_scene: Scene) -> Scene:
    quick_scene.open(1)
    return quick_scene


def test_a_rating_knows_ticket_window_clerk_and_service(one: Scene) -> None:
    turn = served(one)
    rate(one, turn, Level.VERY_SATISFIED, "510", "517", "510")
    row = kept(one)[0]
    assert row["ticket_id"] == turn.ticket.id
    assert row["window_id"] == turn.handling.window
    assert row["staff_id"] == turn.handling.staff == one.clerk(1)
    assert row["service_id"] == turn.handling.service
    assert (row["level"], row["channel"], row["simulated"]) == (5, Channel.PAD, False)
    with one.hall.look() as look:
        shown = {tag.code: tag.shown for tag in look.connection.execute(select(rating_tags))}
    assert {code: text["zh"] for code, text in shown.items()} == {"510": "一窗受理一次办结", "517": "服务热情效率高"}


@pytest.mark.parametrize("level", [level for level in Level if level not in LOW])
def test_other_levels_submit_at_once(one: Scene, level: Level) -> None:
    assert rate(one, served(one), level) > 0


@pytest.mark.parametrize("level", sorted(LOW))
def test_a_low_level_needs_a_tag_or_a_text_and_none_of_these_is_enough(level: Level) -> None:
    with pytest.raises(ReasonMissing):
        must_be_acceptable(level, tags=[], text="")
    must_be_acceptable(level, tags=[f"{int(level)}-none"], text="")
    must_be_acceptable(level, tags=[], text="等了很久")


@pytest.mark.parametrize("text", [" ", "\n\t ", "\u3000\u3000", "\u200b\u200d", "\x00\x07"])
def test_spaces_only_are_no_reason(one: Scene, text: str) -> None:
    turn = served(one)
    with pytest.raises(ReasonMissing):
        rate(one, turn, Level.DISSATISFIED, text=text)
    assert kept(one) == []


@pytest.mark.parametrize(
    ("tags", "text", "refused"),
    [
        (["999"], "", UnknownTag),
        (["<b>"], "", UnknownTag),
        (["510"], "", TagOfAnotherLevel),
        (["207"], "", TagOfAnotherLevel),
        (["2-none"], "", TagOfAnotherLevel),
        ([], "好" * 151, TextTooLong),
        ([], "x" * 10_000, TextTooLong),
    ],
)
def test_what_is_not_acceptable_is_refused_by_name(
    one: Scene, tags: list[str], text: str, refused: type[Refusal]
) -> None:
    turn = served(one)
    with pytest.raises(refused):
        rate(one, turn, Level.SATISFIED, *tags, text=text)
    assert kept(one) == []


def test_what_people_write_is_kept_as_written(scene: Scene) -> None:
    scene.open(1)
    said = '  <b>快</b> & "好"\n下次还来 👍\x00\x1b[31m  '
    rate(scene, served(scene), text=said)
    assert kept(scene)[0]["text"] == '<b>快</b> & "好"\n下次还来 👍[31m'
    assert written("好" * 150) == "好" * 150


def test_every_level_has_its_tags_and_only_low_ones_offer_none_of_these() -> None:
    for level, tags in BUILT_IN.choices().items():
        assert [tag.code[0] for tag in tags] == [str(level)] * len(tags)
        assert len([tag for tag in tags if not tag.local]) == 8
        assert [tag.text.zh for tag in tags if tag.local] == (["以上都不是"] if level in LOW else [])
    assert not any("差评" in tag.text.zh for tag in TAGS.values())
    assert all(tag.text.en for tag in TAGS.values())


def test_a_handling_is_rated_once_by_whatever_way(one: Scene) -> None:
    turn = served(one)
    rate(one, turn)
    with pytest.raises(AlreadyRated):
        rate(one, turn, Level.VERY_SATISFIED)
    with pytest.raises(AlreadyRated):
        by_link(one, turn)
    assert len(kept(one)) == 1


def test_pad_and_phone_in_the_same_instant_make_one_rating(scene: Scene) -> None:
    scene.open(1)
    turn = served(scene)
    gate, wrong = threading.Barrier(2), []

    def act(way: int) -> None:
        gate.wait()
        try:
            (rate if way else by_link)(scene, turn)
        except Refusal as refusal:
            wrong.append(type(refusal))

    threads = [threading.Thread(target=act, args=(way,)) for way in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [AlreadyRated]
    assert len(kept(scene)) == 1


def test_two_second_thoughts_in_the_same_instant_make_one_addition(scene: Scene) -> None:
    scene.open(1)
    turn = served(scene)
    rate(scene, turn)
    gate, wrong = threading.Barrier(2), []
    said = Opinion(Level.VERY_SATISFIED, kind=RatingKind.ADDITION)

    def act(channel: Channel) -> None:
        handling = turn.handling.id
        gate.wait()
        try:
            ratings.rate_by_ticket(scene.hall, ticket=turn.ticket.id, handling=handling, said=said, channel=channel)
        except Refusal as refusal:
            wrong.append(type(refusal))

    threads = [threading.Thread(target=act, args=(channel,)) for channel in (Channel.LINK, Channel.DESK)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [AlreadyAdded]
    assert [(row["kind"], row["counts"]) for row in kept(scene)] == [("first", False), ("addition", True)]


def test_a_second_thought_needs_a_first_and_the_same_days(one: Scene, clock: HandClock) -> None:
    turn = served(one)

    def add(level: Level = Level.SATISFIED) -> int:
        return ratings.rate_by_ticket(
            one.hall,
            ticket=turn.ticket.id,
            handling=turn.handling.id,
            said=Opinion(level, tags=["2-none"] if level in LOW else [], kind=RatingKind.ADDITION),
        )

    with pytest.raises(NotYetRated):
        add()
    by_link(one, turn)
    clock.moment += timedelta(days=7)
    with pytest.raises(RatingClosed):
        add()
    clock.moment -= timedelta(seconds=1)
    add(Level.DISSATISFIED)
    with one.hall.look() as look:
        assert cases.of_handling(look, turn.handling.id) is not None, "a low second thought opens a case"


def test_what_was_left_is_nothing_once_the_service_goes_on(one: Scene) -> None:
    turn = served(one)
    ratings.leave_at_pad(
        one.hall, handling=turn.handling.id, window=turn.handling.window, level=Level.VERY_DISSATISFIED
    )
    with pytest.raises(WrongPad):
        ratings.leave_at_pad(one.hall, handling=turn.handling.id, window=None, level=Level.SATISFIED)
    calls.undo(one.hall, window_no=1, by=one.clerk(1))
    with pytest.raises(RatingClosed):
        ratings.leave_by_ticket(one.hall, ticket=turn.ticket.id, handling=turn.handling.id, level=Level.SATISFIED)
    with one.hall.look() as look:
        assert look.connection.execute(select(unsubmitted)).all() == []
        assert set(look.connection.scalars(select(tallies.c.unsubmitted))) == {0}


def test_only_what_was_started_and_ended_may_be_rated(one: Scene) -> None:
    turn = called(one)
    with pytest.raises(RatingClosed):
        rate(one, turn)
    calls.start(one.hall, window_no=1, by=one.clerk(1))
    with pytest.raises(RatingClosed):
        rate(one, turn)
    with pytest.raises(RatingClosed):
        by_link(one, turn)


def test_a_missed_ticket_cannot_be_rated(one: Scene, clock: HandClock) -> None:
    turn = called(one)
    for _each in range(2):
        clock.pass_by(40)
        calls.recall(one.hall, window_no=1, by=one.clerk(1))
    clock.pass_by(40)
    calls.missed(one.hall, window_no=1, by=one.clerk(1))
    for attempt in (rate, by_link):
        with pytest.raises(RatingClosed):
            attempt(one, turn)
    assert pad_of(one, turn.handling.window).to_rate is None


def test_another_windows_pad_may_not_rate(one: Scene) -> None:
    turn = served(one)
    with one.hall.look() as look:
        other = look.set_up.post_by_no(2).id
    for window in (other, None):
        with pytest.raises(WrongPad):
            ratings.rate_at_pad(one.hall, handling=turn.handling.id, window=window, said=Opinion(Level.SATISFIED))
    with pytest.raises(UnknownHandling):
        ratings.rate_at_pad(one.hall, handling=987654, window=other, said=Opinion(Level.SATISFIED))


def test_another_tickets_link_may_not_rate(one: Scene) -> None:
    mine, other = served(one), served(one)
    with pytest.raises(UnknownHandling):
        ratings.rate_by_ticket(
            one.hall, ticket=other.ticket.id, handling=mine.handling.id, said=Opinion(Level.SATISFIED)
        )


def test_calling_the_next_leaves_the_pad_and_the_next_start_ends_it(one: Scene) -> None:
    turn = served(one)
    called(one)
    at_pad = pad_of(one, turn.handling.window)
    assert at_pad.to_rate is not None
    assert at_pad.served is not None
    assert (at_pad.to_rate.handling, at_pad.served.stage) == (str(turn.handling.id), "called")
    calls.start(one.hall, window_no=1, by=one.clerk(1))
    assert pad_of(one, turn.handling.window).to_rate is None
    with pytest.raises(RatingClosed):
        rate(one, turn)
    # The visitor's own link stays open.
    assert by_link(one, turn) > 0


def test_somebody_called_but_not_started_does_not_close_the_pad(one: Scene) -> None:
    turn = served(one)
    called(one)
    assert rate(one, turn) > 0


@pytest.mark.parametrize("way", ["park", "transfer", "finish"])
def test_however_the_next_one_went_on_the_pad_stays_closed(one: Scene, way: str) -> None:
    turn = served(one)
    started(one)
    if way == "park":
        calls.park(one.hall, window_no=1, by=one.clerk(1))
    elif way == "transfer":
        calls.transfer(one.hall, window_no=1, by=one.clerk(1), service=one.general_services()[1])
    else:
        calls.finish(one.hall, window_no=1, by=one.clerk(1), outcome=Outcome.ACCEPTED)
    to_rate = pad_of(one, turn.handling.window).to_rate
    assert to_rate is None or to_rate.handling != str(turn.handling.id)
    with pytest.raises(RatingClosed):
        rate(one, turn)


def test_a_parked_visitor_who_comes_back_ends_the_rating_too(one: Scene, clock: HandClock) -> None:
    parked = started(one)
    calls.park(one.hall, window_no=1, by=one.clerk(1))
    clock.pass_by(60)
    turn = served(one)
    clock.pass_by(1)
    assert pad_of(one, turn.handling.window).to_rate is not None
    calls.unpark(one.hall, window_no=1, by=one.clerk(1), ticket=parked.ticket.id)
    assert pad_of(one, turn.handling.window).to_rate is not None
    calls.start(one.hall, window_no=1, by=one.clerk(1))
    calls.park(one.hall, window_no=1, by=one.clerk(1))
    assert pad_of(one, turn.handling.window).to_rate is None
    with pytest.raises(RatingClosed):
        rate(one, turn)


def test_the_link_may_rate_for_as_many_days_as_the_hall_says(one: Scene, clock: HandClock) -> None:
    turn, late = served(one, 1), served(one, 1)
    clock.moment += timedelta(days=7) - timedelta(seconds=1)
    assert by_link(one, turn) > 0
    clock.pass_by(1)
    with pytest.raises(RatingClosed):
        by_link(one, late)
    with pytest.raises(RatingClosed):
        rate(one, late)


def test_a_longer_time_is_a_rule_of_the_hall(one: Scene, clock: HandClock) -> None:
    turn = served(one)
    setup.set_policy(one.hall, facts={"rating_days": 10})
    clock.moment += timedelta(days=9)
    assert by_link(one, turn) > 0


def test_each_handling_of_a_ticket_is_rated_by_itself(one: Scene) -> None:
    first, second = one.general_services()[:2]
    tickets.take(one.hall, services=[first, second])
    turns = []
    for _each in range(2):
        turn = calls.call_next(one.hall, window_no=1, by=one.clerk(1))
        calls.start(one.hall, window_no=1, by=one.clerk(1))
        calls.finish(one.hall, window_no=1, by=one.clerk(1), outcome=Outcome.ACCEPTED)
        turns.append(turn)
    assert turns[0].ticket.id == turns[1].ticket.id
    for turn in turns:
        by_link(one, turn)
    assert [row["handling_id"] for row in kept(one)] == [turn.handling.id for turn in turns]


def test_a_transferred_visitor_may_rate_the_window_that_sent_them_on(one: Scene) -> None:
    turn = started(one)
    calls.transfer(one.hall, window_no=1, by=one.clerk(1), service=one.general_services()[1])
    to_rate = pad_of(one, turn.handling.window).to_rate
    assert to_rate is not None
    assert to_rate.handling == str(turn.handling.id)
    assert rate(one, turn) > 0


def test_time_alone_never_makes_a_rating(one: Scene, clock: HandClock) -> None:
    turn = served(one)
    for hours in (0.02, 1, 48, 24 * 8):
        clock.moment += timedelta(hours=hours)
        pad_of(one, turn.handling.window)
    tickets.take(one.hall, services=one.general_services()[:1])
    assert kept(one) == []
    with one.hall.look() as look:
        assert not handlings.get(look, turn.handling.id).rated


def test_the_pad_asks_until_it_is_rated(one: Scene) -> None:
    turn = served(one)
    asked = pad_of(one, turn.handling.window).to_rate
    assert asked is not None
    assert asked.clerk.number
    rate(one, turn)
    assert pad_of(one, turn.handling.window).to_rate is None


def test_a_paused_window_still_asks_its_last_visitor(one: Scene) -> None:
    turn = served(one)
    windows.pause(one.hall, window_no=1, by=one.clerk(1), reason=PauseReason.MEETING)
    at_pad = pad_of(one, turn.handling.window)
    assert (at_pad.state, at_pad.pause_reason) == ("paused", "meeting")
    assert at_pad.to_rate is not None


def test_a_rated_service_cannot_be_undone(one: Scene) -> None:
    rate(one, served(one))
    with pytest.raises(Refusal) as refused:
        calls.undo(one.hall, window_no=1, by=one.clerk(1))
    assert refused.value.code == "undo-too-late"
