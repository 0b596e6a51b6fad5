"""The help desk as whoever sits there uses it: by keyboard, in both languages, with and without a server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select, update

from hall.actions import help as helping
from hall.actions import tickets as deeds
from hall.rules.device import DeviceKind, JobState
from hall.rules.ticket import HelpNeed, Priority, Status
from hall.store.tables import bells, halls, hours, print_jobs, tickets
from tests.backstage import Backstage
from tests.screens import Screens, barriers
from tests.servers import DemoHall, serve_demo

CODE = "social-card"
CUT_OFF = """() => [...document.querySelectorAll(".panel, .bells, .desk-bar, .take-foot, .ticket-foot, .panel .button")]
  .filter((one) => !one.closest(".scroll"))
  .filter((one) => one.getClientRects().length)
  .filter((one) => {
    const at = one.getBoundingClientRect();
    return at.left < -1 || at.right > innerWidth + 1 || at.bottom > innerHeight + 1;
  }).map((one) => one.className)"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHall]:
    """A demo hall with three windows at work."""
    with serve_demo(tmp_path_factory.mktemp("desk")) as hall:
        backstage = Backstage.beside(hall)
        backstage.policy(missed_after_calls=1, missed_after_s=0, missed_after_help_s=0)
        backstage.open(1, 2, 3)
        backstage.database.close()
        yield hall


@pytest.fixture
def backstage(demo: DemoHall) -> Iterator[Backstage]:
    """The demo hall's other people, in an emptied hall."""
    people = Backstage.beside(demo)
    with people.hall.look() as look:
        waiting = list(look.connection.scalars(select(tickets.c.id).where(tickets.c.status == Status.WAITING)))
    for one in waiting:
        deeds.cancel(people.hall, ticket=one)
    yield people
    people.database.close()


@pytest.fixture
def desk(demo: DemoHall, backstage: Backstage, screens: Screens) -> Page:
    return sit(demo, screens)


def sit(demo: DemoHall, screens: Screens, **context: str) -> Page:
    # What is still fading in has less contrast than it will have.
    page = screens.open(f"{demo.url}/desk/", "desk", reduced_motion="reduce", **context)
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    return page


def newest(backstage: Backstage) -> tuple[int, str]:
    row = backstage.rows(select(tickets).order_by(tickets.c.id.desc()).limit(1))[0]
    return row.id, f"{row.prefix}{row.number:03d}"


def well_made(page: Page) -> None:
    assert barriers(page) == []
    assert page.evaluate(CUT_OFF) == []


def kiosk_of(backstage: Backstage) -> int:
    with backstage.hall.look() as look:
        return next(one.id for one in look.set_up.devices.values() if one.kind is DeviceKind.KIOSK)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_number_is_taken_by_keyboard_alone(
    demo: DemoHall, backstage: Backstage, screens: Screens, locale: str
) -> None:
    page = sit(demo, screens, locale=locale)
    page.keyboard.press("F2")
    page.keyboard.type("社保卡" if locale == "zh-CN" else "social")
    page.keyboard.press("1")
    expect(page.locator(".wanted")).to_contain_text("领取或补办社保卡" if locale == "zh-CN" else "social security card")
    page.locator(".take [data-priority=other]").press("Space")
    page.locator(".take [data-need=wheelchair]").press("Space")
    well_made(page)
    page.keyboard.press("F9")
    expect(page.locator(".just-taken")).to_be_visible()
    ticket, number = newest(backstage)
    expect(page.locator(".just-taken .plate")).to_have_text(number)
    expect(page.locator(f"[data-ticket='{ticket}']")).to_contain_text(
        "其他需要照顾" if locale == "zh-CN" else "Needs other help"
    )
    row = backstage.rows(select(tickets).where(tickets.c.id == ticket))[0]
    assert (row.priority, row.help_needs) == (Priority.OTHER, [HelpNeed.WHEELCHAIR])
    assert len(backstage.rows(select(print_jobs.c.id).where(print_jobs.c.ticket_id == ticket))) == 1
    well_made(page)


def test_several_services_go_on_one_number(desk: Page, backstage: Backstage) -> None:
    desk.keyboard.press("F2")
    desk.keyboard.press("2")
    desk.get_by_role("button", name="再加一项").click()
    desk.get_by_role("button", name="咨询与查询").click()
    desk.locator("[data-service=progress]").click()
    expect(desk.locator(".wanted li")).to_have_count(3)
    desk.get_by_label("打印小票").uncheck()
    desk.keyboard.press("F9")
    expect(desk.locator(".just-taken")).to_contain_text("没有打印小票")
    ticket, _number = newest(backstage)
    expect(desk.locator(f"[data-ticket='{ticket}']")).to_contain_text("还要办：查询进度、领取结果")


