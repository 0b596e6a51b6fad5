"""What every screen stands on keeps its promises in a real browser."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.screens import Screens
from tests.servers import DemoHall
from web.languages import say

MODULES = ("live", "ask", "languages", "clock", "page", "faces", "icons", "told")
VENDORED = {
    "preact": "preact.module",
    "preact/hooks": "hooks.module",
    "htm": "htm.module",
    "htm/preact": "htm-preact.module",
    "socket.io": "socket.io.esm.min",
}
ENGLISH = {"前面还有 {n} 人": "{n} {n|person|people} ahead", "您选的是{service}": "You chose {service}"}


def bare(hall: DemoHall, head: str = "", body: str = "") -> str:
    """A page with the skeleton's import map that belongs to no room."""
    names = {name: f"/static/x/{name}.js" for name in MODULES}
    names |= {name: f"/static/x/vendor/{file}.js" for name, file in VENDORED.items()}
    imports = json.dumps({"imports": names})
    return f"""<!doctype html><html lang="zh-Hans"><head><title data-zh="甲" data-en="A">甲</title>{head}
      <link rel="stylesheet" href="/static/x/base.css"><script type="importmap">{imports}</script></head>
      <body><main id="room"></main>{body}</body></html>"""


def open_bare(hall: DemoHall, screens: Screens, head: str = "", body: str = "", **context: Any) -> Page:
    """Open such a page under the hall's own address, with a small catalogue."""
    page = screens.profile("manager", **context).new_page()
    page.route("**/bare", lambda route: route.fulfill(body=bare(hall, head, body), content_type="text/html"))
    page.route("**/catalogue/en.json", lambda route: route.fulfill(json=ENGLISH))
    page.goto(f"{hall.url}/bare")
    return page


@pytest.fixture
def page(demo: DemoHall, screens: Screens) -> Page:
    """A page with nothing but the base."""
    return open_bare(demo, screens, head='<meta name="haohao-token" content="t"><meta name="haohao-csrf" content="c">')


WATCH = """async (token) => {
  const { watch } = await import("live");
  document.seen = [];
  watch("/display", { auth: { token }, draw: (picture) => document.seen.push(picture.seq) });
}"""


def test_a_screen_is_whole_again_after_the_servers_return(demo: DemoHall, screens: Screens) -> None:
    """Without anybody's doing; how soon is measured by bench/power_cut.py."""
    page = open_bare(demo, screens)
    page.evaluate(WATCH, demo.token("display"))
    expect(page.locator("body[data-link=live]")).to_be_attached()
    demo.server.kill()
    expect(page.locator("body[data-link=lost]")).to_be_attached()
    before = page.evaluate("document.seen.length")
    demo.server.start()
    page.wait_for_function(f"document.seen.length > {before}")
    expect(page.locator("body[data-link=live]")).to_be_attached()


def test_after_a_connect_an_older_picture_is_believed(demo: DemoHall, screens: Screens) -> None:
    page = open_bare(demo, screens, body='<script type="application/json" id="picture">{"seq": 999999}</script>')
    page.evaluate(WATCH, demo.token("display"))
    page.wait_for_function("document.seen.length > 1")
    seen = page.evaluate("document.seen")
    assert seen[0] == 999999
    assert seen[1] < 999999


