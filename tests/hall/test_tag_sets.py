"""Which tags people are offered: versions that are never renamed in place, one in force from a day on."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hall.actions import ratings, tag_sets
from hall.errors import Malformed, TagOfAnotherLevel, TagSetBegun, TagSetTooEarly, UnknownTag, UnknownTagSet
from hall.rules.rating import LOW, Level, Opinion, Tag
from hall.rules.tag_sets import BUILT_IN, MOST_TAGS, TagSet, drafted, in_force, shown
from hall.rules.text import Text
from hall.store import tag_sets as kept
from hall.store.tables import rating_tags
from tests.hall.conftest import HandClock, Scene
from tests.hall.test_ratings import served

KNOWN = BUILT_IN.by_code
DAY = timedelta(days=1)


def facts(**levels: Any) -> dict[str, Any]:
    """The built-in tags as a page sends them back, but for these levels."""
    same = {
        str(level): [{"code": tag.code, "text": tag.text.to_facts()} for tag in tags]
        for level, tags in BUILT_IN.choices().items()
    }
    return same | {level.strip("_"): rows for level, rows in levels.items()}


def faults(given: dict[str, Any]) -> list[str]:
    with pytest.raises(Malformed) as refused:
        drafted(given, known=KNOWN)
    problems: Any = refused.value.facts["problems"]
    return [one["field"] for one in problems]


# --- what a version may hold ---


def test_what_comes_back_unchanged_is_the_same_set() -> None:
    assert sorted(drafted(facts(), known=KNOWN), key=lambda tag: tag.code) == sorted(
        BUILT_IN.tags, key=lambda tag: tag.code
    )


def test_none_of_these_is_always_there_and_always_last() -> None:
    tags = drafted(facts(_1=[{"code": "115", "text": {"zh": "态度差"}}]), known=KNOWN)
    for level in LOW:
        assert [tag.code for tag in tags if tag.level is level][-1] == f"{int(level)}-none"
    assert sum(tag.code.endswith("-none") for tag in tags) == len(LOW)


def test_a_new_tag_gets_a_code_of_the_halls_own_that_meant_nothing_before() -> None:
    rows = [{"code": None, "text": {"zh": "等候太久", "en": "Waited too long"}}, {"text": {"zh": "找不到窗口"}}]
    before = {**KNOWN, "2-4": Tag("2-4", Level(2), Text("旧的"), local=True)}
    new = [tag for tag in drafted(facts(_2=rows), known=before) if tag.level == 2]
    assert [(tag.code, tag.local) for tag in new] == [("2-5", True), ("2-6", True), ("2-none", True)]


def test_a_national_code_keeps_its_level_and_stays_national() -> None:
    words = {"zh": "服务热情、效率高"}
    assert faults(facts(_1=[{"code": "517", "text": words}])) == ["1[1]"]
    tags = {tag.code: tag for tag in drafted(facts(_5=[{"code": "517", "text": words}]), known=KNOWN)}
    assert (tags["517"].text.zh, tags["517"].local) == ("服务热情、效率高", False)


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([], "3"),
        ([{"code": "2-none", "text": {"zh": "x"}}], "3"),
        ([{"text": {"zh": str(n)}} for n in range(MOST_TAGS + 1)], "3"),
        ("not a list", "3"),
        ([{"code": "999", "text": {"zh": "没有的代码"}}], "3[1]"),
        ([{"text": {"zh": "  "}}], "3[1]"),
        ([{"text": {"zh": "好" * 21}}], "3[1]"),
        ([{"text": {"zh": "好", "en": "x" * 41}}], "3[1]"),
        ([{"text": {"zh": "差评原因"}}], "3[1]"),
        ([{"text": "好"}], "3[1]"),
        ([{"text": {"zh": "好"}}, {"text": {"zh": "好"}}], "3[2]"),
    ],
)
def test_what_a_pad_could_not_show_is_refused_at_its_field(rows: Any, field: str) -> None:
    assert faults(facts(_3=rows)) == [field]


# --- which one is in force ---


def test_the_latest_to_begin_is_in_force_and_without_any_the_built_in_one() -> None:
    day = date(2026, 11, 23)
    one, two = (TagSet("gd-hcp", n, BUILT_IN.tags, day + n * DAY, n) for n in (2, 3))
    assert [in_force([two, one], day + n * DAY).version for n in (0, 1, 2, 3, 9)] == [1, 1, 2, 3, 3]
    assert in_force([TagSet("gd-hcp", 2, (), None, 1)], day) is BUILT_IN


def test_a_set_that_has_begun_once_may_still_stand_on_a_screen() -> None:
    day = date(2026, 11, 23)
    sets = [TagSet("gd-hcp", n, BUILT_IN.tags, day + n * DAY, n) for n in (2, 3, 4)]
    assert shown(sets, "gd-hcp/2", today=day + 3 * DAY).version == 2
    assert shown(sets, None, today=day + 3 * DAY).version == 3
    assert shown(sets, BUILT_IN.name, today=day + 9 * DAY) is BUILT_IN
    for name in ("gd-hcp/4", "gd-hcp/9", "", "x" * 40):
        with pytest.raises(UnknownTagSet):
            shown(sets, name, today=day + 3 * DAY)


# --- deeds ---


def begin(scene: Scene, *, after_days: int = 0, **levels: Any) -> int:
    made = tag_sets.draft(scene.hall, after=None, facts=facts(**levels))
    with scene.hall.look() as look:
        today = look.today
    tag_sets.put_in_force(scene.hall, tag_set=made, begins=today + after_days * DAY)
    return made


def set_now(scene: Scene) -> TagSet:
    with scene.hall.look() as look:
        return look.set_up.tag_set_on(look.today)


def test_a_new_version_is_in_force_from_its_day_on(scene: Scene, clock: HandClock) -> None:
    begin(scene, after_days=2, _2=[{"text": {"zh": "等候太久"}}])
    assert set_now(scene).name == "gd-hcp/1"
    clock.moment += 2 * DAY
    assert set_now(scene).name == "gd-hcp/2"


def test_the_words_shown_are_kept_with_scheme_and_version(scene: Scene) -> None:
    scene.open(1)
    begin(scene, _2=[{"code": "214", "text": {"zh": "服务态度不够好"}}, {"text": {"zh": "等候太久"}}])
    old, new = served(scene), served(scene)
    for turn, name, tags in ((old, "gd-hcp/1", ["213"]), (new, None, ["214", "2-1"])):
        ratings.rate_by_ticket(
            scene.hall,
            ticket=turn.ticket.id,
            handling=turn.handling.id,
            said=Opinion(Level.DISSATISFIED, tags=tags, tag_set=name),
        )
    with scene.hall.look() as look:
        rows = list(look.connection.execute(select(rating_tags).order_by(rating_tags.c.rating_id)))
    assert sorted((row.scheme, row.version, row.code, row.shown["zh"]) for row in rows) == [
        ("gd-hcp", 1, "213", "窗口人员业务不熟练"),
        ("gd-hcp", 2, "2-1", "等候太久"),
        ("gd-hcp", 2, "214", "服务态度不够好"),
    ]


def test_a_tag_of_another_version_or_level_is_refused(quick_scene: Scene) -> None:
    quick_scene.open(1)
    begin(quick_scene, _2=[{"text": {"zh": "等候太久"}}])
    turn = served(quick_scene)
    said: list[tuple[Level, str, str | None, type[Exception]]] = [
        (Level.DISSATISFIED, "213", None, UnknownTag),
        (Level.DISSATISFIED, "2-1", "gd-hcp/1", UnknownTag),
        (Level.VERY_DISSATISFIED, "2-1", None, TagOfAnotherLevel),
        (Level.DISSATISFIED, "2-1", "gd-hcp/3", UnknownTagSet),
    ]
    for level, tag, name, refused in said:
        with pytest.raises(refused):
            ratings.rate_by_ticket(
                quick_scene.hall,
                ticket=turn.ticket.id,
                handling=turn.handling.id,
                said=Opinion(level, tags=[tag], tag_set=name),
            )


def test_what_people_have_read_is_not_changed_any_more(quick_scene: Scene, clock: HandClock) -> None:
    coming = begin(quick_scene, after_days=1)
    with pytest.raises(TagSetBegun):
        tag_sets.redraft(quick_scene.hall, tag_set=coming, facts=facts())
    tag_sets.withdraw(quick_scene.hall, tag_set=coming)
    tag_sets.redraft(quick_scene.hall, tag_set=coming, facts=facts(_5=[{"text": {"zh": "很好"}}]))
    with pytest.raises(TagSetTooEarly):
        tag_sets.put_in_force(quick_scene.hall, tag_set=coming, begins=clock.moment.date() - 2 * DAY)
    tag_sets.put_in_force(quick_scene.hall, tag_set=coming, begins=clock.moment.date())
    with pytest.raises(TagSetBegun):
        tag_sets.redraft(quick_scene.hall, tag_set=coming, facts=facts())
    with pytest.raises(TagSetBegun):
        tag_sets.put_in_force(quick_scene.hall, tag_set=coming, begins=clock.moment.date() + DAY)
    with pytest.raises(TagSetBegun):
        tag_sets.withdraw(quick_scene.hall, tag_set=coming)


def test_a_draft_that_is_not_wanted_is_dropped_and_versions_go_on(quick_scene: Scene) -> None:
    one = tag_sets.draft(quick_scene.hall, after=None, facts=facts())
    two = tag_sets.draft(quick_scene.hall, after=one, facts=facts())
    tag_sets.withdraw(quick_scene.hall, tag_set=one)
    with quick_scene.hall.look() as look:
        assert [each.name for each in kept.every(look)] == ["gd-hcp/3"]
    with pytest.raises(UnknownTagSet):
        tag_sets.withdraw(quick_scene.hall, tag_set=one)
    tag_sets.withdraw(quick_scene.hall, tag_set=two)
