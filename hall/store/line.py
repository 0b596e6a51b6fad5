"""Questions about the line as a whole: who may call whom."""

from hall.rules.line import Caller, count_ahead
from hall.rules.ticket import Ticket
from hall.rules.window import Window
from hall.store import tickets, windows
from hall.store.look import Look


def callers_of(standing: list[Window]) -> list[Caller]:
    """The windows at work: open or paused."""
    return [Caller(one.id, one.services) for one in standing if one.is_at_work]


def every_caller(look: Look) -> list[Caller]:
    """Every window of the hall, open or not."""
    return [Caller(post.id, post.services) for post in look.set_up.posts.values()]


def ahead_of(look: Look, ticket: Ticket) -> int:
    """How many are ahead of one waiting ticket.

    Whoever joined last, without priority and with nobody held back, stands behind everybody that a
    window able to call it may call: counted by the database. Otherwise the whole line is looked at.
    """
    callers = callers_of(windows.now(look))
    able = [one for one in callers if ticket.service in one.services]
    able = able or [one for one in every_caller(look) if ticket.service in one.services]
    if ticket.window is None and ticket.priority is None and able:
        services = frozenset[int]().union(*(one.services for one in able))
        before = tickets.waiting_before(look, ticket, services=services, windows=[one.window for one in able])
        if before is not None:
            return before
    run, cap = look.head.priority_run, look.policy.priority_run
    return count_ahead(tickets.waiting(look), callers, every_caller(look), run=run, cap=cap)[ticket.id]


def rivals_of(look: Look, ticket: Ticket) -> frozenset[int]:
    """The services whose tickets stand in the same line: those of any window able to call this ticket."""
    able = [post.services for post in look.set_up.posts.values() if ticket.service in post.services]
    return frozenset[int]().union(*able)
