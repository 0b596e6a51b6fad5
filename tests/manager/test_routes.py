"""What a manager does to the live hall, and sets up."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from hall.actions import devices
from hall.rules.device import DeviceKind
from hall.rules.policy import Policy, range_of
from hall.rules.staff import Role
from hall.store.tables import answers, journal
from manager.policy_words import RULES
from tests.manager.conftest import Person
from tests.rooms import Doors

SECTIONS = ["services", "windows", "staff", "devices", "hours", "notices", "tag-sets", "policy", "hall"]


def kinds(doors: Doors) -> list[str]:
    """What the journal tells, in order."""
    return [row.kind for row in doors.backstage.rows(select(journal.c.kind).order_by(journal.c.seq))]


def one(listed: list[dict[str, Any]], **facts: Any) -> dict[str, Any]:
    return next(each for each in listed if all(each[key] == value for key, value in facts.items()))


# --- the live hall ---------------------------------------------------------------------------------------


def test_a_window_left_open_is_closed_by_the_manager(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    manager.do("POST", "/manager/windows/3/close")
    assert "closed" in kinds(doors)[-1].lower()


def test_a_window_with_a_visitor_in_hand_is_not_closed_but_handed_on(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    doors.backstage.take()
    doors.backstage.call(3)
    assert manager.refused("POST", "/manager/windows/3/close") == (409, "still-serving")
    manager.do("POST", "/manager/windows/3/take-over", {"staff": str(doors.backstage.clerk(4))})
    picture = doors.house.push.picture("manager", doors.backstage.hall_id, 0)
    stand = one(picture["stands"], window_no=3)
    assert stand["clerk"]["id"] == str(doors.backstage.clerk(4))
    assert stand["number"] is not None


def test_nobody_who_does_not_serve_takes_a_window_over(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    inspector = one(manager.read("/manager/set-up/staff")["staff"], role="inspector")
    assert manager.faults("POST", "/manager/windows/3/take-over", {"staff": inspector["id"]}) == ["staff"]


def test_the_day_is_closed_for_as_many_as_the_manager_read(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    doors.backstage.take()
    read = manager.read("/manager/day")
    assert (len(read["waiting"]), read["busy"]) == (1, [])
    doors.backstage.take()
    assert manager.refused("POST", "/manager/day/close", {"waiting": 1}) == (409, "line-changed")
    assert manager.do("POST", "/manager/day/close", {"waiting": 2}) == {"left": 2}
    assert manager.read("/manager/day") == {"waiting": [], "busy": []}


def test_the_day_is_not_closed_over_somebody_at_a_window(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    doors.backstage.take()
    doors.backstage.call(3)
    assert [busy["status"] for busy in manager.read("/manager/day")["busy"]] == ["called"]
    assert manager.refused("POST", "/manager/day/close", {"waiting": 0}) == (409, "still-serving")


# --- pages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_shown_its_own_pages(doors: Doors, role: Role) -> None:
    somebody = Person(doors, role)
    watches = role in (Role.MANAGER, Role.INSPECTOR, Role.ADMINISTRATOR)
    sets_up = role in (Role.MANAGER, Role.ADMINISTRATOR)
    for path in ("/manager/", "/manager/satisfaction"):
        assert (somebody.get(path, Accept="text/html").status_code == 200) == watches, path
    for section in SECTIONS:
        assert (somebody.get(f"/manager/{section}", Accept="text/html").status_code == 200) == sets_up, section
    assert somebody.get("/mine", Accept="text/html").status_code == 200


# --- services and windows --------------------------------------------------------------------------------


def test_what_a_page_reads_it_may_send_back_unchanged(doors: Doors, manager: Person) -> None:
    before = kinds(doors)
    for service in manager.read("/manager/set-up/services")["services"]:
        facts = {key: value for key, value in service.items() if key not in ("id", "windows", "active", "code")}
        manager.do("PUT", f"/manager/services/{service['code']}", {"facts": facts})
    for window in manager.read("/manager/set-up/windows")["windows"]:
        facts = {key: value for key, value in window.items() if key not in ("no", "sits")}
        manager.do("PUT", f"/manager/windows/{window['no']}", {"facts": facts})
    for member in manager.read("/manager/set-up/staff")["staff"]:
        facts = {key: value for key, value in member.items() if key not in ("id", "active", "photo")}
        manager.do("PUT", f"/manager/staff/{member['id']}", {"facts": facts})
    for device in manager.read("/manager/set-up/devices")["devices"]:
        facts = {key: value for key, value in device.items() if key not in ("id", "kind", "paired", "revoked")}
        manager.do("PUT", f"/manager/devices/{device['id']}", {"facts": facts})
    manager.do("PUT", "/manager/hall", {"facts": manager.read("/manager/set-up/hall") | {"code": None}})
    assert kinds(doors) == before, "nothing changed, so nothing is told"


def test_a_service_is_added_changed_and_withdrawn(doors: Doors, manager: Person) -> None:
    facts = {
        "code": "new-service",
        "prefix": "Z",
        "category": manager.read("/manager/set-up/services")["categories"][0]["code"],
        "name": {"zh": "新业务", "en": "New"},
        "summary": {"zh": "说明", "en": None},
        "materials": [{"name": {"zh": "身份证", "en": None}, "note": None, "copies": 1, "required": True}],
        "conditions": [{"zh": "条件", "en": None}],
        "procedure": [{"zh": "步骤", "en": None}],
        "promised": {"zh": "当场办结", "en": None},
        "promised_days": 0,
        "usual_outcome": "done_on_spot",
        "keywords": ["xin"],
    }
    manager.do("POST", "/manager/services", {"facts": facts})
    assert manager.refused("POST", "/manager/services", {"facts": facts}) == (409, "name-taken")
    manager.do("PUT", "/manager/services/new-service", {"facts": {**facts, "code": None, "prefix": "Y"}})
    kept = one(manager.read("/manager/set-up/services")["services"], code="new-service")
    assert (kept["prefix"], kept["active"], len(kept["windows"]) > 0) == ("Y", True, True)
    manager.do("DELETE", "/manager/services/new-service")
    assert not one(manager.read("/manager/set-up/services")["services"], code="new-service")["active"]
    assert len(set(kinds(doors)[-3:])) == 1, "each of the three is told"
    assert manager.refused("DELETE", "/manager/services/new-service") == (404, "unknown-service")


def test_every_fault_of_a_form_is_named_with_its_field(manager: Person) -> None:
    facts = {
        "code": "Big Letters",
        "prefix": "ab",
        "category": "nowhere",
        "name": {"zh": ""},
        "materials": [{"name": 5}],
    }
    found = manager.faults("POST", "/manager/services", {"facts": facts})
    assert {"code", "prefix", "category", "name.zh", "materials[1].name", "promised"} <= set(found)


@pytest.mark.parametrize(
    "junk", [5, [], "x", {"name": []}, {"name": {"zh": {"zh": 1}}}, {"materials": {}}, {"no": 10**30}]
)
def test_nonsense_is_refused_by_name_and_breaks_nothing(doors: Doors, manager: Person, junk: Any) -> None:
    before = kinds(doors)
    for method, path in [
        ("POST", "/manager/services"),
        ("POST", "/manager/windows"),
        ("POST", "/manager/staff"),
        ("POST", "/manager/printers"),
        ("PUT", "/manager/hours"),
        ("POST", "/manager/closures"),
        ("POST", "/manager/notices"),
        ("PUT", "/manager/policy"),
        ("PUT", "/manager/hall"),
    ]:
        status, code = manager.refused(method, path, {"facts": junk})
        assert (status, code) in [(422, "malformed"), (422, "text-too-long")], f"{path}: {code}"
    assert kinds(doors) == before


# --- people ----------------------------------------------------------------------------------------------


def test_somebody_new_gets_a_link_once_and_nothing_keeps_it(doors: Doors, manager: Person) -> None:
    facts = {
        "name": "new.one",
        "shown": {"zh": "新人", "en": "New One"},
        "number": "N1",
        "role": "clerk",
        "window_no": 3,
    }
    who = manager.do("POST", "/manager/staff", {"facts": facts})["id"]
    headers = manager.csrf | {"Idempotency-Key": "a-key"}
    given = manager.client.post(f"/manager/staff/{who}/link", headers=headers).get_json()
    token = given["link"].rpartition("/")[2]
    assert given["qr"].startswith("data:image/svg+xml")
    assert given["hours"] == 24
    kept = [row.body for row in doors.backstage.rows(select(answers.c.body))]
    told = [row.facts for row in doors.backstage.rows(select(journal.c.facts))]
    assert not any(token in text for text in kept + told)
    again = manager.client.post(f"/manager/staff/{who}/link", headers=headers).get_json()
    assert again["link"] != given["link"], "links before are void"
    chosen = doors.client().post(f"/link/{again['link'].rpartition('/')[2]}", json={"password": "a long password"})
    assert chosen.status_code == 200
    assert doors.post("/sign-in", {"name": "new.one", "password": "a long password"}).status_code == 200


def test_who_leaves_is_out_at_once_and_may_come_back(doors: Doors, manager: Person) -> None:
    inspector = Person(doors, Role.INSPECTOR)
    who = one(manager.read("/manager/set-up/staff")["staff"], role="inspector")["id"]
    manager.do("POST", f"/manager/staff/{who}/deactivate")
    assert inspector.get("/manager/satisfaction").status_code == 401
    manager.do("POST", f"/manager/staff/{who}/reactivate")
    assert Person(doors, Role.INSPECTOR).get("/manager/satisfaction").status_code == 200


def test_the_last_administrator_stays(doors: Doors, manager: Person) -> None:
    who = one(manager.read("/manager/set-up/staff")["staff"], role="administrator")["id"]
    assert manager.refused("POST", f"/manager/staff/{who}/deactivate") == (409, "last-administrator")


def test_a_photo_is_shown_as_a_small_clean_jpeg(doors: Doors, manager: Person) -> None:
    who = str(doors.backstage.clerk(3))
    sent = io.BytesIO()
    notes = Image.Exif()
    notes[0x010F] = "a camera"
    Image.new("RGB", (1600, 1200), "teal").save(sent, "JPEG", exif=notes)
    sent.seek(0)
    upload = {"photo": (sent, "a.jpg")}
    answer = manager.client.post(f"/manager/staff/{who}/photo", data=upload, headers=manager.csrf)
    assert answer.status_code == 200, answer.text
    address = one(manager.read("/manager/set-up/staff")["staff"], id=who)["photo"]
    with Image.open(io.BytesIO(doors.client().get(address).data)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (512, 512), {})
    manager.do("DELETE", f"/manager/staff/{who}/photo")
    assert one(manager.read("/manager/set-up/staff")["staff"], id=who)["photo"] is None


def test_what_is_no_photo_is_refused(manager: Person) -> None:
    for sent in ({"photo": (io.BytesIO(b"no picture"), "a.jpg")}, {}):
        answer = manager.client.post("/manager/staff/1/photo", data=sent, headers=manager.csrf)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "photo-refused")


# --- devices ---------------------------------------------------------------------------------------------


def test_a_device_is_paired_replaced_and_put_out_of_use(doors: Doors, manager: Person) -> None:
    database = doors.house.database
    asked = devices.ask_pairing(database, kind=DeviceKind.KIOSK)
    assert manager.refused("POST", "/manager/devices/pair", {"code": "000000", "facts": {"name": "新机"}})[0] in (
        409,
        410,
    )
    made = manager.do("POST", "/manager/devices/pair", {"code": asked.code, "facts": {"kind": "kiosk", "name": "新机"}})
    token = devices.collect(database, secret=asked.secret)
    kiosk = {"Authorization": f"Bearer {token}"}
    assert doors.post("/kiosk/help", {}, kiosk).status_code in (200, 201)
    second = devices.ask_pairing(database, kind=DeviceKind.KIOSK)
    manager.do("POST", f"/manager/devices/{made['id']}/replace", {"code": second.code})
    assert doors.post("/kiosk/help", {}, kiosk).status_code == 401
    newer = {"Authorization": f"Bearer {devices.collect(database, secret=second.secret)}"}
    assert doors.post("/kiosk/help", {}, newer).status_code in (200, 201)
    manager.do("POST", f"/manager/devices/{made['id']}/revoke")
    assert doors.post("/kiosk/help", {}, newer).status_code == 401


def test_a_device_is_called_by_its_name_in_either_language(doors: Doors, manager: Person) -> None:
    def listed() -> dict[str, object]:
        known = manager.read("/manager/set-up/devices")["devices"]
        return {one["id"]: one["name"] for one in known}

    facts = {"driver": "virtual", "name": {"zh": "侧厅打印机", "en": "Side hall printer"}}
    made = manager.do("POST", "/manager/printers", {"facts": facts})["id"]
    assert listed()[made] == facts["name"]
    # As long as a hall has no English for it, the Chinese name alone will do; a name is taken by its Chinese.
    manager.do("PUT", f"/manager/devices/{made}", {"facts": {"driver": "virtual", "name": "侧厅打印机"}})
    assert listed()[made] == {"zh": "侧厅打印机", "en": None}
    again = {"facts": {"driver": "virtual", "name": {"zh": "侧厅打印机", "en": "Another"}}}
    assert manager.refused("POST", "/manager/printers", again) == (409, "name-taken")
    nameless = {"facts": {"driver": "virtual", "name": {"zh": "", "en": "Nameless"}}}
    assert manager.refused("POST", "/manager/printers", nameless) == (422, "malformed")


def test_a_printer_is_added_and_tried(manager: Person) -> None:
    facts = {"name": "二号打印机", "driver": "virtual", "mode": "raster", "columns": 32, "width": 384}
    made = manager.do("POST", "/manager/printers", {"facts": facts})
    assert manager.do("POST", f"/manager/printers/{made['id']}/test")["id"].isdigit()
    kept = one(manager.read("/manager/set-up/devices")["devices"], id=made["id"])
    assert (kept["driver"], kept["mode"], kept["columns"]) == ("virtual", "raster", 32)


def test_a_page_is_no_way_to_write_files_on_the_server(manager: Person) -> None:
    facts = {"name": "文件", "driver": "file", "path": "/etc/passwd"}
    assert manager.faults("POST", "/manager/printers", {"facts": facts}) == ["driver"]
    printer = one(manager.read("/manager/set-up/devices")["devices"], kind="printer")["id"]
    assert manager.faults("PUT", f"/manager/devices/{printer}", {"facts": facts}) == ["driver"]


# --- the hall itself -------------------------------------------------------------------------------------


def test_hours_closures_and_notices_are_changed(manager: Person) -> None:
    week = {"monday": ["08:30", "12:00", "14:00", "17:30"], "tuesday": ["09:00", "17:00"]}
    manager.do("PUT", "/manager/hours", {"facts": week})
    kept = manager.read("/manager/set-up/hours")["hours"]
    assert {day: clocks for day, clocks in kept.items() if clocks} == week
    facts = {"from": "2099-01-01", "to": "2099-01-02", "notice": {"zh": "停电", "en": "No power"}}
    closure = manager.do("POST", "/manager/closures", {"facts": facts})["id"]
    shown = manager.read("/manager/set-up/hours")["closures"]
    assert (shown[0]["from"], shown[0]["to"]) == ("2099-01-01T00:00", "2099-01-03T00:00")
    manager.do("DELETE", f"/manager/closures/{closure}")
    assert manager.refused("DELETE", f"/manager/closures/{closure}") == (404, "unknown-record")
    assert manager.faults("POST", "/manager/closures", {"facts": {**facts, "to": "2098-01-01"}}) == ["to"]
    notice = manager.do("POST", "/manager/notices", {"facts": {"text": {"zh": "一行字", "en": None}}})["id"]
    assert one(manager.read("/manager/set-up/notices")["notices"], id=notice)["text"]["zh"] == "一行字"
    manager.do("DELETE", f"/manager/notices/{notice}")
    assert notice not in [each["id"] for each in manager.read("/manager/set-up/notices")["notices"]]


def test_every_rule_is_told_with_its_range_meaning_and_source(manager: Person) -> None:
    rules = manager.read("/manager/set-up/policy")["rules"]
    assert [rule["name"] for rule in rules] == list(Policy().to_facts())
    assert set(RULES) == set(Policy().to_facts())
    for rule in rules:
        assert rule["meaning"]["zh"] != rule["meaning"]["en"], rule["name"]
        if rule["low"] is not None:
            assert (rule["low"], rule["high"]) == range_of(rule["name"])
    manager.do("PUT", "/manager/policy", {"facts": {"long_queue": 20}})
    assert one(manager.read("/manager/set-up/policy")["rules"], name="long_queue")["value"] == 20
    assert manager.faults("PUT", "/manager/policy", {"facts": {"long_queue": 0, "nothing": 1}}) == [
        "nothing",
        "long_queue",
    ]


def test_the_sources_told_are_those_of_the_rules_themselves() -> None:
    written = (Policy.__module__.replace(".", "/")) + ".py"
    with open(written, encoding="utf-8") as file:
        found = re.findall(r"^    (\w+): [^\n]+\n    \"\"\"([SVL])\b", file.read(), re.MULTILINE)
    assert dict(found) == {name: rule.source for name, rule in RULES.items()}


def test_a_pale_colour_is_refused(manager: Person) -> None:
    facts = manager.read("/manager/set-up/hall") | {"code": None, "accent": "#88ccff"}
    assert manager.faults("PUT", "/manager/hall", {"facts": facts}) == ["accent"]
    manager.do("PUT", "/manager/hall", {"facts": facts | {"accent": "#5b0b3a"}})
    assert manager.read("/manager/set-up/hall")["accent"] == "#5b0b3a"
