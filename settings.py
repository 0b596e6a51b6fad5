"""Every start-up setting: read once from the environment, typed, each with its default."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from hall.rules.text import Text

PREFIX = "HAOHAO_"
KEY_BYTES = 32
QUEUE_SCHEMES = ("redis", "rediss")
"""What both libraries that use the queue understand; Valkey is spoken to as Redis."""
MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")
MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")

UNKNOWN = Text("没有这项设置", "there is no such setting")
UNKNOWN_BUT = Text("没有这项设置，是不是 {near}？", "there is no such setting; did you mean {near}?")
NOT_FLAG = Text("只能是 0 或 1，不能是“{value}”", "must be 0 or 1, not “{value}”")
NOT_WHOLE = Text(
    "应为 {low} 至 {high} 的整数，不能是“{value}”", "must be a whole number from {low} to {high}, not “{value}”"
)
NOT_DATABASE = Text(
    "应为 sqlite:///文件 或 postgresql://主机/库", "must be sqlite:///FILE or postgresql://HOST/DATABASE"
)
NOT_QUEUE = Text("应为 redis://主机:端口/0 的形式", "must look like redis://HOST:PORT/0")
NOT_ADDRESS = Text(
    "应为 https://主机 的形式，不带路径，不能是“{value}”", "must look like https://HOST without a path, not “{value}”"
)
NOT_KEY = Text("应为至少 64 位十六进制数", "must be at least 64 hexadecimal digits")
NOT_CONTACT_KEY = Text(
    "应为 Fernet 密钥，轮换时用逗号隔开，新的在前", "must be Fernet keys, newest first, separated by commas"
)
NOT_SMTP = Text(
    "应为 smtp+starttls://用户:密码@主机:端口 的形式（或 smtp://、smtps://），密码里的特殊字符写成 %XX",
    "must look like smtp+starttls://USER:PASSWORD@HOST:PORT (or smtp://, smtps://), signs in the password as %XX",
)
NOT_MAILBOX = Text("应为一个电子邮箱，不能是“{value}”", "must be one e-mail address, not “{value}”")
MAIL_FROM_TOO = Text("设了 HAOHAO_SMTP_URL 就要写发件邮箱", "is needed with HAOHAO_SMTP_URL")
NOT_FILE = Text("没有文件“{value}”", "there is no file “{value}”")
NOT_HOST = Text("应为本机的 IP 地址或 localhost，不能是“{value}”", "must be an IP address or localhost, not “{value}”")
NOT_FOLDER = Text("“{value}”不能用作数据文件夹：{why}", "“{value}” cannot be used as the data folder: {why}")
BAD_KEY_FILE = Text("密钥文件 {file} 已损坏", "the key file {file} is damaged")
LOOPBACK_ONLY = Text(
    "演示和重放只能开在本机（127.0.0.1），不能是“{value}”",
    "a demo or a replay may be bound to loopback (127.0.0.1) only, not “{value}”",
)


class BadSetting(ValueError):
    """A start-up setting is wrong: its `name` with the reason in both languages."""

    def __init__(self, name: str, why: Text) -> None:
        self.name = name
        self.why = why
        super().__init__(f"{name}：{why.zh} / {name} {why.en}")


def _flag(value: str) -> bool:
    if value not in ("0", "1"):
        raise _Wrong(NOT_FLAG.filled(value=value))
    return value == "1"


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
            raise _Wrong(NOT_WHOLE.filled(low=low, high=high, value=value))
        return int(value)

    return read


def _database(value: str) -> str:
    try:
        url = make_url(value)
    except ArgumentError:
        raise _Wrong(NOT_DATABASE) from None
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    elif url.drivername != "sqlite" or not url.database or url.database == ":memory:":
        raise _Wrong(NOT_DATABASE)
    return url.render_as_string(hide_password=False)


def _queue(value: str) -> str:
    if urlsplit(value).scheme not in QUEUE_SCHEMES:
        raise _Wrong(NOT_QUEUE)
    return value


def _address(value: str) -> str:
    parts = urlsplit(value.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise _Wrong(NOT_ADDRESS.filled(value=value))
    return value.rstrip("/")


def _host(value: str) -> str:
    if value != "localhost":
        try:
            ip_address(value)
        except ValueError:
            raise _Wrong(NOT_HOST.filled(value=value)) from None
    return value


def _key(value: str) -> bytes:
    try:
        key = bytes.fromhex(value)
    except ValueError:
        raise _Wrong(NOT_KEY) from None
    if len(key) < KEY_BYTES:
        raise _Wrong(NOT_KEY)
    return key


def _contact_keys(value: str) -> tuple[bytes, ...]:
    keys = tuple(one.strip().encode("ascii", "replace") for one in value.split(","))
    try:
        for one in keys:
            Fernet(one)
    except ValueError:
        raise _Wrong(NOT_CONTACT_KEY) from None
    return keys


def _smtp(value: str) -> str:
    try:
        parts = urlsplit(value)
        if parts.port == 0:
            raise ValueError
    except ValueError:
        raise _Wrong(NOT_SMTP) from None
    only_host = parts.path in ("", "/") and not parts.query and not parts.fragment
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname or not only_host:
        raise _Wrong(NOT_SMTP)  # told without the value: there is a password in it
    return value


def _mailbox(value: str) -> str:
    if not MAILBOX.fullmatch(value):
        raise _Wrong(NOT_MAILBOX.filled(value=value))
    return value


def _file(value: str) -> Path:
    if not Path(value).is_file():
        raise _Wrong(NOT_FILE.filled(value=value))
    return Path(value).resolve()


def _folder(value: str) -> Path:
    return Path(value).resolve()


class _Wrong(ValueError):
    """A value that is refused, before the name of its setting is known."""

    def __init__(self, why: Text) -> None:
        self.why = why


def _setting(default: str, read: Callable[[str], Any], told: str, *, secret: bool = False) -> Any:
    return field(repr=not secret, metadata={"default": default, "read": read, "help": told, "secret": secret})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the house was started with. Each name is also the variable's: `data` is HAOHAO_DATA; "" means none."""

    data: Path = _setting(  # noqa: RUF009  # it is a field
        "data", _folder, "folder of the embedded database, the key and the demo hall's secrets"
    )
    database_url: str | None = _setting(
        "", _database, "database; by default the file haohao.db in the data folder", secret=True
    )
    message_queue: str | None = _setting(
        "", _queue, "Valkey or Redis, needed as soon as there are several workers", secret=True
    )
    public_url: str | None = _setting("", _address, "address that QR codes carry; without it none is printed")
    demo: bool = _setting("0", _flag, "1 = demo mode: every screen ready without sign-in, loopback only")
    bind: str = _setting("127.0.0.1", _host, "address to listen on; a reverse proxy stands before it")
    port: int = _setting("8000", _whole(0, 65535), "port to listen on; PORT is read too; 0 = any free one")
    key: bytes | None = _setting(
        "", _key, "key of journal and cookies as hex digits; by default drawn once into the data folder", secret=True
    )
    contact_key: tuple[bytes, ...] | None = _setting(
        "",
        _contact_keys,
        "keys that seal contacts, newest first; by default one drawn into the data folder",
        secret=True,
    )
    font: Path | None = _setting(  # noqa: RUF009  # it is a field
        "", _file, "font file for slips printed as pictures; by default a font of the system"
    )
    smtp_url: str | None = _setting(
        "", _smtp, "mail server: smtp://, smtp+starttls:// or smtps://USER:PASSWORD@HOST", secret=True
    )
    mail_from: str | None = _setting("", _mailbox, "whom e-mails come from; needed with HAOHAO_SMTP_URL")
    plain_webhooks: bool = _setting(
        "0", _flag, "1 = webhooks may go by http and to this machine, for an inner network; a demo always may"
    )
    replay_clock: bool = _setting("0", _flag, "1 = the clock is set from outside, for replaying a day; loopback only")
    trusted_proxies: int = _setting("0", _whole(0, 9), "how many reverse proxies tell the visitor's address")
    cookie_secure: bool | None = _setting(
        "", _flag, "1 = cookies by HTTPS only; by default so when the public address is https"
    )

    @property
    def database(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.data / 'haohao.db'}"

    @property
    def https_only(self) -> bool:
        """May cookies travel by HTTPS alone?"""
        if self.cookie_secure is None:
            return (self.public_url or "").startswith("https:")
        return self.cookie_secure


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as an operator is told of it; `default` is "" for none."""

    name: str
    default: str
    help: str
    secret: bool


def every_setting() -> list[Setting]:
    """Every setting in its order."""
    return [
        Setting(PREFIX + one.name.upper(), one.metadata["default"], one.metadata["help"], one.metadata["secret"])
        for one in fields(Settings)
    ]


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings the house is started with; raises BadSetting for the first wrong one."""
    _must_be_known(environment)
    found: dict[str, Any] = {}
    for one in fields(Settings):
        name = PREFIX + one.name.upper()
        if one.name == "port" and name not in environment and environment.get("PORT"):
            name = "PORT"
        value = environment.get(name, "").strip() or one.metadata["default"]
        try:
            found[one.name] = one.metadata["read"](value) if value else None
        except _Wrong as wrong:
            raise BadSetting(name, wrong.why) from None
    settings = Settings(**found)
    if (settings.demo or settings.replay_clock) and not _loopback(settings.bind):
        raise BadSetting("HAOHAO_BIND", LOOPBACK_ONLY.filled(value=settings.bind))
    if settings.smtp_url and not settings.mail_from:
        raise BadSetting("HAOHAO_MAIL_FROM", MAIL_FROM_TOO)
    return settings


