"""What goes out of the house: e-mails and webhooks, sent from the outbox by a worker beside everything else."""

from alerts.mail import MailServer
from alerts.worker import Sender, send_alerts

__all__ = ["MailServer", "Sender", "send_alerts"]
