"""Draws one clerk's console."""

from datetime import timedelta
from itertools import islice

from hall.rules.handling import Handling, Stage, missed_after_s, rateable, recall_wait_s
from hall.rules.line import expected, may_call
from hall.rules.staff import Power
from hall.rules.window import Window
from hall.store.live import Live, clerk_of
from hall.store.pictures.clerk import Before, Choice, Console, InHand
from web.identity import OnStaff
from web.push import Screen

LINE_SHOWN = 8


def console(live: Live, staff: int) -> Console:
    """One clerk's console, wherever they sit."""
    me = live.set_up.staff[staff]
    window = next((one for one in live.windows if one.staff == staff), None)
    mine = [one for one in live.waiting if window and may_call(one, window=window.id, services=window.services)]
    policy = live.set_up.policy
    order = list(islice(expected(mine, run=live.look.head.priority_run, cap=policy.priority_run), LINE_SHOWN))
    active = live.active.get(window.id) if window else None
    habit = live.set_up.posts.get(me.habit_window or 0)
    return Console(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        me=clerk_of(me),
        stand=live.stand(window) if window else None,
        pause_next=window.pause_next if window else None,
        habit_window_no=habit.no if habit else None,
        stands=live.stands,
        in_hand=_in_hand(live, active) if active else None,
        parked=tuple(
            _in_hand(live, one) for one in live.open if window and one.stage is Stage.PARKED and one.window == window.id
        ),
        waiting_for_me=len(mine),
        longest_since=min((live.tickets[one.ticket].waiting_since for one in mine), default=None),
        line=tuple(live.in_line(live.tickets[turn.waiting.ticket]) for turn in order),
        next_why=order[0].why if order else None,
        missed=tuple(live.in_line(one) for one in reversed(live.missed)),
        before=_before(live, window) if window else None,
        statements_wanted=live.statements_wanted.get(staff, 0),
        services=tuple(Choice(one.code, one.name, one.prefix) for one in live.set_up.offered),
        missed_after_calls=policy.missed_after_calls,
    )


def _in_hand(live: Live, one: Handling) -> InHand:
    ticket, policy = live.tickets[one.ticket], live.set_up.policy
    service = live.set_up.services[one.service]
    patience = timedelta(seconds=missed_after_s(helped=bool(ticket.help_needs), policy=policy))
    return InHand(
        handling=str(one.id),
        ticket=str(ticket.id),
        number=ticket.text,
        service=service.code,
        service_name=service.name,
        then=live.names(ticket.later_services),
        stage=one.stage,
        taken_at=ticket.taken_at,
        waiting_since=one.waiting_since,
        called_at=one.called_at,
        last_called_at=one.last_called_at,
        times_called=one.times_called,
        announced=one.announced_at is not None,
        started_at=one.started_at,
        recall_at=live.now + timedelta(seconds=recall_wait_s(one, now=live.now, policy=policy)),
        missed_at=one.called_at + patience,
        why=one.why,
        priority=ticket.priority,
        help_needs=ticket.help_needs,
        language=ticket.language,
        note=ticket.note,
        usual_outcome=service.usual_outcome,
        materials=service.materials,
        send_to=tuple(
            each.no
            for each in live.windows
            if each.is_at_work and each.id != one.window and one.service in each.services
        ),
    )


def _before(live: Live, window: Window) -> Before | None:
    last = live.just_ended.get(window.id)
    if last is None or last.ended_at is None or last.ending is None or last.staff != window.staff:
        return None
    until = last.ended_at + timedelta(seconds=live.set_up.policy.undo_s)
    undoable = last.ending not in ("transferred", "cancelled") and not last.rated and live.now < until
    return Before(
        handling=str(last.id),
        ticket=str(last.ticket),
        number=live.numbers([last.ticket])[last.ticket],
        ending=last.ending,
        ended_at=last.ended_at,
        rateable=rateable(last),
        rated=last.rated,
        undo_until=until if undoable else None,
    )


def _clerk(by: OnStaff) -> int:
    return by.staff.id


screen = Screen("clerk", Power.SERVE, key=_clerk, draw=console)