def _must_be_known(environment: Mapping[str, str]) -> None:
    """A misspelt name would leave its default in force without a word."""
    known = [one.name for one in every_setting()]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1)
            raise BadSetting(name, UNKNOWN_BUT.filled(near=near[0]) if near else UNKNOWN)


def _loopback(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback


def make_data_folder(settings: Settings) -> Path:
    """Make the data folder where there is none; raises BadSetting when it cannot be written."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting("HAOHAO_DATA", NOT_FOLDER.filled(value=settings.data, why=error.strerror)) from error
    return settings.data


def key_of(settings: Settings) -> bytes:
    """The key that seals journal and cookies: the one given, or one drawn once into a file of the data folder."""
    if settings.key is not None:
        return settings.key
    file = make_data_folder(settings) / "key"
    if not file.exists():
        _draw(file, secrets.token_hex(KEY_BYTES))
    try:
        return _key(file.read_text("ascii").strip())
    except (_Wrong, UnicodeDecodeError):
        raise BadSetting("HAOHAO_KEY", BAD_KEY_FILE.filled(file=file)) from None


def contact_keys_of(settings: Settings) -> tuple[bytes, ...]:
    """The keys that seal contacts, newest first: those given, or those in a file of the data folder, drawn once."""
    if settings.contact_key is not None:
        return settings.contact_key
    file = make_data_folder(settings) / "contact-key"
    if not file.exists():
        _draw(file, Fernet.generate_key().decode())
    try:
        return _contact_keys(file.read_text("ascii").strip())
    except (_Wrong, UnicodeDecodeError):
        raise BadSetting("HAOHAO_CONTACT_KEY", BAD_KEY_FILE.filled(file=file)) from None


def _draw(file: Path, key: str) -> None:
    """Written beside and then linked: of two that start at once, both use the key of the first."""
    drawn = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadSetting("HAOHAO_DATA", NOT_FOLDER.filled(value=file.parent, why=error.strerror)) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as page:
        page.write(key + "\n")
        page.flush()
        os.fsync(descriptor)
    try:
        os.link(drawn, file)
    except FileExistsError:
        pass
    finally:
        drawn.unlink()
