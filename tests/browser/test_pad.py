"""The pad on the window, in a real browser: greets, asks, and thanks only for what is stored."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect
from sqlalchemy import func, select, update

from hall.actions import ratings as ratings_deeds
from hall.actions import windows
from hall.rules.rating import Channel, Level, Opinion
from hall.rules.rating_code import code_of
from hall.rules.window import PauseReason
from hall.store.tables import handlings, ratings, unsubmitted
from tests.backstage import Backstage
from tests.screens import Screens, barriers
from tests.servers import DemoHall

HEADLINE = "为您服务，请您评价"
RATE_URL = "**/evaluator/ratings"
HOLD_S, TIMEOUT_S = 3, 120
SIZES = ("pad", "pad-small")

TOO_SMALL = """() => [...document.querySelectorAll("#room button")]
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 64 || box.height < 63.9)).map(([text]) => text)"""
SMALL_PRINT = """() => [...document.querySelectorAll("#room *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((one) => one.getClientRects().length && parseFloat(getComputedStyle(one).fontSize) < 24)
  .map((one) => one.textContent)"""
CUT_OFF = """() => [...document.querySelectorAll("#room, #room *")]
  .filter((one) => one.clientHeight && !one.closest("svg"))
  .map((one) => [one.className, one.getBoundingClientRect()])
  .filter(([, box]) => box.bottom > innerHeight + 1 || box.right > innerWidth + 1).map(([what]) => what)"""


@pytest.fixture(scope="module")
def stage(demo: DemoHall) -> Iterator[Backstage]:
    behind = Backstage.beside(demo)
    behind.policy(pad_hold_s=HOLD_S, pad_timeout_s=TIMEOUT_S)
    yield behind
    behind.database.close()


def pad(screens: Screens, demo: DemoHall, window_no: int, size: str = "pad") -> Page:
    page = screens.open(f"{demo.url}/evaluator/?window_no={window_no}", size)
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    return page


def pad_with_clock(screens: Screens, demo: DemoHall, window_no: int) -> Page:
    """A pad whose time the test may push forward."""
    page = screens.profile("pad").new_page()
    page.clock.install()
    page.goto(f"{demo.url}/evaluator/?window_no={window_no}")
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    return page


def kept(stage: Backstage) -> int:
    return int(stage.rows(select(func.count()).select_from(ratings))[0][0])


def served(stage: Backstage, window_no: int) -> int:
    stage.take()
    return stage.serve(window_no)


def must_be_well_made(page: Page) -> None:
    assert barriers(page) == []
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate(SMALL_PRINT) == []
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_visit_in_both_languages(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int, size: str
) -> None:
    page = pad(screens, demo, window_no, size)

    def look(*texts: str) -> None:
        for text in texts:
            expect(page.locator("#room")).to_contain_text(text)
        must_be_well_made(page)
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        must_be_well_made(page)
        page.get_by_role("button", name="中文").click()

    look(HEADLINE, "耐心", "虚心", "工号")
    ticket = stage.take()
    stage.call(window_no)
    look("请到本窗口")
    stage.start(window_no)
    look("您好，很高兴为您服务")
    stage.finish(window_no)
    look(HEADLINE, "非常满意", "非常不满意")
    for level in (5, 3, 2, 1):
        page.keyboard.press(str(level))
        look("提交评价")
    page.get_by_role("button", name="以上都不是").click()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("#room")).to_contain_text("谢谢您的意见，我们会核实并改进。")
    expect(page.locator("#room")).to_contain_text("愿意接听回访电话吗？（可不填）")
    must_be_well_made(page)
    page.get_by_role("button", name="不用了").click()
    row = stage.rows(select(ratings).where(ratings.c.ticket_id == ticket))[0]
    assert (row.level, row.channel) == (1, "pad")
    expect(page.locator(".hearts")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_five_faces_of_equal_size_and_none_is_chosen(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int, size: str
) -> None:
    served(stage, window_no)
    page = pad(screens, demo, window_no, size)
    for language in ("English", "中文"):
        for part in (".face-choice", ".face"):
            boxes = [one.bounding_box() for one in page.locator(part).all()]
            assert len(boxes) == 5
            assert len({(round(box["width"]), round(box["height"]), round(box["y"])) for box in boxes if box}) == 1
        assert page.locator('.face-choice[aria-pressed="true"]').count() == 0
        page.get_by_role("button", name=language).click()
    words = [re.sub(r"\s", "", word) for word in page.locator(".face-word").all_inner_texts()]
    assert words == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]


def test_a_good_rating_takes_two_touches(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    before = kept(stage)
    served(stage, window_no)
    page = pad(screens, demo, window_no)
    page.get_by_role("button", name="非常满意", exact=True).click()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("#room")).to_contain_text("谢谢您的评价！")
    expect(page.locator("#room")).to_contain_text("请慢走，再见。")
    assert kept(stage) == before + 1


def test_a_low_level_needs_a_reason_and_none_of_these_stands_alone(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    before = kept(stage)
    served(stage, window_no)
    page = pad(screens, demo, window_no)
    page.get_by_role("button", name="不满意", exact=True).click()
    expect(page.locator("#room")).to_contain_text("请告诉我们哪里没做好（可多选）")
    submit = page.get_by_role("button", name="提交评价")
    expect(submit).to_have_attribute("aria-disabled", "true")
    submit.click(force=True)
    expect(page.locator("#room")).to_contain_text("请选一项，再提交")
    chosen = page.locator('.tag[aria-pressed="true"]')
    page.get_by_role("button", name="服务态度生硬").click()
    page.get_by_role("button", name="没有提供材料清单").click()
    assert chosen.count() == 2
    page.get_by_role("button", name="以上都不是").click()
    assert chosen.all_inner_texts() == ["以上都不是"]
    page.get_by_role("button", name="服务态度生硬").click()
    assert chosen.all_inner_texts() == ["服务态度生硬"]
    assert "差评" not in page.content()
    assert kept(stage) == before


def test_keys_rate_and_five_is_the_best(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    handling = served(stage, window_no)
    page = pad(screens, demo, window_no)
    page.keyboard.press("1")
    expect(page.locator(".rate-face")).to_contain_text("非常不满意")
    page.keyboard.press("9")
    page.keyboard.press("5")
    expect(page.locator(".rate-face .face-word")).to_have_text("非常满意")
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_contain_text("谢谢您的评价！")
    assert stage.rows(select(ratings.c.level).where(ratings.c.handling_id == handling))[0].level == 5


def test_the_next_call_takes_the_page_only_when_nobody_touches_it(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    stage.policy(pad_hold_s=60)
    served(stage, window_no)
    page = pad_with_clock(screens, demo, window_no)
    page.get_by_role("button", name="满意", exact=True).click()
    stage.take()
    stage.call(window_no)
    page.clock.fast_forward(35_000)
    # Touched a moment ago: the page stays.
    page.locator(".tag").first.click()
    page.clock.fast_forward(35_000)
    expect(page.locator(".rate-tags")).to_be_visible()
    # Nobody touches it any more.
    page.clock.fast_forward(35_000)
    expect(page.locator("#room")).to_contain_text("请到本窗口")
    page.reload()
    expect(page.locator("#room")).to_contain_text(HEADLINE)
    stage.policy(pad_hold_s=HOLD_S)


def test_the_next_start_always_ends_it(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    before = kept(stage)
    served(stage, window_no)
    page = pad(screens, demo, window_no)
    page.keyboard.press("4")
    stage.take()
    stage.call(window_no)
    stage.start(window_no)
    expect(page.locator("#room")).to_contain_text("您好，很高兴为您服务")
    assert kept(stage) == before


def test_a_quiet_pad_asks_and_ends_without_a_rating(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    before = kept(stage)
    handling = served(stage, window_no)
    page = pad_with_clock(screens, demo, window_no)
    page.get_by_role("button", name="非常满意", exact=True).click()
    page.clock.fast_forward((TIMEOUT_S - 18) * 1000)
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("还需要时间吗？")
    must_be_well_made(page)
    page.get_by_role("button", name="还需要", exact=True).click()
    expect(question).to_have_count(0)
    page.clock.fast_forward(TIMEOUT_S * 1000)
    expect(page.locator("#room")).to_contain_text("谢谢您！7 日内凭小票仍可评价。")
    expect(page.locator("#room")).to_contain_text("请慢走，再见。")
    page.clock.fast_forward(7_000)
    expect(page.locator(".hearts")).to_be_visible()
    assert kept(stage) == before
    # Loaded anew, when by the hall's own clock its time is over too, it does not ask whoever stands there now.
    long_ago = datetime.now(UTC) - timedelta(seconds=TIMEOUT_S + 1)
    with stage.hall.work() as work:
        work.connection.execute(update(handlings).where(handlings.c.id == handling).values(ended_at=long_ago))
    # A deed of another process: the server reads the hall anew.
    stage.take()
    page.reload()
    expect(page.locator(".hearts")).to_be_visible()


def test_thanks_come_only_once_it_is_stored(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    before = kept(stage)
    handling = served(stage, window_no)
    page = pad(screens, demo, window_no)
    keys: list[str | None] = []

    def away(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        route.abort()

    page.route(RATE_URL, away)
    page.get_by_role("button", name="满意", exact=True).click()
    page.get_by_role("button", name="服务态度较好").click()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("#room")).to_contain_text("正在保存您的评价…")
    expect(page.locator("#room")).to_contain_text("您的评价还没有保存")
    expect(page.locator('.tag[aria-pressed="true"]')).to_have_text("服务态度较好")
    must_be_well_made(page)
    assert kept(stage) == before

    def lost_answer(route: Route) -> None:
        # The server stores it, but the pad never hears so.
        keys.append(route.request.headers.get("idempotency-key"))
        route.fetch()
        route.abort()

    page.unroute(RATE_URL)
    page.route(RATE_URL, lost_answer, times=1)
    expect(page.locator("#room")).to_contain_text("谢谢您的评价！")
    assert kept(stage) == before + 1
    assert stage.rows(select(ratings.c.level).where(ratings.c.handling_id == handling))[0].level == 4
    assert len(keys) >= 4
    assert len(set(keys)) == 1


def test_a_choice_survives_a_pad_that_is_loaded_anew(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    before = kept(stage)
    served(stage, window_no)
    page = pad(screens, demo, window_no)
    page.route(RATE_URL, lambda route: route.abort())
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_contain_text("您的评价还没有保存")
    page.unroute(RATE_URL)
    page.reload()
    expect(page.locator("#room")).to_contain_text("谢谢您的评价！")
    assert kept(stage) == before + 1


def test_the_pad_speaks_the_visitors_language_and_then_chinese_again(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    stage.take(language="en")
    page = pad(screens, demo, window_no)
    stage.call(window_no)
    stage.start(window_no)
    expect(page.locator("#room")).to_contain_text("glad to help you")
    stage.finish(window_no)
    expect(page.locator("#room")).to_contain_text("Very satisfied")
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_contain_text("Thank you for your rating!")
    expect(page.locator("#room")).to_contain_text("您好，欢迎！")


DESK = 17


@pytest.mark.parametrize("size", SIZES)
def test_who_has_no_phone_rates_at_the_help_desk_by_the_code_on_the_slip(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int, size: str
) -> None:
    ticket = stage.take()
    handling = stage.serve(window_no)
    code = code_of(ticket, hall=stage.hall_id, key=stage.database.key)
    page = pad(screens, demo, DESK, size)
    room = page.locator("#room")

    def look() -> None:
        must_be_well_made(page)
        page.get_by_role("button", name="English").click()
        must_be_well_made(page)
        page.get_by_role("button", name="中文").click()

    expect(room).to_contain_text("请输入小票上的 6 位评价码。")
    look()
    page.keyboard.type(f"{(int(code) + 500_000) % 1_000_000:06d}")
    expect(room).to_contain_text("请对照小票再输一次")
    must_be_well_made(page)
    for digit in code:
        page.get_by_role("button", name=digit, exact=True).click()
    expect(room).to_contain_text("请选择要评价的办理")
    look()
    page.get_by_role("button", name="评价 ").click()
    look()
    page.keyboard.press("2")
    page.get_by_role("button", name="以上都不是").click()
    assert page.get_by_role("button", name="用手机写几句").count() == 0
    page.get_by_role("button", name="提交评价").click()
    expect(room).to_contain_text("愿意接听回访电话吗？（可不填）")
    look()
    for digit in "13800138000":
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="留下电话").click()
    expect(room).to_contain_text("谢谢您的意见，我们会核实并改进。")
    row = stage.rows(select(ratings).where(ratings.c.handling_id == handling))[0]
    assert (row.level, row.channel) == (2, "desk")
    expect(room).to_contain_text("请输入小票上的 6 位评价码。")
    assert "差评" not in page.content()


def test_who_has_more_to_say_goes_on_by_phone_and_is_thanked_on_both(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    ticket = stage.take()
    handling = stage.serve(window_no)
    page = pad(screens, demo, window_no)
    page.get_by_role("button", name="不满意", exact=True).click()
    page.get_by_role("button", name="用手机写几句").click()
    expect(page.get_by_role("dialog").locator(".qr")).to_be_visible()
    must_be_well_made(page)
    ratings_deeds.rate_by_ticket(
        stage.hall,
        ticket=ticket,
        handling=handling,
        channel=Channel.PAPER,
        said=Opinion(Level.DISSATISFIED, text="等了很久"),
    )
    expect(page.locator("#room")).to_contain_text("这次办理已经评价过了，谢谢您！")


def test_a_level_chosen_and_left_is_kept_beside_the_figures(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    handling = served(stage, window_no)
    page = pad_with_clock(screens, demo, window_no)
    page.keyboard.press("1")
    expect(page.locator(".rate-tags")).to_be_visible()
    with page.expect_response("**/evaluator/unsubmitted") as told:
        page.clock.fast_forward(TIMEOUT_S * 1000 + 1000)
    assert told.value.ok
    (row,) = stage.rows(select(unsubmitted).where(unsubmitted.c.handling_id == handling))
    assert (row.level, row.channel) == (1, "pad")
    assert stage.rows(select(ratings).where(ratings.c.handling_id == handling)) == []


def test_a_browser_in_which_staff_signed_in_cannot_rate(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    before = kept(stage)
    served(stage, window_no)
    person = demo.member("clerk")
    profile = screens.profile("pad")
    page = profile.new_page()
    signed_in = profile.request.post(
        f"{demo.url}/sign-in", data={"name": person["name"], "password": person["password"]}
    )
    assert signed_in.ok
    page.goto(f"{demo.url}/evaluator/?window_no={window_no}")
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_contain_text("工作人员不能代为评价")
    assert kept(stage) == before


def test_paused_and_closed_windows_say_so(stage: Backstage, demo: DemoHall, screens: Screens, window_no: int) -> None:
    page = pad(screens, demo, window_no)
    windows.pause(stage.hall, window_no=window_no, by=stage.clerk(window_no), reason=PauseReason.TRAINING)
    expect(page.locator("#room")).to_contain_text("暂停服务")
    expect(page.locator("#room")).to_contain_text("工作人员正在培训")
    must_be_well_made(page)
    stage.close_windows(window_no)
    expect(page.locator("#room")).to_contain_text("本窗口现在不办理业务")
    must_be_well_made(page)


def test_thanks_come_also_when_the_picture_is_faster_than_the_answer(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int
) -> None:
    served(stage, window_no)
    page = screens.profile("pad").new_page()
    pictures: list[str | bytes] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: pictures.append(frame)))
    page.goto(f"{demo.url}/evaluator/?window_no={window_no}")
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    held: list[tuple[Route, APIResponse]] = []
    page.route(RATE_URL, lambda route: held.append((route, route.fetch())))
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_contain_text("正在保存您的评价…")
    for _each in range(4500):
        # The picture that tells of the rating: the pad has nothing to ask any more, and stays where it was.
        if held and any('"to_rate":null' in str(one) for one in pictures):
            break
        page.wait_for_timeout(20)
    else:
        pytest.fail("the picture does not come")
    expect(page.locator("#room")).to_contain_text("正在保存您的评价…")
    ((route, answer),) = held
    route.fulfill(response=answer)
    expect(page.locator("#room")).to_contain_text("谢谢您的评价！")


COVERED = """() => [...document.querySelectorAll("#room button, #room h1")]
  .flatMap((one) => [...document.querySelectorAll(".banner-lost, .rate-said")].map((other) => [one, other]))
  .filter(([one, other]) => {
    const box = one.getBoundingClientRect(), there = other.getBoundingClientRect();
    return box.bottom > there.top + 1 && box.top < there.bottom - 1 && box.right > there.left && box.left < there.right;
  }).map(([one]) => one.textContent.trim())"""


@pytest.mark.parametrize("size", SIZES)
def test_a_lost_server_is_told_above_the_page_and_covers_nothing(
    stage: Backstage, demo: DemoHall, screens: Screens, window_no: int, size: str
) -> None:
    page, desk = pad(screens, demo, window_no, size), pad(screens, demo, DESK, size)
    served(stage, window_no)
    page.get_by_role("button", name="不满意", exact=True).click()
    expect(page.get_by_role("button", name="用手机写几句")).to_be_visible()
    demo.server.kill()
    try:
        for one in (page, desk):
            expect(one.locator(".banner-lost")).to_contain_text("与服务器的连接中断")
        for language in ("English", "中文"):
            for one in (page, desk):
                must_be_well_made(one)
                assert one.evaluate(COVERED) == []
                one.get_by_role("button", name=language).click()
        page.get_by_role("button", name="重选").click()
        must_be_well_made(page)
        assert page.evaluate(COVERED) == []
        page.keyboard.press("2")
        page.locator(".tag").first.click()
        page.get_by_role("button", name="提交评价").click()
        expect(page.locator(".rate-said.notice")).to_be_visible()
        assert page.evaluate(COVERED) == []
    finally:
        demo.server.start()
    for one in (page, desk):
        expect(one.locator(".banner-lost")).to_have_count(0)


def test_what_went_wrong_is_told_in_the_language_chosen_afterwards(
    demo: DemoHall, screens: Screens, stage: Backstage
) -> None:
    page = pad(screens, demo, DESK)
    page.keyboard.type("000000")
    expect(page.locator(".code-wrong")).to_contain_text("请对照小票再输一次")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".code-wrong")).to_contain_text("slip")
