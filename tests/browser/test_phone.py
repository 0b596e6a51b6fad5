"""The visitor's own page on a phone: true wherever it is opened, and private."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select

from hall.actions import tickets
from hall.actions.ratings import rate_by_ticket
from hall.rules.handling import Outcome
from hall.rules.rating import Level, Opinion
from hall.rules.ticket import Priority
from hall.store.tables import cases, ratings, unsubmitted
from hall.store.tables import tickets as tickets_table
from tests.backstage import Backstage
from tests.screens import Screens, barriers
from tests.servers import DemoHall

TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"
FELT = "navigator.vibrate = (pattern) => { (window.felt ??= []).push(pattern); return true; };"
NO_SOCKETS = """
  window.WebSocket = class { constructor() { throw new Error("blocked"); } };
"""


def phone(screens: Screens, demo: DemoHall, link: str, **context: object) -> Page:
    page = screens.open(demo.url + link, "phone", **{"has_touch": True, **context})
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    return page


def must_be_well_made(page: Page) -> None:
    for name in ("English", "中文"):
        assert barriers(page) == []
        assert not page.evaluate(TOO_WIDE)
        page.get_by_role("button", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", "en" if name == "English" else "zh-Hans")


def test_from_the_line_to_the_rating(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    first, second = stage.services()[:2]
    for _each in range(4):
        stage.take()
    ticket = stage.take(first, second)
    page = phone(screens, demo, stage.link(ticket))
    room = page.locator("#room")
    expect(room).to_contain_text("前面还有 4 位")
    expect(room).to_contain_text("请备好材料")
    must_be_well_made(page)
    for _each in range(2):
        stage.serve(window_no)
    expect(room).to_contain_text("快到您了，请回到大厅，备好材料")
    expect(room).to_contain_text("预计还要等")
    must_be_well_made(page)
    for _each in range(2):
        stage.serve(window_no)
    expect(room).to_contain_text("下一位就是您")
    stage.call(window_no)
    expect(room).to_contain_text(f"{window_no} 号窗口")
    expect(page).to_have_title(f"{page.locator('.plate').inner_text()} 请到 {window_no} 号窗口")
    must_be_well_made(page)
    stage.start(window_no)
    expect(room).to_contain_text(f"正在 {window_no} 号窗口办理")
    stage.finish(window_no, Outcome.DEFICIENT, "<img src=x onerror=alert(1)>\n一寸照片 2 张")
    expect(room).to_contain_text("<img src=x onerror=alert(1)>")
    expect(room).to_contain_text("还需补齐")
    must_be_well_made(page)
    page.get_by_role("button", name="不满意", exact=True).click()
    page.get_by_label("还想说几句（可不填）").fill("<b>等了很久</b>")
    must_be_well_made(page)
    page.get_by_role("button", name="提交评价").click()
    expect(room).to_contain_text("谢谢您的意见，我们会核实并改进。")
    row = stage.rows(select(ratings).where(ratings.c.ticket_id == ticket))[0]
    assert (row.level, row.text, row.channel) == (2, "<b>等了很久</b>", "link")
    # The second service of the same ticket is rated by itself.
    stage.serve(window_no)
    expect(room).to_contain_text("已办结，谢谢您")
    page.get_by_role("button", name="非常满意", exact=True).click()
    page.get_by_role("button", name="提交评价").click()
    expect(room).to_contain_text("谢谢您的评价！")
    assert len(stage.rows(select(ratings).where(ratings.c.ticket_id == ticket))) == 2
    must_be_well_made(page)
    page.reload()
    assert page.locator(".face-choice").count() == 0
    expect(page.locator(".rate-state")).to_have_text(["已评价", "已评价"])


def test_what_went_wrong_is_followed_up_on_the_same_page(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    ticket = stage.take(*stage.services()[:2])
    first, second = stage.serve(window_no), stage.serve(window_no)
    page = phone(screens, demo, f"{stage.link(ticket)}?via=pad&handling={second}")
    room, cards = page.locator("#room"), page.locator(".rate-card")
    # The one that was asked for stands open, the other waits for a touch.
    expect(cards.nth(0).get_by_role("button", name="评价这次办理")).to_be_visible()
    cards.nth(1).get_by_role("button", name="非常不满意").click()
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    expect_row(stage, select(unsubmitted.c.level, unsubmitted.c.channel), (1, "paper"))
    cards.nth(1).get_by_role("button", name="以上都不是").click()
    assert page.get_by_text("愿意接听回访电话吗").count() == 0, "asked only once it is stored"
    cards.nth(1).get_by_role("button", name="提交评价").click()
    expect(room).to_contain_text("愿意接听回访电话吗？（可不填）")
    must_be_well_made(page)
    skip, leave = (page.get_by_role("button", name=name).bounding_box() for name in ("不用了", "留下电话"))
    assert skip is not None
    assert leave is not None
    assert (skip["width"], skip["height"]) == (leave["width"], leave["height"])
    page.get_by_label("电话号码").fill("no")
    page.get_by_role("button", name="留下电话").click()
    expect(page.locator(".field-error")).to_contain_text("请填写手机号、带区号的座机")
    page.get_by_label("电话号码").fill("138 0013 8000")
    page.get_by_role("button", name="留下电话").click()
    expect(room).to_contain_text("电话已留下，我们会与您联系。")
    assert stage.rows(select(unsubmitted)) == []
    case = stage.reply_to(second, "已请窗口改正，并补发材料清单。")
    expect(room).to_contain_text("已请窗口改正，并补发材料清单。")
    must_be_well_made(page)
    page.get_by_role("button", name="满意", exact=True).last.click()
    expect(room).to_contain_text("您已表示满意，谢谢您！")
    assert stage.rows(select(cases.c.satisfied).where(cases.c.id == case))[0].satisfied
    # A second thought of the same service.
    cards.nth(1).get_by_role("button", name="再补充一次评价（追评）").click()
    cards.nth(1).get_by_role("button", name="基本满意").click()
    cards.nth(1).get_by_role("button", name="提交评价").click()
    expect(page.locator(".rate-state").nth(1)).to_have_text("已追评")
    expect(cards.nth(1)).to_contain_text("谢谢您的评价！")
    assert "差评" not in page.content()
    assert [row.handling_id for row in stage.rows(select(ratings).where(ratings.c.ticket_id == ticket))] == [second] * 2
    # Chosen here and sent elsewhere at the same time: one wins, the other is told.
    cards.nth(0).get_by_role("button", name="满意", exact=True).click()
    rate_by_ticket(stage.hall, ticket=ticket, handling=first, said=Opinion(Level.VERY_SATISFIED))
    expect(cards.nth(0)).to_contain_text("这次办理已经评价过了，谢谢您！")


def expect_row(stage: Backstage, asked: Any, row: tuple[Any, ...]) -> None:
    """What the page told in passing arrives a moment later."""
    for _each in range(900):
        if stage.rows(asked):
            break
        time.sleep(0.1)
    assert [tuple(one) for one in stage.rows(asked)] == [row]


def test_when_more_are_ahead_it_says_why(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    stage.take()
    ticket = stage.take()
    page = phone(screens, demo, stage.link(ticket))
    room = page.locator("#room")
    expect(room).to_contain_text("前面还有 1 位")
    stage.take(priority=Priority.ELDER)
    expect(room).to_contain_text("有人依规定优先办理，所以前面的人多了。")
    expect(room).to_contain_text("其中 1 位依规定优先办理")
    assert "长者" not in room.inner_text()
    for _each in range(4):
        stage.take()
    page.get_by_role("button", name="我晚点到").click()
    page.get_by_role("dialog").get_by_role("button", name="不用了").click()
    expect(room).to_contain_text("还可用 2 次")
    page.get_by_role("button", name="我晚点到").click()
    page.get_by_role("dialog").get_by_role("button", name="往后移 3 位").click()
    expect(room).to_contain_text("您选择了“我晚点到”，已请后面的人先办，所以前面的人多了。")
    expect(room).to_contain_text("还可用 1 次")
    expect(room).to_contain_text("前面还有 5 位")


def test_giving_the_number_back_asks_first(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    ticket = stage.take()
    page = phone(screens, demo, stage.link(ticket))
    page.get_by_role("button", name="不办了，取消这个号").click()
    assert barriers(page) == []
    page.get_by_role("button", name="不取消").click()
    assert stage.rows(select(tickets_table.c.status).where(tickets_table.c.id == ticket))[0].status == "waiting"
    page.get_by_role("button", name="不办了，取消这个号").click()
    page.get_by_role("button", name="取消这个号", exact=True).click()
    expect(page.locator("#room")).to_contain_text("这个号已取消")
    assert stage.rows(select(tickets_table.c.status).where(tickets_table.c.id == ticket))[0].status == "cancelled"


def test_a_call_is_felt_once_for_each_time(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    ticket = stage.take()
    profile = screens.profile("phone")
    profile.add_init_script(FELT)
    page = profile.new_page()
    page.goto(demo.url + stage.link(ticket))
    expect(page.locator("#room")).to_contain_text("下一位就是您")
    stage.call(window_no)
    expect(page.locator("#room")).to_contain_text("第 1 次叫号")
    page.get_by_role("button", name="English").click()
    assert page.evaluate("window.felt.length") == 1


def test_a_missed_number_is_told_how_to_come_back(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    stage.policy(missed_after_calls=1, missed_after_s=0, missed_after_help_s=0)
    ticket = stage.take()
    page = phone(screens, demo, stage.link(ticket))
    stage.call(window_no)
    stage.miss(window_no)
    # The rule alone stands on the page of whoever waits, too.
    expect(page.locator(".state")).to_contain_text("已过号")
    expect(page.locator(".place")).to_contain_text("过号不作废，当日可到导办台恢复排队")
    must_be_well_made(page)
    tickets.restore(stage.hall, ticket=ticket)
    expect(page.locator("#room")).to_contain_text("已为您恢复排队")


def test_where_no_socket_comes_through_it_asks_by_itself(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    ticket = stage.take()
    profile = screens.profile("phone")
    profile.add_init_script(NO_SOCKETS)
    profile.route("**/socket.io/**", lambda route: route.abort())
    page = profile.new_page()
    page.goto(demo.url + stage.link(ticket))
    expect(page.locator("#room")).to_contain_text("下一位就是您")
    expect(page.locator("body")).to_have_attribute("data-link", "lost")
    stage.call(window_no)
    expect(page.locator("#room")).to_contain_text("第 1 次叫号")
    expect(page.locator(".stale")).to_have_count(0)


def test_what_comes_back_to_the_front_is_true_at_once(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    ticket = stage.take()
    profile = screens.profile("phone")
    profile.add_init_script(NO_SOCKETS)
    profile.route("**/socket.io/**", lambda route: route.abort())
    page = profile.new_page()
    page.clock.install()
    page.goto(demo.url + stage.link(ticket))
    expect(page.locator("#room")).to_contain_text("下一位就是您")
    # Its own time stands still: it does not ask again by itself.
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    stage.call(window_no)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#room")).to_contain_text("第 1 次叫号")


def test_a_rating_that_cannot_be_sent_says_so_and_is_sent_later(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    ticket = stage.take()
    stage.serve(window_no)
    page = phone(screens, demo, stage.link(ticket))
    page.route("**/ratings", lambda route: route.abort())
    page.get_by_role("button", name="满意", exact=True).click()
    page.get_by_label("还想说几句（可不填）").fill("好" * 151)
    expect(page.locator(".field-error")).to_contain_text("151/150")
    page.get_by_label("还想说几句（可不填）").fill("很好")
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("#room")).to_contain_text("您的评价还没有保存")
    assert stage.rows(select(ratings).where(ratings.c.ticket_id == ticket)) == []
    page.unroute("**/ratings")
    expect(page.locator("#room")).to_contain_text("谢谢您的评价！")
    assert stage.rows(select(ratings).where(ratings.c.ticket_id == ticket))[0].text == "很好"


def test_no_link_stands_in_the_log(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    link = stage.link(stage.take())
    page = phone(screens, demo, link)
    page.evaluate("fetch(location.pathname + '/nothing')")
    page.evaluate("fetch(location.pathname + '/cancel', {method: 'POST', body: '{'})")
    assert link.removeprefix("/t/") not in demo.server.log.read_text("utf-8")
