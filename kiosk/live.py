"""Draws one kiosk."""

from datetime import timedelta

from hall.actions.tickets import MOST_SERVICES
from hall.rules.device import DeviceKind
from hall.store import paper
from hall.store.live import Live
from hall.store.pictures.kiosk import CategoryLine, Kiosk, Slip
from web.identity import AtDevice
from web.push import Screen

SLIPS_FOR = timedelta(minutes=5)
"""How long a slip is followed: a visitor stands at the kiosk for less."""


def kiosk(live: Live, device: int) -> Kiosk:
    """One kiosk."""
    policy, enquiry = live.set_up.policy, live.set_up.enquiry()
    return Kiosk(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        categories=categories(live),
        services=live.guides,
        enquiry=enquiry.code if enquiry else None,
        priorities=policy.self_declared,
        elder_age=policy.elder_age,
        idle_s=policy.kiosk_idle_s,
        most_services=MOST_SERVICES,
        later_by=policy.later_by if policy.later_times else 0,
        bell_rung=device in live.rung_at,
        prints=live.set_up.printer_of(device) is not None,
        waiting=len(live.waiting),
        windows_open=len(live.open_windows),
        slips=slips(live, device),
    )


def categories(live: Live) -> tuple[CategoryLine, ...]:
    """The categories that hold a service, each with its line: a window that serves two of its services is one."""
    services = {one.code: {each.id for each in live.set_up.offered if each.category == one.id}
                for one in live.set_up.categories}  # fmt: skip
    return tuple(
        CategoryLine(
            code=one.code,
            name=one.name,
            waiting=sum(1 for each in live.waiting if each.service in services[one.code]),
            windows_open=live.windows_open(*services[one.code]),
        )
        for one in live.set_up.categories
        if services[one.code]
    )


def slips(live: Live, device: int) -> tuple[Slip, ...]:
    """The latest slips of the kiosk's printer, so that a page can say whether its own came out."""
    printer = live.set_up.printer_of(device)
    if printer is None:
        return ()
    jobs = paper.latest(live.look, printer=printer.id, most=20)
    return tuple(Slip(str(one.id), one.state) for one in jobs if live.now - one.asked_at < SLIPS_FOR)


def _device(by: AtDevice) -> int:
    return by.device.id


screen = Screen("kiosk", DeviceKind.KIOSK, key=_device, draw=kiosk)
