"""What is done for those who need more than a number: the bell, lists to take home."""

from hall.errors import ServiceNotOffered, UnknownRecord
from hall.events import GuideGiven, HelpAnswered, HelpAsked
from hall.rules.service import Service
from hall.store import bells, guides
from hall.store.database import Hall


def ring(hall: Hall, *, device: int) -> int:
    """需要帮助 at a kiosk: ring the help desk; returns the bell. One that still rings there rings on."""
    with hall.work() as work:
        ringing = bells.open_at(work, device)
        if ringing is not None:
            return ringing
        bell = bells.add(work, device=device)
        work.record(HelpAsked(bell=bell))
        return bell


def answer_bell(hall: Hall, *, bell: int, by: int) -> None:
    """Say that somebody goes to whoever rang; answered before, nothing changes. Refuses with UnknownRecord."""
    with hall.work() as work:
        if not bells.is_there(work, bell):
            raise UnknownRecord(bell=str(bell))
        if bells.answer(work, bell, by=by, at=work.now):
            work.record(HelpAnswered(bell=bell))


def give_guide(hall: Hall, *, service: str, on_paper: bool) -> Service:
    """Count a list of what to bring, given without a number. Refuses with UnknownService, ServiceNotOffered."""
    with hall.work() as work:
        wanted = work.set_up.service_by_code(service)
        if wanted not in work.set_up.offered:
            raise ServiceNotOffered(service=service)
        guides.count(work, service=wanted.id)
        work.record(GuideGiven(service=wanted.id, on_paper=on_paper))
        return wanted
