"""Takes the pictures of the README from the screens themselves, over a demo hall in the middle of a morning.

make pictures    writes docs/pictures/*.png, each small enough to read on a page
"""

import io
import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PIL import Image

from replay.doors import Doors
from setup.past import live_the_past
from setup.scene import Scene
from tests.rooms import make_demo, open_doors
from tests.screens import SIZES, Screens, chromium_running
from tests.servers import serve

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 250_000
SETTLED_MS = 1500


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, what is opened, at which size; `link` is the visitor's own page, `case` a low rating's."""

    name: str
    path: str
    size: str
    part: str = ""
    """What is brought into view, where the head of a page is not what it is for."""


SHOTS = (
    Shot("display", "/display/", "display"),
    Shot("kiosk", "/kiosk/", "kiosk"),
    Shot("console", "/clerk/?window_no=3", "console"),
    Shot("pad", "/evaluator/?window_no=4", "pad"),
    Shot("desk", "/desk/", "desk"),
    Shot("manager", "/manager/", "manager"),
    Shot("satisfaction", "/manager/satisfaction", "manager"),
    Shot("week", "/manager/satisfaction", "manager", part="section:has(#heat)"),
    Shot("case", "case", "manager"),
    Shot("phone", "link", "phone"),
)


def main() -> None:
    """Play the scene, open every screen, keep what it shows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="haohao-pictures-") as name:
        folder = Path(name)
        (folder / "made").mkdir()
        made = make_demo(folder / "made")
        with open_doors(made, folder / "hall") as opened:
            case = live_the_past(opened)
        with serve(folder / "hall", demo="1", replay_clock="1") as server:
            doors = Doors(server.url)
            scene = Scene(doors, made.people, partial(_set_clock, doors))
            scene.play_morning()
            paths = {"link": scene.page, "case": f"/manager/cases/{case}"}
            with chromium_running() as browser:
                screens = Screens(browser)
                for shot in SHOTS:
                    _take(screens, server.url + paths.get(shot.path, shot.path), shot)
                screens.close()
        if screens.complaints:
            raise SystemExit("\n".join(screens.complaints))


def _set_clock(doors: Doors, now: datetime) -> None:
    doors.post("/replay/clock", {"now": now.isoformat()})


def _take(screens: Screens, address: str, shot: Shot) -> None:
    page = screens.open(address, shot.size)
    page.wait_for_load_state("networkidle") if shot.size == "manager" else page.locator("main *").first.wait_for()
    page.evaluate("async () => { await document.fonts.ready; }")
    if shot.size == "display":
        # A browser keeps the wall silent, and the wall says so, until somebody touches it.
        page.mouse.click(5, 5)
    page.wait_for_timeout(SETTLED_MS)
    if shot.part:
        page.locator(shot.part).first.evaluate("(part) => scrollTo(0, part.getBoundingClientRect().top + scrollY - 16)")
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    assert taken.size == SIZES[shot.size], "a picture has the size of its screen"
    (PICTURES / f"{shot.name}.png").write_bytes(small(taken))
    page.close()


def small(picture: Image.Image) -> bytes:
    """As a PNG of at most 250 kB: fewer colours first, then fewer dots."""
    while True:
        page = io.BytesIO()
        few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(page, "PNG", optimize=True)
        if page.tell() <= MOST_BYTES:
            return page.getvalue()
        picture = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
