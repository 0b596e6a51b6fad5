"""What clerks do behind the windows of a demo hall, so that a test of one screen needs no other."""

from typing import Any

from sqlalchemy import func, select

from hall.actions import calls, cases, ratings, setup, tickets, windows
from hall.rules.case import Cause, Verdict
from hall.rules.handling import Outcome, rateable
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from hall.rules.ticket import Priority, Status
from hall.rules.window import PauseReason
from hall.store import cases as case_rows
from hall.store import handlings
from hall.store.database import Database, Hall
from hall.store.seal import Seal
from hall.store.tables import case_steps
from hall.store.tickets import in_hall
from settings import contact_keys_of, key_of, read_settings
from tests.servers import DemoHall
from web.identity import link_token


class Backstage:
    """The demo hall's other people."""

    def __init__(self, database: Database, hall_id: int) -> None:
        self.database = database
        self.hall_id = hall_id

    @classmethod
    def beside(cls, demo: DemoHall) -> "Backstage":
        """They act in a process beside the running server: its screens hear of it within a second."""
        settings = read_settings(demo.server.environment)
        seal = Seal(contact_keys_of(settings))
        return cls(Database(settings.database, key=key_of(settings), seal=seal), int(demo.people["hall"]))

    @property
    def hall(self) -> Hall:
        """A fresh handle, as every request has its own."""
        return self.database.hall(self.hall_id, actor="test")

    def clerk(self, window_no: int) -> int:
        """The id of whoever sits at a window by habit."""
        with self.hall.look() as look:
            post = look.set_up.post_by_no(window_no)
            return next(one.id for one in look.set_up.staff.values() if one.habit_window == post.id)

    def open(self, *numbers: int) -> None:
        for no in numbers:
            windows.open_window(self.hall, window_no=no, by=self.clerk(no))

    def pause(self, window_no: int, reason: PauseReason = PauseReason.BREAK) -> None:
        windows.pause(self.hall, window_no=window_no, by=self.clerk(window_no), reason=reason)

    def close_windows(self, *numbers: int) -> None:
        for no in numbers:
            windows.close(self.hall, window_no=no, by=self.clerk(no))

    def general_windows(self) -> list[int]:
        """The windows that serve every service."""
        codes = self.services()
        with self.hall.look() as look:
            wanted = {look.set_up.service_by_code(code).id for code in codes}
            return sorted(post.no for post in look.set_up.posts.values() if wanted <= post.services)

    def clear(self, window_no: int) -> None:
        """Nobody waits, nobody is at this window, its pad has nothing to ask any more, and it is closed."""
        with self.hall.look() as look:
            people = in_hall(look)
        for one in people:
            if one.status is Status.SERVING:
                self.finish(window_no)
            elif one.status in (Status.WAITING, Status.CALLED):
                tickets.cancel(self.hall, ticket=one.id)
        self.close_windows(window_no)
        with self.hall.look() as look:
            last = handlings.last_ended_at(look, look.set_up.post_by_no(window_no).id)
        if last is not None and rateable(last) and not last.rated:
            ratings.rate_by_ticket(self.hall, ticket=last.ticket, handling=last.id, said=Opinion(Level.SATISFIED))

    def services(self) -> list[str]:
        """Codes of services that every general window serves."""
        with self.hall.look() as look:
            return [one.code for one in look.set_up.offered if one.kind == "service"]

    def take(self, *services: str, priority: Priority | None = None, language: str = "zh") -> int:
        """Take a number at the help desk; returns the ticket."""
        wanted = services or (self.services()[0],)
        taken = tickets.take(self.hall, services=wanted, priority=priority, language=language, by=self.clerk(1))
        return taken.ticket.id

    def call(self, window_no: int) -> calls.Called:
        return calls.call_next(self.hall, window_no=window_no, by=self.clerk(window_no))

    def start(self, window_no: int) -> None:
        calls.start(self.hall, window_no=window_no, by=self.clerk(window_no))

    def finish(self, window_no: int, outcome: Outcome = Outcome.ACCEPTED, note: str = "") -> None:
        calls.finish(self.hall, window_no=window_no, by=self.clerk(window_no), outcome=outcome, note=note)

    def miss(self, window_no: int) -> None:
        calls.missed(self.hall, window_no=window_no, by=self.clerk(window_no))

    def serve(self, window_no: int, outcome: Outcome = Outcome.ACCEPTED, note: str = "") -> int:
        """Call whoever is next, serve them to the end; returns the handling."""
        handling = self.call(window_no).handling.id
        self.start(window_no)
        self.finish(window_no, outcome, note)
        return handling

    def reply_to(self, handling: int, text: str) -> int:
        """What a visitor said of a handling was looked into, put right and replied to; returns the case."""
        with self.hall.look() as look:
            case = case_rows.of_handling(look, handling)
            manager = next(one.id for one in look.set_up.staff.values() if one.role is Role.MANAGER)
        assert case is not None

        def seen() -> int:
            return self.newest_step(case)

        cases.assign(self.hall, case=case, seen=seen(), handler=manager, by=manager)
        with self.hall.look() as look:
            to_be_called = case_rows.get(look, case).contact
        if to_be_called:
            cases.call_back(self.hall, case=case, seen=seen(), reached=True, text="已通话", by=manager)
        verdict, cause = Verdict.JUSTIFIED, Cause.PEOPLE
        cases.verify(self.hall, case=case, seen=seen(), verdict=verdict, cause=cause, text="属实", by=manager)
        cases.rectify(self.hall, case=case, seen=seen(), text="已培训", by=manager)
        cases.reply(self.hall, case=case, seen=seen(), text=text, by=manager)
        return case

    def reply_again(self, case: int, text: str) -> None:
        """The first reply did not satisfy; here is the second."""
        with self.hall.look() as look:
            manager = case_rows.get(look, case).handler
        assert manager is not None
        cases.reply(self.hall, case=case, seen=self.newest_step(case), text=text, by=manager)

    def newest_step(self, case: int) -> int:
        return int(self.rows(select(func.max(case_steps.c.id)).where(case_steps.c.case_id == case))[0][0])

    def link(self, ticket: int) -> str:
        """The path of a ticket's own page."""
        return f"/t/{link_token(self.database.key, hall=self.hall_id, ticket=ticket)}"

    def policy(self, **rules: int) -> None:
        """Change the hall's own rules."""
        setup.set_policy(self.hall, facts=rules)

    def rows(self, statement: Any) -> list[Any]:
        """What the database holds."""
        with self.hall.look() as look:
            return list(look.connection.execute(statement))
