"""Questions about windows as they stand now, with how they change."""

from sqlalchemy import bindparam, insert, select, update

from hall.rules.window import PauseReason, State, Window
from hall.store import presence
from hall.store.look import Look, Work
from hall.store.prepared import change_row
from hall.store.standing import changed_by, window_of
from hall.store.tables import window_spells, windows

_OF_STAFF = select(windows).where(windows.c.staff_id == bindparam("staff"))


def by_no(look: Look, window_no: int) -> Window:
    """Raises UnknownWindow."""
    post = look.set_up.post_by_no(window_no)
    return look.standing.windows[post.id]


def now(look: Look) -> list[Window]:
    """Every window in use, in the order of their numbers."""
    return list(look.standing.windows.values())


def of_staff(look: Look, staff: int) -> Window | None:
    """The window somebody sits at."""
    row = look.connection.execute(_OF_STAFF, {"staff": staff}).one_or_none()
    return None if row is None else window_of(row, look.set_up.posts[row.id])


def held_by(look: Look, window: int) -> int | None:
    """Who sits at a window, also at one that was withdrawn; None when closed."""
    who: int | None = look.connection.execute(select(windows.c.staff_id).where(windows.c.id == window)).scalar_one()
    return who


def change(work: Work, window: Window, **values: object) -> None:
    """Change what a window is, without a new spell."""
    change_row(work.connection, windows, window.id, values)
    known = work.standing.windows.get(window.id)
    if known is not None:
        work.standing.put_window(changed_by(known, values))


def turn(work: Work, window: Window, state: State, *, staff: int | None, reason: PauseReason | None = None) -> None:
    """Put a window into a state from now on, ending the spell before and beginning the next."""
    presence.count_spell(work, window)
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
