"""Questions about the line as a whole: who may call whom."""

from hall.rules.line import Caller
from hall.rules.ticket import Ticket
from hall.rules.window import State, Window
from hall.store import windows
from hall.store.database import Look


def callers_of(standing: list[Window]) -> list[Caller]:
    """The windows at work: open or paused."""
    return [Caller(one.id, one.services) for one in standing if one.state is not State.CLOSED]


def callers_now(look: Look) -> list[Caller]:
    """The windows at work now."""
    return callers_of(windows.now(look))


def every_caller(look: Look) -> list[Caller]:
    """Every window of the hall, open or not."""
    return [Caller(post.id, post.services) for post in look.set_up.posts.values()]


def rivals_of(look: Look, ticket: Ticket) -> frozenset[int]:
    """The services whose tickets stand in the same line: those of any window able to call this ticket."""
    able = [post.services for post in look.set_up.posts.values() if ticket.service in post.services]
    return frozenset[int]().union(*able)
