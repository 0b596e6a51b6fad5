"""What the hall refuses, each refusal with its own code, its sentence and the facts it names.

The sentence is Chinese with `{fact}` places; the catalogue `hall` carries the English.
"""

from typing import ClassVar

from hall.words import _


class Refusal(Exception):
    """Something the hall will not do; `facts` say with whom, where or when."""

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = _("现在不能这样做")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


# --- what is not there -------------------------------------------------------------------


class UnknownService(Refusal):
    code = "unknown-service"
    title = _("没有这项业务")


class UnknownTicket(Refusal):
    code = "unknown-ticket"
    title = _("找不到这个号")


class UnknownWindow(Refusal):
    code = "unknown-window"
    title = _("没有这个窗口")


class UnknownHandling(Refusal):
    code = "unknown-handling"
    title = _("找不到这次办理")


class UnknownDevice(Refusal):
    code = "unknown-device"
    title = _("没有这台设备")


class UnknownStaff(Refusal):
    code = "unknown-staff"
    title = _("没有这位工作人员")


class UnknownRecord(Refusal):
    """A notice, closure, bell or print job that is not (or no longer) there."""

    code = "unknown-record"
    title = _("找不到这条记录")


# --- taking a number -----------------------------------------------------------------------


class HallClosed(Refusal):
    code = "hall-closed"
    title = _("现在不取号")


class ServiceNotOffered(Refusal):
    code = "service-not-offered"
    title = _("这项业务目前不办理")


class PriorityNotSelfDeclared(Refusal):
    code = "priority-at-desk"
    title = _("这项优先请到导办台办理")


class TooManyServices(Refusal):
    code = "too-many-services"
    title = _("一个号最多办 {most} 项业务")


# --- the line and the windows ----------------------------------------------------------------


class NobodyWaiting(Refusal):
    code = "nobody-waiting"
    title = _("现在没有人等候")


class WindowNotOpen(Refusal):
    code = "window-not-open"
    title = _("窗口没有开放")


class WindowTaken(Refusal):
    code = "window-taken"
    title = _("窗口已有工作人员")


class ClerkElsewhere(Refusal):
    code = "clerk-elsewhere"
    title = _("您已在 {at_window} 号窗口")


class NotYourWindow(Refusal):
    code = "not-your-window"
    title = _("这不是您的窗口")


class StillServing(Refusal):
    code = "still-serving"
    title = _("请先办完 {number} 号")


class StillParked(Refusal):
    """Somebody set aside at a window can be called by that window alone."""

    code = "still-parked"
    title = _("请先办完暂存的 {number} 号，或转到别的窗口")


class NothingInHand(Refusal):
    code = "nothing-in-hand"
    title = _("窗口现在没有在办的号")


class StaleHandling(Refusal):
    code = "stale-handling"
    title = _("这次办理已经不是当前办理")


class WrongMove(Refusal):
    """A ticket or a handling cannot go from where it is to where it was sent."""

    code = "wrong-move"
    title = _("这个号现在不能这样操作")


class TooSoonToRecall(Refusal):
    code = "too-soon-to-recall"
    title = _("请 {wait_s} 秒后再重呼")


class TooSoonForMissed(Refusal):
    code = "too-soon-for-missed"
    title = _("还不到过号的时候：叫号满 {calls} 次且过 {seconds} 秒")


class UndoTooLate(Refusal):
    code = "undo-too-late"
    title = _("已过可撤销的时间")


class NothingToUndo(Refusal):
    code = "nothing-to-undo"
    title = _("没有可撤销的操作")


class LackingNotSaid(Refusal):
    code = "lacking-not-said"
    title = _("请写明还缺什么材料或不予办理的理由")


class SlipNotUncertain(Refusal):
    """It is known what became of the slip, or it is still being printed; `state` says which."""

    code = "slip-not-uncertain"
    title = _("这张小票没有待确认的打印结果")


class WindowDoesNotServe(Refusal):
    code = "window-does-not-serve"
    title = _("这个窗口不办这项业务")


class PauseReasonMissing(Refusal):
    code = "pause-reason-missing"
    title = _("暂停需要说明原因")


