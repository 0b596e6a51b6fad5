"""Opens the screens in Chromium as they hang in the hall, listening for what they complain about."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from setup.chromium import chromium

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"

# The sizes at which the screens are looked at.
SIZES = {
    "kiosk": (1080, 1920),
    "kiosk-wide": (1920, 1080),
    "display": (1920, 1080),
    "pad": (1280, 800),
    "pad-small": (800, 480),
    "console": (1366, 768),
    "console-compact": (360, 768),
    "desk": (1366, 768),
    "phone": (390, 844),
    "manager": (1440, 900),
}

# No sandbox: it needs rights a container does not give. The rest keeps Chromium from asking for the outside.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (broken) =>
  tellViolation(`${broken.violatedDirective} refused ${broken.blockedURI || "inline"} on ${location.pathname}`));
"""

# Whatever moves only for a while has arrived; what turns for ever, or rests, is not waited for.
AT_REST = """async () => {
  const ends = (move) => move.playState === "running" && Number.isFinite(move.effect.getComputedTiming().endTime);
  await Promise.allSettled(document.getAnimations().filter(ends).map((move) => move.finished));
}"""

# A loaded machine takes its time; what never comes is missed all the same.
PATIENCE_MS = 90_000
expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium_running() -> Iterator[Browser]:
    """A headless Chromium that lives as long as the block."""
    path = chromium()
    if path is None:
        raise RuntimeError("No Chromium: install it, or set CHROMIUM to its path (python setup/chromium.py tells more)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Screens:
    """The pages one test has open. `complaints` holds every broken policy and uncaught error."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def open(self, url: str, screen: str = "manager", **context: Any) -> Page:
        """Open `url` in a browser profile of its own, at the size of `screen` (a key of SIZES).

        `context` goes to Playwright: locale="en", has_touch=True, timezone_id=…
        """
        page = self.profile(screen, **context).new_page()
        page.goto(url)
        return page

    def profile(self, screen: str = "manager", **context: Any) -> BrowserContext:
        """A browser profile whose pages share cookies, as the tabs of one person do."""
        width, height = SIZES[screen]
        profile = self._browser.new_context(
            viewport={"width": width, "height": height}, **{"locale": "zh-CN", **context}
        )
        profile.set_default_timeout(PATIENCE_MS)
        profile.expose_function("tellViolation", self._complain)
        profile.add_init_script(REPORT_VIOLATIONS)
        profile.on("weberror", lambda thrown: self._complain(f"uncaught: {thrown.error}"))
        self._contexts.append(profile)
        return profile

    def _complain(self, what: str) -> None:
        self.complaints.append(what)

    def close(self) -> None:
        """Close every page."""
        while self._contexts:
            self._contexts.pop().close()


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """What axe-core finds on `page` that would shut somebody out, one line per rule and place."""
    # What still fades in has less contrast than it will have; behind other pages it would stand still.
    page.bring_to_front()
    page.evaluate(AT_REST)
    if not page.evaluate("() => 'axe' in window"):
        # Evaluated, not added as a script: the page's policy would refuse the script.
        page.evaluate(f"() => {{ {_axe()} }}")
    found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return [f"{rule['id']}: {rule['help']} ({node['target']})" for rule in found for node in rule["nodes"]]
