"""A low rating in real browsers: from the pad to the list, through everybody's hands, to the citizen's own page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from hall.actions import ratings
from hall.rules.rating import Level, Opinion
from tests.backstage import Backstage
from tests.screens import Screens, barriers
from tests.servers import DemoHall

PHONE = "13800138000"
WROTE = "等了很久也没人解释"
LOW, CONTACT_ASKED = 3, 4
"""The windows of the two low ratings."""


@pytest.fixture(scope="module")
def stage(demo: DemoHall) -> Iterator[Backstage]:
    """Two windows; at the second one somebody was rated low already."""
    behind = Backstage.beside(demo)
    behind.open(LOW, CONTACT_ASKED)
    behind.take()
    handling = behind.serve(CONTACT_ASKED)
    with behind.hall.look() as look:
        window = look.set_up.post_by_no(CONTACT_ASKED).id
    ratings.rate_at_pad(
        behind.hall, handling=handling, window=window, said=Opinion(Level.VERY_DISSATISFIED, tags=["115"], text=WROTE)
    )
    yield behind
    behind.database.close()


def section(page: Page, title: str) -> Locator:
    """A part of the page by its heading."""
    return page.locator("section", has=page.get_by_role("heading", name=re.compile(f"^{title}")))


def fits_a_phone(page: Page) -> bool:
    page.set_viewport_size({"width": 390, "height": 844})
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth")) and barriers(page) == []


def choose(page: Page, deed: str) -> None:
    """Open the form of something that is not proposed as the next step."""
    page.get_by_role("group", name="其他").get_by_role("button", name=deed).click()


def test_a_low_rating_on_the_pad_is_handled_until_the_citizen_is_satisfied(
    demo: DemoHall, screens: Screens, stage: Backstage
) -> None:
    listed = screens.open(f"{demo.url}/manager/cases")
    elsewhere = screens.open(f"{demo.url}/manager/hours")
    expect(listed.get_by_role("link", name="编号 1")).to_be_visible()
    ticket = stage.take()
    stage.serve(LOW)
    pad = screens.open(f"{demo.url}/evaluator/?window_no={LOW}", "pad")
    pad.get_by_role("button", name="不满意", exact=True).click()
    pad.get_by_role("button", name="服务态度生硬").click()
    pad.get_by_role("button", name="提交评价").click()
    # Whatever page a manager has open says so at once, and leads there.
    news = elsewhere.locator(".news")
    expect(news).to_contain_text(f"新的差评：{LOW} 号窗口")
    expect(news.get_by_role("link", name="查看")).to_have_attribute("href", "/manager/cases/2")
    assert barriers(elsewhere) == []
    news.get_by_role("button", name="知道了").click()
    expect(news).to_have_count(0)
    # The list shows it by itself.
    fresh = listed.get_by_role("link", name="编号 2")
    expect(fresh).to_be_visible()

    phone = screens.open(demo.url + stage.link(ticket), "phone")
    phone.get_by_label("电话号码").fill(PHONE)
    phone.get_by_role("button", name="留下电话").click()

    fresh.click()
    expect(listed.get_by_role("heading", name="差评 2", level=1)).to_be_visible()
    listed.get_by_label("承办人", exact=True).select_option(index=4)
    listed.get_by_role("button", name="提交", exact=True).click()
    expect(section(listed, "登记回访")).to_be_visible()
    choose(listed, "查看联系方式")
    listed.get_by_role("button", name="查看联系方式").click()
    expect(listed.locator(".case-phone")).to_have_text(PHONE)
    assert barriers(listed) == []
    choose(listed, "登记回访")
    listed.get_by_label("接通了", exact=True).check()
    listed.get_by_label("回访情况，或未接通的原因", exact=True).fill("群众希望说明原因")
    listed.get_by_role("button", name="提交", exact=True).click()
    listed.get_by_label("属实", exact=True).check()
    expect(listed.get_by_role("button", name="提交", exact=True)).to_be_disabled()
    listed.get_by_label("流程", exact=True).check()
    listed.get_by_label("核实情况", exact=True).fill("叫号中断二十分钟，没有说明")
    listed.get_by_role("button", name="提交", exact=True).click()
    listed.get_by_label("整改措施", exact=True).fill("中断时在大屏上说明")
    listed.get_by_role("button", name="提交", exact=True).click()
    listed.get_by_label("答复内容", exact=True).fill("您说得对，以后会在大屏上说明。")
    listed.get_by_role("button", name="提交", exact=True).click()

    expect(phone.get_by_text("您说得对，以后会在大屏上说明。")).to_be_visible()
    phone.get_by_role("button", name="不满意", exact=True).click()
    expect(phone.get_by_text("我们会再跟进")).to_be_visible()
    # As promised: a second reply is due, and more may be put right before.
    expect(section(listed, "再次答复群众")).to_contain_text("群众对答复不满意")
    expect(section(listed, "基本情况")).to_contain_text("待再次答复")
    assert barriers(listed) == []
    choose(listed, "补充整改")
    listed.get_by_label("又整改了什么", exact=True).fill("窗口另有人口头说明")
    listed.get_by_role("button", name="提交", exact=True).click()
    listed.get_by_label("答复内容", exact=True).fill("今后中断超过五分钟，窗口会有人当面说明。")
    listed.get_by_role("button", name="提交", exact=True).click()
    expect(phone.get_by_text("今后中断超过五分钟")).to_be_visible()
    expect(phone.get_by_text("您说得对，以后会在大屏上说明。")).to_be_visible()
    assert barriers(phone) == []
    phone.get_by_role("button", name="满意", exact=True).click()
    expect(phone.get_by_text("您已表示满意")).to_be_visible()
    listed.get_by_role("button", name="办结此件", exact=True).click()
    expect(section(listed, "基本情况")).to_contain_text("已办结")
    listed.get_by_role("link", name="打印整改单").click()
    sheet = listed.get_by_role("article")
    for put_right in ("中断时在大屏上说明", "窗口另有人口头说明"):
        expect(sheet).to_contain_text(put_right)
    expect(sheet).not_to_contain_text(PHONE)
    assert barriers(listed) == []


def test_the_rated_clerk_states_how_it_was_without_reading_what_was_said(
    demo: DemoHall, screens: Screens, stage: Backstage
) -> None:
    page = screens.open(f"{demo.url}/mine/cases?window_no={CONTACT_ASKED}")
    page.get_by_role("link", name="编号 1").click()
    expect(section(page, "群众评价")).to_contain_text("核实并公开后")
    expect(page.locator("main")).not_to_contain_text(WROTE)
    page.get_by_label("当时的情况").fill("   ")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="请写明内容")).to_be_visible()
    page.get_by_label("当时的情况").fill("系统故障，已口头说明")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(section(page, "办理记录")).to_contain_text("系统故障，已口头说明")
    assert barriers(page) == []
    assert fits_a_phone(page)


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("path", ["/manager/cases", "/manager/cases/1", "/manager/cases/1/print", "/mine/cases"])
def test_pages_of_cases_shut_nobody_out(
    demo: DemoHall, screens: Screens, stage: Backstage, path: str, locale: str
) -> None:
    page = screens.open(f"{demo.url}{path}", reduced_motion="reduce", locale=locale)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert barriers(page) == []
    assert fits_a_phone(page)
