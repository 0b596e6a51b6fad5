"""Draws the help desk."""

from hall.actions.tickets import MOST_SERVICES
from hall.rules.staff import Power
from hall.rules.ticket import HelpNeed, Priority
from hall.store.live import Live
from hall.store.pictures.desk import Desk
from web.identity import Identity
from web.push import Screen


def desk(live: Live) -> Desk:
    """The help desk of a hall."""
    policy = live.set_up.policy
    people = sorted(live.tickets.values(), key=lambda one: (one.waiting_since, one.id))
    return Desk(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        people=tuple(live.in_line(one) for one in people),
        missed=tuple(live.in_line(one) for one in reversed(live.missed)),
        bells=live.bells,
        troubles=live.troubles,
        services=live.guides,
        categories=live.categories,
        stands=live.stands,
        windows_open=len(live.open_windows),
        window_no=_own_window(live),
        priorities=tuple(Priority),
        help_needs=tuple(HelpNeed),
        elder_age=policy.elder_age,
        most_services=MOST_SERVICES,
        prints=live.set_up.printer_at_desk() is not None,
        long_wait_s=policy.long_wait_min * 60,
        later_by=policy.later_by,
        later_times=policy.later_times,
        restore_after=policy.restore_after,
    )


def _own_window(live: Live) -> int | None:
    """The first window with the help desk's own service."""
    asked = live.set_up.enquiry()
    own = (post.no for post in live.set_up.posts.values() if asked is not None and asked.id in post.services)
    return next(own, None)


def _draw(live: Live, _key: int) -> Desk:
    return desk(live)


def _all_alike(_by: Identity) -> int:
    return 0


screen = Screen("desk", Power.HELP, key=_all_alike, draw=_draw)
