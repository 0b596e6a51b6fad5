"""A slip is printed once, or it is known that it was not; a real socket stands where the printer would."""

import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hall.rules.device import Driver, PaperMode, Printer
from kiosk.printer import ASK_DONE, ASK_PAPER, Fault, NotSent, Uncertain, send

ENOUGH, PAPER_OUT, NEAR_END = b"\x12", b"\x72", b"\x1e"
SLIP = b"\x1b@" + "号码 A008".encode("gb18030") + b"\x1dV\x42\x00"


class PaperPrinter:
    """A printer on TCP that keeps what it was sent.

    With `answer` None it never answers; after `breaks_after` bytes of a slip its line breaks.
    """

    def __init__(
        self, *, answer: bytes | None = ENOUGH, done: bytes | None = b"\x00", breaks_after: int | None = None
    ) -> None:
        self.answer, self.done, self.breaks_after = answer, done, breaks_after
        self.slips: list[bytes] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def device(self) -> Printer:
        return Printer(1, "slips", Driver.NETWORK, "127.0.0.1", self.port, None, PaperMode.TEXT, 48, 576)

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._door.accept()
            except OSError:
                return
            with line:
                self._listen(line)

    def _listen(self, line: socket.socket) -> None:
        kept = b""
        try:
            while came := line.recv(self.breaks_after or 65536):
                kept += came
                if kept == ASK_PAPER:
                    kept = b""
                    if self.answer is not None:
                        line.sendall(self.answer)
                    continue
                if self.breaks_after is not None:
                    # The plug is pulled: no farewell.
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                if kept.endswith(ASK_DONE) and self.done is not None:
                    line.sendall(self.done)
        except OSError:
            pass
        finally:
            if kept.removeprefix(ASK_PAPER):
                self.slips.append(kept.removeprefix(ASK_PAPER).removesuffix(ASK_DONE))

    def out(self) -> list[bytes]:
        """The slips, once the connection has been seen to end."""
        for _ in range(6000):
            if self.slips:
                break
            time.sleep(0.02)
        return self.slips

    def unplug(self) -> None:
        if self._door.fileno() < 0:
            return
        # Closing alone does not wake an accept().
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join(timeout=60)


@pytest.fixture
def plug_in() -> Iterator[Callable[..., PaperPrinter]]:
    made: list[PaperPrinter] = []

    def make(**how: Any) -> PaperPrinter:
        made.append(PaperPrinter(**how))
        return made[-1]

    yield make
    for one in made:
        one.unplug()


PlugIn = Callable[..., PaperPrinter]


def file_printer(path: Path) -> Printer:
    return Printer(1, "slips", Driver.FILE, None, None, str(path), PaperMode.TEXT, 48, 576)


def test_a_printer_gets_exactly_the_slip(plug_in: PlugIn) -> None:
    printer = plug_in()
    send(printer.device, SLIP)
    assert printer.out() == [SLIP]


def test_a_printer_near_the_end_of_its_roll_still_prints(plug_in: PlugIn) -> None:
    printer = plug_in(answer=NEAR_END)
    send(printer.device, SLIP)
    assert printer.out() == [SLIP]


def test_a_printer_that_never_answers_prints_all_the_same(plug_in: PlugIn) -> None:
    printer = plug_in(answer=None)
    send(printer.device, SLIP)
    assert printer.out() == [SLIP]


def test_nothing_is_sent_to_a_printer_without_paper(plug_in: PlugIn) -> None:
    printer = plug_in(answer=PAPER_OUT)
    with pytest.raises(NotSent) as refused:
        send(printer.device, SLIP)
    assert refused.value.fault is Fault.PAPER_OUT
    assert printer.slips == []


def test_a_printer_that_is_off_is_unreachable(plug_in: PlugIn) -> None:
    printer = plug_in()
    printer.unplug()
    with pytest.raises(NotSent) as refused:
        send(printer.device, SLIP)
    assert refused.value.fault is Fault.UNREACHABLE


def test_a_line_that_breaks_half_way_leaves_the_slip_uncertain(plug_in: PlugIn) -> None:
    printer = plug_in(breaks_after=8)
    with pytest.raises(Uncertain) as unsure:
        send(printer.device, SLIP * 50)
    assert unsure.value.fault is Fault.BROKEN_OFF


def test_paper_that_ends_in_the_middle_of_a_slip_is_noticed(plug_in: PlugIn) -> None:
    printer = plug_in(done=b"\x0c")
    with pytest.raises(Uncertain) as unsure:
        send(printer.device, SLIP)
    assert unsure.value.fault is Fault.PAPER_OUT


def test_a_file_printer_appends_slip_after_slip(tmp_path: Path) -> None:
    out = tmp_path / "slips.bin"
    send(file_printer(out), SLIP)
    send(file_printer(out), SLIP)
    assert out.read_bytes() == SLIP + SLIP


def test_a_missing_device_is_no_file_to_be_made() -> None:
    with pytest.raises(NotSent) as refused:
        send(file_printer(Path("/dev/haohao-no-such-printer")), SLIP)
    assert refused.value.fault is Fault.NO_FILE
    assert not os.path.exists("/dev/haohao-no-such-printer")


def test_a_virtual_printer_has_printed_at_once() -> None:
    send(Printer(1, "slips", Driver.VIRTUAL, None, None, None, PaperMode.TEXT, 48, 576), SLIP)