class NoMoreLater(Refusal):
    code = "no-more-later"
    title = _("“我晚点到”最多 {times} 次")


# --- ratings ---------------------------------------------------------------------------------


class AlreadyRated(Refusal):
    code = "already-rated"
    title = _("这次办理已经评价过了")


class RatingClosed(Refusal):
    code = "rating-closed"
    title = _("这次办理现在不能评价")


class WrongPad(Refusal):
    code = "wrong-pad"
    title = _("这不是本窗口的办理")


class StaffMayNotRate(Refusal):
    code = "staff-may-not-rate"
    title = _("工作人员不能代为评价")


class UnknownTag(Refusal):
    code = "unknown-tag"
    title = _("没有这个评价选项")


class NotYetRated(Refusal):
    """A 追评 comes after a first rating."""

    code = "not-yet-rated"
    title = _("请先评价，再追评")


class AlreadyAdded(Refusal):
    code = "already-added"
    title = _("这次办理已经追评过了")


class UnknownCode(Refusal):
    """No ticket has this 评价码, or it is too old to be rated."""

    code = "unknown-code"
    title = _("没有这个评价码，或已过评价时间。请对照小票再输一次")


class TooManyWrongCodes(Refusal):
    code = "too-many-wrong-codes"
    title = _("输错的次数多了，请过几分钟再试，或请导办员帮您看看小票")


class NotAtThisPad(Refusal):
    """Codes are taken at the help desk's pad alone."""

    code = "not-at-this-pad"
    title = _("请到导办台的评价器输入评价码")


class UnknownTagSet(Refusal):
    code = "unknown-tag-set"
    title = _("没有这套评价标签")


class TagSetBegun(Refusal):
    """What people have read is never renamed in place."""

    code = "tag-set-begun"
    title = _("这套标签已定启用日期，不能再改；请另起草一版")


class TagSetTooEarly(Refusal):
    code = "tag-set-too-early"
    title = _("启用日期不能早于今天")


class TagOfAnotherLevel(Refusal):
    code = "tag-of-another-level"
    title = _("这个选项不属于所选的评价")


class ReasonMissing(Refusal):
    code = "reason-missing"
    title = _("请选一项，或写几句，也可以选“以上都不是”")


# --- ratings left out of the figures ---------------------------------------------------------------


class GroundMissing(Refusal):
    code = "ground-missing"
    title = _("请写明排除的依据")


class ExclusionAlreadyAsked(Refusal):
    """Somebody asked for it and nobody decided yet, or it is left out already."""

    code = "exclusion-already-asked"
    title = _("这份评价已有人提请排除，或已经排除")


class ExclusionDecided(Refusal):
    code = "exclusion-decided"
    title = _("这次提请已经有人决定过了")


class SamePerson(Refusal):
    """Whoever asked does not decide."""

    code = "same-person"
    title = _("提请的人不能自己决定，请由另一人决定")


class OwnRating(Refusal):
    """Nobody asks or decides about a rating of their own service."""

    code = "own-rating"
    title = _("不能处理对自己的评价")


class NotExcluded(Refusal):
    code = "not-excluded"
    title = _("这份评价现在没有被排除")


# --- what follows a low rating -------------------------------------------------------------------


class UnknownCase(Refusal):
    code = "unknown-case"
    title = _("找不到这件事")


class PhoneUnusable(Refusal):
    code = "phone-unusable"
    title = _("请填写手机号、带区号的座机或港澳号码，例如 13800138000 或 020-83331234")


class ContactAlreadyLeft(Refusal):
    code = "contact-already-left"
    title = _("联系方式已经留过了")


class ContactNotNeeded(Refusal):
    """What a citizen told was looked into already: a telephone number would be kept for nothing."""

    code = "contact-not-needed"
    title = _("已经核实，不再需要联系方式")


class NotRepliedYet(Refusal):
    code = "not-replied-yet"
    title = _("还没有答复")


class AlreadyAnswered(Refusal):
    code = "already-answered"
    title = _("已经说过是否满意了")


