"""Takes the pictures of the README from the screens themselves, over a demo hall in the middle of a morning.

    make pictures    writes docs/pictures/*.png, each small enough to read on a page
"""

import io
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from setup.scene import Scene
from tests.screens import SIZES, Screens, chromium_running
from tests.servers import serve

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 250_000
SETTLED_MS = 1500


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, what is opened, at which size; `link` stands for the visitor's own page."""

    name: str
    path: str
    size: str


SHOTS = (
    Shot("display", "/display/", "display"),
    Shot("kiosk", "/kiosk/", "kiosk"),
    Shot("console", "/clerk/?window_no=3", "console"),
    Shot("pad", "/evaluator/?window_no=4", "pad"),
    Shot("desk", "/desk/", "desk"),
    Shot("manager", "/manager/", "manager"),
    Shot("satisfaction", "/manager/satisfaction", "manager"),
    Shot("phone", "link", "phone"),
)


def main() -> None:
    """Play the scene, open every screen, keep what it shows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="haohao-pictures-") as folder:
        with serve(Path(folder), demo="1", replay_clock="1") as server:
            scene = Scene(server.url, json.loads(server.flask("demo", "--json")))
            scene.play()
            with chromium_running() as browser:
                screens = Screens(browser)
                for shot in SHOTS:
                    _take(screens, server.url, shot, scene)
                screens.close()
        if screens.complaints:
            raise SystemExit("\n".join(screens.complaints))


def _take(screens: Screens, url: str, shot: Shot, scene: Scene) -> None:
    page = screens.open(url + (scene.page if shot.path == "link" else shot.path), shot.size)
    page.wait_for_load_state("networkidle") if shot.size == "manager" else page.locator("main *").first.wait_for()
    page.evaluate("async () => { await document.fonts.ready; }")
    if shot.size == "display":
        # A browser keeps the wall silent, and the wall says so, until somebody touches it.
        page.mouse.click(5, 5)
    page.wait_for_timeout(SETTLED_MS)
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
