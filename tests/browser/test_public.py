"""What people say, and what was changed because of it, is read by everybody: on a phone, on a desk, on the wall."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from hall.actions import setup
from tests.backstage import Backstage
from tests.hall.test_published import another_hall, said
from tests.screens import Screens, barriers
from tests.servers import DemoHall


@pytest.fixture(scope="module")
def backstage(demo: DemoHall) -> Iterator[Backstage]:
    """A hall with enough ratings, and a neighbour in its district with too few."""
    behind = Backstage.beside(demo)
    with behind.hall.look() as look:
        yesterday, district = look.today - timedelta(days=1), look.set_up.district
        windows = [str(one) for one in look.set_up.posts][:3]
    said(behind.hall, day=yesterday, part="hall", rated={"": 120}, low=6)
    said(behind.hall, day=yesterday, part="window", rated=dict(zip(windows, (70, 45, 5), strict=True)), low=2)
    neighbour = another_hall(behind, "neighbour", district=district)
    said(neighbour, day=yesterday, part="hall", rated={"": 200}, low=4)
    setup.set_policy(behind.hall, facts={"wall_satisfaction": 1})
    yield behind
    behind.database.close()


@pytest.mark.parametrize(("screen", "locale"), [("phone", "zh-CN"), ("phone", "en-GB"), ("manager", "zh-CN")])
def test_everybody_reads_the_public_page(
    demo: DemoHall, screens: Screens, backstage: Backstage, screen: str, locale: str
) -> None:
    page = screens.open(f"{demo.url}/satisfaction/demo", screen, reduced_motion="reduce", locale=locale)
    expect(page.locator(".public-figure")).to_have_text("95.0%")
    expect(page.locator(".public-table").first).to_contain_text("评价不足" if locale == "zh-CN" else "Too few")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#month").select_option(index=1)
    page.get_by_role("button", name="看这段" if locale == "zh-CN" else "Show").click()
    page.wait_for_url("**month=20**")
    page.emulate_media(media="print")
    expect(page.locator(".public-when")).to_be_hidden()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_district_sees_its_halls_side_by_side(
    demo: DemoHall, screens: Screens, backstage: Backstage, locale: str
) -> None:
    page = screens.open(f"{demo.url}/manager/district", "manager", reduced_motion="reduce", locale=locale)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").last).to_contain_text("98.0%")
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("#from").fill("2026-11-20")
    page.locator("#to").fill("2026-11-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()


def test_what_was_changed_is_written_and_then_stands_on_the_wall(
    demo: DemoHall, screens: Screens, backstage: Backstage
) -> None:
    page = screens.open(f"{demo.url}/manager/improvements", "manager", reduced_motion="reduce", locale="zh-CN")
    page.get_by_role("button", name="新增一条").click()
    page.get_by_role("textbox", name="改了什么 · 中文").fill("等候区加了二十个座位。")
    assert barriers(page) == []
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".improvement")).to_contain_text("公开显示")
    assert barriers(page) == []
    wall = screens.open(f"{demo.url}/display/?quiet", "display", reduced_motion="reduce", locale="zh-CN")
    expect(wall.locator(".slide")).to_contain_text("等候区加了二十个座位。")
    sizes = wall.eval_on_selector_all(".slide *", "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 40
    expect(wall.locator(".slide-rate")).to_have_text("95.0%")
    page.get_by_role("button", name="不再公开").click()
    expect(page.locator(".improvement")).to_contain_text("未公开")
