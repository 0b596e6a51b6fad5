"""A recipient of alerts as a manager's page sends it, with every fault named at its field."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hall.rules.alert import WANTED, AlertKind, RecipientKind
from hall.rules.alert_template import fault_of
from hall.rules.hall_table import NOT_TEXT, Problem, Table
from hall.rules.text import Text

LONGEST_ADDRESS: Final = 300
SHORTEST_SECRET: Final = 16
LONGEST_SECRET: Final = 200

EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)*")
EMAIL_SHAPE = Text("电子邮箱 name@host", "an e-mail address name@host")
SECRET = re.compile(r"[!-~]+")
SECRET_SHAPE = Text("不含空格的字符", "characters without spaces")
NOT_WEB = Text("应为 https://主机/路径 的网址，不带用户名和密码", "must be https://HOST/PATH without a user name")
NOT_WANTED = Text("应为通知种类的列表", "must be a list of kinds of alerts")
NOTHING_WANTED = Text("至少选一种", "choose at least one")
NO_SECRET = Text("网址推送必须有签名密钥", "a webhook needs a secret to sign with")
SECRET_SHORT = Text("签名密钥至少 16 个字符", "a secret has at least 16 characters")


@dataclass(frozen=True, slots=True)
class RecipientEntry:
    """Who is told of what; `secret` is None for e-mail, and for a webhook that keeps the one it has."""

    kind: RecipientKind
    name: str
    address: str
    template: str
    wants: tuple[AlertKind, ...]
    secret: str | None


def recipient_entry(table: Table, *, plain: bool, keeps_secret: bool) -> RecipientEntry:
    """One recipient; `plain` lets a webhook go by http, `keeps_secret` lets its secret be left out."""
    kind = table.choice("kind", tuple(RecipientKind))
    entry = RecipientEntry(
        # A fault is remembered already where the kind is none.
        kind=RecipientKind(kind) if kind else RecipientKind.EMAIL,
        name=table.text("name", most=60),
        address=_address(table, kind, plain=plain),
        template=_template(table, kind),
        wants=_wants(table),
        secret=_secret(table, kind, keeps=keeps_secret),
    )
    table.end()
    return entry


def _address(table: Table, kind: str, *, plain: bool) -> str:
    if kind != RecipientKind.WEBHOOK:
        return table.shaped("address", EMAIL, EMAIL_SHAPE, most=254)
    address = table.text("address", most=LONGEST_ADDRESS)
    if address and not _is_web(address, plain=plain):
        table.refuse("address", NOT_WEB)
    return address


def _is_web(address: str, *, plain: bool) -> bool:
    try:
        parts = urlsplit(address)
        _port = parts.port  # raises where it is no number
    except ValueError:
        return False
    schemes = ("https", "http") if plain else ("https",)
    seen = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    return seen and parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc and not parts.fragment


def _template(table: Table, kind: str) -> str:
    template = table.value("template")
    if template is not None and not isinstance(template, str):
        table.refuse("template", NOT_TEXT)
    fault = fault_of(RecipientKind(kind), template) if kind and isinstance(template, str) else None
    if fault is not None:
        # Not by `refuse`: what a body holds may look like a place to be filled.
        path = table.path_of("template")
        table.faults.found.append(Problem(table.faults.lines.of(path), path, fault))
    return template if isinstance(template, str) else ""


def _wants(table: Table) -> tuple[AlertKind, ...]:
    wants = table.value("wants")
    if not isinstance(wants, list) or not all(isinstance(one, str) and one in set(WANTED) for one in wants):
        if wants is not None:
            table.refuse("wants", NOT_WANTED)
        return ()
    if not wants:
        table.refuse("wants", NOTHING_WANTED)
    return tuple(kind for kind in WANTED if kind in wants)


def _secret(table: Table, kind: str, *, keeps: bool) -> str | None:
    if kind != RecipientKind.WEBHOOK:
        return None
    if not table.has("secret"):
        if not keeps:
            table.refuse("secret", NO_SECRET)
        return None
    secret = table.shaped("secret", SECRET, SECRET_SHAPE, most=LONGEST_SECRET)
    if secret and len(secret) < SHORTEST_SECRET:
        table.refuse("secret", SECRET_SHORT)
    return secret or None
