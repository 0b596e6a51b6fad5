"""`flask --app server replay`: starts a server on fresh data, lives the day, prints what came of it."""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from statistics import mean, quantiles
from typing import Any
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import click

from hall.store import schema
from hall.store.database import Database
from replay.day import Clerk, Day, Lived
from replay.doors import AtDesk, Doors
from replay.hall import ZONE, hall_file, set_up
from replay.proofs import proofs
from replay.trace import MalformedArrivals, Recorded, read_day, shifts
from settings import key_of, read_settings

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_S = 30


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--date", "on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="the day of the file to replay")
@click.option("--speed", default="max", show_default=True, help="max, or how many times faster than life, e.g. 60")
@click.option("--data", type=click.Path(path_type=Path), help="a new folder that keeps the data")
def replay(file: Path, on: datetime, speed: str, data: Path | None) -> None:
    """Drive one recorded day through the doors of a server of its own."""
    try:
        day = read_day(file.read_text("utf-8"), day=on.date(), zone=ZoneInfo(ZONE))
    except MalformedArrivals as wrong:
        raise click.ClickException(f"{file}:{wrong}") from wrong
    except UnicodeDecodeError as wrong:
        raise click.ClickException(f"{file}: 不是 UTF-8 编码的文字 / not UTF-8 text") from wrong
    times = _speed(speed)
    if data is not None and data.exists() and any(data.iterdir()):
        raise click.ClickException(f"{data}: 文件夹不是空的 / the folder is not empty")
    with tempfile.TemporaryDirectory(prefix="haohao-replay-") as folder:
        if not _replayed(day, on.date(), folder=data or Path(folder), speed=times):
            sys.exit(1)


def _speed(speed: str) -> float | None:
    if speed == "max":
        return None
    try:
        times = float(speed)
    except ValueError:
        times = 0.0
    if not 0.1 <= times <= 100_000:
        raise click.ClickException("--speed: max，或一个倍数，如 60 / max, or a factor such as 60")
    return times


def _replayed(day: list[Recorded], on: date, *, folder: Path, speed: float | None) -> bool:
    """Live the day on fresh data; True if every proof held."""
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    environment = os.environ | {
        "HAOHAO_DATA": str(folder),
        "HAOHAO_PORT": str(port),
        "HAOHAO_DEMO": "1",
        "HAOHAO_REPLAY_CLOCK": "1",
    }
    settings = read_settings(environment)
    schema.migrate(settings.database)
    database = Database(settings.database, key=key_of(settings))
    working = shifts(day)
    code = f"replay-{on:%Y%m%d}-{secrets.token_hex(3)}"
    codes = sorted({one.service for one in day})
    file = hall_file(codes, [one.clerk for one in working], code=code)
    told = set_up(database, file, secrets_file=folder / "replay.json")
    server = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, server)
        click.echo(f"{url}/  {len(day)} visitors, {len(working)} clerks", err=True)
        began = time.monotonic()
        lived = _lived(day, url, told, speed)
        took = time.monotonic() - began
    finally:
        server.terminate()
        server.wait(20)
    _print(lived, took)
    return _prove(database, int(told["hall"]))


def _lived(day: list[Recorded], url: str, told: dict[str, Any], speed: float | None) -> Lived:
    doors, working = Doors(url), shifts(day)
    staff = {one["window_no"]: one for one in told["staff"] if one["role"] == "clerk"}
    pads = {one["window_no"]: one["token"] for one in told["devices"] if one["kind"] == "pad"}
    kiosk = next(one["token"] for one in told["devices"] if one["kind"] == "kiosk")
    clerks = [
        Clerk(shift, AtDesk(doors, name=staff[no]["name"], password=staff[no]["password"], window_no=no), pads[no])
        for no, shift in enumerate(working, start=1)
    ]
    with click.progressbar(length=len(day), label="replay", file=sys.stderr) as bar:
        life = Day(day, working, doors=doors, kiosk=kiosk, clerks=clerks, speed=speed, tell=bar.update)
        lived = life.live()
    doors.close()
    return lived


def _print(lived: Lived, took: float) -> None:
    ours = [one.waited_s for one in lived.visits if one.recorded.served and one.waited_s is not None]
    theirs = [float(one.recorded.waited_s) for one in lived.visits if one.recorded.served]
    levels = [level for each in lived.ratings.values() for level in each]
    rows = [
        ("tickets", str(len(lived.visits))),
        ("calls", str(lived.calls)),
        ("served", str(lived.served)),
        ("left", f"{lived.cancelled + lived.missed} ({lived.cancelled} cancelled, {lived.missed} missed)"),
        ("mean wait of the served", f"{mean(ours):.1f} s   recorded {mean(theirs):.1f} s"),
        ("90 % waited at most", f"{_ninth(ours):.0f} s   recorded {_ninth(theirs):.0f} s"),
        ("ratings (simulated)", f"{len(levels)}"),
        ("took", f"{took:.1f} s"),
    ]
    for name, figure in rows:
        click.echo(f"{name:<28}{figure}")
    click.echo("window  ratings  mean level")
    for no, given in sorted(lived.ratings.items()):
        click.echo(f"{no:>6}  {len(given):>7}  {mean(given):>10.2f}")


def _ninth(waits: list[float]) -> float:
    return quantiles(waits, n=10)[-1] if len(waits) > 1 else sum(waits)


def _prove(database: Database, hall: int) -> bool:
    with database.look() as connection:
        shown = list(proofs(connection, hall=hall, key=database.key))
    for one in shown:
        click.echo(f"{'held' if one.held else 'BROKEN':<8}{one.promise}: {one.figures}")
    return all(one.held for one in shown)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _try in range(READY_WITHIN_S * 20):
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{url}/healthz", timeout=2) as answer:
                if json.load(answer)["status"] == "ok":
                    return
        except OSError:
            time.sleep(0.05)
    raise click.ClickException("服务器没有启动 / the server did not start")
