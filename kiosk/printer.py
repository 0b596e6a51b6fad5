"""How bytes reach a printer, and what is known when they do not."""

import os
import socket
import stat
import time
from enum import StrEnum

from hall.rules.device import Driver, Printer
from web.aside import aside

CONNECT_S = 3.0
ANSWER_S = 1.0
"""How long a printer may think about a question before its silence is taken as *unknown*."""
SEND_S = 10.0
FINISH_S = 8.0
"""How long a printer that answers may take to print what it was sent."""

ASK_PAPER = b"\x10\x04\x04"
"""DLE EOT 4: answered at once, past everything that waits in the printer."""
ASK_DONE = b"\x1dr\x01"
"""GS r 1: answered when all before it has been printed."""


class Fault(StrEnum):
    """Why a slip did not (surely) come out."""

    PAPER_OUT = "paper-out"
    UNREACHABLE = "unreachable"
    BROKEN_OFF = "broken-off"
    NO_FILE = "no-file"
    NO_FONT = "no-font"
    NOT_COMPOSED = "not-composed"


class NotSent(Exception):
    """Nothing of the slip has reached the printer: it may be tried again."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Uncertain(Exception):
    """Some of the slip may be on paper: never to be tried again by itself."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def send(printer: Printer, slip: bytes) -> None:
    """Print `slip`; raises NotSent or Uncertain. A virtual printer has printed at once."""
    match printer.driver:
        case Driver.NETWORK:
            _send_by_network(printer.host or "", printer.port or 9100, slip)
        case Driver.FILE:
            aside(lambda: _send_to_file(printer.path or "", slip))
        case Driver.VIRTUAL:
            pass


# --- network ------------------------------------------------------------------------------------------


def _send_by_network(host: str, port: int, slip: bytes) -> None:
    try:
        line = socket.create_connection((host, port), timeout=CONNECT_S)
    except OSError as error:
        raise NotSent(Fault.UNREACHABLE) from error
    with line:
        answers = _ask_paper(line)
        _push(line, slip + ASK_DONE if answers else slip)
        _wait_until_printed(line, answers)


def _ask_paper(line: socket.socket) -> bool:
    """Does this printer answer at all? Raises NotSent if it says that its paper is out, or hangs up."""
    try:
        line.settimeout(ANSWER_S)
        line.sendall(ASK_PAPER)
        said = line.recv(1)
    except TimeoutError:
        return False
    except OSError as error:
        raise NotSent(Fault.UNREACHABLE) from error
    if not said:
        raise NotSent(Fault.UNREACHABLE)
    # Four bits are fixed; anything else is no answer to this question.
    if said[0] & 0x93 != 0x12:
        return False
    if said[0] & 0x60:
        raise NotSent(Fault.PAPER_OUT)
    return True


def _push(line: socket.socket, slip: bytes) -> None:
    line.settimeout(SEND_S)
    sent = 0
    while sent < len(slip):
        try:
            sent += line.send(slip[sent:])
        except OSError as error:
            raise Uncertain(Fault.BROKEN_OFF) if sent else NotSent(Fault.UNREACHABLE) from error


def _wait_until_printed(line: socket.socket, answers: bool) -> None:
    """A line that breaks after the last byte leaves the slip uncertain; silence is *unknown*, so it counts as printed.

    A printer that answered before is asked once more, behind the slip: it answers when the paper is out.
    """
    try:
        if not answers:
            line.shutdown(socket.SHUT_WR)
        line.settimeout(FINISH_S if answers else ANSWER_S / 4)
        said = line.recv(1)
    except TimeoutError:
        return
    except OSError as error:
        raise Uncertain(Fault.BROKEN_OFF) from error
    if answers and not said:
        raise Uncertain(Fault.BROKEN_OFF)
    if answers and said[0] & 0x0C == 0x0C:
        raise Uncertain(Fault.PAPER_OUT)


# --- file -----------------------------------------------------------------------------------------------


def _send_to_file(path: str, slip: bytes) -> None:
    """Append to a file, or write to a device such as /dev/usb/lp0."""
    try:
        door = os.open(path, os.O_WRONLY | os.O_APPEND | _create_beside(path), 0o600)
    except OSError as error:
        raise NotSent(Fault.NO_FILE) from error
    sent = 0
    give_up = time.monotonic() + SEND_S
    try:
        while sent < len(slip):
            sent += os.write(door, slip[sent:])
            if time.monotonic() > give_up:
                raise Uncertain(Fault.BROKEN_OFF)
    except OSError as error:
        raise Uncertain(Fault.BROKEN_OFF) if sent else NotSent(Fault.NO_FILE) from error
    finally:
        os.close(door)


def _create_beside(path: str) -> int:
    """A plain file is made when missing; under /dev a missing printer must not become one."""
    if path.startswith("/dev/"):
        return 0
    return 0 if os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode) else os.O_CREAT
