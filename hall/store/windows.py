"""Questions about windows as they stand now, with how they change."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update

from hall.rules.window import PauseReason, State, Window
from hall.store.database import Look, Work
from hall.store.setups import Post
from hall.store.tables import window_spells, windows

_NOW = [
    windows.c.id,
    windows.c.no,
    windows.c.state,
    windows.c.pause_reason,
    windows.c.pause_next,
    windows.c.staff_id,
    windows.c.since,
]
_BY_NO = select(*_NOW).where(windows.c.hall_id == bindparam("hall"), windows.c.no == bindparam("window_no"))
_ALL = select(*_NOW).where(windows.c.hall_id == bindparam("hall"), windows.c.active).order_by(windows.c.no)
_OF_STAFF = select(*_NOW).where(windows.c.staff_id == bindparam("staff"))


def _window(row: Any, post: Post) -> Window:
    return Window(
        id=row.id,
        no=row.no,
        state=State(row.state),
        pause_reason=PauseReason(row.pause_reason) if row.pause_reason else None,
        pause_next=PauseReason(row.pause_next) if row.pause_next else None,
        staff=row.staff_id,
        since=row.since,
        services=post.services,
    )


def by_no(look: Look, window_no: int) -> Window:
    """Raises UnknownWindow."""
    post = look.set_up.post_by_no(window_no)
    row = look.connection.execute(_BY_NO, {"hall": look.hall_id, "window_no": window_no}).one()
    return _window(row, post)


def now(look: Look) -> list[Window]:
    """Every window in use, in the order of their numbers."""
    posts = look.set_up.posts
    rows = look.connection.execute(_ALL, {"hall": look.hall_id})
    return [_window(row, posts[row.id]) for row in rows if row.id in posts]


def of_staff(look: Look, staff: int) -> Window | None:
    """The window somebody sits at."""
    row = look.connection.execute(_OF_STAFF, {"staff": staff}).one_or_none()
    return None if row is None else _window(row, look.set_up.posts[row.id])


def held_by(look: Look, window: int) -> int | None:
    """Who sits at a window, also at one that was withdrawn; None when closed."""
    who: int | None = look.connection.execute(select(windows.c.staff_id).where(windows.c.id == window)).scalar_one()
    return who


def change(work: Work, window: Window, **values: object) -> None:
    """Change what a window is, without a new spell."""
    work.connection.execute(update(windows).where(windows.c.id == window.id).values(**values))


def turn(work: Work, window: Window, state: State, *, staff: int | None, reason: PauseReason | None = None) -> None:
    """Put a window into a state from now on, ending the spell before and beginning the next."""
    change(work, window, state=state, staff_id=staff, pause_reason=reason, pause_next=None, since=work.now)
    work.connection.execute(
        update(window_spells)
        .where(window_spells.c.window_id == window.id, window_spells.c.ends.is_(None))
        .values(ends=work.now)
    )
    if staff is not None:
        work.connection.execute(
            insert(window_spells).values(
                hall_id=work.hall_id,
                window_id=window.id,
                staff_id=staff,
                state=state,
                pause_reason=reason,
                begins=work.now,
            )
        )
