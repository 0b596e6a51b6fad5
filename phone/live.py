"""Draws a visitor's own page."""

from hall.rules.ticket import Status, Ticket
from hall.store import handlings, tickets
from hall.store.live import Live
from hall.store.pictures.phone import Ahead, Phone
from hall.store.rateables import rateables
from web.identity import Visitor
from web.push import Screen


def phone(live: Live, ticket: int) -> Phone:
    """A visitor's own page."""
    one = live.tickets.get(ticket) or tickets.get(live.look, ticket)
    policy, set_up = live.set_up.policy, live.set_up
    done = handlings.of_ticket(live.look, ticket)
    current = next((each for each in done if each.ended_at is None), None)
    post = set_up.posts.get(current.window) if current else None
    waits = one.status is Status.WAITING
    ahead = live.ahead.get(ticket, 0)
    return Phone(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        number=one.text,
        status=one.status,
        language=one.language,
        service_name=set_up.services[one.service].name,
        then=live.names(one.later_services),
        materials=set_up.services[one.service].materials,
        taken_at=one.taken_at,
        ahead=ahead,
        ahead_of=_ahead_of(live, one),
        estimate=live.estimate(one.service, ahead) if waits else None,
        windows_open=live.windows_open(one.service),
        notify_ahead=policy.notify_ahead,
        window_no=post.no if post else None,
        window_name=post.name if post else None,
        area=post.area if post else None,
        times_called=current.times_called if current else 0,
        called_at=current.last_called_at if current else None,
        later_by=policy.later_by,
        later_left=max(0, policy.later_times - one.later_used) if waits else 0,
        may_cancel=one.status in (Status.WAITING, Status.CALLED),
        rateable=rateables(live, done),
        restorable=one.status is Status.MISSED and one.day == live.look.today,
    )


def _ahead_of(live: Live, one: Ticket) -> Ahead:
    others = [live.tickets[ticket] for ticket in live.who_ahead.get(one.id, frozenset())]
    mine = (one.taken_at, one.id)
    before = sum(1 for other in others if (other.taken_at, other.id) < mine and other.waiting_since <= one.taken_at)
    first = sum(1 for other in others if (other.taken_at, other.id) > mine and other.priority is not None)
    return Ahead(first, len(others) - before - first)


def _ticket(by: Visitor) -> int:
    return by.ticket


screen = Screen("phone", None, key=_ticket, draw=phone)