def test_what_a_visitor_says_is_found_as_it_is_typed(desk: Page, backstage: Backstage) -> None:
    first, second = backstage.take(CODE), backstage.take("birth-registration")
    expect(desk.locator(f"[data-ticket='{second}']")).to_be_visible()
    _second, number = newest(backstage)
    desk.keyboard.type(f"{number[0].lower()}{int(number[1:])}")
    expect(desk.locator("tbody tr")).to_have_count(1)
    expect(desk.locator(".line-number")).to_have_text(number)
    desk.keyboard.press("Enter")
    expect(desk.locator(".ticket .plate")).to_have_text(number)
    well_made(desk)
    desk.keyboard.press("Escape")
    expect(desk.locator(".ticket")).to_have_count(0)
    box = desk.locator(".find input")
    box.fill("社保卡")
    expect(desk.locator(f"[data-ticket='{first}']")).to_be_visible()
    expect(desk.locator(f"[data-ticket='{second}']")).to_have_count(0)
    full = "".join(chr(ord(letter) + 0xFEE0) for letter in number)
    box.fill(full)
    expect(desk.locator(".line-number").first).to_have_text(number)
    box.fill("Q999")
    expect(desk.get_by_text("没有找到这样的号")).to_be_visible()


def test_a_number_that_is_over_is_found_by_number_and_by_time(desk: Page, backstage: Backstage) -> None:
    ticket = backstage.take("elder-card")
    _id, number = newest(backstage)
    deeds.cancel(backstage.hall, ticket=ticket)
    desk.locator(".find input").fill(number)
    expect(desk.locator(f"[data-ticket='{ticket}']")).to_contain_text("已取消")
    with backstage.hall.look() as look:
        clock = look.now.astimezone(look.set_up.zone).strftime("%H:%M")
    desk.locator(".find input").fill(clock)
    expect(desk.locator(f"[data-ticket='{ticket}']")).to_be_visible()
    desk.get_by_role("button", name="按时间和业务查找").click()
    desk.get_by_label("业务", exact=True).select_option("elder-card")
    expect(desk.locator(f"[data-ticket='{ticket}']")).to_be_visible()
    well_made(desk)
    desk.locator(f"[data-ticket='{ticket}']").click()
    expect(desk.get_by_text("这个号已经结束，不能再改。")).to_be_visible()


def test_everything_about_a_number_is_put_right(desk: Page, backstage: Backstage) -> None:
    ticket = backstage.take(CODE)
    for _each in range(4):
        backstage.take(CODE)
    desk.locator(f"[data-ticket='{ticket}'] .line-number").click()
    sheet = desk.locator(".ticket")
    sheet.locator("[data-priority=elder]").click()
    expect(sheet.locator("[data-priority=elder]")).to_have_attribute("aria-pressed", "true")
    sheet.locator("[data-priority=disabled]").click()
    expect(sheet.locator("[data-priority=disabled]")).to_have_attribute("aria-pressed", "true")
    sheet.get_by_role("button", name="不用优先").click()
    expect(sheet.get_by_role("button", name="不用优先")).to_have_attribute("aria-pressed", "true")
    sheet.locator("[data-need=vision]").click()
    expect(desk.locator(f"[data-ticket='{ticket}'] [aria-label=视力不便]")).to_be_visible()

    sheet.get_by_role("button", name="改业务").click()
    desk.locator("dialog").get_by_role("combobox").fill("生育")
    assert barriers(desk) == []
    desk.keyboard.press("Enter")
    expect(sheet.locator(".facts")).to_contain_text("生育登记")
    sheet.get_by_role("button", name="再加一项").click()
    desk.locator("dialog").get_by_role("combobox").fill("社保卡")
    desk.keyboard.press("1")
    expect(sheet.locator(".facts")).to_contain_text("领取或补办社保卡")

    sheet.get_by_role("button", name="我晚点到").click()
    expect(sheet.locator(".facts")).to_contain_text("3 人")
    sheet.get_by_role("button", name="补打小票").click()
    expect(desk.locator(".toast").last).to_contain_text("补打")
    row = backstage.rows(select(tickets).where(tickets.c.id == ticket))[0]
    assert (row.priority, row.help_needs, row.later_used) == (None, [HelpNeed.VISION], 1)

    sheet.get_by_role("button", name="取消号码").click()
    desk.locator("dialog").get_by_role("button", name="不取消").click()
    sheet.get_by_role("button", name="取消号码").click()
    assert barriers(desk) == []
    desk.locator("dialog").get_by_role("button", name="取消号码").click()
    expect(sheet).to_contain_text("已取消")
    expect(desk.locator(f"tbody [data-ticket='{ticket}']")).to_have_count(0)


def test_a_missed_number_is_restored(desk: Page, backstage: Backstage) -> None:
    ticket = backstage.take(CODE)
    backstage.call(1)
    backstage.miss(1)
    desk.get_by_role("tab", name=re.compile("过号")).click()
    desk.locator(f"[data-ticket='{ticket}'] .line-number").click()
    well_made(desk)
    desk.get_by_role("button", name="恢复排队").click()
    expect(desk.locator(".toast").last).to_contain_text("已恢复排队")
    desk.get_by_role("tab", name=re.compile("等候")).click()
    expect(desk.locator(f"[data-ticket='{ticket}']")).to_be_visible()


