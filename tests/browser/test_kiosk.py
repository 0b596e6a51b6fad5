"""The kiosk as a visitor meets it: at both its sizes, in both languages, with and without a server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import Table, delete, func, select, update

from hall.actions import help as helping
from hall.store.tables import bells, halls, hours, print_jobs, tickets
from tests.backstage import Backstage
from tests.patience import PATIENCE
from tests.screens import Screens, barriers
from tests.servers import DemoHall, serve_demo

CODE = "social-card"
TAKE = "材料已带齐，取号"
SETTLED_MS = 500
"""After a page has turned, a tap within a blink is taken for the other half of a double tap."""

HAMMER = """async ([x, y]) => {
  let last = 0;
  const turned = () => { if (document.querySelector(".taken-number")) last ||= performance.now(); };
  new MutationObserver(turned).observe(document.body, { childList: true, subtree: true });
  const tap = { bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y };
  for (let taps = 0, after = 0; ; taps += 1) {
    if (last && (after === 4 || performance.now() - last > 400)) return taps;
    document.elementFromPoint(x, y).dispatchEvent(new MouseEvent("click", tap));
    if (last) { after += 1; last = performance.now(); }
    await new Promise((later) => setTimeout(later, 40));
  }
}"""
"""Taps one place until the page has turned, and up to four times more, none later than a blink after the one before."""

CUT_OFF = """() => {
  const foot = document.querySelector(".foot").getBoundingClientRect();
  return [...document.querySelectorAll(".view button, .foot button")].filter((one) => {
    if (one.closest(".roll-inside")) return false;
    const at = one.getBoundingClientRect();
    const low = one.closest(".foot") ? innerHeight : foot.top;
    return at.left < -1 || at.right > innerWidth + 1 || at.bottom > low + 1 || at.height < 64 || at.width < 64;
  }).map((one) => one.textContent);
}"""
TOO_SMALL = """() => [...document.querySelectorAll("body *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
  .filter((one) => !one.closest(".visually-hidden, script, noscript") && one.getClientRects().length)
  .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 23.9)
  .map((one) => `${one.className || one.tagName}: ${one.textContent}`)"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHall]:
    """A demo hall with four windows at work."""
    with serve_demo(tmp_path_factory.mktemp("kiosk")) as hall:
        backstage = Backstage.beside(hall)
        backstage.open(1, 2, 3, 4)
        yield hall
        backstage.database.close()


@pytest.fixture
def backstage(demo: DemoHall) -> Iterator[Backstage]:
    """The demo hall's other people."""
    people = Backstage.beside(demo)
    yield people
    people.database.close()


def kiosk(screens: Screens, demo: DemoHall, size: str = "kiosk", **context: object) -> Page:
    page = screens.open(f"{demo.url}/kiosk/", size, **context)
    page.locator(".home, .closed").wait_for()
    # A font that arrives late moves what stands under the finger.
    page.evaluate("async () => { await document.fonts.ready; }")
    return page


def touch(place: Locator) -> None:
    """A touch of somebody who reads first: counted from when it stands there, however slow the machine."""
    expect(place).to_be_visible()
    place.page.wait_for_timeout(SETTLED_MS)
    place.click()


def count(backstage: Backstage, table: Table) -> int:
    return int(backstage.rows(select(func.count()).select_from(table))[0][0])


def to_service(page: Page) -> None:
    """The page of a service, ready to be touched at once."""
    touch(page.locator("[data-category=insurance]"))
    touch(page.locator(f"[data-service={CODE}]"))
    page.locator(".service-name").wait_for()
    page.wait_for_timeout(SETTLED_MS)


@pytest.mark.parametrize("size", ["kiosk", "kiosk-wide"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_whole_large_and_open_to_all(screens: Screens, demo: DemoHall, size: str, language: str) -> None:
    page = kiosk(screens, demo, size)

    def whole() -> None:
        assert barriers(page) == []
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate(TOO_SMALL) == []

    if language == "en":
        touch(page.locator(".language-switch"))
    whole()
    touch(page.locator("[data-category=insurance]"))
    page.locator(f"[data-service={CODE}]").wait_for()
    whole()
    touch(page.locator(f"[data-service={CODE}]"))
    page.locator(".take").wait_for()
    whole()
    touch(page.locator(".take"))
    page.locator(".taken").wait_for()
    whole()
    number = page.locator(".taken-number").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert number >= 160


def test_two_touches_lead_from_home_to_the_number_and_the_slip(
    screens: Screens, demo: DemoHall, backstage: Backstage
) -> None:
    page = kiosk(screens, demo)
    touch(page.locator(".popular .service").first)
    for heading in ("要带的材料", "办理条件", "办理程序", "承诺时限"):
        expect(page.get_by_text(heading, exact=True)).to_be_visible()
    touch(page.get_by_role("button", name=TAKE))
    expect(page.locator(".taken-number")).to_be_visible()
    assert page.locator(".taken-number").inner_text() == _newest(backstage)
    expect(page.locator(".slip-state[data-state=printed]")).to_be_visible()
    expect(page.locator(".taken-code img")).to_be_visible()
    touch(page.get_by_role("button", name="再打一张"))
    expect(page.locator(".slip-state[data-state=printed]")).to_be_visible()
    touch(page.get_by_role("button", name="好了，返回首页"))
    expect(page.locator(".home")).to_be_visible()


def _newest(backstage: Backstage) -> str:
    row = backstage.rows(select(tickets).order_by(tickets.c.id.desc()).limit(1))[0]
    return f"{row.prefix}{row.number:03d}"


def test_a_double_tap_takes_one_number_and_one_slip(screens: Screens, demo: DemoHall, backstage: Backstage) -> None:
    page = kiosk(screens, demo)
    to_service(page)
    before = count(backstage, tickets), count(backstage, print_jobs)
    # On the number page the “done” button stands where “take” stood.
    at = page.locator(".take").bounding_box()
    assert at is not None
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    assert page.evaluate(HAMMER, [x, y]) >= 2
    expect(page.locator(".taken-number")).to_be_visible()
    assert (count(backstage, tickets), count(backstage, print_jobs)) == (before[0] + 1, before[1] + 1)


def test_a_finger_that_slips_off_takes_nothing(screens: Screens, demo: DemoHall, backstage: Backstage) -> None:
    page = kiosk(screens, demo)
    to_service(page)
    before = count(backstage, tickets)
    page.locator(".take").hover()
    page.mouse.down()
    page.mouse.move(500, 300)
    page.mouse.up()
    page.wait_for_timeout(500)
    assert count(backstage, tickets) == before


def test_priority_needs_and_a_further_service_go_with_the_number(
    screens: Screens, demo: DemoHall, backstage: Backstage
) -> None:
    page = kiosk(screens, demo)
    to_service(page)
    touch(page.get_by_role("button", name="优先取号"))
    assert barriers(page) == []
    touch(page.locator("[data-reason=other]"))
    expect(page.get_by_text("请到导办台")).to_be_visible()
    touch(page.get_by_role("dialog").get_by_role("button", name="返回"))
    touch(page.locator("[data-reason=elder]"))
    touch(page.get_by_role("button", name="需要照顾"))
    touch(page.locator("[data-need=hearing]"))
    touch(page.get_by_role("button", name="好了"))
    expect(page.locator(".options")).not_to_contain_text("听不清")
    touch(page.get_by_role("button", name="再加一项业务"))
    touch(page.locator(".reason", has_text="生育与儿童"))
    touch(page.locator(".reason", has_text="生育登记"))
    touch(page.locator(".take"))
    expect(page.locator(".taken-label")).to_contain_text("优先")
    expect(page.locator(".taken")).to_contain_text("办完接着办：生育登记")
    expect(page.locator(".taken")).not_to_contain_text("长者")
    row = backstage.rows(select(tickets).order_by(tickets.c.id.desc()).limit(1))[0]
    assert (row.priority, row.help_needs, len(row.later_services)) == ("elder", ["hearing"], 1)


def test_the_list_comes_on_paper_and_by_code_without_a_number(
    screens: Screens, demo: DemoHall, backstage: Backstage
) -> None:
    page = kiosk(screens, demo)
    to_service(page)
    before = count(backstage, tickets)
    touch(page.get_by_role("button", name="先看要带什么（不取号）"))
    touch(page.get_by_role("button", name="打印一份"))
    expect(page.get_by_text("请取走清单")).to_be_visible()
    touch(page.get_by_role("button", name="用手机扫码"))
    expect(page.locator(".way-code img")).to_be_visible()
    assert count(backstage, tickets) == before
    phone = screens.open(f"{demo.url}/kiosk/guides/{backstage.hall_id}/{CODE}", "phone")
    expect(phone.get_by_text("本人身份证")).to_be_visible()
    assert barriers(phone) == []


def test_who_does_not_know_gets_a_help_desk_number_at_once(screens: Screens, demo: DemoHall) -> None:
    page = kiosk(screens, demo)
    touch(page.locator(".enquiry"))
    expect(page.locator(".taken-service")).to_contain_text("先咨询")


def test_a_word_finds_the_service(screens: Screens, demo: DemoHall) -> None:
    page = kiosk(screens, demo)
    touch(page.locator(".category-search"))
    page.get_by_role("textbox").fill("市民卡")
    expect(page.locator(f"[data-service={CODE}]")).to_be_visible()
    page.get_by_role("textbox").fill("<b>x</b>")
    expect(page.get_by_text("没有找到")).to_be_visible()
    touch(page.get_by_role("button", name="清除"))
    touch(page.locator(".words .button", has_text="居住证"))
    expect(page.locator("[data-service=residence-permit]")).to_be_visible()


def test_the_bell_shows_that_it_rang_until_somebody_answers(
    screens: Screens, demo: DemoHall, backstage: Backstage
) -> None:
    page = kiosk(screens, demo)
    touch(page.get_by_role("button", name="需要帮助，请按这里"))
    expect(page.locator(".foot-help")).to_contain_text("已通知导办台")
    expect(page.locator(".foot-help")).to_be_disabled()
    bell = backstage.rows(select(bells.c.id).where(bells.c.answered_at.is_(None)))[0][0]
    helping.answer_bell(backstage.hall, bell=bell, by=backstage.clerk(1))
    expect(page.get_by_role("button", name="需要帮助，请按这里")).to_be_enabled()
    expect(page.locator(".toast")).to_contain_text("导办员已经应答")


def test_an_untouched_page_asks_and_goes_home_in_chinese(
    screens: Screens, demo: DemoHall, backstage: Backstage
) -> None:
    backstage.policy(kiosk_idle_s=15)
    page = kiosk_with_clock(screens, demo)
    touch(page.locator(".language-switch"))
    to_service(page)
    page.clock.fast_forward(16_000)
    expect(page.get_by_text("Do you need more time?")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button").last.click()
    page.clock.fast_forward(5_000)
    expect(page.locator(".service-page")).to_be_visible()
    page.clock.fast_forward(40_000)
    expect(page.locator(".home")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    backstage.policy(kiosk_idle_s=60)


def kiosk_with_clock(screens: Screens, demo: DemoHall) -> Page:
    """A kiosk whose time the test may push forward."""
    page = screens.profile("kiosk").new_page()
    page.clock.install()
    page.goto(f"{demo.url}/kiosk/")
    page.locator(".home").wait_for()
    return page


def test_the_number_page_ends_by_itself(screens: Screens, demo: DemoHall) -> None:
    page = kiosk_with_clock(screens, demo)
    to_service(page)
    page.locator(".take").click()
    page.locator(".taken").wait_for()
    page.clock.fast_forward(120_000)
    expect(page.locator(".home")).to_be_visible()


def test_the_public_cannot_leave_mark_or_enlarge_the_page(screens: Screens, demo: DemoHall) -> None:
    page = kiosk(screens, demo)
    assert page.locator("a[href]").count() == 0
    refused = page.evaluate("""() => ["contextmenu", "dragstart", "selectstart", "gesturestart"].map((kind) => {
      const felt = new Event(kind, { bubbles: true, cancelable: true });
      document.querySelector("h1").dispatchEvent(felt);
      return felt.defaultPrevented;
    })""")
    assert refused == [True] * 4
    page.go_back()
    expect(page.locator(".home")).to_be_visible()


def test_a_lost_server_is_told_and_one_wish_stays_one_number(screens: Screens, tmp_path: Path) -> None:
    with serve_demo(tmp_path / "lost") as demo:
        backstage = Backstage.beside(demo)
        page = kiosk(screens, demo)
        to_service(page)
        demo.server.kill()
        page.locator(".take").click()
        expect(page.get_by_text("只会取一个")).to_be_visible()
        expect(page.locator(".lost")).to_contain_text("暂时不能取号")
        expect(page.locator(".take")).to_be_disabled()
        assert page.locator(".service-name h1").text_content()
        demo.server.start()
        expect(page.locator(".taken-number")).to_have_text("A001")
        expect(page.locator(".lost")).to_have_count(0)
        assert count(backstage, tickets) == 1
        backstage.database.close()


def test_an_answer_lost_on_the_way_is_the_same_number(screens: Screens, demo: DemoHall, backstage: Backstage) -> None:
    page = kiosk(screens, demo)
    to_service(page)
    before = count(backstage, tickets)
    lost: list[int] = []

    def lose(route: Route) -> None:
        # The server has done it; the kiosk never hears.
        if len(lost) < 4:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/kiosk/tickets", lose)
    page.locator(".take").click()
    expect(page.locator(".taken-number")).to_be_visible()
    assert lost == [201] * 4
    assert count(backstage, tickets) == before + 1


def test_an_answer_that_breaks_off_is_the_same_number(screens: Screens, demo: DemoHall, backstage: Backstage) -> None:
    page = kiosk(screens, demo)
    to_service(page)
    before = count(backstage, tickets)
    page.evaluate("""() => {
      const whole = window.fetch;
      window.broken = 0;
      window.fetch = async (...asked) => {
        const answer = await whole(...asked);
        if (!String(asked[0]).endsWith("/kiosk/tickets") || window.broken === 2) return answer;
        window.broken += 1;
        const { ok, status } = answer;
        return { ok, status, text: () => Promise.reject(new TypeError("network error")) };
      };
    }""")
    page.locator(".take").click()
    expect(page.locator(".taken-number")).to_be_visible()
    assert page.evaluate("window.broken") == 2
    assert count(backstage, tickets) == before + 1


def test_a_refusal_is_told_in_the_readers_language(screens: Screens, demo: DemoHall) -> None:
    page = kiosk(screens, demo)
    touch(page.locator(".language-switch"))
    to_service(page)
    body = '{"type":"/problems#service-not-offered","title":"Not offered","status":409,"detail":"Not offered"}'
    problem = "application/problem+json"
    page.route("**/kiosk/tickets", lambda route: route.fulfill(status=409, content_type=problem, body=body))
    page.locator(".take").click()
    expect(page.get_by_role("dialog")).to_contain_text("Not offered")
    assert barriers(page) == []


def test_a_service_that_cannot_be_drawn_is_left_out(screens: Screens, demo: DemoHall) -> None:
    page = screens.profile("kiosk").new_page()

    def spoil(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'"materials": ?\[', '"materials": null, "was": [', answer.text()))

    page.route("**/kiosk/", spoil)
    # The socket's whole picture would heal it.
    page.route_web_socket(re.compile("socket.io"), lambda _socket: None)
    page.goto(f"{demo.url}/kiosk/")
    page.locator(".home").wait_for()
    to_service(page)
    expect(page.locator(".service-name")).to_be_visible()
    expect(page.locator(".told")).to_have_count(0)
    touch(page.get_by_role("button", name="返回"))
    expect(page.locator(".cards .service").first).to_be_visible()


def test_a_closed_hall_says_when_it_opens_and_why(screens: Screens, tmp_path: Path) -> None:
    with serve_demo(tmp_path / "closed") as demo:
        backstage = Backstage.beside(demo)
        page = kiosk(screens, demo)
        backstage.take()
        _close(backstage)
        token = {"Authorization": f"Bearer {demo.token('kiosk')}"}
        requests.post(f"{demo.url}/kiosk/help", json={}, headers=token, timeout=PATIENCE)
        expect(page.locator(".closed")).to_be_visible()
        expect(page.locator(".closed")).to_contain_text("现在不取号")
        assert barriers(page) == []
        touch(page.get_by_role("button", name="先看办事要带什么"))
        touch(page.locator(".choice").first)
        touch(page.locator(".service").first)
        expect(page.locator(".take")).to_be_disabled()
        expect(page.locator(".take")).to_contain_text("现在不取号")
        expect(page.locator(".options")).to_have_count(0)
        # Somebody still waits: the wall tells them so, and invites nobody to take a number.
        wall = screens.open(f"{demo.url}/display/?quiet", "display")
        expect(wall.locator(".welcome")).to_contain_text("现在不取号")
        expect(wall.locator(".welcome")).to_contain_text("已取的号仍会叫到")
        backstage.database.close()


def _close(backstage: Backstage) -> None:
    with backstage.database.deed(backstage.hall_id) as connection:
        head = connection.execute(select(halls.c.seq)).scalar_one()
        connection.execute(delete(hours))
        connection.execute(update(halls).values(always_open=False, set_up=head + 1))
