"""Keeps a demo or a replay, which ask nobody who they are, to those who name this machine."""

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask

from settings import Settings
from web.app import present
from web.context import house
from web.problems import ForeignHost


def install(app: Flask, settings: Settings) -> None:
    """Look at every request's Host before anything answers it, in a house that is open."""
    if settings.demo or settings.replay_clock:
        app.before_request(must_be_of_this_machine)


def must_be_of_this_machine() -> None:
    """Refuse with ForeignHost whoever reached an open house under another's name.

    A page of another site may let its own name lead to 127.0.0.1: to the browser that is one
    site, so the page could read every token. Only the Host tells; a house with sign-in needs none of this.
    """
    settings = house().settings
    if (settings.demo or settings.replay_clock) and not _ours(present().host, settings.public_url):
        raise ForeignHost()


@lru_cache(maxsize=64)
def _ours(host: str, public_url: str | None) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        # The public address was chosen by whoever runs the house: no other site can put it there.
        if name == "localhost" or (public_url and name == urlsplit(public_url).hostname):
            return True
        return ip_address(name).is_loopback
    except ValueError:
        return False
