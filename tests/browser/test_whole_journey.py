"""Every screen of the hall open at once, while visitors come, are called, served, missed, restored and asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.backstage import Backstage
from tests.screens import SIZES, Screens, barriers
from tests.servers import DemoHall
from web.languages import Language, say

WINDOWS: dict[Language, int] = {"zh": 3, "en": 5}
TAGS: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}
LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}
LEVELS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
CALM_MS = 500
"""The kiosk takes a tap within a blink of a page's turning for the other half of a double tap."""


@dataclass(frozen=True)
class Visitor:
    """Somebody with a number, and its page in their hand."""

    number: str
    phone: Page

    @property
    def reads(self) -> Locator:
        return self.phone.locator("#room")


class Morning:
    """One browser in which all the screens of a hall are open, all in one language, around one window."""

    def __init__(self, hall: DemoHall, screens: Screens, language: Language) -> None:
        self.hall, self.language, self.no = hall, language, WINDOWS[language]
        # What is still fading in has less contrast than it will have.
        self.browser = screens.profile(locale=LOCALES[language], has_touch=True, reduced_motion="reduce")
        self.kiosk = self.open("kiosk", "/kiosk/")
        self.wall = self.open("display", "/display/")
        self.console = self.open("console", f"/clerk/?window_no={self.no}")
        self.desk = self.open("desk", "/desk/")
        self.pad = self.open("pad", f"/evaluator/?window_no={self.no}")
        self.manager = self.open("manager", "/manager/")
        self.kiosk.evaluate("async () => { await document.fonts.ready; }")

    def open(self, screen: str, path: str) -> Page:
        page = self.browser.new_page()
        width, height = SIZES[screen]
        page.set_viewport_size({"width": width, "height": height})
        page.goto(self.hall.url + path)
        expect(page.locator("body")).to_have_attribute("data-link", "live")
        # What anybody may come to stands there in Chinese, with English in reach.
        spoken: Language = "zh" if screen in ("kiosk", "pad") else self.language
        expect(page.locator("html")).to_have_attribute("lang", TAGS[spoken])
        return page

    def t(self, text: str, **facts: object) -> str:
        """A text of the house in the language of this morning."""
        return say(text, self.language, **facts)

    def shows(self, place: Page | Locator, text: str, **facts: object) -> None:
        """Whoever looks there reads this."""
        room = place.locator("#room") if isinstance(place, Page) else place
        expect(room).to_contain_text(self.t(text, **facts))

    def at(self, page: Page) -> Page:
        """Who touches a screen stands before it: a page behind others hardly moves."""
        page.bring_to_front()
        return page

    def button(self, page: Page | Locator, text: str, **facts: object) -> Locator:
        # A button may say more than its name; 满意 is not 不满意.
        return page.get_by_role("button", name=re.compile(f"^{re.escape(self.t(text, **facts))}"))

    # --- numbers are taken ---

    def visitor(self, taken: dict[str, Any]) -> Visitor:
        """Whoever has just taken a number opens its link."""
        phone = self.open("phone", str(taken["link"]).removeprefix(self.hall.url))
        expect(phone.locator(".place .plate")).to_have_text(taken["number"])
        return Visitor(taken["number"], phone)

    def takes_at_kiosk(self, *, reason: str | None = None) -> Visitor:
        self.at(self.kiosk)
        if self.language == "en":
            self.touch(self.kiosk.locator(".language-switch"))
        self.touch(self.kiosk.locator(".popular .service").first)
        if reason:
            self.touch(self.button(self.kiosk, "优先取号"))
            self.touch(self.kiosk.locator(f"[data-reason={reason}]"))
            expect(self.kiosk.locator("dialog")).to_have_count(0)
        with self.kiosk.expect_response("**/kiosk/tickets") as answered:
            self.touch(self.button(self.kiosk, "材料已带齐，取号"))
        taken = answered.value.json()
        expect(self.kiosk.locator(".taken-number")).to_have_text(taken["number"])
        expect(self.kiosk.locator(".taken-label .chip")).to_have_count(1 if reason else 0)
        expect(self.kiosk.locator(".taken-code img")).to_be_visible()
        self.touch(self.button(self.kiosk, "好了，返回首页"))
        expect(self.kiosk.locator(".home")).to_be_visible()
        return self.visitor(taken)

    def touch(self, place: Locator) -> None:
        """A touch of somebody who reads first."""
        expect(place).to_be_visible()
        place.page.wait_for_timeout(CALM_MS)
        place.tap()

    def takes_at_desk(self) -> Visitor:
        self.at(self.desk).keyboard.press("F2")
        self.desk.keyboard.press("1")
        self.desk.locator(".take-slip").get_by_role("button", name=NAMES[self.language]).click()
        with self.desk.expect_response("**/desk/tickets") as answered:
            self.button(self.desk, "取号并打印").click()
        taken = answered.value.json()
        expect(self.desk.locator(".just-taken .plate")).to_have_text(taken["number"])
        return self.visitor(taken)

    def row(self, one: Visitor) -> Locator:
        """Where the help desk has this number in its list."""
        return self.desk.locator("tbody tr", has_text=one.number)

    def desk_turns_to(self, tab: str) -> None:
        self.at(self.desk).get_by_role("tab", name=re.compile(re.escape(self.t(tab)))).click()

    def desk_restores(self, one: Visitor) -> None:
        self.desk_turns_to("过号")
        self.row(one).locator(".line-number").click()
        assert barriers(self.desk) == []
        self.button(self.desk, "恢复排队").click()
        self.shows(self.desk.locator(".toast").last, "{number} 号已恢复排队，前面还有 {n} 人", number=one.number, n=0)
        self.desk.keyboard.press("Escape")
        self.desk_turns_to("等候")
        expect(self.row(one)).to_be_visible()

    # --- at the window ---

    def clerk_presses(self, key: str, then: str) -> None:
        """A key of the console, and what its great button does afterwards."""
        self.at(self.console).keyboard.press(key)
        great = self.console.locator(".great")
        expect(great).to_have_attribute("data-deed", then)
        expect(great).to_have_attribute("aria-busy", "false")

    def clerk_opens(self) -> None:
        self.clerk_presses("Enter", then="next")

    def clerk_calls(self, one: Visitor) -> None:
        self.clerk_presses("Space", then="start")
        expect(self.console.locator(".hand .plate")).to_have_text(one.number)

    def clerk_finishes(self) -> None:
        """By choosing how it ended, so that nobody is called yet."""
        self.at(self.console).keyboard.press("Digit2")
        expect(self.console.locator("dialog .pick").first).to_be_visible()
        self.clerk_presses("Digit1", then="next")

    def must_wait_for_the_clerk(self, count: int) -> None:
        expect(self.console.locator(".counts b")).to_have_text(str(count))

    def must_be_called(self, one: Visitor, times: int = 1) -> None:
        """The wall, the phone, the pad, the desk and the live hall all know it."""
        call = self.wall.locator(".call", has_text=one.number)
        expect(call.locator(".window-digits")).to_have_text(str(self.no))
        self.shows(one.phone, "{no} 号窗口", no=self.no)
        self.shows(one.phone, "第 {n} 次叫号", n=times)
        expect(one.phone).to_have_title(self.t("{number} 请到 {no} 号窗口", number=one.number, no=self.no))
        # Until the visitor sits down, the pad is everybody's.
        expect(self.pad.locator("#room")).to_contain_text("请到本窗口")
        expect(self.pad.locator("#room")).to_contain_text(one.number)
        expect(self.desk.locator(".window", has_text=one.number)).to_be_visible()
        expect(self.stand).to_contain_text(one.number)
        self.shows(self.stand, "已叫号")

    def must_be_served(self, one: Visitor) -> None:
        self.shows(self.pad, "您好，很高兴为您服务")
        self.shows(one.phone, "正在 {no} 号窗口办理", no=self.no)
        self.shows(self.stand, "办理中")
        expect(self.wall.locator(".call", has_text=one.number)).to_have_count(0)

    def must_be_known_as_rated(self, one: Visitor) -> None:
        """The clerk learns that there was a rating, never how good."""
        before = self.console.locator(".aside").first
        expect(before).to_contain_text(one.number)
        self.shows(before, "已评价")
        told = self.console.locator("#room").inner_text()
        assert [level for level in LEVELS if self.t(level) in told] == []

    @property
    def stand(self) -> Locator:
        """The window in the live hall."""
        number = self.manager.locator(".stand-no", has_text=re.compile(f"^{self.no}$"))
        return self.manager.locator(".stand", has=number)

    def manager_reads_satisfaction(self, *, served: int, rated: int, good: str) -> None:
        """Of the window, with the counts behind every share; then back to the live hall."""
        self.at(self.manager).locator(".side-page", has_text=self.t("满意度")).click()
        expect(self.manager.locator(".chart canvas").first).to_be_visible()
        row = self.manager.locator("tbody tr", has=self.manager.locator("th", has_text=re.compile(rf"^{self.no} ")))
        figures = row.locator("td")
        expect(figures.nth(0)).to_have_text(str(served))
        expect(figures.nth(1)).to_have_text(str(rated))
        expect(figures.nth(3)).to_contain_text(good)
        assert barriers(self.manager) == []
        self.manager.locator(".side-page", has_text=self.t("大厅实况")).click()
        expect(self.stand).to_be_visible()

    # --- visitors say how it was, or go ---

    def rates_low_on_the_pad(self, one: Visitor) -> None:
        self.shows(self.pad, "您对这次服务满意吗？")
        expect(self.pad.locator("#room")).to_contain_text(one.number)
        expect(self.pad.locator(".face-choice[aria-pressed=true]")).to_have_count(0)
        self.at(self.pad).get_by_role("button", name=self.t("不满意"), exact=True).tap()
        self.shows(self.pad, "请告诉我们哪里没做好（可多选）")
        for tag in self.pad.locator(".tag").all()[:2]:
            tag.tap()
        expect(self.pad.locator(".tag[aria-pressed=true]")).to_have_count(2)
        assert barriers(self.pad) == []
        self.button(self.pad, "提交评价").tap()
        self.shows(self.pad, "谢谢您的意见，我们会核实并改进。")
        expect(one.phone.locator(".rate-state")).to_have_text(self.t("已评价"))

    def rates_well_on_the_phone(self, one: Visitor) -> None:
        self.shows(one.phone, "已办结，谢谢您")
        self.at(one.phone).get_by_role("button", name=self.t("非常满意"), exact=True).tap()
        self.button(one.phone, "提交评价").tap()
        self.shows(one.phone, "谢谢您的评价！")

    def comes_later(self, one: Visitor) -> None:
        self.button(self.at(one.phone), "我晚点到").tap()
        dialog = one.phone.get_by_role("dialog")
        self.button(dialog, "往后移 {by} 位", by=3).tap()
        expect(dialog).to_have_count(0)
        self.shows(one.phone, "您选择了“我晚点到”，已请后面的人先办，所以前面的人多了。")
        expect(one.phone.locator(".ahead-count .number")).to_have_text("1")

    def gives_the_number_back(self, one: Visitor) -> None:
        self.button(self.at(one.phone), "不办了，取消这个号").tap()
        self.button(one.phone.get_by_role("dialog"), "取消这个号").tap()
        self.shows(one.phone, "这个号已取消")
        expect(self.row(one)).to_have_count(0)


