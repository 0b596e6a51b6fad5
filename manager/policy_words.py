"""What each of the hall's own rules means, in words a manager reads beside its value."""

from dataclasses import dataclass
from typing import Literal

from web.languages import _

Group = Literal["line", "call", "screen", "rating", "case", "integrity", "alarm"]
Unit = Literal[
    "people", "times", "seconds", "minutes", "days", "workdays", "years", "ratings", "reasons", "scores", "flag"
]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `source` is S (the rule book), V (a published source) or L (our own default, never law)."""

    meaning: str
    group: Group
    unit: Unit
    source: Literal["S", "V", "L"]


RULES: dict[str, Rule] = {
    "priority_run": Rule(_("还有其他人等候时，最多连续先叫几位优先"), "line", "people", "L"),
    "self_declared": Rule(_("可在取号机自行申报的优先原因"), "line", "reasons", "L"),
    "elder_age": Rule(_("多少岁起算长者"), "line", "years", "L"),
    "restore_after": Rule(_("过号恢复后，先叫几位再轮到"), "line", "people", "L"),
    "later_by": Rule(_("“我晚点到”往后移几位"), "line", "people", "L"),
    "later_times": Rule(_("一个号可以“我晚点到”几次（0 为不提供）"), "line", "times", "L"),
    "recall_cooldown_s": Rule(_("播报结束后多久可以重呼"), "call", "seconds", "V"),
    "missed_after_calls": Rule(_("叫号几次后可以标记过号"), "call", "times", "V"),
    "missed_after_s": Rule(_("首次叫号后多久可以标记过号"), "call", "seconds", "L"),
    "missed_after_help_s": Rule(_("有帮助需求的群众：首次叫号后多久可以标记过号"), "call", "seconds", "L"),
    "undo_s": Rule(_("误标过号或误点办结后，多久内可以撤销"), "call", "seconds", "L"),
    "issue_cutoff_min": Rule(_("闭馆前多久停止取号（已取的号照常叫）"), "line", "minutes", "L"),
    "notify_ahead": Rule(_("前面还有几位时，手机提示做好准备"), "call", "people", "V"),
    "long_wait_min": Rule(_("等候超过多久，提示增开窗口"), "alarm", "minutes", "V"),
    "long_queue": Rule(_("等候超过几人，提示增开窗口"), "alarm", "people", "V"),
    "kiosk_idle_s": Rule(_("取号机无人操作多久回到首页"), "screen", "seconds", "L"),
    "pad_timeout_s": Rule(_("评价页无人操作多久结束（不算评价）"), "screen", "seconds", "V"),
    "pad_hold_s": Rule(_("叫下一位时，刚被触摸过的评价页保留多久"), "screen", "seconds", "L"),
    "rating_days": Rule(_("凭小票几日内可以评价"), "rating", "days", "V"),
    "quick_rating_s": Rule(_("办结后多久之内的评价要核查（0 为不查）"), "integrity", "seconds", "L"),
    "before_next_s": Rule(_("叫下一位之前多久之内在评价器上的评价要核查（0 为不查）"), "integrity", "seconds", "L"),
    "burst_ratings": Rule(_("同一窗口、同一张小票或导办台评价器短时间内几份评价算集中"), "integrity", "ratings", "L"),
    "burst_s": Rule(_("多长时间之内的评价算集中"), "integrity", "seconds", "L"),
    "shortest_handling_s": Rule(_("办理时间短于多久的评价要核查（0 为不查）"), "integrity", "seconds", "L"),
    "console_people": Rule(_("一周内几个人在同一地址登录，就算共用地址，不作依据"), "integrity", "people", "L"),
    "pattern_from": Rule(_("满多少份评价才与全大厅其他评价比较"), "integrity", "ratings", "L"),
    "rank_from": Rule(_("满多少份评价才参与排名"), "rating", "ratings", "L"),
    "own_levels_from": Rule(_("满多少份评价，本人才能看到自己的汇总"), "rating", "ratings", "L"),
    "level_scores": Rule(_("五个等级各计几分（从非常满意到非常不满意）"), "rating", "scores", "V"),
    "callback_days": Rule(_("留了联系电话的差评，几个工作日内回访"), "case", "workdays", "L"),
    "rectify_days": Rule(_("差评几个工作日内整改并答复"), "case", "workdays", "L"),
    "contact_days": Rule(_("群众留下的联系方式保存多久后删除"), "case", "days", "L"),
    "makeup_counts": Rule(_("调休上班日算不算工作日（1 算，0 不算）"), "case", "flag", "L"),
    "wall_improvements": Rule(_("无人被叫号时，叫号屏显示“您提我改”（1 显示，0 不显示）"), "screen", "flag", "L"),
    "wall_satisfaction": Rule(_("无人被叫号时，叫号屏显示近 30 天满意度（1 显示，0 不显示）"), "screen", "flag", "L"),
    "public_satisfaction": Rule(_("公开满意度页面，任何人可看汇总（1 公开，0 不公开）"), "screen", "flag", "L"),
}
"""Every rule of hall.rules.policy.Policy."""