class CaseNotYours(Refusal):
    """The rated clerk never handles it; others only as its handler, or with the power over cases."""

    code = "case-not-yours"
    title = _("这件差评不由您这样办理")


class CaseChanged(Refusal):
    """Something was entered since whoever decides has last read the case."""

    code = "case-changed"
    title = _("这件差评刚有新进展，请看过再办")


class WrongCaseMove(Refusal):
    code = "wrong-case-move"
    title = _("这件差评现在不能这样办")


class NoHandlerYet(Refusal):
    code = "no-handler-yet"
    title = _("请先指定承办人")


class HandlerNotFit(Refusal):
    """The handler is anybody of the hall but the rated clerk."""

    code = "handler-not-fit"
    title = _("承办人须是本大厅在岗人员，且不能是被评价的人")


class ContactMissing(Refusal):
    code = "contact-missing"
    title = _("没有可用的联系方式")


class CallBackFirst(Refusal):
    code = "call-back-first"
    title = _("群众留了电话，请先回访")


class EntryMissing(Refusal):
    code = "entry-missing"
    title = _("请写明内容")


class CauseNotFit(Refusal):
    code = "cause-not-fit"
    title = _("属实的必须选一个原因，其他结论不选原因")


class AlreadySaid(Refusal):
    code = "already-said"
    title = _("已经提交过，不能再提交")


class NoAppeal(Refusal):
    code = "no-appeal"
    title = _("没有待复核的申诉")


class ReviewerIsVerifier(Refusal):
    code = "reviewer-is-verifier"
    title = _("复核人不能是作出核实结论的人")


class AppealOpen(Refusal):
    code = "appeal-open"
    title = _("申诉还没有复核")


class AlreadyReleased(Refusal):
    code = "already-released"
    title = _("已经向被评价人公开")


class SealBroken(Refusal):
    """What is sealed cannot be read with the keys of the house, or was changed."""

    code = "seal-broken"
    title = _("加密内容读不出来，请核对密钥")


# --- people, devices, set-up -------------------------------------------------------------------


class WrongPassword(Refusal):
    code = "wrong-password"
    title = _("用户名或密码不对")


class WeakPassword(Refusal):
    code = "weak-password"
    title = _("新密码至少 {least} 位，且不能与姓名或旧密码相同")


class LinkUsed(Refusal):
    code = "link-used"
    title = _("这个链接已经用过或已经过期")


class PairingGone(Refusal):
    code = "pairing-gone"
    title = _("配对码不对或已经过期")


class NameTaken(Refusal):
    code = "name-taken"
    title = _("“{name}”已经有人用了")


class LastAdministrator(Refusal):
    code = "last-administrator"
    title = _("至少要留一位系统管理员")


class PrinterUnknown(Refusal):
    code = "no-printer"
    title = _("没有可用的打印机")


class PhotoRefused(Refusal):
    code = "photo-refused"
    title = _("照片不能用：请用 5 MB 以内的 JPEG 或 PNG")


class LineChanged(Refusal):
    """The line is not what somebody saw who decided about all of it."""

    code = "line-changed"
    title = _("等候的人数变了，现在是 {waiting} 人，请再看一遍")


class ExchangeNotSetUp(Refusal):
    """Exchange records carry codes that only the hall's own authority gives; without them there are no records."""

    code = "exchange-not-set-up"
    title = _("还没有填写上报代码，请先到“大厅”页填写")


# --- how it is asked ---------------------------------------------------------------------------


class Malformed(Refusal):
    """What was sent does not have the shape the door asks for; `field` and `why` say where."""

    code = "malformed"
    title = _("填写的内容有误")


class TextTooLong(Refusal):
    code = "text-too-long"
    title = _("文字太长：最多 {most} 个字")


class KeyReused(Refusal):
    code = "key-reused"
    title = _("同一个操作编号用在了不同的内容上")


class Busy(Refusal):
    code = "busy"
    title = _("系统正忙，请稍后再试")


class ClockMayNotGoBack(Refusal):
    code = "clock-backwards"
    title = _("重放的时钟只能向前")
