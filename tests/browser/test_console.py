"""The console in a real browser: a clerk's whole day by keyboard, at its full and its narrow size."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, Page, expect

from hall.actions import calls, ratings, tickets, windows
from hall.rules.handling import Outcome, Stage
from hall.rules.rating import Level, Opinion
from hall.rules.ticket import HelpNeed, Priority
from hall.store import handlings
from hall.store import tickets as kept
from hall.store.windows import now as windows_now
from tests.backstage import Backstage
from tests.screens import Screens, barriers
from tests.servers import DemoHall

GREAT = ".great"


class Counter:
    """The demo hall seen from one console; each test sits at a window of its own."""

    def __init__(self, demo: DemoHall, screens: Screens) -> None:
        self.demo, self.screens = demo, screens
        self.backstage = Backstage.beside(demo)

    def sit(self, no: int, screen: str = "console", **context: str) -> Page:
        # What is still fading in has less contrast than it will have.
        address = f"{self.demo.url}/clerk/?window_no={no}"
        page = self.screens.open(address, screen, reduced_motion="reduce", **context)
        expect(page.locator("body")).to_have_attribute("data-link", "live")
        return page

    def open(self, no: int) -> Page:
        page = self.sit(no)
        page.keyboard.press("Enter")
        expect(page.locator(".here-no")).to_have_text(str(no))
        return page

    def go_home(self) -> None:
        """Serve who is at a window, close every window, let the others go: the next test finds an empty hall."""
        hall = self.backstage.hall
        with hall.look() as look:
            standing, open_now, waiting = windows_now(look), handlings.open_now(look), kept.waiting(look)
        for one in standing:
            if one.staff is None:
                continue
            windows.resume(hall, window_no=one.no, by=one.staff)
            for handling in (each for each in open_now if each.window == one.id):
                if handling.stage is Stage.PARKED:
                    calls.unpark(hall, window_no=one.no, by=one.staff, ticket=handling.ticket)
                if handling.stage is not Stage.SERVING:
                    calls.start(hall, window_no=one.no, by=one.staff)
                calls.finish(hall, window_no=one.no, by=one.staff, outcome=Outcome.ACCEPTED)
            windows.close(hall, window_no=one.no, by=one.staff)
        for somebody in waiting:
            tickets.cancel(hall, ticket=somebody.ticket)

    def take_for(
        self, page: Page, *services: str, priority: Priority | None = None, help_needs: tuple[HelpNeed, ...] = ()
    ) -> int:
        """A number taken in the hall; returns the ticket once the console shows one more."""
        waiting = page.locator(".counts b")
        shown = int(waiting.inner_text())
        wanted = services or (self.backstage.services()[0],)
        taken = tickets.take(self.backstage.hall, services=wanted, priority=priority, help_needs=help_needs)
        expect(waiting).to_have_text(str(shown + 1))
        return taken.ticket.id


@pytest.fixture
def counter(demo: DemoHall, screens: Screens) -> Iterator[Counter]:
    one = Counter(demo, screens)
    yield one
    one.go_home()
    one.backstage.database.close()


def does(page: Page, deed: str) -> None:
    """The great button now does this."""
    expect(page.locator(GREAT)).to_have_attribute("data-deed", deed)
    expect(page.locator(GREAT)).to_have_attribute("aria-busy", "false")


def fits(page: Page) -> None:
    """Everything on one screen: nothing scrolls, nothing hangs out."""
    assert page.evaluate(
        "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )
    for part in page.locator(".great, .act, .console-bar .button").all():
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 768
        assert box["x"] + box["width"] <= 1366


def test_a_whole_day_by_keyboard_alone(counter: Counter) -> None:
    page = counter.sit(3)
    assert barriers(page) == []
    expect(page.locator(".pick-window")).to_contain_text("打开 3 号窗口")
    page.keyboard.press("Enter")
    does(page, "next")
    assert barriers(page) == []

    two = counter.backstage.services()[:2]
    counter.take_for(page, *two, priority=Priority.ELDER, help_needs=(HelpNeed.HEARING,))
    counter.take_for(page)
    counter.take_for(page)
    expect(page.locator(".next-up")).to_contain_text("为什么是这位：优先号先叫")
    fits(page)

    page.keyboard.press("Space")
    does(page, "start")
    expect(page.locator(".hand-card")).to_contain_text("听力不便")
    expect(page.locator(".hand-card")).to_contain_text("排队播报")
    assert barriers(page) == []
    fits(page)
    page.keyboard.press("Enter")
    does(page, "finish")
    # Aside, back, and on: the keys work while a Chinese input method is on.
    page.keyboard.press("Digit4")
    does(page, "next")
    page.keyboard.press("Digit7")
    does(page, "start")
    page.keyboard.press("NumpadEnter")
    does(page, "finish")
    assert barriers(page) == []
    page.keyboard.press("Space")
    does(page, "start")
    expect(page.locator(".side")).to_contain_text("未评价")

    # The next one lacks something.
    page.keyboard.press("Enter")
    does(page, "finish")
    page.keyboard.press("Digit2")
    expect(page.locator("dialog")).to_be_visible()
    assert barriers(page) == []
    page.locator(".pick", has_text="材料不齐").press("Enter")
    page.keyboard.press("Digit1")
    expect(page.locator(".materials input").first).to_be_checked()
    page.locator("textarea").press_sequentially("1 张照片 <b>近期</b>")
    assert barriers(page) == []
    page.keyboard.press("Control+Enter")
    does(page, "next")
    expect(page.locator(".side")).to_contain_text("材料不齐")
    # A mistake: back within thirty seconds, finished again as usual.
    page.keyboard.press("Digit6")
    does(page, "finish")
    page.keyboard.press("Digit0")
    page.keyboard.press("Digit1")
    expect(page.locator(".console-bar")).to_contain_text("办完后暂停：短暂休息")
    page.keyboard.press("Space")
    does(page, "resume")
    assert barriers(page) == []
    page.keyboard.press("Digit0")
    does(page, "next")
    # The last one has not rated: a word of warning, and one more press.
    page.keyboard.press("Space")
    expect(page.get_by_role("alert")).to_contain_text("上一位尚未评价，是否呼叫下一号？")
    does(page, "anyway")
    page.wait_for_timeout(700)
    page.keyboard.press("Space")
    does(page, "start")
    page.keyboard.press("Enter")
    does(page, "finish")
    page.keyboard.press("Space")
    does(page, "start")
    page.keyboard.press("F9")
    expect(page.locator(".toast").last).to_contain_text("请先办完")
    page.keyboard.press("Enter")
    does(page, "finish")
    page.keyboard.press("Space")
    does(page, "next")
    page.keyboard.press("F9")
    expect(page.locator("dialog")).to_contain_text("关闭 3 号窗口？")
    page.keyboard.press("Enter")
    expect(page.locator(".pick-window")).to_be_visible()


# By the page itself: over the wire no press is as quick as a hurried clerk's when the machine is busy.
PRESSED = """async (great, by) => {
  const how = { bubbles: true, cancelable: true, detail: 1, code: "Space", key: " " };
  let last = performance.now();
  for (let press = 0; press < 32 && performance.now() - last < 400; press += 1) {
    last = performance.now();
    if (by === "key") document.body.dispatchEvent(new KeyboardEvent("keydown", how));
    else great.dispatchEvent(new MouseEvent("click", how));
    await new Promise((later) => setTimeout(later, 5));
  }
}"""
"""Presses 32 times in a row, fewer where the page stood still meanwhile: what follows a pause is meant."""


@pytest.mark.parametrize("by", ["key", "button"])
def test_thirty_two_quick_presses_of_next_are_one_call(counter: Counter, by: str) -> None:
    page = counter.open(4 if by == "key" else 12)
    for _one in range(3):
        counter.take_for(page)
    page.locator(GREAT).evaluate(PRESSED, by)
    does(page, "start")
    page.wait_for_timeout(800)
    does(page, "start")
    expect(page.locator(".counts b")).to_have_text("2")


def test_a_language_chosen_by_hand_leaves_the_keys_to_the_window(counter: Counter) -> None:
    page = counter.open(13)
    counter.take_for(page)
    page.locator(".language-switch").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.keyboard.press("Space")
    does(page, "start")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_what_is_typed_presses_no_keys(counter: Counter) -> None:
    page = counter.open(5)
    counter.take_for(page)
    page.keyboard.press("Space")
    does(page, "start")
    page.keyboard.press("Digit5")
    page.get_by_label("给下一个窗口的留言").fill("")
    page.get_by_label("给下一个窗口的留言").press_sequentially("3 4 5 0 号材料 ")
    does(page, "start")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_the_next_window_reads_the_note_as_text(counter: Counter) -> None:
    page, other = counter.open(6), counter.open(7)
    counter.take_for(page)
    page.keyboard.press("Space")
    does(page, "start")
    # By keys alone: to a window, its number, chosen, a word for it, sent.
    page.keyboard.press("Digit5")
    page.keyboard.press("F3")
    page.get_by_label("找窗口").press_sequentially("7")
    page.keyboard.press("Enter")
    expect(page.locator(".targets .button[aria-pressed=true]")).to_contain_text("7")
    page.get_by_label("给下一个窗口的留言").fill("<img src=x onerror=alert(1)>")
    assert barriers(page) == []
    page.keyboard.press("Enter")
    does(page, "next")
    expect(other.locator(".next-up")).to_contain_text("指定到本窗口")
    other.keyboard.press("Space")
    does(other, "start")
    expect(other.locator(".note")).to_contain_text("<img src=x onerror=alert(1)>")


def test_a_rating_is_told_but_never_how_good(counter: Counter) -> None:
    page = counter.open(8)
    ticket = counter.take_for(page)
    page.keyboard.press("Space")
    does(page, "start")
    page.keyboard.press("Enter")
    does(page, "finish")
    page.keyboard.press("Space")
    does(page, "next")
    with counter.backstage.hall.look() as look:
        done = handlings.of_ticket(look, ticket)[-1].id
    ratings.rate_by_ticket(counter.backstage.hall, ticket=ticket, handling=done, said=Opinion(Level.VERY_SATISFIED))
    expect(page.locator(".side")).to_contain_text("已评价")
    assert "满意" not in page.locator("#room").inner_text()


def test_a_lost_server_keeps_the_screen_and_rests_the_buttons(counter: Counter) -> None:
    page = counter.open(9)
    counter.take_for(page)
    page.keyboard.press("Space")
    does(page, "start")
    number = page.locator(".hand .plate").first.inner_text()
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    counter.demo.server.stop()
    expect(page.locator(".banner-lost")).to_be_visible()
    expect(page.locator(GREAT)).to_be_disabled()
    expect(page.locator(".hand .plate").first).to_have_text(number)
    counter.demo.server.start()
    page.context.set_offline(False)
    expect(page.locator(GREAT)).to_be_enabled()
    page.keyboard.press("Enter")
    does(page, "finish")


def test_leaving_the_page_with_a_visitor_is_asked_about(counter: Counter) -> None:
    page = counter.open(10)
    counter.take_for(page)
    page.keyboard.press("Space")
    does(page, "start")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    # A page nobody has touched may not ask.
    page.locator(".hand-card").click()
    page.close(run_before_unload=True)
    for _each in range(900):
        if not asked:
            page.wait_for_timeout(100)
    assert asked == ["beforeunload"]
    # The console that dies leaves its window open; the same clerk takes it up where it was.
    again = counter.sit(10)
    does(again, "start")
    again.keyboard.press("Enter")
    does(again, "finish")


def test_the_narrow_console_has_everything_without_moving_sideways(counter: Counter) -> None:
    page = counter.open(11)
    narrow = counter.sit(11, "console-compact", locale="en")
    counter.take_for(page, priority=Priority.DISABLED, help_needs=(HelpNeed.WHEELCHAIR,))
    counter.take_for(page)
    at_rest = narrow.locator(GREAT).bounding_box()
    for key, deed in (("Space", "start"), ("Enter", "finish")):
        narrow.keyboard.press(key)
        does(narrow, deed)
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 360
        # Nothing moves under the finger, and all of it is on the screen.
        assert narrow.locator(GREAT).bounding_box() == at_rest
        assert all(
            box["y"] + box["height"] <= 768 for act in narrow.locator(".acts .act").all() if (box := act.bounding_box())
        )
        assert barriers(narrow) == []
    expect(narrow.locator(".hand-card")).to_contain_text("Wheelchair")
    # A reason that does not hold is undone by a key and a second look.
    narrow.keyboard.press("p")
    expect(narrow.locator("dialog")).to_contain_text("Disabled")
    narrow.keyboard.press("Enter")
    expect(narrow.locator(".hand-card")).not_to_contain_text("Priority")
