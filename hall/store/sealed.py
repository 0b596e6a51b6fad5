"""Whatever a hall keeps sealed: telephone numbers of citizens, the secrets that sign what webhooks get."""

from sqlalchemy import Column, select, update

from hall.store.look import Look, Work
from hall.store.tables import contacts, recipients

_SEALED: tuple[Column[bytes], ...] = (contacts.c.sealed, recipients.c.secret)


def outdated(look: Look) -> list[tuple[Column[bytes], int, bytes]]:
    """What is sealed with an older key: where it stands, in which row, and the same under the newest."""
    found = []
    for column in _SEALED if look.seal.changing else ():
        of = column.table.c
        asked = select(of.id, column).where(of.hall_id == look.hall_id, column.is_not(None))
        renewed = ((column, row, look.seal.renewed(sealed)) for row, sealed in look.connection.execute(asked))
        found += [(where, row, fresh) for where, row, fresh in renewed if fresh is not None]
    return found


def renew(work: Work) -> None:
    """Seal all of it with the newest key."""
    for column, row, fresh in outdated(work):
        table = column.table
        work.connection.execute(update(table).where(table.c.id == row).values({column: fresh}))
