"""Slips wait in a queue on both databases: none is lost, none comes out twice by itself."""

import json
import threading

import pytest

from hall.actions import calls, printing, tickets
from hall.errors import LackingNotSaid, PrinterUnknown, SlipNotUncertain, UnknownRecord, UnknownService, UnknownTicket
from hall.rules.device import JobState
from hall.rules.handling import Outcome
from hall.rules.ticket import HelpNeed, Priority
from hall.store import journal, paper
from hall.store.paper import Job
from tests.hall.conftest import HandClock, Scene


def taken(scene: Scene) -> int:
    return tickets.take(scene.hall, services=scene.general_services()[:1]).ticket.id


def printers(scene: Scene) -> list[int]:
    with scene.hall.look() as look:
        return list(look.set_up.printers)


def claimed(scene: Scene) -> Job:
    job = printing.claim_job(scene.hall, printers=printers(scene))
    assert job is not None
    return job


def lease(job: Job) -> str:
    assert job.lease is not None
    return job.lease


def state_of(scene: Scene, job: int) -> JobState:
    with scene.hall.look() as look:
        found = paper.get(look, job)
    assert found is not None
    return found.state


def journal_is_whole(scene: Scene) -> bool:
    with scene.database.look() as connection:
        return not list(journal.faults(connection, hall=scene.hall_id, key=scene.database.key))


def test_a_slip_is_asked_for_claimed_and_printed(scene: Scene) -> None:
    asked = printing.print_ticket(scene.hall, ticket=taken(scene))
    assert asked.state is JobState.QUEUED
    job = claimed(scene)
    assert (job.id, job.state) == (asked.id, JobState.SENT)
    assert printing.end_job(scene.hall, job=job.id, lease=lease(job), state=JobState.PRINTED)
    assert state_of(scene, job.id) is JobState.PRINTED
    assert printing.claim_job(scene.hall, printers=printers(scene)) is None
    assert journal_is_whole(scene)


def test_asked_for_twice_a_ticket_comes_out_once(scene: Scene) -> None:
    ticket = taken(scene)
    first = printing.print_ticket(scene.hall, ticket=ticket)
    assert printing.print_ticket(scene.hall, ticket=ticket).id == first.id
    claimed(scene)
    assert printing.claim_job(scene.hall, printers=printers(scene)) is None


