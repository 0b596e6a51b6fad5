"""Why a message did not go out: what is kept of it names no address, no password and nothing that was answered."""

from enum import StrEnum


class Fault(StrEnum):
    """What went wrong, as kept and as shown to managers."""

    NO_MAIL_SERVER = "no-mail-server"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    CERTIFICATE = "certificate"
    LOGIN_REFUSED = "login-refused"
    REFUSED = "refused"
    """A mail server's answer; its code stands behind a colon."""
    STATUS = "status"
    """A web server's answer; its status stands behind a colon."""
    MOVED = "moved"
    """A web server sends elsewhere: nobody follows."""
    ERRCODE = "errcode"
    """A group robot says in its answer that it did not take the message; its code stands behind a colon."""
    NOT_ALLOWED = "not-allowed"
    """The address leads to this machine, or into what no message is meant for."""
    SECRET_UNREADABLE = "secret-unreadable"
    NOT_COMPOSED = "not-composed"


class NotSent(Exception):
    """The message did not surely go out; it is tried again or given up."""

    def __init__(self, fault: Fault, code: int | None = None) -> None:
        self.fault = str(fault) if code is None else f"{fault}:{code}"
        super().__init__(self.fault)
