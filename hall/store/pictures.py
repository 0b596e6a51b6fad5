"""What screens show: one frozen dataclass per screen, whole, of plain values with ids as strings.

Their types are written into `web/static/pictures.d.ts`, so that a renamed field fails in the browser's
code. `seq` is the journal's newest number as read before drawing. Each room draws its own in `<room>/live.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime

from hall.rules.service import Material
from hall.rules.text import Text

# --- pieces --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opening:
    """Are numbers given out, until when, and when next; moments are null where there is none."""

    open: bool
    closes_at: datetime | None
    opens_at: datetime | None
    closure: Text | None
    """The notice of the closure in force, or of the next one within a week."""


@dataclass(frozen=True, slots=True)
class About:
    """The hall as its screens name it."""

    name: Text
    address: Text
    phone: str | None
    welcome: Text
    ticket_note: Text
    zone: str
    languages: tuple[str, ...]
    demo: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """A wait as a range people can rely on, in seconds."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who serves, as citizens see them; `photo` is an address, null while the stand-in is drawn."""

    id: str
    shown: Text
    number: str
    photo: str | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call as it is said aloud in one language (`zh`, `yue`, `en`)."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call on the wall."""

    handling: str
    number: str
    window_no: int
    window_name: Text
    area: str | None
    times_called: int
    called_at: datetime
    announced: bool
    current: bool
    """Called and not yet at the window; only a current one that is not announced is spoken."""
    spoken: tuple[Spoken, ...]
    """In the languages of the hall's voice, in their order; none once it is no longer current."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One window as everybody sees it; `number` is whom it called or serves."""

    window_no: int
    name: Text
    area: str | None
    state: str
    pause_reason: str | None
    since: datetime | None
    clerk: Clerk | None
    number: str | None
    stage: str | None


@dataclass(frozen=True, slots=True)
class AreaLine:
    """How many of a line the windows of one area are there for, open or not."""

    area: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait for a service, and how many windows now at work serve it."""

    service: str
    name: Text
    prefix: str
    waiting: int
    windows_open: int
    longest_since: datetime | None
    areas: tuple[AreaLine, ...]
    """A service that several areas serve stands in each of them; whoever is sent to one window, in its own alone."""


# --- board -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Board:
    """The wall, and the strips above the windows."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    calls: tuple[Call, ...]
    """Called and not yet at the window, newest first."""
    recent: tuple[Call, ...]
    """The calls before, newest first."""
    missed: tuple[str, ...]
    """已过号，请到导办台: today's, newest first."""
    queues: tuple[Queue, ...]
    """Services somebody waits for, also those that no window at work serves."""
    stands: tuple[Stand, ...]
    notices: tuple[Text, ...]
    voice: tuple[str, ...]


# --- kiosk ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Guide:
    """A service with everything to know before the number is taken."""

    code: str
    category: str
    kind: str
    name: Text
    summary: Text
    materials: tuple[Material, ...]
    conditions: tuple[Text, ...]
    procedure: tuple[Text, ...]
    promised: Text
    permit: bool
    popular: bool
    keywords: tuple[str, ...]
    waiting: int
    windows_open: int
    ahead: int
    """How many would be called before somebody who came for it now: its windows serve other lines too."""
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class CategoryName:
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category with how many wait for its services, and the windows at work that serve any of them."""

    code: str
    name: Text
    waiting: int
    windows_open: int


@dataclass(frozen=True, slots=True)
class Slip:
    """How a print job stands: queued, sent, printed, failed, uncertain or reprinted."""

    job: str
    state: str


@dataclass(frozen=True, slots=True)
class Kiosk:
    """One kiosk."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    categories: tuple[CategoryLine, ...]
    services: tuple[Guide, ...]
    enquiry: str | None
    """Code of the help desk's own service (不知道办什么); null where there is none."""
    priorities: tuple[str, ...]
    """Reasons a visitor may declare without asking the help desk."""
    elder_age: int
    idle_s: int
    most_services: int
    later_by: int
    bell_rung: bool
    """Somebody rang here and nobody has come yet."""
    prints: bool
    """Has a printer."""
    waiting: int
    windows_open: int
    slips: tuple[Slip, ...]
    """The latest of its printer, newest first."""


