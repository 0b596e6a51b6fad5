"""One reading of a hall, from which every screen's picture is drawn; each part is read once, when first needed."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property

from sqlalchemy import bindparam, func, select

from hall.rules.handling import Handling, Stage
from hall.rules.line import Caller, Waiting, ahead_of_each, count_ahead, estimate_for
from hall.rules.numbering import number_text
from hall.rules.service import Service
from hall.rules.staff import Staff
from hall.rules.text import Text
from hall.rules.ticket import Status, Ticket
from hall.rules.window import Window
from hall.store import case_lists, handlings, paper, tickets, windows
from hall.store.line import callers_of, every_caller
from hall.store.look import Look
from hall.store.pictures.manager import Tally
from hall.store.pictures.pieces import (
    About,
    AreaLine,
    Bell,
    CategoryName,
    Clerk,
    Estimate,
    Guide,
    InLine,
    Opening,
    PaperTrouble,
    Queue,
    Stand,
)
from hall.store.setups import SetUp
from hall.store.standing import DrawnStand
from hall.store.tables import bells
from hall.store.tables import tickets as tickets_table

JUST_ENDED = timedelta(minutes=10)
"""How long a pad and a console remember the visitor before."""

_BELLS = (
    select(bells.c.id, bells.c.device_id, bells.c.at)
    .where(bells.c.hall_id == bindparam("hall"), bells.c.answered_at.is_(None))
    .order_by(bells.c.at)
)
_TALLY = (
    select(tickets_table.c.status, func.count())
    .where(tickets_table.c.hall_id == bindparam("hall"), tickets_table.c.day == bindparam("today"))
    .group_by(tickets_table.c.status)
)
_NUMBERS = select(tickets_table.c.id, tickets_table.c.prefix, tickets_table.c.number)


class Live:
    """One reading of a hall, shared by every picture drawn from it; each part is read once, when first needed."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.now = look.now
        self.seq = look.head.seq
        self.set_up: SetUp = look.set_up

    @cached_property
    def windows(self) -> list[Window]:
        return windows.now(self.look)

    @cached_property
    def callers(self) -> list[Caller]:
        return callers_of(self.windows)

    @cached_property
    def open_windows(self) -> list[Window]:
        """Those of which people read that they are open."""
        return [one for one in self.windows if one.is_open]

    @cached_property
    def tickets(self) -> dict[int, Ticket]:
        """Everybody still to be served, by id, by first arrival."""
        return {one.id: one for one in tickets.in_hall(self.look)}

    @cached_property
    def open(self) -> list[Handling]:
        return handlings.open_now(self.look)

    @cached_property
    def active(self) -> dict[int, Handling]:
        """Window id → whom it has called or serves."""
        return {one.window: one for one in self.open if one.stage is not Stage.PARKED}

    @cached_property
    def waiting(self) -> list[Waiting]:
        return tickets.waiting_of(self.tickets.values())

    @cached_property
    def ahead(self) -> dict[int, int]:
        """Waiting ticket → how many are ahead."""
        run, cap = self.look.head.priority_run, self.set_up.policy.priority_run
        return count_ahead(self.waiting, self.callers, every_caller(self.look), run=run, cap=cap)

    @cached_property
    def who_ahead(self) -> dict[int, frozenset[int]]:
        run, cap = self.look.head.priority_run, self.set_up.policy.priority_run
        return ahead_of_each(self.waiting, self.callers, every_caller(self.look), run=run, cap=cap)

    @cached_property
    def missed(self) -> list[Ticket]:
        return tickets.missed_today(self.look)

    @cached_property
    def mean_service_s(self) -> float | None:
        return handlings.mean_service_s(self.look)

    @cached_property
    def statements_wanted(self) -> dict[int, int]:
        """Clerk → the low ratings they may still say something to, once whoever gave them has left the window."""
        return case_lists.statements_wanted(self.look, opened_before=self.now - JUST_ENDED)

    @cached_property
    def just_ended(self) -> dict[int, Handling]:
        """Window id → the handling that ended there last, within a few minutes."""
        ended = self.look.standing.last_ended()
        return {window: one for window, one in ended.items() if one.ended_at and one.ended_at > self.now - JUST_ENDED}

    @cached_property
    def latest_calls(self) -> list[Handling]:
        """The calls made last, newest first; enough for a wall of one area."""
        return self.look.standing.latest_calls()

    def number(self, one: Handling) -> str:
        """The number called in a handling that is open or among the latest."""
        return self.look.standing.tickets[one.ticket].text

    @cached_property
    def bells(self) -> tuple[Bell, ...]:
        devices = self.set_up.devices
        rows = self.look.connection.execute(_BELLS, {"hall": self.look.hall_id})
        return tuple(Bell(str(row.id), devices[row.device_id].shown, row.at) for row in rows)

    @cached_property
    def rung_at(self) -> frozenset[int]:
        """The devices at which somebody rang and waits."""
        rows = self.look.connection.execute(_BELLS, {"hall": self.look.hall_id})
        return frozenset(row.device_id for row in rows)

    @cached_property
    def troubles(self) -> tuple[PaperTrouble, ...]:
        jobs = paper.troubled(self.look)
        numbers = self.numbers(job.ticket for job in jobs if job.ticket is not None)
        return tuple(
            PaperTrouble(
                job=str(job.id),
                number=numbers.get(job.ticket or 0),
                ticket=str(job.ticket) if job.ticket is not None else None,
                kind=job.kind,
                state=job.state,
                fault=job.fault,
                at=job.asked_at,
            )
            for job in jobs
        )

    @cached_property
    def tally(self) -> Tally:
        asked = {"hall": self.look.hall_id, "today": self.look.today}
        count: dict[str, int] = dict(self.look.connection.execute(_TALLY, asked).all())
        return Tally(
            taken=sum(count.values()),
            waiting=count.get(Status.WAITING, 0),
            in_hand=count.get(Status.CALLED, 0) + count.get(Status.SERVING, 0),
            parked=count.get(Status.PARKED, 0),
            done=count.get(Status.DONE, 0),
            missed=count.get(Status.MISSED, 0),
            cancelled=count.get(Status.CANCELLED, 0),
            left=count.get(Status.LEFT, 0),
        )

    @cached_property
    def about(self) -> About:
        one = self.set_up
        return About(
            one.name, one.address, one.phone, one.welcome, one.ticket_note, one.zone.key, one.languages, one.demo
        )

    @cached_property
    def opening(self) -> Opening:
        hours = self.set_up.hours
        is_open = hours.is_open(self.now)
        closure = hours.closure_at(self.now) or next(
            (one for one in hours.closures if self.now < one.begins < self.now + timedelta(days=7)), None
        )
        return Opening(
            open=is_open,
            closes_at=hours.closes_at(self.now),
            opens_at=None if is_open else hours.next_opening(self.now),
            closure=closure.notice if closure else None,
        )

    @cached_property
    def guides(self) -> tuple[Guide, ...]:
        """Every service offered, with its line."""
        return tuple(self._guide(one) for one in self.set_up.offered)

    @cached_property
    def queues(self) -> tuple[Queue, ...]:
        """Services somebody waits for, in the hall's order."""
        lines: dict[int, list[Ticket]] = {}
        for one in self.tickets.values():
            if one.status is Status.WAITING:
                lines.setdefault(one.service, []).append(one)
        return tuple(
            Queue(
                service=service.code,
                name=service.name,
                prefix=service.prefix,
                waiting=len(lines[service.id]),
                windows_open=self.windows_open(service.id),
                longest_since=min(one.waiting_since for one in lines[service.id]),
                areas=self._areas(service.id, lines[service.id]),
            )
            for service in self.set_up.services.values()
            if service.id in lines
        )

    def _areas(self, service: int, line: list[Ticket]) -> tuple[AreaLine, ...]:
        """Where a line is waited for: what a window is there for does not change when it pauses or closes."""
        posts = self.set_up.posts
        anywhere = sum(1 for one in line if one.window is None)
        counted = {
            area: anywhere
            for one in self.windows
            if service in one.services and (area := posts[one.id].area) is not None
        }
        for one in line:
            post = posts.get(one.window or 0)
            if post is not None and post.area is not None:
                counted[post.area] = counted.get(post.area, 0) + 1
        return tuple(AreaLine(area, n) for area, n in counted.items() if n)

    @cached_property
    def categories(self) -> tuple[CategoryName, ...]:
        return tuple(CategoryName(one.code, one.name) for one in self.set_up.categories)

    def windows_open(self, *services: int) -> int:
        """How many open windows serve any of these services."""
        return sum(1 for one in self.open_windows if not one.services.isdisjoint(services))

    def estimate(self, service: int, ahead: int) -> Estimate | None:
        """The wait in seconds of somebody with so many ahead; None while it cannot be told."""
        mean_service_s = self.mean_service_s
        return Estimate.of(estimate_for(service, ahead, standing=self.windows, mean_service_s=mean_service_s))

    def numbers(self, ids: Iterable[int]) -> dict[int, str]:
        """Ticket id → its number, also for those that are gone."""
        wanted = set(ids)
        here = self.look.standing.tickets
        known = {one: here[one].text for one in wanted if one in here}
        if missing := wanted - known.keys():
            rows = self.look.connection.execute(_NUMBERS.where(tickets_table.c.id.in_(missing)))
            known |= {row.id: number_text(row.prefix, row.number) for row in rows}
        return known

    def clerk(self, staff: int) -> Clerk:
        """A member of staff as screens show them."""
        return clerk_of(self.set_up.staff[staff])

    def names(self, services: Iterable[int]) -> tuple[Text, ...]:
        """What these services are called."""
        return tuple(self.set_up.services[one].name for one in services)

    @cached_property
    def stands(self) -> tuple[Stand, ...]:
        return tuple([self.stand(one) for one in self.windows])

    def stand(self, window: Window) -> Stand:
        """Drawn anew only when it changed: of sixteen windows a call changes one."""
        active, stands = self.active.get(window.id), self.look.standing.stands
        drawn = stands.get(window.id)
        if drawn is None or drawn.window is not window or drawn.active is not active:
            drawn = stands[window.id] = DrawnStand(window, active, self._stand(window, active))
        return drawn.stand

    def _stand(self, window: Window, active: Handling | None) -> Stand:
        post = self.set_up.posts[window.id]
        return Stand(
            window_no=window.no,
            name=post.name,
            area=post.area,
            state=window.state,
            pause_reason=window.pause_reason,
            since=window.since,
            clerk=self.clerk(window.staff) if window.staff is not None else None,
            number=self.tickets[active.ticket].text if active else None,
            stage=active.stage if active else None,
        )

    def in_line(self, one: Ticket) -> InLine:
        """Somebody in the line as console and help desk show them."""
        service = self.set_up.services[one.service]
        post = self.set_up.posts.get(one.window or 0)
        return InLine(
            ticket=str(one.id),
            number=one.text,
            service=service.code,
            service_name=service.name,
            then=self.names(one.later_services),
            status=one.status,
            taken_at=one.taken_at,
            waiting_since=one.waiting_since,
            priority=one.priority,
            help_needs=one.help_needs,
            language=one.language,
            ahead=self.ahead.get(one.id, 0),
            window_no=post.no if post else None,
            later_used=one.later_used,
        )

    def _guide(self, one: Service) -> Guide:
        ahead = self._ahead_of_one_more(one.id)
        category = next(each.code for each in self.set_up.categories if each.id == one.category)
        return Guide(
            code=one.code,
            category=category,
            kind=one.kind,
            name=one.name,
            summary=one.summary,
            materials=one.materials,
            conditions=one.conditions,
            procedure=one.procedure,
            promised=one.promised,
            permit=one.permit,
            popular=one.popular,
            keywords=one.keywords,
            waiting=self._waiting_by_service.get(one.id, 0),
            windows_open=self.windows_open(one.id),
            ahead=ahead,
            estimate=self.estimate(one.id, ahead),
        )

    @cached_property
    def _waiting_by_service(self) -> dict[int, int]:
        counted: dict[int, int] = {}
        for one in self.waiting:
            counted[one.service] = counted.get(one.service, 0) + 1
        return counted

    def _ahead_of_one_more(self, service: int) -> int:
        """How many would be ahead of somebody who came for a service now."""
        rivals = frozenset({service}).union(*(one.services for one in self.callers if service in one.services))
        return sum(n for other, n in self._waiting_by_service.items() if other in rivals)


def clerk_of(one: Staff) -> Clerk:
    """Somebody as citizens see them."""
    photo = f"/staff/{one.id}/photo-{one.photo_tag}.jpg" if one.photo_tag else None
    return Clerk(str(one.id), one.shown, one.number, photo)
