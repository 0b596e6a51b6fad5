"""Draws one kiosk."""

from hall.rules.device import DeviceKind
from hall.store.live import Live
from hall.store.pictures import Kiosk
from web.identity import AtDevice
from web.push import Screen


def kiosk(live: Live, device: int) -> Kiosk:
    """One kiosk."""
    policy, enquiry = live.set_up.policy, live.set_up.enquiry()
    return Kiosk(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        categories=live.categories,
        services=live.guides,
        enquiry=enquiry.code if enquiry else None,
        priorities=policy.self_declared,
        elder_age=policy.elder_age,
        idle_s=policy.kiosk_idle_s,
        most_services=3,
        later_by=policy.later_by if policy.later_times else 0,
        bell_rung=device in live.rung_at,
        prints=live.set_up.printer_of(device) is not None,
    )


def _device(by: AtDevice) -> int:
    return by.device.id


screen = Screen("kiosk", DeviceKind.KIOSK, key=_device, draw=kiosk)