# --- console ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InHand:
    """Whom the window has called or serves, or parked."""

    handling: str
    ticket: str
    number: str
    service: str
    service_name: Text
    then: tuple[Text, ...]
    """Services still to come after this one."""
    stage: str
    taken_at: datetime
    waiting_since: datetime
    called_at: datetime
    last_called_at: datetime
    times_called: int
    announced: bool
    started_at: datetime | None
    recall_at: datetime
    """From when it may be called again."""
    missed_at: datetime
    """From when it may be put down as missed, if called often enough by then."""
    why: str
    """See hall.rules.line.Why."""
    priority: str | None
    help_needs: tuple[str, ...]
    language: str
    note: str
    usual_outcome: str
    materials: tuple[Material, ...]
    send_to: tuple[int, ...]
    """Numbers of the other windows at work that serve it."""


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits, as console and desk see them."""

    ticket: str
    number: str
    service: str
    service_name: Text
    then: tuple[Text, ...]
    status: str
    taken_at: datetime
    waiting_since: datetime
    priority: str | None
    help_needs: tuple[str, ...]
    language: str
    ahead: int
    window_no: int | None
    later_used: int


@dataclass(frozen=True, slots=True)
class Before:
    """The visitor a window had last: whether they rated (never how), and until when the end may be undone."""

    handling: str
    ticket: str
    number: str
    ending: str
    ended_at: datetime
    rateable: bool
    rated: bool
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A service to choose from."""

    code: str
    name: Text
    prefix: str


@dataclass(frozen=True, slots=True)
class Console:
    """One clerk's console; `stand` is null while they sit nowhere."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    me: Clerk
    stand: Stand | None
    pause_next: str | None
    habit_window_no: int | None
    stands: tuple[Stand, ...]
    in_hand: InHand | None
    parked: tuple[InHand, ...]
    waiting_for_me: int
    longest_since: datetime | None
    line: tuple[InLine, ...]
    """The next few, in the order this window would call them."""
    next_why: str | None
    """Why the first of them is next (hall.rules.line.Why); null with nobody waiting."""
    missed: tuple[InLine, ...]
    before: Before | None
    services: tuple[Choice, ...]
    recall_cooldown_s: int
    missed_after_calls: int


# --- desk ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bell:
    """需要帮助, rung and not yet answered."""

    bell: str
    device_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperTrouble:
    """A slip that did not come out, or perhaps did not."""

    job: str
    number: str | None
    ticket: str | None
    kind: str
    state: str
    fault: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """The help desk."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    people: tuple[InLine, ...]
    """Everybody still to be served, who waited longest first."""
    missed: tuple[InLine, ...]
    bells: tuple[Bell, ...]
    troubles: tuple[PaperTrouble, ...]
    services: tuple[Guide, ...]
    categories: tuple[CategoryName, ...]
    stands: tuple[Stand, ...]
    window_no: int | None
    """A window of the desk's own; null where there is none."""
    priorities: tuple[str, ...]
    """Every reason for going first: the desk may give all of them."""
    help_needs: tuple[str, ...]
    elder_age: int
    most_services: int
    prints: bool
    """Has a printer."""
    long_wait_s: int
    later_by: int
    later_times: int
    restore_after: int


# --- pad --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Served:
    """Who is called to or served at the pad's window."""

    handling: str
    number: str
    stage: str
    called_at: datetime
    language: str
    """What the visitor chose when taking the number."""


@dataclass(frozen=True, slots=True)
class ToRate:
    """The handling the pad asks about, until somebody rated it or the next one started."""

    handling: str
    number: str
    service_name: Text
    clerk: Clerk
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Pad:
    """One pad."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    window_no: int
    window_name: Text
    state: str
    pause_reason: str | None
    clerk: Clerk | None
    served: Served | None
    to_rate: ToRate | None
    timeout_s: int
    hold_s: int
    rating_days: int
    takes_codes: bool
    """Stands at the help desk: whoever has no phone rates here, by the code on the slip."""
    tag_set: str
    """The set of tags in force: a page that was told another is loaded anew when nobody stands there."""


# --- phone ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """What was replied to a citizen, and when."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """What a citizen sees of what followed their rating: how far it is, the replies, what they may still say."""

    case: str
    told: Text
    replies: tuple[Reply, ...]
    """None yet, one, or a second one after the first did not satisfy."""
    contact_left: bool
    contact_wanted: bool
    """May a telephone number be left now?"""
    contact_days: int
    """Days after which it would be erased."""
    satisfied: bool | None
    """What they answered last."""
    answer_wanted: bool
    """Is a reply there, and nothing said about it yet?"""
    follows_up: bool
    """Is a second reply on its way?"""
    again_by: date | None
    """The last day for it; null without one, and while the year's holidays are not announced."""


