"""The pages before the rooms: the demo hall's front page, signing in, letting a screen in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hall.actions import devices, people
from hall.store.database import Database, Hall
from settings import key_of, read_settings
from tests.screens import SIZES, Screens, barriers
from tests.servers import ROOT, DemoHall, Server, serve

STRONG = "a long and easy one"
CALM = {"reduced_motion": "reduce"}
SOON = 90_000


class RealHall:
    """A hall that is no demo, with its server."""

    def __init__(self, server: Server) -> None:
        server.flask("hall", "load", str(ROOT / "halls" / "jianshe.toml"))
        self.url = server.url
        settings = read_settings(server.environment)
        self.database = Database(settings.database, key=key_of(settings))

    @property
    def hall(self) -> Hall:
        return self.database.hall(1, actor="test")

    def approve(self, code: str, name: str, **facts: object) -> int:
        return devices.approve_pairing(self.hall, code=code.replace(" ", ""), facts={"name": name, **facts})


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHall]:
    with serve(tmp_path_factory.mktemp("real")) as server:
        one = RealHall(server)
        yield one
        one.database.close()


def whole(page: Page) -> bool:
    """Nothing hangs out of the screen."""
    wide, high = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]")
    return bool(wide <= page.evaluate("innerWidth") and high <= page.evaluate("innerHeight"))


def other_language(page: Page) -> None:
    before = page.locator("html").get_attribute("lang")
    page.locator(".language-switch").click()
    expect(page.locator("html")).not_to_have_attribute("lang", before or "")


# --- the front page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["manager", "phone"])
def test_the_front_page_is_well_made_in_both_languages(demo: DemoHall, screens: Screens, size: str) -> None:
    page = screens.open(demo.url, size, **CALM)
    for _each in range(2):
        assert barriers(page) == []
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        other_language(page)
    expect(page.get_by_role("heading", name="一分钟走一遍")).to_be_visible()


def test_from_the_front_page_a_visit_takes_four_screens_in_one_browser(demo: DemoHall, screens: Screens) -> None:
    front = screens.open(demo.url, "manager", **CALM)

    def step(n: int) -> Page:
        with front.context.expect_page() as opened:
            front.locator(".way-card").nth(n - 1).click()
        opened.value.wait_for_load_state()
        return opened.value

    kiosk = step(1)
    expect(kiosk.locator(".service").first).to_be_visible()
    # A font that arrives late moves what stands under the finger, and a page that just turned waits for a second tap.
    kiosk.evaluate("async () => { await document.fonts.ready; }")
    kiosk.wait_for_timeout(500)
    kiosk.locator(".service").first.click()
    take = kiosk.get_by_role("button", name="材料已带齐，取号")
    expect(take).to_be_visible()
    kiosk.wait_for_timeout(500)
    take.click()
    number = kiosk.locator(".taken-number").inner_text()
    console = step(2)
    great = console.locator(".great")
    expect(console.locator(".pick-window")).to_be_visible()
    console.keyboard.press("Enter")
    for deed in ("next", "start", "finish"):
        expect(great).to_have_attribute("data-deed", deed)
        expect(great).to_have_attribute("aria-busy", "false")
        if deed == "start":
            wall = step(3)
            expect(wall.locator("body")).to_contain_text(number)
            console.bring_to_front()
        # The great button takes a hurried second press for a mistake.
        console.wait_for_timeout(700)
        great.click()
    expect(great).to_have_attribute("data-deed", "next")
    pad = step(4)
    pad.get_by_role("button", name="非常满意", exact=True).click()
    pad.get_by_role("button", name="提交评价").click()
    expect(pad.locator("body")).to_contain_text("谢谢")


# --- signing in ----------------------------------------------------------------------------------------


def test_whoever_signs_in_comes_to_their_work_and_leaves_again(demo: DemoHall, screens: Screens) -> None:
    one = demo.member("desk")
    page = screens.open(f"{demo.url}/sign-in", "desk", **CALM)
    page.get_by_label("用户名").fill(one["name"])
    page.get_by_label("密码", exact=True).fill(one["password"])
    assert barriers(page) == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/$"))
    page.get_by_role("button", name="我的账号").click()
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_a_page_asked_for_is_come_back_to_and_no_other_site(demo: DemoHall, screens: Screens) -> None:
    one = demo.member("desk")
    for to, arrives in (("/clerk/?window_no=17", r"/clerk/\?window_no=17$"), ("//elsewhere.example", "/desk/$")):
        page = screens.open(f"{demo.url}/sign-in?to={to}", "desk", **CALM)
        page.get_by_label("用户名").fill(one["name"])
        page.get_by_label("密码", exact=True).fill(one["password"])
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(arrives))


def test_a_wrong_password_is_told_in_words_and_the_eye_shows_what_was_typed(real: RealHall, screens: Screens) -> None:
    page = screens.open(f"{real.url}/", "phone", **CALM)
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码", exact=True).fill("wrong")
    page.get_by_role("button", name="显示密码").click()
    expect(page.get_by_label("密码", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    assert barriers(page) == []
    for _each in range(10):
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("button", name="登录", exact=True)).to_be_enabled()
    expect(page.get_by_role("alert")).to_contain_text("操作太频繁")
    other_language(page)
    expect(page.get_by_role("heading")).to_have_text("Staff sign-in")
    assert barriers(page) == []


def test_a_one_time_link_leads_to_a_password_and_that_to_ones_work(demo: DemoHall, screens: Screens) -> None:
    settings = read_settings(demo.server.environment)
    database = Database(settings.database, key=key_of(settings))
    hall = database.hall(int(demo.people["hall"]), actor="test")
    name = demo.member("inspector")["name"]
    with hall.look() as look:
        who = next(one.id for one in look.set_up.staff.values() if one.name == name)
    token = people.give_link(hall, who=who)
    database.close()
    page = screens.open(f"{demo.url}/link/{token}", "desk", **CALM)
    expect(page.get_by_label("用户名")).to_have_value(name)
    page.get_by_label("新密码").fill("short")
    page.get_by_role("button", name="保存密码").click()
    expect(page.get_by_role("alert")).to_contain_text("至少 10 位")
    assert barriers(page) == []
    page.get_by_label("新密码").fill(STRONG)
    page.get_by_role("button", name="保存密码").click()
    page.get_by_role("link", name="去登录").click()
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码", exact=True).fill(STRONG)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/manager/"))

    page.goto(f"{demo.url}/password")
    page.get_by_label("现在的密码").fill(STRONG)
    page.get_by_label("新密码").fill("another long one")
    assert barriers(page) == []
    page.get_by_role("button", name="保存密码").click()
    expect(page.get_by_role("status").first).to_contain_text("密码已修改")
    page.get_by_role("link", name="回到工作页面").click()
    expect(page).to_have_url(re.compile("/manager/"))


def test_a_used_link_says_so(demo: DemoHall, screens: Screens) -> None:
    page = screens.open(f"{demo.url}/link/nobody-made-this", "desk", **CALM)
    expect(page.get_by_role("heading")).to_contain_text("这个链接已经用过或已经过期")
    assert barriers(page) == []
    other_language(page)
    expect(page.get_by_role("heading")).to_contain_text("This link")
    assert barriers(page) == []


# --- letting a screen in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/kiosk/", "kiosk"),
        ("/kiosk/", "kiosk-wide"),
        ("/display/", "display"),
        ("/evaluator/", "pad"),
        ("/evaluator/", "pad-small"),
    ],
)
def test_a_code_is_whole_and_large_on_every_screen(real: RealHall, screens: Screens, path: str, size: str) -> None:
    page = screens.open(real.url + path, size, **CALM)
    for _each in range(2):
        code = page.locator(".pairing-code")
        expect(code).to_have_text(re.compile(r"^\d{6}$"))
        assert barriers(page) == []
        assert whole(page)
        box = code.bounding_box()
        assert box is not None
        assert box["width"] > SIZES[size][0] * 0.45
        other_language(page)


def test_an_approved_screen_opens_by_itself_and_a_revoked_one_shows_a_code_again(
    real: RealHall, screens: Screens
) -> None:
    page = screens.open(f"{real.url}/kiosk/", "kiosk", **CALM)
    code = page.locator(".pairing-code")
    expect(code).to_have_text(re.compile(r"^\d{6}$"))
    shown = code.inner_text()
    page.reload()
    expect(code).to_have_text(re.compile(r"^\d{6}$"))
    assert "".join(code.inner_text().split()) == "".join(shown.split())
    device = real.approve("".join(shown.split()), "大门口取号机")
    page.locator(".home, .closed").wait_for(timeout=SOON)
    devices.revoke_device(real.hall, device=device)
    expect(code).to_have_text(re.compile(r"^\d{6}$"))


def test_a_screen_says_when_the_server_is_away_and_goes_on_by_itself(real: RealHall, screens: Screens) -> None:
    page = screens.open(f"{real.url}/display/", "display", **CALM)
    code = page.locator(".pairing-code")
    expect(code).to_have_text(re.compile(r"^\d{6}$"))
    page.context.set_offline(True)
    expect(page.get_by_text("暂时连不上服务器，会自动再试")).to_be_visible(timeout=SOON)
    page.context.set_offline(False)
    real.approve("".join(code.inner_text().split()), f"大屏 {Path(page.url).name}")
    expect(page.locator("#room .pairing")).to_have_count(0)
