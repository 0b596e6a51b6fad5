"""The wall and the strips in a real browser, read at their real size."""

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.backstage import Backstage
from tests.patience import PATIENCE
from tests.screens import SIZES, Screens, barriers
from tests.servers import DemoHall

WINDOWS = range(1, 10)
CALLS_AT_ONCE = 5
BLOCKED = "声音被浏览器拦住了，请触摸屏幕一次"
LEAST_TEXT, LEAST_NUMBER = 40, 96

TOO_SMALL = """([text, number]) => [...document.querySelectorAll("body *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
  .filter((one) => !one.closest(".visually-hidden, .language-switch, script, noscript") && one.getClientRects().length)
  .map((one) => [one, parseFloat(getComputedStyle(one).fontSize)])
  .filter(([one, size]) => size < (one.matches(".number, .plate") ? number : text) - 0.1)
  .map(([one, size]) => `${one.className || one.tagName} ${size}`)"""

CUT_OFF = """() => [...document.querySelectorAll(
    ".call, .recent, .missed, .line, .strip-now, .strip-window, .strip-clerk")]
  .filter((box) => {
    const frame = box.getBoundingClientRect();
    return [...box.querySelectorAll(".plate, .number, .window-word, .line-text, strong, span:not(.visually-hidden)")]
      .filter((one) => !one.closest(".visually-hidden") && one.getClientRects().length).some((one) => {
        const at = one.getBoundingClientRect();
        return at.left < frame.left - 1 || at.right > frame.right + 1
          || at.top < frame.top - 1 || at.bottom > frame.bottom + 1;
      });
  }).map((box) => box.className)"""


class Hall:
    """The people of a running demo hall."""

    def __init__(self, demo: DemoHall) -> None:
        self.demo = demo
        self._clerks: dict[int, requests.Session] = {}

    def take(self, count: int) -> list[str]:
        code = self.demo.people["services"][0]["code"]
        token = {"Authorization": f"Bearer {self.demo.token('kiosk')}"}
        numbers = []
        for _each in range(count):
            wanted = {"service": code}
            answer = requests.post(f"{self.demo.url}/kiosk/tickets", json=wanted, headers=token, timeout=PATIENCE)
            answer.raise_for_status()
            numbers.append(answer.json()["number"])
        return numbers

    def at(self, window_no: int, deed: str, /, **said: Any) -> dict[str, Any]:
        """What a clerk does at a window."""
        clerk = self._clerk(window_no)
        answer = clerk.post(f"{self.demo.url}/clerk/windows/{window_no}/{deed}", json=said, timeout=PATIENCE)
        answer.raise_for_status()
        return dict(answer.json() or {})

    def all_at_once(self, windows: range, deed: str, **said: Any) -> list[dict[str, Any]]:
        for no in windows:
            self._clerk(no)
        with ThreadPoolExecutor(len(windows)) as clerks:
            return list(clerks.map(lambda no: self.at(no, deed, **said), windows))

    def empty(self) -> None:
        """Serve whoever was called, until all windows are free."""
        for call in self._board()["stands"]:
            if call["stage"] == "called":
                self.at(call["window_no"], "start")
            if call["stage"] is not None:
                self.at(call["window_no"], "finish", outcome="accepted")

    def _board(self) -> dict[str, Any]:
        page = requests.get(f"{self.demo.url}/display/", timeout=PATIENCE).text
        found = re.search(r'id="picture"[^>]*>(.*?)</script>', page, re.DOTALL)
        assert found is not None
        return dict(json.loads(found[1]))

    def _clerk(self, window_no: int) -> requests.Session:
        if window_no not in self._clerks:
            member, session = self.demo.member("clerk", window_no=window_no), requests.Session()
            said = {"name": member["name"], "password": member["password"]}
            answer = session.post(f"{self.demo.url}/sign-in", json=said, timeout=PATIENCE)
            answer.raise_for_status()
            session.headers["X-CSRF-Token"] = answer.json()["csrf"]
            self._clerks[window_no] = session
        return self._clerks[window_no]


@pytest.fixture(scope="module")
def staffed(demo: DemoHall) -> Hall:
    """The demo hall with windows 1 to 9 open."""
    people = Backstage.beside(demo)
    people.policy(recall_cooldown_s=0)
    people.database.close()
    here = Hall(demo)
    here.all_at_once(WINDOWS, "open")
    return here


@pytest.fixture
def hall(staffed: Hall) -> Iterator[Hall]:
    """The same hall, with nobody called or served before and after each test."""
    yield staffed
    staffed.empty()


def announcements(page: Page) -> list[tuple[str, int]]:
    """Fills with what the page tells the hall that it has announced."""
    told: list[tuple[str, int]] = []

    def note(request: Any) -> None:
        if request.url.endswith("/display/announced"):
            body = request.post_data_json
            told.append((body["handling"], body["times_called"]))

    page.on("request", note)
    return told


def must_be_told(page: Page, told: list[tuple[str, int]], count: int) -> None:
    """So many announcements are made, however busy the machine, and none beyond for a while."""
    deadline = time.monotonic() + 180
    while len(told) < count and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    page.wait_for_timeout(700)
    assert len(told) == count


