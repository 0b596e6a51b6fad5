"""Sends one e-mail through the hall's mail server."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from alerts.trouble import Fault, NotSent

PATIENCE_S: Final = 10
"""For each answer of the server; all of them together stay below the lease of a message."""
PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail goes out, as HAOHAO_SMTP_URL says; the password is in no representation of it."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    def __repr__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    @classmethod
    def of(cls, url: str) -> "MailServer":
        """The server of an address that the settings have taken."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        return cls(parts.scheme, host, port, unquote(parts.username or ""), unquote(parts.password or ""))


def compose(*, sender: str, to: str, subject: str, body: str, message_id: str, at: datetime) -> EmailMessage:
    """The e-mail. Its Message-ID stays the same when it is sent again, so that mailboxes can tell."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"  # keeps away what answers by itself that somebody is on holiday
    mail.set_content(body, cte="base64")
    return mail


def send(server: MailServer, mail: EmailMessage, *, tls: ssl.SSLContext | None = None) -> None:
    """Hand an e-mail to the server; raises NotSent. `tls` stands in for the authorities this machine trusts."""
    trusted = tls or ssl.create_default_context()
    try:
        with _connected(server, trusted, domain=_domain_of(mail)) as line:
            if server.scheme == "smtp+starttls":
                line.starttls(context=trusted)
            if server.user:
                line.login(server.user, server.password)
            line.send_message(mail)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(Fault.LOGIN_REFUSED, error.smtp_code) from None
    except smtplib.SMTPRecipientsRefused as error:
        raise NotSent(Fault.REFUSED, min(code for code, _told in error.recipients.values())) from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(Fault.REFUSED, error.smtp_code) from None
    except ssl.SSLError as error:
        raise NotSent(Fault.CERTIFICATE) from error
    except TimeoutError as error:
        raise NotSent(Fault.TIMED_OUT) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(Fault.REFUSED) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(Fault.UNREACHABLE) from error


def _connected(server: MailServer, trusted: ssl.SSLContext, *, domain: str) -> smtplib.SMTP:
    # Named here, or the library asks the network for this machine's name, which may take long.
    named: dict[str, Any] = {"local_hostname": domain, "timeout": PATIENCE_S}
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(server.host, server.port, context=trusted, **named)
    return smtplib.SMTP(server.host, server.port, **named)


def _domain_of(mail: EmailMessage) -> str:
    return str(mail["From"]).rpartition("@")[2].rstrip(">")
