"""The printer's agent: runs on the computer that a USB or serial printer hangs on, and prints what the hall asks for.

    python -m kiosk.agent https://hall.example.org /dev/usb/lp0
    python -m kiosk.agent https://hall.example.org /dev/ttyUSB0 --baud 19200

The first time it shows a six-digit code, which an administrator enters beside the printer on the page *devices*.
"""

import argparse
import logging
import os
import secrets
import sys
import termios
import time
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from hall.rules.device import Driver, JobState, PaperMode, Printer
from kiosk.queue import Claimed, print_oldest

LOOK_EVERY_S = 0.5
PAUSES_S = (2.0, 10.0)
"""How long a printer, or a server, in trouble is left alone before the next try."""
ANSWER_S = 10
"""How long the server may take; well within a lease."""
COOKIE = "haohao_printer"

log = logging.getLogger("haohao.agent")


class Door:
    """The hall's doors as one printer's agent uses them, with the token it keeps in a file of its own."""

    def __init__(self, address: str, keeps: Path) -> None:
        self.address = address.rstrip("/")
        self._keeps = keeps
        self._session = requests.Session()
        # No proxy and no password of the surroundings: the hall is in the house.
        self._session.trust_env = False
        if keeps.exists():
            self._session.headers["Authorization"] = f"Bearer {keeps.read_text('ascii').strip()}"

    @property
    def paired(self) -> bool:
        """Is there a token? Whether it still opens the doors, they will say."""
        return "Authorization" in self._session.headers

    def pair(self, show: Callable[[str], None]) -> bool:
        """Show a code until it is approved; False once it is too old."""
        one = self._ask("POST", "/pairing", {"kind": "printer"}).json()
        show(one["code"])
        while True:
            time.sleep(2)
            asked = f"{self.address}/pairing/collect"
            answer = self._session.post(asked, json={"secret": one["secret"]}, timeout=ANSWER_S)
            if answer.status_code == 200:
                self._keep(answer.cookies[COOKIE])
                return True
            if answer.status_code != 202:
                return False

    def forget(self) -> None:
        """The token opens nothing any more."""
        self._keeps.unlink(missing_ok=True)
        self._session.headers.pop("Authorization", None)

    def look(self) -> dict[str, Any]:
        """How the printer is to be driven, and whether a slip waits."""
        return dict(self._ask("GET", "/printer/jobs/").json())

    def claim(self) -> Claimed | None:
        """The oldest slip, under a lease; None if none waits."""
        one = self._ask("POST", "/printer/jobs/claim", {}).json()["claimed"]
        if one is None:
            return None
        code = one["code"][-6:] if one["code"] else None
        return Claimed(int(one["job"]), one["lease"], one["kind"], one["slip"], one["again"], one["link"], code)

    def ended(self, one: Claimed, state: JobState, fault: str = "") -> None:
        """It is printed, or uncertain."""
        self._end(one, state.value, fault)

    def not_sent(self, one: Claimed, fault: str) -> None:
        """Nothing of it was sent."""
        self._end(one, "not-sent", fault)

    def _end(self, one: Claimed, state: str, fault: str) -> None:
        said = {"lease": one.lease, "state": state, "fault": fault or None}
        held = self._ask("POST", f"/printer/jobs/{one.job}/ended", said).json()["held"]
        if not held:
            log.warning("slip %s took longer than its lease: somebody has to look whether it came out", one.job)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> requests.Response:
        """One request, tried again under the same key while no answer comes: what was done is not done twice."""
        headers = {"Idempotency-Key": secrets.token_hex(16)} if method == "POST" else {}
        for pause in (0.2, 1.0, 3.0, None):
            try:
                answer = self._session.request(
                    method, self.address + path, json=body, headers=headers, timeout=ANSWER_S
                )
                answer.raise_for_status()
                return answer
            except requests.HTTPError:
                if answer.status_code < 500 or pause is None:
                    raise
            except requests.RequestException:
                if pause is None:
                    raise
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _keep(self, token: str) -> None:
        self._keeps.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._keeps, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as kept:
            kept.write(token)
        self._session.headers["Authorization"] = f"Bearer {token}"


class Agent:
    """Serves one printer until it is told to stop."""

    def __init__(self, door: Door, path: str, *, font: Path | None = None) -> None:
        self.door = door
        self.path = path
        self.font = font

    def go_round(self) -> float:
        """Print what waits; returns after how many seconds to look again."""
        told = self.door.look()
        if not told["waiting"]:
            return LOOK_EVERY_S
        printer = self._as_told(told)
        while (went_well := print_oldest(self.door, printer, font=self.font)) is True:
            pass
        return LOOK_EVERY_S if went_well is None else PAUSES_S[0]

    def run(self, show: Callable[[str], None]) -> None:
        """Serve for ever: a server that is away, or a token that was revoked, is only waited for."""
        troubles = 0
        while True:
            try:
                if not self.door.paired and not self.door.pair(show):
                    continue
                rest, troubles = self.go_round(), 0
            except requests.RequestException as trouble:
                answer = trouble.response
                if answer is not None and answer.status_code == 401:
                    log.warning("the hall does not know this printer any more")
                    self.door.forget()
                    continue
                log.warning("the hall cannot be reached: %s", trouble)
                rest = PAUSES_S[min(troubles, len(PAUSES_S) - 1)]
                troubles += 1
            time.sleep(rest)

    def _as_told(self, told: dict[str, Any]) -> Printer:
        """The printer as the hall inks for it; where it hangs only this computer knows."""
        return Printer(
            id=int(told["id"]),
            name=told["name"],
            driver=Driver.FILE,
            host=None,
            port=None,
            path=self.path,
            mode=PaperMode(told["mode"]),
            columns=told["columns"],
            width=told["width"],
        )


def hold_line(path: str, baud: int) -> int | None:
    """Set a serial line up and hold it open, or its settings would be gone with the first slip; None for a USB port."""
    door = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    if not os.isatty(door):
        os.close(door)
        return None
    tty.setraw(door)
    settings = termios.tcgetattr(door)
    settings[4] = settings[5] = getattr(termios, f"B{baud}")
    # The printer says when it can take no more; what it says otherwise nobody reads.
    settings[2] |= termios.CRTSCTS | termios.CLOCAL
    termios.tcsetattr(door, termios.TCSANOW, settings)
    return door


def main() -> None:
    """Read the command line, then serve."""
    asked = argparse.ArgumentParser(prog="python -m kiosk.agent", description="Print a hall's slips on this computer.")
    asked.add_argument("address", help="the hall's server, as in https://hall.example.org")
    asked.add_argument("path", help="where the printer hangs: /dev/usb/lp0, /dev/ttyUSB0, /dev/ttyS0")
    asked.add_argument("--baud", type=int, choices=(9600, 19200, 38400, 57600, 115200), default=9600)
    asked.add_argument("--font", type=Path, help="a Chinese font, for a printer in raster mode")
    asked.add_argument("--keep", type=Path, default=Path.home() / ".haohao" / "printer-token", help="keeps the token")
    given = asked.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    line = hold_line(given.path, given.baud)
    try:
        Agent(Door(given.address, given.keep), given.path, font=given.font).run(
            lambda code: print(f"\n  配对码 Code  {code}\n", flush=True)
        )
    except KeyboardInterrupt:
        log.info("stopped")
    finally:
        if line is not None:
            os.close(line)


if __name__ == "__main__":
    main()