def allow_sound(page: Page) -> None:
    page.locator("body").click(position={"x": 960, "y": 600})
    expect(page.get_by_text(BLOCKED)).to_have_count(0)


def test_five_windows_call_at_once_and_each_is_announced_once_in_order(hall: Hall, screens: Screens) -> None:
    page = screens.open(f"{hall.demo.url}/display/", "display")
    told = announcements(page)
    allow_sound(page)
    windows = range(1, CALLS_AT_ONCE + 1)
    numbers = hall.take(CALLS_AT_ONCE)
    called = hall.all_at_once(windows, "next")

    expect(page.locator(".call")).to_have_count(CALLS_AT_ONCE)
    shown = page.locator(".call .plate").all_inner_texts()
    assert sorted(shown) == sorted(numbers)
    assert page.evaluate(TOO_SMALL, [LEAST_TEXT, LEAST_NUMBER]) == []
    assert page.evaluate(CUT_OFF) == []

    must_be_told(page, told, CALLS_AT_ONCE)
    by_number = {one["ticket"]["number"]: (one["handling"], 1) for one in called}
    # The wall shows the newest first; it is spoken from the oldest on.
    assert told == [by_number[number] for number in reversed(shown)]

    page.reload()
    allow_sound(page)
    page.wait_for_timeout(2_500)
    assert len(told) == CALLS_AT_ONCE
    assert barriers(page) == []

    hall.empty()
    expect(page.locator(".call")).to_have_count(0)
    expect(page.locator(".recent li").first).to_be_visible()


def test_a_recall_is_announced_anew(hall: Hall, screens: Screens) -> None:
    page = screens.open(f"{hall.demo.url}/display/", "display")
    told = announcements(page)
    allow_sound(page)
    hall.take(1)
    handling = hall.at(1, "next")["handling"]
    expect(page.locator(".call")).to_have_count(1)
    must_be_told(page, told, 1)
    hall.at(1, "recall", handling=handling)
    must_be_told(page, told, 2)
    assert told == [(handling, 1), (handling, 2)]


def test_blocked_sound_is_said_and_calls_wait_for_it(hall: Hall, screens: Screens) -> None:
    page = screens.open(f"{hall.demo.url}/display/", "display")
    told = announcements(page)
    expect(page.get_by_text(BLOCKED)).to_be_visible()
    hall.take(1)
    handling = hall.at(2, "next")["handling"]
    expect(page.locator(".call")).to_have_count(1)
    page.wait_for_timeout(2_500)
    assert told == []
    allow_sound(page)
    must_be_told(page, told, 1)
    assert told == [(handling, 1)]


def test_nine_calls_turn_in_pages_and_stay_readable(hall: Hall, screens: Screens) -> None:
    page = screens.open(f"{hall.demo.url}/display/", "display")
    numbers = hall.take(9)
    hall.all_at_once(WINDOWS, "next")
    expect(page.locator(".call")).to_have_count(8)
    first = set(page.locator(".call .plate").all_inner_texts())
    assert page.evaluate(TOO_SMALL, [LEAST_TEXT, LEAST_NUMBER]) == []
    assert page.evaluate(CUT_OFF) == []
    (rest,) = set(numbers) - first
    expect(page.locator(".call .plate")).to_have_text([rest])


FOUR_FIGURES = """() => {
  document.querySelector(".calls").dataset.figures = "5";
  document.querySelectorAll(".call .plate").forEach((plate) => { plate.textContent = "W1888"; });
  document.querySelectorAll(".call .window-digits").forEach((digits) => { digits.textContent = "18"; });
}"""


def test_numbers_of_four_figures_fit_in_either_language(hall: Hall, screens: Screens) -> None:
    hall.take(8)
    walls = [screens.open(f"{hall.demo.url}/display/?quiet", "display", locale=one) for one in ("zh-CN", "en")]
    for count in range(1, 9):
        hall.at(count, "next")
        for wall in walls:
            expect(wall.locator(".call")).to_have_count(count)
            wall.evaluate(FOUR_FIGURES)
            assert wall.evaluate(CUT_OFF) == [], count
            assert wall.evaluate(TOO_SMALL, [LEAST_TEXT, LEAST_NUMBER]) == []


def test_an_area_shows_its_own_windows_only(hall: Hall, screens: Screens) -> None:
    hall.take(2)
    hall.at(1, "next")
    hall.at(9, "next")
    page = screens.open(f"{hall.demo.url}/display/?area=B", "display")
    expect(page.locator(".call")).to_have_count(1)
    expect(page.locator(".call .window-digits")).to_have_text("9")
    strange = screens.open(f"{hall.demo.url}/display/?area=Q", "display")
    expect(strange.locator(".call")).to_have_count(2)
    expect(strange.get_by_text("本厅没有 Q 区")).to_be_visible()