@dataclass(frozen=True, slots=True)
class Rateable:
    """One handling of the visitor's ticket, to be rated by itself (一次一评)."""

    handling: str
    service_name: Text
    window_no: int
    clerk: Clerk
    ended_at: datetime
    rated: bool
    added: bool
    """Was something said a second time (追评)?"""
    closes_at: datetime
    outcome: str
    """An outcome, or *transferred*."""
    lacking: str
    followed: Followed | None
    """What follows a low rating; null where nothing does."""


@dataclass(frozen=True, slots=True)
class ByCode:
    """A ticket as the help desk's pad shows it to whoever has its code."""

    number: str
    language: str
    handlings: tuple[Rateable, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Who is ahead, so that the page can say why it became more."""

    came_before: int
    priority: int
    """Came later, but go first."""
    came_back: int
    """Came later, or sent on from elsewhere, and are called before all the same."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A visitor's own page."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    number: str
    status: str
    language: str
    service_name: Text
    then: tuple[Text, ...]
    materials: tuple[Material, ...]
    taken_at: datetime
    ahead: int
    ahead_of: Ahead
    estimate: Estimate | None
    windows_open: int
    notify_ahead: int
    window_no: int | None
    window_name: Text | None
    area: str | None
    times_called: int
    called_at: datetime | None
    later_by: int
    later_left: int
    may_cancel: bool
    rateable: tuple[Rateable, ...]
    restorable: bool


# --- manager ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attention:
    """What a manager should look at now: `code` says what, with the facts that belong to it."""

    code: str
    service_name: Text | None
    window_no: int | None
    since: datetime | None
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Today so far."""

    taken: int
    waiting: int
    in_hand: int
    parked: int
    done: int
    missed: int
    cancelled: int
    left: int


@dataclass(frozen=True, slots=True)
class AtWork:
    """What a window does now, and has done today; `number` and the four after it are null with nobody in hand."""

    window_no: int
    number: str | None
    service_name: Text | None
    stage: str | None
    since: datetime | None
    """Since when it calls or serves them."""
    waited_s: int | None
    parked: tuple[str, ...]
    served: int


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """One hour of today: numbers taken, visitors served to the end."""

    hour: int
    taken: int
    served: int


@dataclass(frozen=True, slots=True)
class SaidToday:
    """What visitors said of the services that ended today."""

    ended: int
    rated: int
    good: int
    low: int


@dataclass(frozen=True, slots=True)
class ClerkChoice:
    """Somebody who may sit at a window, and sits at none."""

    id: str
    shown: Text
    number: str


@dataclass(frozen=True, slots=True)
class CaseNews:
    """The case that was opened last: where, never whom it is about; `no` counts the cases of the hall."""

    case: str
    no: int
    window_no: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class CasesNow:
    """The cases that are open; `newest` changes with every entry in any story of the hall."""

    open: int
    overdue: int
    newest: str
    latest: CaseNews | None
    """Null before the first case."""


@dataclass(frozen=True, slots=True)
class Manager:
    """The live hall."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    stands: tuple[Stand, ...]
    queues: tuple[Queue, ...]
    longest_since: datetime | None
    tally: Tally
    attention: tuple[Attention, ...]
    bells: tuple[Bell, ...]
    troubles: tuple[PaperTrouble, ...]
    at_work: tuple[AtWork, ...]
    """One for each of `stands`, in the same order."""
    hours: tuple[HourOfDay, ...]
    said: SaidToday
    cases: CasesNow
    free_clerks: tuple[ClerkChoice, ...]
    long_wait_s: int
    long_queue: int
