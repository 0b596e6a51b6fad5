"""What one running server holds, and where a request finds it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from hall.rules.keyed import keyed
from hall.store.database import Database
from settings import Settings
from web.identity import Identities, link_token

if TYPE_CHECKING:
    from web.demo import Demo
    from web.push import Push


@dataclass
class House:
    """The server's own things: made once in `server.py`."""

    settings: Settings
    database: Database
    identities: Identities
    push: "Push"
    demo: "Demo | None"
    """The demo hall's secrets; None outside demo mode."""
    own_address: str | None = None
    """Where the demo hall listens: its QR codes lead there. None outside demo mode."""

    def address_hash(self, address: str | None) -> str | None:
        """Where a request comes from, as it may be kept: a hash under the house's key, never the address itself.

        None in a demo and in a replay, where one machine is everybody.
        """
        if not address or self.demo is not None or self.settings.replay_clock:
            return None
        return keyed(self.database.key, f"address:{address}".encode()).hexdigest()

    @property
    def address(self) -> str | None:
        """Where phones find this house, without a slash at the end; None while its public address is not set."""
        base = self.settings.public_url or self.own_address
        return base.rstrip("/") if base else None

    @property
    def plain_webhooks(self) -> bool:
        """May webhooks go by http, and to this machine?"""
        return self.settings.plain_webhooks or self.settings.demo

    def link_path(self, hall: int, ticket: int) -> str:
        """The path of a ticket's own page."""
        return f"/t/{link_token(self.database.key, hall=hall, ticket=ticket)}"

    def link(self, hall: int, ticket: int) -> str | None:
        """The address a QR code may carry; None while the hall's public address is not set."""
        return self.address + self.link_path(hall, ticket) if self.address else None


def house() -> House:
    """The house that serves the present request."""
    return cast(House, the_app().extensions["haohao"])


def the_app() -> Flask:
    """The app itself: each look through Flask's `current_app` is a search of its own."""
    return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