def test_an_area_counts_those_whom_its_windows_may_call(hall: Hall, screens: Screens) -> None:
    hall.take(2)
    hall.at(1, "next")
    hall.at(1, "transfer", window_no=2)
    whole = screens.open(f"{hall.demo.url}/display/", "display")
    expect(whole.locator(".queue-waiting")).to_have_text("2")
    there = screens.open(f"{hall.demo.url}/display/?area=B", "display")
    expect(there.locator(".queue-waiting")).to_have_text("1")
    hall.at(2, "next")
    hall.at(9, "next")
    expect(there.locator(".queue")).to_have_count(0)


def test_english_is_whole_and_nothing_loops(hall: Hall, screens: Screens) -> None:
    hall.take(1)
    hall.at(3, "next")
    page = screens.open(f"{hall.demo.url}/display/", "display", locale="en", reduced_motion="reduce")
    expect(page.locator(".call")).to_contain_text("please go to window 3")
    spoken = page.locator("main").inner_text()
    assert re.findall(r"[\u3400-\u9fff]+", spoken.replace("号窗口", "").replace("中文", "")) == []
    running = "() => document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations === Infinity)"
    assert page.evaluate(running) == []
    assert page.evaluate(CUT_OFF) == []
    assert barriers(page) == []


@pytest.mark.parametrize("size", [(1920, 360), (1024, 256)])
def test_the_strip_tells_what_its_window_does(hall: Hall, screens: Screens, size: tuple[int, int]) -> None:
    page = screens.profile("display").new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{hall.demo.url}/display/window/4")
    expect(page.locator(".strip")).to_contain_text("等候叫号")
    (number,) = hall.take(1)
    hall.at(4, "next")
    expect(page.locator(".strip")).to_contain_text(f"请{number}号到本窗口")
    assert page.evaluate(CUT_OFF) == []
    hall.at(4, "start")
    expect(page.locator(".strip")).to_contain_text(f"正在办理{number}")
    hall.at(4, "finish", outcome="accepted")
    hall.at(4, "pause", reason="system")
    expect(page.locator(".strip")).to_contain_text("暂停办理系统维护")
    assert page.evaluate(CUT_OFF) == []
    assert barriers(page) == []
    hall.at(4, "resume")
    quiet = screens.profile("display").new_page()
    quiet.goto(f"{hall.demo.url}/display/window/16")
    expect(quiet.locator(".strip")).to_contain_text("本窗口未开放")


def test_a_lost_server_is_said_and_the_last_picture_stays(hall: Hall, screens: Screens) -> None:
    (number,) = hall.take(1)
    hall.at(5, "next")
    page = screens.open(f"{hall.demo.url}/display/", "display")
    expect(page.locator(".call .plate")).to_have_text([number])
    page.wait_for_selector("body[data-link=live]", state="attached")
    hall.demo.server.kill()
    expect(page.locator(".line-lost")).to_contain_text(re.compile(r"最后更新 \d\d:\d\d"))
    expect(page.locator(".call .plate")).to_have_text([number])
    hall.demo.server.start()
    expect(page.locator(".line-lost")).to_have_count(0)
    expect(page.locator(".call .plate")).to_have_text([number])
    hall.empty()
    expect(page.locator(".call")).to_have_count(0)


def test_the_wall_fits_a_smaller_screen_as_it_is(hall: Hall, screens: Screens) -> None:
    width, height = SIZES["display"]
    page = screens.profile("display").new_page()
    page.set_viewport_size({"width": width * 2 // 3, "height": height * 2 // 3})
    page.goto(f"{hall.demo.url}/display/")
    expect(page.locator(".head")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight")


# Chromium on Linux has no voices at all: one that notes what it is given, and how many speak at a time.
VOICE = """
  window.said = []; window.speaking = 0; window.cutOff = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voices = [{ lang: "en-US", localService: true }, { lang: "zh_CN", localService: true }];
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    cancel: () => { window.cutOff += 1; },
    speak: (one) => {
      window.cutOff += window.speaking++;
      window.said.push(one.text);
      setTimeout(() => { window.speaking -= 1; one.onend(); }, 120);
    },
  } });
"""


def test_a_voice_speaks_in_both_languages_in_order_and_twice_when_there_is_time(hall: Hall, screens: Screens) -> None:
    profile = screens.profile("display")
    profile.add_init_script(VOICE)
    page = profile.new_page()
    page.goto(f"{hall.demo.url}/display/")
    told = announcements(page)
    # All are called while the sound is blocked: however long that takes, five wait when the voice begins.
    hall.take(CALLS_AT_ONCE)
    hall.all_at_once(range(1, CALLS_AT_ONCE + 1), "next")
    expect(page.locator(".call")).to_have_count(CALLS_AT_ONCE)
    allow_sound(page)
    must_be_told(page, told, CALLS_AT_ONCE)
    said, cut_off = page.evaluate("[said, cutOff]")
    assert cut_off == 0
    # With three or fewer still to say each is said twice.
    chinese = [one for one in said if one.startswith("请")]
    assert [said.index(one) % 2 for one in chinese] == [0] * len(chinese)
    assert [chinese.count(one) for one in dict.fromkeys(chinese)] == [1, 1, 2, 2, 2]
    assert len(said) == 2 * len(chinese)
