"""Speaks to the replay's server as kiosks, clerks, pads and phones do: by HTTP, each as itself."""

import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 40
"""Tries when the server is busy or asks to go slower; a tenth of a second apart."""


class Refused(Exception):
    """A door refused: its code, and the whole problem."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.code = str(problem.get("code"))
        self.problem = problem
        super().__init__(self.code)


class Doors:
    """One kept-alive connection to the server."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=30)
        self.asked = 0

    def post(self, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
        """The JSON of an answer. Raises Refused."""
        answer, _cookie = self.exchange(path, body, headers)
        return answer

    def exchange(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[dict[str, Any], str | None]:
        """The JSON of an answer, and the cookie that came with it."""
        sent = json.dumps(body)
        for _try in range(PATIENCE):
            status, answer, cookie = self._ask(path, sent, {"Content-Type": "application/json", **headers})
            self.asked += 1
            if status < 400:
                return answer, cookie
            if status not in (429, 503):
                raise Refused(answer)
            time.sleep(0.1)
        raise Refused(answer)

    def _ask(self, path: str, sent: str, headers: dict[str, str]) -> tuple[int, dict[str, Any], str | None]:
        self._connection.request("POST", path, sent, headers)
        response = self._connection.getresponse()
        return response.status, json.loads(response.read() or b"{}"), response.headers.get("Set-Cookie")

    def close(self) -> None:
        self._connection.close()


class AtDesk:
    """A clerk at their window, signed in for as long as the server lets them, then again."""

    def __init__(self, doors: Doors, *, name: str, password: str, window_no: int) -> None:
        self._doors = doors
        self._who = {"name": name, "password": password}
        self.window_no = window_no
        self._headers: dict[str, str] = {}

    def do(self, deed: str, **body: Any) -> dict[str, Any]:
        """One deed at this window. Raises Refused."""
        if not self._headers:
            self._sign_in()
        try:
            return self._doors.post(f"/clerk/windows/{self.window_no}/{deed}", body, **self._headers)
        except Refused as refused:
            if refused.code != "not-signed-in":
                raise
            # A session lasts half a day, a replayed day longer.
            self._sign_in()
            return self._doors.post(f"/clerk/windows/{self.window_no}/{deed}", body, **self._headers)

    def _sign_in(self) -> None:
        answer, cookie = self._doors.exchange("/sign-in", self._who, {})
        self._headers = {"X-CSRF-Token": str(answer["csrf"]), "Cookie": (cookie or "").split(";")[0]}