@pytest.fixture(scope="module")
def hall(demo: DemoHall) -> Iterator[DemoHall]:
    """A demo hall in which who does not come is called again and put down as missed at once."""
    people = Backstage.beside(demo)
    people.policy(missed_after_calls=1, missed_after_s=0, missed_after_help_s=0, recall_cooldown_s=0, pad_timeout_s=120)
    yield demo
    people.database.close()


@pytest.fixture(params=list(WINDOWS))
def morning(request: pytest.FixtureRequest, hall: DemoHall, screens: Screens) -> Iterator[Morning]:
    """The hall in each language, with one window that nobody else uses."""
    yield Morning(hall, screens, request.param)
    people = Backstage.beside(hall)
    people.clear(WINDOWS[request.param])
    people.database.close()


def test_whoever_comes_is_seen_everywhere_from_the_number_to_the_rating(morning: Morning) -> None:
    morning.clerk_opens()

    # Two come: one with a reason for going first, one helped at the desk.
    elder = morning.takes_at_kiosk(reason="elder")
    morning.shows(elder.phone, "下一位就是您")
    morning.shows(morning.row(elder), "长者")
    other = morning.takes_at_desk()
    expect(other.phone.locator(".ahead-count .number")).to_have_text("1")
    morning.must_wait_for_the_clerk(2)
    expect(morning.manager.locator(".figure-value").first).to_contain_text("2")

    # Called, and called again; the reason is for no one else's eyes.
    morning.clerk_calls(elder)
    morning.must_be_called(elder)
    morning.clerk_presses("Digit1", then="start")
    morning.must_be_called(elder, times=2)
    expect(morning.wall.locator(".now")).not_to_contain_text(morning.t("长者"))
    assert barriers(morning.wall) == []
    assert barriers(elder.phone) == []

    # Served, set aside for a copy to be made, taken back, done.
    morning.clerk_presses("Enter", then="finish")
    morning.must_be_served(elder)
    morning.clerk_presses("Digit4", then="next")
    morning.shows(elder.phone, "请在附近稍候")
    morning.shows(morning.stand, "暂存 {numbers}", numbers=elder.number)
    morning.clerk_presses("Digit7", then="start")
    morning.shows(elder.phone, "{no} 号窗口", no=morning.no)
    morning.clerk_presses("Enter", then="finish")
    morning.must_be_served(elder)
    morning.clerk_finishes()
    morning.rates_low_on_the_pad(elder)
    morning.must_be_known_as_rated(elder)
    morning.manager_reads_satisfaction(served=1, rated=1, good="0.0%")

    # The other does not come, is put down as missed, asks at the desk, and is served after all.
    morning.clerk_calls(other)
    morning.clerk_presses("Digit3", then="next")
    morning.shows(morning.wall.locator(".missed"), "已过号，请到导办台")
    expect(morning.wall.locator(".missed")).to_contain_text(other.number)
    morning.shows(other.phone, "请到导办台，说出号码即可恢复排队。")
    morning.desk_restores(other)
    morning.shows(other.phone, "已为您恢复排队")
    expect(morning.wall.locator(".missed")).to_have_count(0)
    morning.must_wait_for_the_clerk(1)
    morning.clerk_calls(other)
    morning.must_be_called(other)
    morning.clerk_presses("Enter", then="finish")
    morning.must_be_served(other)
    morning.clerk_finishes()
    morning.rates_well_on_the_phone(other)
    morning.must_be_known_as_rated(other)
    morning.manager_reads_satisfaction(served=2, rated=2, good="50.0%")

    # Two more: the first lets the second go before, and then goes home.
    late, last = morning.takes_at_kiosk(), morning.takes_at_desk()
    morning.must_wait_for_the_clerk(2)
    morning.comes_later(late)
    morning.shows(last.phone, "下一位就是您")
    morning.gives_the_number_back(late)
    morning.must_wait_for_the_clerk(1)
