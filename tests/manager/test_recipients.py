"""Whoever steers the hall says who outside is told of cases, and tries it; no secret ever comes back."""

from typing import Any

import pytest

from hall.rules.alert import RecipientKind
from hall.rules.alert_template import SAMPLES
from hall.rules.staff import Role
from tests.manager.conftest import Person
from tests.rooms import Doors

SECRET = "never-comes-back-again"
HOOK: dict[str, Any] = {
    "kind": "webhook",
    "name": "监督群",
    "address": "https://robot.example/send?key=1",
    "template": SAMPLES[RecipientKind.WEBHOOK],
    "wants": ["low_rating"],
    "secret": SECRET,
}


def test_a_recipient_is_added_changed_tried_and_withdrawn(manager: Person) -> None:
    made = manager.do("POST", "/manager/recipients", {"facts": HOOK})["id"]
    changed = {**HOOK, "kind": None, "secret": None, "name": "督办群", "wants": ["overdue", "low_rating"]}
    manager.do("PUT", f"/manager/recipients/{made}", {"facts": changed})
    trial = manager.do("POST", f"/manager/recipients/{made}/trial")["id"]
    told = manager.read("/manager/set-up/recipients")
    (one,) = told["recipients"]
    assert (one["name"], one["kind"], one["wants"]) == ("督办群", "webhook", ["low_rating", "overdue"])
    (message,) = told["messages"]
    assert (message["id"], message["kind"], message["state"], message["recipient"]) == (
        trial,
        "trial",
        "queued",
        "督办群",
    )
    assert SECRET not in str(told)
    manager.do("DELETE", f"/manager/recipients/{made}")
    told = manager.read("/manager/set-up/recipients")
    assert told["recipients"] == []
    assert told["messages"][0]["state"] == "failed"
    for method, path in (("PUT", ""), ("DELETE", ""), ("POST", "/trial")):
        body = {"facts": HOOK} if method == "PUT" else None
        assert manager.refused(method, f"/manager/recipients/{made}{path}", body) == (404, "unknown-record")


def test_every_fault_stands_at_its_field(manager: Person) -> None:
    wrong = {**HOOK, "address": "ftp://x", "template": '{"a": "{who}"}', "wants": [], "secret": "short"}
    fields = manager.faults("POST", "/manager/recipients", {"facts": wrong})
    assert sorted(fields) == ["address", "secret", "template", "wants"]


def test_what_a_body_may_say_is_told_with_an_example(manager: Person) -> None:
    told = manager.read("/manager/set-up/recipients")
    assert {one["place"] for one in told["places"]} == set(told["example"])
    assert set(told["samples"]) == {"email", "webhook"}


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.DISTRICT, Role.CLERK])
def test_nobody_else_sees_or_changes_them(doors: Doors, role: Role) -> None:
    somebody = Person(doors, role)
    assert somebody.refused("POST", "/manager/recipients", {"facts": HOOK}) == (403, "not-allowed")
    assert somebody.refused("GET", "/manager/set-up/recipients") == (403, "not-allowed")
