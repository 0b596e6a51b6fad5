"""Facts as JSON."""

from pydantic_core import to_json

from hall.store.live import Live
from hall.store.look import Look
from tests.rooms import Doors
from web.spelling import spelled


def test_every_rooms_picture_is_spelled_as_its_values_would_be(doors: Doors) -> None:
    stage, database = doors.backstage, doors.house.database
    stage.open(3)
    stage.take()
    ticket = stage.take()
    stage.call(3)
    with database.look() as connection:
        look = database.at_hand(connection, stage.hall_id, Look)
        live = Live(look)
        post = look.set_up.post_by_no(3)
        kiosk = next(one.id for one in look.set_up.devices.values() if one.kind == "kiosk")
        keys = {"clerk": stage.clerk(3), "evaluator": post.id, "kiosk": kiosk, "phone": ticket}
        for room, screen in doors.house.push.screens.items():
            drawn = screen.draw(live, keys.get(room, 0))
            assert spelled(["picture", drawn]) == to_json(["picture", drawn]).decode(), room
