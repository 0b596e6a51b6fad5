"""The printed sheet of a case (差评核实整改单): an official form on A4, without the contact."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Response

from hall.rules.case import Cause, Step, Verdict
from hall.rules.handling import Ending, Outcome
from hall.rules.rating import Level
from hall.rules.staff import Power
from hall.store import names
from hall.store.look import Look
from manager.asked import asked_language
from manager.case_out import CaseOut, EntryOut, HandlingOut, Person, Words, case_out
from manager.case_words import PENDING, SATISFIED, VERDICTS
from manager.room import bp
from web.context import house
from web.languages import Language, _, say, text_of
from web.pages import on_staff, page

TITLE = _("差评核实整改单")
NONE = _("无")
LEFT, NOT_LEFT = _("已留（本表不载）"), _("未留")
NOT_SAID = _("尚未表示")
AGAIN_BY = _("再次答复 {day}")
HANDLED = _("{service}，{no} 号窗口，{clerk}；等候 {waited}，走到窗口 {walked}，办理 {served}；{ending}")
SPAN = _("{minutes} 分 {seconds} 秒")
ENDINGS: dict[str, str] = {
    Outcome.DONE_ON_SPOT: _("当场办结"),
    Outcome.ACCEPTED: _("已受理"),
    Outcome.DEFICIENT: _("材料不齐"),
    Outcome.REFUSED: _("不予办理"),
    Outcome.CONSULTED: _("咨询答复"),
    Outcome.REFERRED: _("引导到别处"),
    Ending.MISSED: _("过号"),
    Ending.TRANSFERRED: _("转到别的窗口"),
    Ending.CANCELLED: _("取消"),
}
STILL_OPEN = _("办理中")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the form: its label and what stands in it."""

    label: str
    lines: tuple[str, ...]
    signed: str = ""
    """Who signs it and when; "" for a field that is not signed."""


@bp.get("/cases/<int:case>/print")
def show_sheet(case: int) -> Response:
    """One case as an official form, to be printed and signed."""
    by, _token = on_staff(Power.RATINGS)
    language = asked_language()
    with house().database.hall(by.hall).look() as look:
        told = case_out(look, case, by.staff)
        form = Form(look, told, language)
        return page(
            "manager",
            title=TITLE,
            hall=by.hall,
            script="sheet.js",
            stylesheet="sheet.css",
            case=case,
            template="manager/case_sheet.html",
            tongue=language,
            hall_name=look.set_up.name.to_facts(),
            no=f"{told.opened_at.astimezone(look.hours.zone).year}–{told.no:04d}",
            printed=form.moment(look.now),
            head=form.head(),
            lines=form.lines(),
        )


class Form:
    """What stands in the fields, in one language."""

    def __init__(self, look: Look, case: CaseOut, language: Language) -> None:
        self.case = case
        self.language: Language = language
        self.zone: ZoneInfo = look.hours.zone

    def head(self) -> list[tuple[Line, Line]]:
        """The short fields, two in a row."""
        one = self.case
        return [
            (self._line(_("号码"), one.number), self._line(_("取号时间"), self.moment(one.taken_at))),
            (self._line(_("评价时间"), self.moment(one.opened_at)), self._line(_("被评价人"), self._name(one.clerk))),
            (
                self._line(_("承办人"), self._name(one.handler)),
                self._line(_("联系方式"), self._say(LEFT if one.contact else NOT_LEFT)),
            ),
            (
                self._line(_("回访期限"), self._due(one.call_back_due) if one.contact else self._say(NONE)),
                Line(self._say(_("整改答复期限")), tuple(self._dues())),
            ),
        ]

    def lines(self) -> list[Line]:
        """The long fields, from what happened to what the citizen says of it."""
        one = self.case
        found = [self._say(VERDICTS[Verdict(one.verdict)])] if one.verdict else []
        if one.cause:
            found.append(text_of(names.CAUSES[Cause(one.cause)].to_facts(), self.language))
        return [
            Line(self._say(_("办理经过")), tuple(self._handling(each) for each in one.handlings)),
            Line(self._say(_("群众评价")), tuple(self._said())),
            self._entry(_("当事人说明"), Step.STATEMENT),
            self._entry(_("回访情况"), Step.CALLED_BACK),
            self._entry(
                _("核实结论"), Step.VERIFIED, first=" · ".join(found) if Step.REVIEWED not in self._kinds() else ""
            ),
            self._entry(_("申诉"), Step.APPEAL),
            self._entry(_("复核结论"), Step.REVIEWED, first=" · ".join(found)),
            self._entry(_("整改措施"), Step.RECTIFIED),
            self._entry(_("答复群众"), Step.REPLIED),
            Line(self._say(_("群众是否满意")), tuple(self._answers()) or (self._say(NOT_SAID),)),
        ]

    def moment(self, at: datetime) -> str:
        """A moment of the hall, to the minute."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    def _kinds(self) -> set[str]:
        return {each.kind for each in self.case.story}

    def _line(self, label: str, text: str) -> Line:
        return Line(self._say(label), (text,))

    def _say(self, text: str, **facts: object) -> str:
        return say(text, self.language, **facts)

    def _name(self, one: Person | None) -> str:
        return f"{text_of(one.shown, self.language)} {one.number}" if one else ""

    def _due(self, day: date | None) -> str:
        return day.isoformat() if day else self._say(PENDING)

    def _dues(self) -> Iterator[str]:
        yield self._due(self.case.rectify_due)
        if self.case.reopened:
            yield self._say(AGAIN_BY, day=self._due(self.case.again_due))

    def _span(self, seconds: int | None) -> str:
        return "–" if seconds is None else self._say(SPAN, minutes=seconds // 60, seconds=seconds % 60)

    def _handling(self, one: HandlingOut) -> str:
        told = self._say(
            HANDLED,
            service=text_of(one.service, self.language),
            no=one.window_no,
            clerk=text_of(one.clerk.shown, self.language),
            waited=self._span(one.waited_s),
            walked=self._span(one.walked_s),
            served=self._span(one.served_s),
            ending=self._say(ENDINGS[one.ending] if one.ending else STILL_OPEN),
        )
        return f"{self.moment(one.called_at)} {told}"

    def _said(self) -> list[str]:
        told = []
        for each in self.case.said:
            level = text_of(names.LEVELS[Level(each.level)].to_facts(), self.language)
            tags = "；".join(text_of(tag, self.language) for tag in each.tags)
            told.append(" · ".join(part for part in (self.moment(each.at), level, tags, each.text) if part))
        return told

    def _entry(self, label: str, kind: Step, first: str = "") -> Line:
        entries: list[EntryOut] = [each for each in self.case.story if each.kind == kind]
        texts = tuple(part for part in (first if entries else "", *(each.text for each in entries)) if part)
        last = entries[-1] if entries else None
        by: Words | None = last.by if last else None
        signed = f"{text_of(by, self.language)}　{self.moment(last.at)}" if last and by else ""
        return Line(self._say(label), texts, signed)

    def _answers(self) -> Iterator[str]:
        for each in self.case.story:
            if each.kind == Step.ANSWERED:
                said = self._say(SATISFIED[each.facts["satisfied"]])
                yield " · ".join(part for part in (self.moment(each.at), said, each.text) if part)
