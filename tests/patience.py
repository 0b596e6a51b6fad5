"""How long a test waits before it says that nothing comes any more: on a slow and busy machine much does come late."""

from typing import Any

import socketio

PATIENCE = 300.0
"""Seconds. What is quick on a quiet machine is measured under bench/, never here."""


class PatientClient(socketio.Client):  # type: ignore[misc]
    """The sockets' client, with patience: by itself it gives a server five seconds to answer and one to admit it."""

    def __init__(self, **how: Any) -> None:
        super().__init__(request_timeout=PATIENCE, **how)

    def connect(self, url: str, **how: Any) -> None:
        super().connect(url, wait_timeout=PATIENCE, **how)
