"""How soon after a power cut every open page is right again, beside how long the server itself takes to start.

Ten times the server is killed amid takes, calls and ratings, and started anew. Counted is from when it is ready until
each socket, and a wall in Chromium, shows at least what was acknowledged before the cut; the slowest counts.
`python -m bench.power_cut [cuts]`.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.journeys.day import Day, at_work, head, open_pages, until_whole
from tests.patience import PATIENCE
from tests.screens import Screens, chromium_running
from tests.servers import serve_demo

CUTS = 10
BAR_S = 5.0


def main(cuts: int = CUTS) -> None:
    """Measure and print."""
    starts: list[float] = []
    late: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_demo(Path(folder)) as hall,
        chromium_running() as browser,
    ):
        screens, pages, day = Screens(browser), open_pages(hall), Day(hall)
        wall = screens.open(f"{hall.url}/display/", "display")
        with at_work(day):
            for _cut in range(cuts):
                day.go_on()
                hall.server.kill()
                wall.wait_for_selector("body[data-link=lost]", timeout=1000 * PATIENCE)
                acknowledged = head(f"sqlite:///{folder}/haohao.db")
                began = time.perf_counter()
                hall.server.start()
                ready = time.perf_counter()
                until_whole(pages, acknowledged)
                wall.wait_for_selector("body[data-link=live]", timeout=1000 * PATIENCE)
                starts.append(ready - began)
                late.append(time.perf_counter() - ready)
        for page in pages:
            page.close()
        screens.close()
    slowest = max(late)
    print(f"server ready             slowest {max(starts):5.2f} s   n {len(starts)}")
    held = "met" if slowest <= BAR_S else "NOT MET"
    print(f"then every page right    slowest {slowest:5.2f} s   bar {BAR_S:.0f}   {held}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