def test_two_workers_never_print_the_same_slip(scene: Scene) -> None:
    for _ in range(6):
        printing.print_ticket(scene.hall, ticket=taken(scene))
    mine = printers(scene)
    jobs: list[int] = []

    def serve() -> None:
        hall = scene.hall
        while (job := printing.claim_job(hall, printers=mine)) is not None:
            jobs.append(job.id)

    workers = [threading.Thread(target=serve) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(jobs) == len(set(jobs)) == 6


def test_slips_come_out_in_the_order_they_were_asked_for(quick_scene: Scene) -> None:
    asked = [printing.print_ticket(quick_scene.hall, ticket=taken(quick_scene)).id for _ in range(3)]
    assert [claimed(quick_scene).id for _ in range(3)] == asked


def test_a_worker_that_died_leaves_its_slip_uncertain_not_doubled(scene: Scene, clock: HandClock) -> None:
    printing.print_ticket(scene.hall, ticket=taken(scene))
    job = claimed(scene)
    clock.pass_by(29)
    assert printing.expire_leases(scene.hall) == []
    clock.pass_by(2)
    assert printing.expire_leases(scene.hall) == [job.id]
    assert state_of(scene, job.id) is JobState.UNCERTAIN
    assert printing.claim_job(scene.hall, printers=printers(scene)) is None
    # Back from the dead it has nothing more to say.
    assert not printing.end_job(scene.hall, job=job.id, lease=lease(job), state=JobState.PRINTED)
    assert state_of(scene, job.id) is JobState.UNCERTAIN


def test_a_slip_of_which_nothing_was_sent_waits_again_and_fails_after_three_tries(scene: Scene) -> None:
    printing.print_ticket(scene.hall, ticket=taken(scene))
    states = []
    for _ in range(3):
        job = claimed(scene)
        states.append(printing.job_not_sent(scene.hall, job=job.id, lease=lease(job), fault="paper-out"))
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    with scene.hall.look() as look:
        assert [(one.state, one.fault) for one in paper.troubled(look)] == [(JobState.FAILED, "paper-out")]


def test_a_reprint_settles_what_failed(scene: Scene) -> None:
    ticket = taken(scene)
    printing.print_ticket(scene.hall, ticket=ticket)
    job = claimed(scene)
    printing.end_job(scene.hall, job=job.id, lease=lease(job), state=JobState.UNCERTAIN, fault="broken-off")
    again = printing.print_ticket(scene.hall, ticket=ticket, again=True)
    assert again.again
    assert state_of(scene, job.id) is JobState.REPRINTED
    with scene.hall.look() as look:
        assert paper.troubled(look) == []


def test_a_reprint_takes_the_place_of_a_slip_still_waiting_for_paper(scene: Scene) -> None:
    ticket = taken(scene)
    first = printing.print_ticket(scene.hall, ticket=ticket)
    again = printing.print_ticket(scene.hall, ticket=ticket, again=True)
    assert claimed(scene).id == again.id
    assert state_of(scene, first.id) is JobState.REPRINTED
    assert printing.claim_job(scene.hall, printers=printers(scene)) is None


def test_an_uncertain_slip_that_somebody_holds_is_printed_and_never_comes_out_again(scene: Scene) -> None:
    printing.print_ticket(scene.hall, ticket=taken(scene))
    job = claimed(scene)
    with pytest.raises(SlipNotUncertain):
        printing.slip_came_out(scene.hall, job=job.id)
    printing.end_job(scene.hall, job=job.id, lease=lease(job), state=JobState.UNCERTAIN, fault="broken-off")
    for _said_again in range(2):
        assert printing.slip_came_out(scene.hall, job=job.id).state is JobState.PRINTED
    with scene.hall.look() as look:
        assert paper.troubled(look) == []
    assert printing.claim_job(scene.hall, printers=printers(scene)) is None
    assert journal_is_whole(scene)
    with pytest.raises(UnknownRecord):
        printing.slip_came_out(scene.hall, job=999)


def test_a_slip_that_came_out_stays_printed_when_printed_again(quick_scene: Scene) -> None:
    ticket = taken(quick_scene)
    printing.print_ticket(quick_scene.hall, ticket=ticket)
    job = claimed(quick_scene)
    printing.end_job(quick_scene.hall, job=job.id, lease=lease(job), state=JobState.PRINTED)
    more = printing.print_job_again(quick_scene.hall, job=job.id)
    assert more.again
    assert more.slip == job.slip
    assert state_of(quick_scene, job.id) is JobState.PRINTED


def test_a_slip_tells_no_reason_no_need_and_no_secret(quick_scene: Scene) -> None:
    place = tickets.take(
        quick_scene.hall,
        services=quick_scene.general_services()[:1],
        priority=Priority.PREGNANT,
        help_needs=[HelpNeed.WHEELCHAIR],
    )
    facts = json.dumps(printing.print_ticket(quick_scene.hall, ticket=place.ticket.id).slip)
    assert json.loads(facts)["priority"] is True
    for word in ("pregnant", "wheelchair", "/t/", "token"):
        assert word not in facts


def test_a_slip_joins_the_deed_that_takes_the_number(scene: Scene) -> None:
    def take_and_fail() -> None:
        hall = scene.hall
        with hall.work():
            place = tickets.take(hall, services=scene.general_services()[:1])
            printing.print_ticket(hall, ticket=place.ticket.id)
            raise RuntimeError("the door could not remember its answer")

    with pytest.raises(RuntimeError):
        take_and_fail()
    assert printing.claim_job(scene.hall, printers=printers(scene)) is None


def test_what_is_missing_is_printed_whole_and_nothing_else_is(quick_scene: Scene) -> None:
    scene, by = quick_scene, quick_scene.clerk(1)
    taken(scene)
    taken(scene)
    scene.open(1)
    ended = []
    for outcome, note in ((Outcome.DEFICIENT, "户口簿原件"), (Outcome.DONE_ON_SPOT, "")):
        calls.call_next(scene.hall, window_no=1, by=by)
        calls.start(scene.hall, window_no=1, by=by)
        ended.append(calls.finish(scene.hall, window_no=1, by=by, outcome=outcome, note=note).id)
    job = printing.print_lacking(scene.hall, handling=ended[0])
    assert job.slip["lacking"] == "户口簿原件"
    assert job.slip["window_no"] == 1
    assert job.slip["materials"]
    with pytest.raises(LackingNotSaid):
        printing.print_lacking(scene.hall, handling=ended[1])


def test_what_cannot_be_printed_is_refused_by_name(quick_scene: Scene) -> None:
    hall = quick_scene.hall
    with pytest.raises(UnknownTicket):
        printing.print_ticket(hall, ticket=999)
    with pytest.raises(PrinterUnknown):
        printing.print_test(hall, printer=999)
    with pytest.raises(UnknownService):
        printing.print_guide(hall, service=999)