def test_a_bell_is_seen_named_and_answered_by_one_key(desk: Page, backstage: Backstage) -> None:
    helping.ring(backstage.hall, device=kiosk_of(backstage))
    expect(desk.locator(".bells")).to_contain_text("一号取号机")
    well_made(desk)
    desk.locator(".find input").focus()
    desk.keyboard.press("F8")
    expect(desk.locator(".bells")).to_have_count(0)
    assert backstage.rows(select(bells.c.id).where(bells.c.answered_at.is_(None))) == []


def test_the_bell_sounds_once_somebody_has_touched_the_page_and_can_be_silenced(desk: Page) -> None:
    desk.locator("h1").click()
    sound = desk.get_by_role("button", name="关闭铃声")
    expect(sound).to_have_attribute("aria-pressed", "true")
    sound.click()
    desk.locator("h1").click()
    expect(desk.get_by_role("button", name="打开铃声")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("state", "told", "deed"),
    [(JobState.FAILED, "没有打印出来", "补打"), (JobState.UNCERTAIN, "不确定是否打印出来", "已出纸，不再补打")],
)
def test_a_slip_that_did_not_surely_come_out_is_settled(
    desk: Page, backstage: Backstage, state: JobState, told: str, deed: str
) -> None:
    desk.keyboard.press("F2")
    desk.keyboard.press("1")
    desk.keyboard.press("F9")
    expect(desk.locator(".just-taken")).to_be_visible()
    ticket, number = newest(backstage)
    own = print_jobs.c.ticket_id == ticket
    for _each in range(900):
        if backstage.rows(select(print_jobs.c.state).where(own))[0].state == JobState.PRINTED:
            break
        desk.wait_for_timeout(100)
    with backstage.hall.work() as work:
        work.connection.execute(update(print_jobs).where(own).values(state=state, fault="paper-out"))
    backstage.take(CODE)
    trouble = desk.locator(".trouble", has_text=number)
    expect(trouble).to_contain_text(told)
    well_made(desk)
    trouble.get_by_role("button", name=deed).click()
    expect(trouble).to_have_count(0)


def test_who_waited_longest_and_the_windows_are_always_in_view(desk: Page, backstage: Backstage) -> None:
    ticket = backstage.take(CODE)
    expect(desk.locator(".desk-fact").first).to_contain_text("1")
    backstage.call(2)
    _id, number = newest(backstage)
    expect(desk.locator(".window").nth(1)).to_contain_text(number)
    backstage.start(2)
    desk.get_by_role("tab", name=re.compile("在窗口")).click()
    expect(desk.locator(f"[data-ticket='{ticket}']")).to_contain_text("2 号窗口")
    backstage.finish(2)
    expect(desk.locator(".window").nth(1)).to_contain_text("空闲")


def test_a_lost_server_is_said_and_nothing_is_sent(desk: Page, backstage: Backstage) -> None:
    ticket = backstage.take(CODE)
    expect(desk.locator(f"[data-ticket='{ticket}']")).to_be_visible()
    desk.keyboard.press("F2")
    desk.keyboard.press("1")
    desk.context.set_offline(True)
    desk.evaluate("dispatchEvent(new Event('offline'))")
    expect(desk.locator("body")).to_have_attribute("data-link", "lost")
    expect(desk.locator(".take-foot .primary")).to_be_disabled()
    expect(desk.locator(f"[data-ticket='{ticket}']")).to_be_visible()
    expect(desk.locator(".banner-lost")).to_be_visible()
    desk.context.set_offline(False)
    expect(desk.locator("body")).to_have_attribute("data-link", "live")
    expect(desk.locator(".take-foot .primary")).to_be_enabled()


def test_whoever_sits_here_sees_their_name_and_the_way_out(desk: Page) -> None:
    desk.get_by_role("button", name="我的账号").click()
    expect(desk.locator("dialog")).to_contain_text("导办员")
    assert barriers(desk) == []
    desk.get_by_role("button", name="退出").click()
    expect(desk).to_have_url(re.compile(r"/$"))


def test_a_closed_hall_is_said_and_still_helped(demo: DemoHall, backstage: Backstage, screens: Screens) -> None:
    ticket = backstage.take(CODE)
    with backstage.hall.work() as work:
        kept = work.connection.execute(select(hours).where(hours.c.hall_id == backstage.hall_id)).all()
        work.connection.execute(delete(hours).where(hours.c.hall_id == backstage.hall_id))
        version = halls.c.set_up + 1
        work.connection.execute(update(halls).values(always_open=False, set_up=version))
    try:
        page = sit(demo, screens)
        expect(page.locator(".take .notice")).to_contain_text("现在不取号")
        well_made(page)
        page.locator(f"[data-ticket='{ticket}'] .line-number").click()
        page.locator(".ticket [data-priority=elder]").click()
        expect(page.locator(".ticket [data-priority=elder]")).to_have_attribute("aria-pressed", "true")
    finally:
        with backstage.hall.work() as work:
            assert not kept
            work.connection.execute(update(halls).values(always_open=True, set_up=halls.c.set_up + 1))
