"""Who outside is told of cases, and the messages on their way until they are sent or given up."""

from collections.abc import Mapping
from dataclasses import dataclass

from hall.errors import UnknownRecord
from hall.events import AlertEnded, RecipientChanged
from hall.rules import hall_forms
from hall.rules.alert import AlertKind, Message, MessageState, Recipient
from hall.rules.hall_forms import Facts
from hall.store import outbox, recipients
from hall.store.database import Hall
from hall.store.look import Work


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message, with everything its body may say but its own number and the link."""

    message: Message
    recipient: Recipient
    facts: Mapping[str, str]


# --- recipients -------------------------------------------------------------------------------------------
# `plain` lets a webhook go by http: a setting of the house, not of a hall.


def add_recipient(hall: Hall, *, facts: Facts, plain: bool = False) -> int:
    """Tell somebody more of cases; returns the recipient's id. Refuses with Malformed, SealBroken."""
    with hall.work() as work:
        recipient = recipients.add(work, hall_forms.recipient(facts, plain=plain))
        work.record(RecipientChanged(recipient=recipient, what=("active",)))
        return recipient


def edit_recipient(hall: Hall, *, recipient: int, facts: Facts, plain: bool = False) -> None:
    """Change who is told of what, and how; the kind stays, and so does a secret that is left out.

    Refuses with Malformed, SealBroken, UnknownRecord.
    """
    with hall.work() as work:
        before = recipients.get(work, recipient)
        entry = hall_forms.recipient({**facts, "kind": before.kind}, plain=plain, keeps_secret=True)
        changed = recipients.put(work, recipient, entry)
        if changed:
            work.record(RecipientChanged(recipient=recipient, what=tuple(changed)))


def withdraw_recipient(hall: Hall, *, recipient: int) -> None:
    """Tell somebody no longer; their address is erased, what waits for them is given up. Refuses with UnknownRecord."""
    with hall.work() as work:
        recipients.withdraw(work, recipient)
        outbox.give_up_all(work, recipient)
        work.record(RecipientChanged(recipient=recipient, what=("active",)))


def try_recipient(hall: Hall, *, recipient: int) -> int:
    """Send a trial message; returns its id. Refuses with UnknownRecord."""
    with hall.work() as work:
        recipients.get(work, recipient)
        return outbox.add_trial(work, recipient)


# --- messages ---------------------------------------------------------------------------------------------


def tell_overdue(hall: Hall) -> int:
    """Queue a message for each case that passed one of its days lately; returns for how many. Once for each case."""
    with hall.work() as work:
        late = outbox.overdue_and_untold(work)
        for case in late:
            outbox.add(work, kind=AlertKind.OVERDUE, case=case)
        return len(late)


def claim_message(hall: Hall) -> Outgoing | None:
    """Take the message that is due longest, under a lease; None if none is due."""
    with hall.work() as work:
        while (message := outbox.claim(work)) is not None:
            try:
                recipient = recipients.get(work, message.recipient)
            except UnknownRecord:
                _give_up(work, message, outbox.WITHDRAWN)
                continue
            if outbox.tried_out(message):
                _give_up(work, message, outbox.UNHEARD)
                continue
            return Outgoing(message, recipient, outbox.facts_of(work, message))
        return None


def message_sent(hall: Hall, *, message: int, lease: str) -> bool:
    """A claimed message went out; False, changing nothing, if the lease was no longer this one's."""
    with hall.work() as work:
        ended = outbox.end(work, message=message, lease=lease, state=MessageState.SENT)
        if ended:
            work.record(AlertEnded(message=message, state=MessageState.SENT))
        return ended


def message_not_sent(hall: Hall, *, message: int, lease: str, fault: str) -> MessageState | None:
    """A claimed message did not go out: it is tried again later, or given up; None if the lease is gone."""
    with hall.work() as work:
        state = outbox.put_back(work, message=message, lease=lease, fault=fault)
        if state is MessageState.FAILED:
            work.record(AlertEnded(message=message, state=state))
        return state


def _give_up(work: Work, message: Message, fault: str) -> None:
    outbox.end(work, message=message.id, lease=message.lease or "", state=MessageState.FAILED, fault=fault)
    work.record(AlertEnded(message=message.id, state=MessageState.FAILED))
