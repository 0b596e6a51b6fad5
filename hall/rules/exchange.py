"""The exchange record: one rating as the 好差评 platform above the hall takes it.

The fields are the union of those seen in provincial interfaces. What the hall does not know of a person is not in
it: userProp, userName and certKey are never asked, and mobile is left out because these interfaces want it
encrypted in transport, which a file is not. A field the hall cannot fill is left out, never made up.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from hall.rules.handling import Ending, Outcome
from hall.rules.rating import Channel, Level, RatingKind


class Order(StrEnum):
    """Which way `satisfaction` counts: the standard and the national interface count in opposite directions."""

    NATIONAL = "national"
    """The national rating interface: 5 = 非常满意."""
    GBT = "gbt39046"
    """GB/T 39046—2020, table A.8: 1 = 非常满意."""


SATISFACTION: Mapping[Order, Mapping[Level, str]] = {
    Order.NATIONAL: {
        Level.VERY_SATISFIED: "5",
        Level.SATISFIED: "4",
        Level.FAIRLY_SATISFIED: "3",
        Level.DISSATISFIED: "2",
        Level.VERY_DISSATISFIED: "1",
    },
    Order.GBT: {
        Level.VERY_SATISFIED: "1",
        Level.SATISFIED: "2",
        Level.FAIRLY_SATISFIED: "3",
        Level.DISSATISFIED: "4",
        Level.VERY_DISSATISFIED: "5",
    },
}
"""Written out, never reckoned: a sign lost in a formula would turn every rating round."""

NATIONAL_CHANNELS: Mapping[Channel, str] = {
    Channel.PAD: "4",
    Channel.PAPER: "3",
    Channel.LINK: "2",
    Channel.DESK: "5",
}
"""`pf`: 1 PC, 2 移动端, 3 二维码, 4 窗口评价器, 5 自助终端/其他, 6 电话, 7 短信. A province may want other codes."""

PROGRESS: Mapping[str, str] = {
    Outcome.DONE_ON_SPOT: "3",
    Outcome.ACCEPTED: "2",
    Outcome.DEFICIENT: "1",
    Outcome.REFUSED: "3",
    Outcome.CONSULTED: "3",
    Outcome.REFERRED: "3",
    Ending.TRANSFERRED: "1",
    Ending.CANCELLED: "1",
}
"""`proStatus` by how the handling ended: 1 待受理, 2 已受理, 3 已办结."""

SERVED_AS: Mapping[str, str] = {Outcome.CONSULTED: "咨询", Outcome.REFERRED: "咨询", Outcome.DEFICIENT: "补正"}
USUALLY_SERVED_AS = "申报"
ENQUIRED = "咨询"

KINDS: Mapping[RatingKind, str] = {RatingKind.FIRST: "1", RatingKind.ADDITION: "2"}
NOT_BY_DEFAULT = "0"
"""`isdefault` of every record: nothing is filled in for whoever did not rate."""

NATIONAL_TAG = re.compile(r"[1-5][0-9]{2}")
"""Three digits, the first being the level; what a hall adds (以上都不是 = 2-none) has another shape, and stays here."""


class Which(StrEnum):
    """What is exported of a handling that was rated twice."""

    EFFECTIVE = "effective"
    """The one in the figures: the last that is not excluded."""
    EVERY = "every"
    """The first and the addition, each as a record of its own, without those excluded."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the platform above calls this hall, and how it wants to be spoken to."""

    area_code: str
    dept_code: str
    org_name: str
    order: Order = Order.NATIONAL
    channels: Mapping[Channel, str] = field(default_factory=lambda: dict(NATIONAL_CHANNELS))

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Exchange | None":
        """As `to_facts` wrote it; None for {}, a hall that exchanges nothing."""
        if not facts:
            return None
        channels = {Channel(name): code for name, code in facts["channels"].items()}
        return cls(facts["area_code"], facts["dept_code"], facts["org_name"], Order(facts["order"]), channels)

    def to_facts(self) -> dict[str, Any]:
        """The same as JSON can hold it, with the keys of a hall file."""
        return {
            "area_code": self.area_code,
            "dept_code": self.dept_code,
            "org_name": self.org_name,
            "order": str(self.order),
            "channels": {str(channel): code for channel, code in self.channels.items()},
        }


@dataclass(frozen=True, slots=True)
class Said:
    """One rating with what it was about; moments are UTC."""

    kind: RatingKind
    level: Level
    tags: Sequence[str]
    text: str
    channel: Channel
    at: datetime
    started_at: datetime
    ended_at: datetime
    ending: str
    """An `Outcome` or an `Ending`."""
    hall: str
    """The hall's own code."""
    day: date
    ticket: str
    nth: int
    """Which handling of this service on this ticket, from 1."""
    service: str
    service_name: str
    enquiry: bool
    promised_days: int | None
    window_no: int
    clerk: str
    clerk_number: str


def record(said: Said, exchange: Exchange, *, zone: ZoneInfo) -> dict[str, str]:
    """The record of one rating, in the order of the interfaces; times are the hall's own, YYYYMMDDThhmmss."""
    progress = PROGRESS[said.ending]
    known = {
        "areaCode": exchange.area_code,
        "deptCode": exchange.dept_code,
        "orgName": exchange.org_name,
        "taskCode": said.service,
        "taskName": said.service_name,
        "projectNo": f"{said.hall}-{said.day:%Y%m%d}-{said.ticket}-{said.service}",
        "proStatus": progress,
        "projectType": _project_type(said.promised_days),
        "acceptDate": _moment(said.started_at, zone) if progress != "1" else None,
        "resultDate": _moment(said.ended_at, zone) if progress == "3" else None,
        "serviceName": ENQUIRED if said.enquiry else SERVED_AS.get(said.ending, USUALLY_SERVED_AS),
        "serviceNumber": str(said.nth),
        "serviceTime": _moment(said.ended_at, zone),
        "winName": f"{said.window_no}号窗口",
        "handleUserName": said.clerk,
        "handleUserNumber": said.clerk_number,
        "pf": exchange.channels[said.channel],
        "satisfaction": SATISFACTION[exchange.order][said.level],
        "evalDetail": ",".join(national(said.tags)),
        "writingEvaluation": said.text,
        "assessTime": _moment(said.at, zone),
        "assessNumber": KINDS[said.kind],
        "isdefault": NOT_BY_DEFAULT,
    }
    return {name: value for name, value in known.items() if value is not None}


def national(tags: Sequence[str]) -> list[str]:
    """The codes that mean the same everywhere; the hall's own are nobody else's."""
    return [code for code in tags if NATIONAL_TAG.fullmatch(code)]


def _project_type(promised_days: int | None) -> str | None:
    """1 即办, 2 承诺; None where nothing is promised in days."""
    if promised_days is None:
        return None
    return "2" if promised_days else "1"


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y%m%dT%H%M%S}"
