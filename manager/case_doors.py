"""What is done with one case: by its handler, by managers, by the rated clerk. Who may, the deeds decide."""

from dataclasses import dataclass

from pydantic import Field

from hall.actions import cases as deeds
from hall.rules.case import LONGEST_ENTRY, Cause, Verdict
from hall.rules.staff import Power
from manager.case_out import CaseOut, case_out
from manager.room import Done
from web.doors import Asked, Body, Id, Room

cases_bp = Room("cases", __name__)


class Seen(Body):
    """The newest entry that was read: if another came meanwhile, read again first."""

    seen: Id


class Assign(Seen):
    """Who is to handle it."""

    handler: Id


class Said(Body):
    """What is written into the story."""

    text: str = Field(max_length=LONGEST_ENTRY)


class SaidHaving(Seen, Said):
    """The same, after everything that was entered before."""


class CalledBack(SaidHaving):
    """A call-back: what was said, or why nobody was reached."""

    reached: bool


class Found(SaidHaving):
    """What was found; a cause for what is justified, and for nothing else."""

    verdict: Verdict
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class ContactOut:
    """How the citizen wants to be called back."""

    phone: str
    name: str


@cases_bp.door("GET", "/cases/<int:case>", guest=Power.SELF)
def read_case(asked: Asked, case: int) -> CaseOut:
    """One case, as far as whoever asks may see it."""
    with asked.hall.look() as look:
        return case_out(look, case, asked.staff.staff)


@cases_bp.door("POST", "/cases/<int:case>/handler", guest=Power.CASES)
def assign(asked: Asked, body: Assign, case: int) -> Done:
    """Name who handles it: never the rated clerk."""
    deeds.assign(asked.hall, case=case, seen=body.seen, handler=body.handler, by=asked.staff.staff.id)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/contact", guest=Power.SELF, kept=False)
def look_at_contact(asked: Asked, case: int) -> ContactOut:
    """Read the number the citizen left; the look is journaled."""
    contact = deeds.look_at_contact(asked.hall, case=case, by=asked.staff.staff.id)
    return ContactOut(contact.phone, contact.name)


@cases_bp.door("POST", "/cases/<int:case>/call-back", guest=Power.SELF)
def call_back(asked: Asked, body: CalledBack, case: int) -> Done:
    """Write down a call-back."""
    deeds.call_back(
        asked.hall, case=case, seen=body.seen, reached=body.reached, text=body.text, by=asked.staff.staff.id
    )
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/verdict", guest=Power.SELF)
def verify(asked: Asked, body: Found, case: int) -> Done:
    """Say what was found."""
    by, found = asked.staff.staff.id, (body.verdict, body.cause)
    deeds.verify(asked.hall, case=case, seen=body.seen, verdict=found[0], cause=found[1], text=body.text, by=by)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/review", guest=Power.CASES)
def review(asked: Asked, body: Found, case: int) -> Done:
    """Decide an appeal: by another person than whoever verified."""
    by, found = asked.staff.staff.id, (body.verdict, body.cause)
    deeds.review(asked.hall, case=case, seen=body.seen, verdict=found[0], cause=found[1], text=body.text, by=by)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/release", guest=Power.CASES)
def release(asked: Asked, body: Seen, case: int) -> Done:
    """Let the rated clerk read tags and text; never the contact."""
    deeds.release(asked.hall, case=case, seen=body.seen, by=asked.staff.staff.id)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/measure", guest=Power.SELF)
def rectify(asked: Asked, body: SaidHaving, case: int) -> Done:
    """Say what was put right."""
    deeds.rectify(asked.hall, case=case, seen=body.seen, text=body.text, by=asked.staff.staff.id)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/reply", guest=Power.SELF)
def reply(asked: Asked, body: SaidHaving, case: int) -> Done:
    """Reply to the citizen, on the ticket's own link."""
    deeds.reply(asked.hall, case=case, seen=body.seen, text=body.text, by=asked.staff.staff.id)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/close", guest=Power.SELF)
def close(asked: Asked, body: Seen, case: int) -> Done:
    """Close what was replied to."""
    deeds.close(asked.hall, case=case, seen=body.seen, by=asked.staff.staff.id)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/notes", guest=Power.SELF)
def note(asked: Asked, body: Said, case: int) -> Done:
    """Write something down."""
    deeds.note(asked.hall, case=case, text=body.text, by=asked.staff.staff.id)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/statement", guest=Power.SELF)
def give_statement(asked: Asked, body: Said, case: int) -> Done:
    """The rated clerk says how it was."""
    deeds.give_statement(asked.hall, case=case, text=body.text, by=asked.staff.staff.id)
    return Done()


@cases_bp.door("POST", "/cases/<int:case>/appeal", guest=Power.SELF)
def appeal(asked: Asked, body: Said, case: int) -> Done:
    """The rated clerk appeals against what was found."""
    deeds.appeal(asked.hall, case=case, text=body.text, by=asked.staff.staff.id)
    return Done()
