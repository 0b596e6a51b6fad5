"""What the rows of a table are called, in the hall's own order."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from sqlalchemy import select

from hall.rules.case import Cause
from hall.rules.rating import Channel, Level
from hall.rules.tag_sets import BUILT_IN
from hall.rules.text import Text
from hall.store.look import Look
from hall.store.tables import windows

Named = tuple[str, str, Text]
"""The key of the tallies, the key as people say it, the name."""


class By(StrEnum):
    """What a table of satisfaction has a row for."""

    HALL = "hall"
    WINDOW = "window"
    CLERK = "clerk"
    SERVICE = "service"
    CATEGORY = "category"
    HOUR = "hour"
    WEEKDAY = "weekday"
    MONTH = "month"
    LEVEL = "level"
    TAG = "tag"
    CHANNEL = "channel"
    CAUSE = "cause"

    @property
    def only_rated(self) -> bool:
        """Whoever did not rate has no level, tag, channel or cause: such rows know nothing of what ended."""
        return self in (By.LEVEL, By.TAG, By.CHANNEL, By.CAUSE)


UNDECIDED = "undecided"
"""The cause of a low rating whose case is not decided yet, or that opened none."""
UNFOUNDED = "unfounded"
"""The cause of a low rating found unjustified, mistaken or malicious."""

LEVELS = {
    Level.VERY_SATISFIED: Text("非常满意", "Very satisfied"),
    Level.SATISFIED: Text("满意", "Satisfied"),
    Level.FAIRLY_SATISFIED: Text("基本满意", "Fairly satisfied"),
    Level.DISSATISFIED: Text("不满意", "Dissatisfied"),
    Level.VERY_DISSATISFIED: Text("非常不满意", "Very dissatisfied"),
}
CHANNELS = {
    Channel.PAD: Text("窗口评价器", "Pad at the window"),
    Channel.PAPER: Text("小票二维码", "Code on the slip"),
    Channel.LINK: Text("手机链接", "Phone link"),
    Channel.DESK: Text("导办台评价器", "Pad at the help desk"),
}
CAUSES = {
    Cause.PEOPLE: Text("人员", "Staff"),
    Cause.MATERIALS: Text("事项材料", "Matters and documents"),
    Cause.PROCEDURE: Text("流程", "Procedure"),
    Cause.WAITING: Text("等候", "Waiting"),
    Cause.EQUIPMENT: Text("设备环境", "Equipment and surroundings"),
    UNDECIDED: Text("尚未核实", "Not yet verified"),
    UNFOUNDED: Text("核实不属实", "Found unjustified"),
}
WEEKDAYS = tuple(
    Text(zh, en)
    for zh, en in (
        ("星期一", "Monday"),
        ("星期二", "Tuesday"),
        ("星期三", "Wednesday"),
        ("星期四", "Thursday"),
        ("星期五", "Friday"),
        ("星期六", "Saturday"),
        ("星期日", "Sunday"),
    )
)


def names(look: Look, by: By, found: Iterable[str]) -> list[Named]:
    """Those of the keys that are known, in order, with their names."""
    return _NAMES[by](look, set(found))


def ids(look: Look, by: By) -> dict[str, int]:
    """The key as people say it → the id, of every window (withdrawn ones too), clerk or service."""
    if by is By.WINDOW:
        asked = select(windows.c.no, windows.c.id).where(windows.c.hall_id == look.hall_id)
        return {str(no): window for no, window in look.connection.execute(asked)}
    if by is By.CLERK:
        return {one.number: one.id for one in look.set_up.staff.values()}
    assert by is By.SERVICE, "nothing else has an id that is counted under"
    return {one.code: one.id for one in look.set_up.services.values()}


def _hall(look: Look, found: set[str]) -> list[Named]:
    return [(key, look.set_up.code, look.set_up.name) for key in found]


def _windows(look: Look, found: set[str]) -> list[Named]:
    # Withdrawn windows too: what happened there stays in the figures.
    asked = select(windows.c.id, windows.c.no, windows.c.name).where(windows.c.id.in_(sorted(map(int, found))))
    rows = look.connection.execute(asked.order_by(windows.c.no))
    return [(str(row.id), str(row.no), Text(**row.name)) for row in rows]


def _clerks(look: Look, found: set[str]) -> list[Named]:
    return [(str(one.id), one.number, one.shown) for one in look.set_up.staff.values() if str(one.id) in found]


def _services(look: Look, found: set[str]) -> list[Named]:
    return [(str(one.id), one.code, one.name) for one in look.set_up.services.values() if str(one.id) in found]


def _categories(look: Look, found: set[str]) -> list[Named]:
    return [(one.code, one.code, one.name) for one in look.set_up.categories if one.code in found]


def _hours(_look: Look, found: set[str]) -> list[Named]:
    return [(key, key, _same(f"{key}:00–{int(key) + 1}:00")) for key in sorted(found, key=int)]


def _weekdays(_look: Look, found: set[str]) -> list[Named]:
    return [(key, key, WEEKDAYS[int(key) - 1]) for key in sorted(found)]


def _months(_look: Look, found: set[str]) -> list[Named]:
    return [(key, key, _same(key)) for key in sorted(found)]


def _levels(_look: Look, found: set[str]) -> list[Named]:
    return [(key, key, name) for level, name in LEVELS.items() if (key := str(int(level))) in found]


def _tags(look: Look, found: set[str]) -> list[Named]:
    # In the newest words; what is in no set that was ever in force keeps its code for a name.
    known = {tag.code: tag.text for one in (BUILT_IN, *look.set_up.tag_sets) for tag in one.tags}
    return [(key, key, known.get(key) or _same(key)) for key in sorted(found, reverse=True)]


def _channels(_look: Look, found: set[str]) -> list[Named]:
    return [(str(one), str(one), name) for one, name in CHANNELS.items() if one in found]


def _causes(_look: Look, found: set[str]) -> list[Named]:
    return [(str(one), str(one), name) for one, name in CAUSES.items() if one in found]


def _same(text: str) -> Text:
    return Text(text, text)


_NAMES: dict[By, Callable[[Look, set[str]], list[Named]]] = {
    By.HALL: _hall,
    By.WINDOW: _windows,
    By.CLERK: _clerks,
    By.SERVICE: _services,
    By.CATEGORY: _categories,
    By.HOUR: _hours,
    By.WEEKDAY: _weekdays,
    By.MONTH: _months,
    By.LEVEL: _levels,
    By.TAG: _tags,
    By.CHANNEL: _channels,
    By.CAUSE: _causes,
}
