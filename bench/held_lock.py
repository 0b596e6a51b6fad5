"""How late the house's heartbeat gets while another process holds the database's lock, beside a bare heartbeat.

Sixteen greenlets take tickets and switch inside their deeds; for the first two seconds another process holds the lock
of the SQLite file. The house beats every 10 ms in the same process, a loop with nothing to do in another, both at the
same time. `python -m bench.held_lock [runs]`.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests import servers

RUNS = 5
BAR_MS = 100.0


def seen(folder: Path) -> dict[str, Any]:
    """One run over a fresh database: `tests.hall.greenlets.Seen`."""
    file = folder / "haohao.db"
    servers.lay_tables(f"sqlite:///{file}")
    words = [sys.executable, "-m", "tests.hall.greenlets", str(file)]
    told: dict[str, Any] = json.loads(subprocess.run(words, capture_output=True, check=True, text=True).stdout)
    return told


def main(runs: int = RUNS) -> None:
    """Print the latest heartbeat of each run and whether the worst meets the bar."""
    latest = []
    for _each in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            one = seen(Path(folder))
        latest.append(one["latest"])
        print(
            f"latest heartbeat {one['latest']:6.1f} ms   bare {one['latest_of_bare']:6.1f} ms   "
            f"ratio {one['latest'] / max(one['latest_of_bare'], 0.1):5.1f}   "
            f"errors {len(one['errors'])}   tickets {one['kept']}"
        )
    worst = max(latest)
    print(f"worst of {runs} runs {worst:.1f} ms   bar {BAR_MS:.0f} ms   {'met' if worst <= BAR_MS else 'NOT MET'}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
