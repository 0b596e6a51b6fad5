"""Serves the outbox: each message is sent at least once, or it is known that it could not be."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from alerts.mail import MailServer, compose
from alerts.mail import send as send_mail
from alerts.trouble import Fault, NotSent
from alerts.webhook import post
from hall.actions import alerts
from hall.actions.alerts import Outgoing
from hall.errors import SealBroken
from hall.rules.alert import AlertKind, RecipientKind
from hall.rules.alert_template import filled, subject
from hall.store import entries, outbox, recipients
from hall.store.database import Database, Hall

LOOK_EVERY_S = 1.0
"""How soon a message goes out."""
SWEEP_EVERY_S = 60.0
"""How soon it is seen that a case passed one of its days."""

log = logging.getLogger("haohao.alerts")


@dataclass(frozen=True, slots=True)
class Sender:
    """How messages leave this house."""

    mail: MailServer | None
    """None while HAOHAO_SMTP_URL is not set: e-mails then wait, and say why."""
    mail_from: str
    plain: bool
    """May webhooks go by http, and to this machine?"""
    address: Callable[[], str | None]
    """Where people reach this house; None while its public address is not set."""

    def send(self, hall: Hall, one: Outgoing) -> None:
        """Send a claimed message; raises NotSent."""
        facts = {**one.facts, "id": f"{hall.id}-{one.message.id}", "link": self.link(one.message.case)}
        try:
            body = filled(one.recipient.kind, one.recipient.template, facts)
        except Exception as error:
            # No fault of one body may hold up those behind it.
            log.exception("message %s could not be composed", one.message.id)
            raise NotSent(Fault.NOT_COMPOSED) from error
        if one.recipient.kind is RecipientKind.EMAIL:
            self._mail(one, facts, body)
        else:
            self._post(hall, one, facts["id"], body)

    def link(self, case: int | None) -> str:
        """The address of a case's page: of all cases for a trial, only its path while no address is known."""
        path = "/manager/cases" if case is None else f"/manager/cases/{case}"
        return (self.address() or "") + path

    def _mail(self, one: Outgoing, facts: dict[str, str], body: str) -> None:
        if self.mail is None:
            raise NotSent(Fault.NO_MAIL_SERVER)
        domain = self.mail_from.rpartition("@")[2].rstrip(">")
        mail = compose(
            sender=self.mail_from,
            to=one.recipient.address,
            subject=subject(one.message.kind, facts),
            body=body,
            message_id=f"<haohao-{facts['id']}@{domain}>",
            at=one.message.asked_at,
        )
        send_mail(self.mail, mail)

    def _post(self, hall: Hall, one: Outgoing, number: str, body: str) -> None:
        try:
            with hall.look() as look:
                secret = recipients.secret_of(look, one.recipient.id) or ""
        except SealBroken as error:
            raise NotSent(Fault.SECRET_UNREADABLE) from error
        # Signed at the moment it is really sent: a receiver refuses what is old.
        post(one.recipient.address, body.encode(), secret=secret, number=number, at=int(time.time()), plain=self.plain)


class AlertWorker:
    """Sends what waits in the outbox of every hall; any number of workers may serve the same one."""

    def __init__(self, database: Database, sender: Sender) -> None:
        self.database = database
        self.sender = sender
        self._swept_at: float | None = None

    def run(self, stop: threading.Event) -> None:
        """Serve until `stop` is set, whatever goes wrong."""
        while not stop.wait(LOOK_EVERY_S):
            try:
                self.go_round(stop)
            except Exception:
                log.exception("the outbox could not be looked at")

    def go_round(self, stop: threading.Event | None = None) -> None:
        """Send everything that is due."""
        if self._swept_at is None or time.monotonic() - self._swept_at > SWEEP_EVERY_S:
            self._swept_at = time.monotonic()
            self.sweep()
        with self.database.look() as connection:
            due = outbox.halls_with_due(connection, now=self.database.clock.now())
        for hall in due:
            own = self.database.hall(hall)
            while not (stop is not None and stop.is_set()) and self.send_one(own):
                pass

    def sweep(self) -> None:
        """Queue what is to be said of cases that became overdue."""
        with self.database.look() as connection:
            halls = [row.id for row in entries.every_hall(connection)]
        for one in halls:
            hall = self.database.hall(one)
            with hall.look() as look:
                late = recipients.is_wanted(look, AlertKind.OVERDUE) and outbox.overdue_and_untold(look)
            if late:
                alerts.tell_overdue(hall)

    def send_one(self, hall: Hall) -> bool:
        """Send the message that is due longest; False when none is due."""
        one = alerts.claim_message(hall)
        if one is None or one.message.lease is None:
            return False
        try:
            self.sender.send(hall, one)
        except NotSent as trouble:
            log.warning("message %s to recipient %s: %s", one.message.id, one.recipient.id, trouble.fault)
            alerts.message_not_sent(hall, message=one.message.id, lease=one.message.lease, fault=trouble.fault)
        else:
            alerts.message_sent(hall, message=one.message.id, lease=one.message.lease)
        return True


def send_alerts(database: Database, sender: Sender) -> Callable[[], None]:
    """Serve the outbox beside everything else; returns what stops it."""
    stop = threading.Event()
    thread = threading.Thread(target=AlertWorker(database, sender).run, args=(stop,), name="alerts", daemon=True)
    thread.start()

    def stop_sending() -> None:
        stop.set()
        thread.join(timeout=5)

    return stop_sending
