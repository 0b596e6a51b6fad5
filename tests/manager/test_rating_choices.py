"""The page of single ratings, and what one may choose among on it."""

from hall.rules.staff import Role
from tests.manager.conftest import Person
from tests.rooms import Doors, problem


def test_every_choice_is_a_key_that_the_ratings_know(manager: Person) -> None:
    told = manager.read("/manager/ratings/choices")
    for name in ("window", "clerk", "service", "category", "tag", "channel", "cause", "wait"):
        assert told[name], name
        for one in (told[name][0], told[name][-1]):
            assert set(one["name"]) == {"zh", "en"}
            assert manager.read(f"/manager/ratings?{name}={one['key']}")["ratings"] == []


def test_a_browser_gets_the_page_and_only_whoever_may_read_ratings(doors: Doors, manager: Person) -> None:
    page = manager.get("/manager/ratings?window=3", Accept="text/html,*/*;q=0.8")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    administrator = Person(doors, Role.ADMINISTRATOR)
    assert problem(administrator.get("/manager/ratings/choices")) == (403, "not-allowed")
    assert administrator.get("/manager/ratings", Accept="text/html").status_code == 403