def test_a_text_is_said_alike_by_server_and_screen(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.languages.catalogue", lambda language: ENGLISH)
    said = """async ([language, text, facts]) => {
      const languages = await import("languages");
      await languages.setLanguage(language);
      return languages.say(text, facts);
    }"""
    facts: list[tuple[str, dict[str, Any]]] = [
        ("前面还有 {n} 人", {"n": 1}),
        ("前面还有 {n} 人", {"n": 2}),
        ("前面还有 {n} 人", {}),
        ("您选的是{service}", {"service": {"zh": "生育登记", "en": "Birth registration"}}),
        ("您选的是{service}", {"service": {"zh": "生育登记", "en": None}}),
        ("没有译文", {}),
    ]
    for text, given in facts:
        assert page.evaluate(said, ["en", text, given]) == say(text, "en", **given)
        assert page.evaluate(said, ["zh", text, given]) == say(text, "zh", **given)


def test_words_that_did_not_come_are_asked_for_again(demo: DemoHall, screens: Screens) -> None:
    page = screens.profile("manager").new_page()
    page.route("**/bare", lambda route: route.fulfill(body=bare(demo), content_type="text/html"))
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.abort() if len(asked) == 1 else route.fulfill(json=ENGLISH)

    page.route("**/catalogue/en.json", answer)
    page.goto(f"{demo.url}/bare")
    told = page.evaluate("""import('languages').then(async ({ say, setLanguage }) => {
      const told = [];
      for (const wanted of ["en", "zh", "en"]) {
        await setLanguage(wanted);
        told.push(say("前面还有 {n} 人", { n: 1 }));
      }
      return told;
    })""")
    assert told[1:] == ["前面还有 1 人", "1 person ahead"]
    assert len(asked) == 2


def test_a_change_of_language_reaches_the_page_itself(page: Page) -> None:
    page.evaluate("import('languages').then(({ setLanguage }) => setLanguage('en'))")
    assert page.title() == "A"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_deed_is_tried_again_with_the_same_key(page: Page) -> None:
    tries: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        tries.append(route.request.headers)
        if len(tries) == 1:
            route.abort()
        elif len(tries) == 2:
            route.fulfill(status=503, json={"type": "/problems#busy", "title": "忙", "status": 503})
        else:
            route.fulfill(status=201, json={"number": "A001"})

    page.route("**/kiosk/tickets", answer)
    assert page.evaluate("import('ask').then(({ post }) => post('/kiosk/tickets', {}))") == {"number": "A001"}
    assert len({one["idempotency-key"] for one in tries}) == 1
    assert {(one["authorization"], one["x-csrf-token"], one["accept-language"]) for one in tries} == {
        ("Bearer t", "c", "zh-Hans")
    }


def test_a_refusal_is_told_in_the_servers_words_and_not_tried_again(page: Page) -> None:
    tries: list[str] = []

    def answer(route: Route) -> None:
        tries.append(route.request.url)
        problem = {"type": "/problems#nobody-waiting", "title": "现在没有人等候", "status": 409, "window_no": 3}
        route.fulfill(status=409, json=problem, content_type="application/problem+json")

    page.route("**/clerk/windows/3/next", answer)
    refused = page.evaluate(
        "import('ask').then(({ post }) => post('/clerk/windows/3/next').catch(({ status, code, title, facts }) =>"
        " ({ status, code, title, facts })))"
    )
    assert refused == {"status": 409, "code": "nobody-waiting", "title": "现在没有人等候", "facts": {"window_no": 3}}
    assert len(tries) == 1


def test_a_server_that_never_answers_is_named(page: Page) -> None:
    page.route("**/kiosk/tickets", lambda route: route.abort())
    refused = page.evaluate("import('ask').then(({ post }) => post('/kiosk/tickets').catch((refusal) => refusal.code))")
    assert refused == "unreachable"


def test_a_double_tap_is_one_tap(page: Page) -> None:
    taps = """import('ask').then(async ({ once }) => {
      let done = 0;
      const deed = once(async () => { done += 1; await new Promise((later) => setTimeout(later, 50)); });
      await Promise.all([deed(), deed()]);
      await deed();
      return done;
    })"""
    assert page.evaluate(taps) == 2


def test_times_are_the_halls_whatever_the_machine_believes(demo: DemoHall, screens: Screens) -> None:
    zone = '<meta name="haohao-zone" content="Asia/Shanghai">'
    page = open_bare(demo, screens, head=zone, timezone_id="America/New_York")
    page.clock.install(time="2001-01-01T00:00:00Z")
    told = page.evaluate("""import('clock').then((clock) => {
      clock.hear("2026-11-23T06:05:09Z");
      return [clock.timeOfDay(clock.now()), clock.dateOf(clock.now()), clock.secondsSince("2026-11-23T06:02:04Z")];
    })""")
    assert told == ["14:05", "11月23日 星期一", 185]


def test_lengths_of_time_are_said_as_people_say_them(page: Page) -> None:
    told = page.evaluate("""import('clock').then(({ timer, duration, range }) =>
      [timer(185), timer(3725), duration(40), duration(185), duration(3900), range(290, 610), range(0, 50)])""")
    assert told == ["3:05", "1:02:05", "不到 1 分钟", "3 分钟", "1 小时 5 分", "约 4–11 分钟", "1 分钟以内"]


PIECES = """async ([name, props]) => {
  const { html, render } = await import("htm/preact");
  const page = await import("page");
  document.told = [];
  const tell = (what) => () => document.told.push(what);
  const given = { ...props, choose: (level) => document.told.push(level), end: tell("ended"), close: tell("closed") };
  render(html`<${page[name]} ...${given} />`, document.getElementById("room"));
}"""


def test_five_faces_are_equal_and_none_is_chosen(page: Page) -> None:
    page.evaluate(PIECES, ["Faces", {}])
    faces = page.locator(".face-choice")
    expect(faces).to_have_text(["非常满意", "满意", "基本满意", "不满意", "非常不满意"])
    boxes = [one.bounding_box() for one in faces.all()]
    assert len({(round(box["width"]), round(box["height"])) for box in boxes if box}) == 1
    assert [one.get_attribute("aria-pressed") for one in faces.all()] == ["false"] * 5
    faces.nth(4).click()
    assert page.evaluate("document.told") == [1]


def test_quiet_is_asked_about_before_it_ends_anything(page: Page) -> None:
    page.evaluate(PIECES, ["TimeOut", {"after": 1, "ask": 2}])
    expect(page.locator("dialog")).to_contain_text("还需要时间吗？")
    page.get_by_role("button", name="还需要", exact=True).click()
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate("document.told") == []
    expect(page.locator("dialog")).to_be_visible()
    page.wait_for_function("document.told.length === 1")
    assert page.evaluate("document.told") == ["ended"]


def test_whoever_needs_no_more_time_can_say_so(page: Page) -> None:
    page.evaluate(PIECES, ["TimeOut", {"after": 1, "ask": 20}])
    page.get_by_role("button", name="不需要了").click()
    assert page.evaluate("document.told") == ["ended"]
