"""The manager's pages in a real browser: at full size and on a phone, by keyboard, in both languages."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from hall.actions import devices, ratings
from hall.rules.device import DeviceKind
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from tests.backstage import Backstage
from tests.screens import Screens, barriers
from tests.servers import DemoHall

PAGES = [
    "",
    "satisfaction",
    "ratings",
    "integrity",
    "services",
    "windows",
    "staff",
    "devices",
    "hours",
    "notices",
    "tag-sets",
    "recipients",
    "policy",
    "hall",
]


@pytest.fixture(scope="module")
def backstage(demo: DemoHall) -> Iterator[Backstage]:
    """A hall with somebody served and rated, somebody called, somebody waiting."""
    behind = Backstage.beside(demo)
    behind.open(3, 4)
    behind.take()
    handling = behind.serve(3)
    with behind.hall.look() as look:
        window = look.set_up.post_by_no(3).id
    ratings.rate_at_pad(behind.hall, handling=handling, window=window, said=Opinion(Level.SATISFIED))
    behind.take()
    behind.call(3)
    behind.take()
    yield behind
    behind.database.close()


def open_page(demo: DemoHall, screens: Screens, path: str, screen: str = "manager", **context: str) -> Page:
    page = screens.open(f"{demo.url}/manager/{path}", screen, reduced_motion="reduce", **context)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if path:
        page.wait_for_load_state("networkidle")
    else:
        expect(page.locator("body")).to_have_attribute("data-link", "live")
    return page


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_shuts_nobody_out(
    demo: DemoHall, screens: Screens, backstage: Backstage, path: str, locale: str
) -> None:
    page = open_page(demo, screens, path, locale=locale)
    assert barriers(page) == []
    # Nothing is wider than a phone: what does not fit scrolls in its own frame.
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert barriers(page) == []


def test_the_live_hall_tells_who_serves_whom_and_follows(
    demo: DemoHall, screens: Screens, backstage: Backstage
) -> None:
    page = open_page(demo, screens, "")
    third = page.locator(".stand", has=page.locator(".stand-no", has_text="3")).first
    expect(third).to_contain_text("已叫号")
    backstage.start(3)
    expect(third).to_contain_text("办理中")
    page.get_by_role("button", name="处理 3 号窗口").click()
    expect(page.get_by_role("button", name="关闭窗口")).to_be_disabled()
    page.get_by_label("由谁接手").select_option(index=1)
    page.get_by_role("button", name="换人接手").click()
    expect(page.locator(".toast")).to_contain_text("3 号窗口已由")
    page.get_by_role("button", name="结束今日").click()
    expect(page.get_by_role("dialog")).to_contain_text("正在办理或暂存")


def test_satisfaction_shows_a_chart_beside_the_table_and_refuses_days_that_run_backwards(
    demo: DemoHall, screens: Screens, backstage: Backstage
) -> None:
    page = open_page(demo, screens, "satisfaction")
    # One rating is not drawn against others, it is said in words; over time it is drawn.
    expect(page.get_by_text("还没有满 30 份评价的")).to_be_visible()
    expect(page.locator("section[aria-labelledby=shares] canvas")).to_be_visible()
    tall = page.locator("section[aria-labelledby=shares] canvas").bounding_box()
    page.emulate_media(media="print")
    printed = page.locator("section[aria-labelledby=shares] canvas").bounding_box()
    page.emulate_media(media="screen")
    assert tall is not None
    assert printed is not None
    assert printed["height"] > tall["height"] / 3, "a chart on paper is a chart"
    row = page.locator(".report tbody tr").first
    expect(row).to_contain_text("100.0%")
    expect(row).to_contain_text("不排名")
    page.get_by_role("button", name="前一段").click()
    expect(page).to_have_url(re.compile("against_from="))
    expect(page.get_by_text("对比期 –，0 份")).to_be_visible()
    page.get_by_role("button", name="不对比").click()
    page.get_by_role("button", name="人员").click()
    expect(page).to_have_url(f"{demo.url}/manager/satisfaction?by=clerk")
    page.get_by_label("从", exact=True).fill("20261220")
    page.keyboard.press("Tab")
    expect(page.get_by_label("从", exact=True)).to_have_value("2026-12-20")
    # Chosen from a month, a week and two months before.
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("2026年12月")
    assert barriers(page) == []
    for key in ("ArrowUp", "PageUp", "PageUp"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_label("从", exact=True)).to_have_value("2026-10-13")
    page.get_by_label("到", exact=True).fill("2026年10月1日")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("结束日期早于开始日期")
    page.get_by_role("button", name="近 7 天").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 CSV").click()
    assert download.value.suggested_filename.startswith("satisfaction-clerk-")


def test_one_person_asks_to_leave_a_rating_out_and_another_decides(
    demo: DemoHall, screens: Screens, backstage: Backstage
) -> None:
    asks = open_page(demo, screens, "integrity")
    row = asks.locator("tbody tr").first
    expect(row).to_contain_text("办结后")
    row.get_by_role("button", name="提请排除").press("Enter")
    asks.get_by_label("依据").fill("监控显示由窗口人员代点")
    asks.keyboard.press("Tab")
    assert barriers(asks) == []
    asks.get_by_role("dialog").get_by_role("button", name="提请排除").click()
    expect(asks.locator(".pending")).to_contain_text("须另一人决定")
    decides = open_page(demo, screens, "integrity?role=inspector")
    expect(decides.locator(".pending")).to_contain_text("监控显示由窗口人员代点")
    decides.get_by_text("同意排除", exact=True).press("Enter")
    expect(decides.locator(".toast")).to_contain_text("已排除")
    expect(decides.get_by_text("没有待决定的排除")).to_be_visible()
    decides.get_by_role("button", name="恢复计入").click()
    decides.get_by_role("dialog").get_by_role("button", name="恢复计入").click()
    expect(decides.locator(".toast").last).to_contain_text("已恢复计入")


def test_a_figure_leads_to_its_ratings_and_back(demo: DemoHall, screens: Screens, backstage: Backstage) -> None:
    page = open_page(demo, screens, "satisfaction")
    page.locator(".report tbody tr").first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/manager/ratings\?from=.*window=3"))
    expect(page.get_by_label("窗口")).to_have_value("3")
    row = page.locator(".ratings tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("满意")
    page.get_by_label("等级").select_option("1")
    expect(page.get_by_text("没有符合的评价")).to_be_visible()
    # Hidden on the screen, and all that paper has to say which ratings these are.
    expect(page.locator(".print-head")).to_contain_text("等级 非常不满意")
    page.get_by_role("button", name="清除筛选").click()
    expect(row).to_have_count(1)
    page.get_by_role("link", name="提请排除").click()
    expect(page.get_by_role("dialog").get_by_label("依据")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="回到满意度").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("满意度")


def test_a_fault_stands_beside_its_field_in_the_readers_language(demo: DemoHall, screens: Screens) -> None:
    page = open_page(demo, screens, "staff", locale="en-GB")
    page.get_by_role("button", name="Add a member of staff").click()
    page.get_by_label("Sign-in name").fill("Not A Name")
    page.keyboard.press("Enter")
    faults = page.locator(".field-error")
    expect(faults.first).to_be_visible()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("need")
    assert barriers(page) == []
    page.get_by_role("textbox", name="Full name · Chinese").fill("新同事")
    page.get_by_label("Staff no.").fill("N77")
    page.get_by_label("Sign-in name").fill("new.colleague")
    page.get_by_label("Usual window").select_option(index=3)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("Saved")
    page.get_by_role("button", name="One-time link for 新同事").click()
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator(".link-text")).to_contain_text("/link/")
    expect(page.locator("img.qr")).to_be_visible()


def test_a_service_is_changed_where_it_is_read(demo: DemoHall, screens: Screens) -> None:
    page = open_page(demo, screens, "services")
    first = page.locator("tbody tr").first
    first.get_by_role("button", name="修改").click()
    page.get_by_role("textbox", name="承诺时限 · 中文").fill("两个工作日")
    page.get_by_role("button", name="保存").click()
    expect(first).to_contain_text("两个工作日")


def test_a_new_machine_is_let_in_by_its_code(demo: DemoHall, screens: Screens, backstage: Backstage) -> None:
    asked = devices.ask_pairing(backstage.database, kind=DeviceKind.PAD)
    page = open_page(demo, screens, "devices")
    page.get_by_role("button", name="配对新设备").click()
    page.get_by_label("配对码").fill("000000" if asked.code != "000000" else "000001")
    page.get_by_label("设备种类").select_option(label="评价器")
    page.get_by_role("textbox", name="名称 · 中文").fill("备用评价器")
    page.get_by_label("所属窗口").select_option(index=5)
    page.get_by_role("dialog").get_by_role("button", name="配对").click()
    expect(page.locator(".field-error")).to_contain_text("配对码不对")
    page.get_by_label("配对码").fill(asked.code)
    page.get_by_role("dialog").get_by_role("button", name="配对").click()
    expect(page.get_by_text("备用评价器")).to_be_visible()
    assert devices.collect(backstage.database, secret=asked.secret)


def test_an_inspector_sees_what_happened_and_what_was_said_and_runs_nothing(
    demo: DemoHall, screens: Screens, backstage: Backstage
) -> None:
    member = demo.member(Role.INSPECTOR)
    profile = screens.profile("manager", reduced_motion="reduce")
    page = profile.new_page()
    page.goto(f"{demo.url}/sign-in")
    signed_in = page.request.post(f"{demo.url}/sign-in", data={"name": member["name"], "password": member["password"]})
    assert signed_in.ok
    page.goto(f"{demo.url}/manager/")
    expect(page.locator(".side-page")).to_have_text(["大厅实况", "满意度", "差评整改", "评价核查"])
    expect(page.locator(".stand-manage")).to_have_count(0)
    expect(page.get_by_role("button", name="结束今日")).to_have_count(0)


def test_the_pages_fold_away_on_a_phone(demo: DemoHall, screens: Screens) -> None:
    page = open_page(demo, screens, "policy", "phone")
    expect(page.get_by_role("link", name="满意度")).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    expect(page.get_by_role("link", name="满意度")).to_be_visible()
