"""How staff come in and go: sign-in, sign-out, passwords, one-time links."""

import re
from dataclasses import dataclass

from flask import Response, redirect, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from hall.actions import people
from hall.rules.staff import Power, Role
from hall.rules.text import Text
from web import limits
from web.context import house
from web.doors import Asked, Body, Room, must_be_of_this_house, read_body, reply
from web.identity import SESSION_COOKIE, csrf_of
from web.languages import _
from web.pages import on_staff, page
from web.problems import NotSignedIn
from web.told import tells

SIGN_IN = _("登录")
FRONT = _("号好")
NEW_PASSWORD = _("设置密码")
CHANGE_PASSWORD = _("修改密码")

PAGE_OF_OURS = re.compile(r"/(?![/\\])[^\s\x00-\x1f\\]*")
"""A path of this house. Browsers drop tabs and line ends, so that `/<tab>/evil.example` would lead elsewhere."""

HOME: dict[Role, str] = {
    Role.CLERK: "/clerk/",
    Role.DESK: "/desk/",
    Role.MANAGER: "/manager/",
    Role.INSPECTOR: "/manager/",
    Role.ADMINISTRATOR: "/manager/",
    Role.DISTRICT: "/manager/district",
}
"""Where each role begins."""

bp = Room("sign_in", __name__)


class SignIn(Body):
    name: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=people.LONGEST_PASSWORD)


class NewPassword(Body):
    old: str = Field(min_length=1, max_length=people.LONGEST_PASSWORD)
    new: str = Field(min_length=1, max_length=people.LONGEST_PASSWORD)


class FirstPassword(Body):
    password: str = Field(min_length=1, max_length=people.LONGEST_PASSWORD)


@dataclass(frozen=True, slots=True)
class In:
    """Somebody came in: what every change must carry from now on, and where their work is."""

    csrf: str
    home: str


@dataclass(frozen=True, slots=True)
class Me:
    """Whoever is signed in, as their own pages greet them."""

    id: str
    shown: Text
    number: str
    role: Role
    home: str


@dataclass(frozen=True, slots=True)
class Done:
    """Done; there is nothing to tell."""

    done: bool = True


@bp.get("/sign-in")
def show_sign_in() -> Response:
    """The way in for staff."""
    wanted = request.args.get("to", "")
    to = wanted if PAGE_OF_OURS.fullmatch(wanted) else ""
    return page("web", title=SIGN_IN, template="sign-in.html", house_script="sign-in.js", to=to)


@bp.post("/sign-in")
@limits.failures
@tells(In, takes=SignIn)
def sign_in() -> Response:
    """Come in with name and password: a session cookie, and the CSRF token of that session."""
    must_be_of_this_house()
    given = read_body(SignIn)
    here = house().address_hash(request.remote_addr)
    session = people.sign_in(house().database, name=given.name, password=given.password, address=here)
    with house().database.hall(session.hall).look() as look:
        role = look.set_up.staff_by_id(session.staff).role
    answer = reply(In(csrf_of(session.token), HOME[role]))
    answer.set_cookie(
        SESSION_COOKIE,
        session.token,
        expires=session.expires_at,
        httponly=True,
        samesite="Lax",
        secure=house().settings.https_only,
    )
    return answer


@bp.door("POST", "/sign-out", guest=Power.SELF)
@tells(Done)
def sign_out(asked: Asked) -> Response:
    """End the session one came with; its screens are gone at once."""
    people.sign_out(asked.hall, who=asked.staff.staff.id, session=asked.staff.session)
    answer = reply(Done())
    answer.delete_cookie(SESSION_COOKIE)
    return answer


@bp.door("GET", "/me", guest=Power.SELF)
def me(asked: Asked) -> Me:
    """Who is signed in."""
    one = asked.staff.staff
    return Me(str(one.id), one.shown, one.number, one.role, HOME[one.role])


@bp.get("/password")
def show_password() -> Response:
    """Where somebody who is signed in chooses another password."""
    by, token = on_staff(Power.SELF)
    return page(
        "web",
        title=CHANGE_PASSWORD,
        hall=by.hall,
        template="password.html",
        house_script="sign-in.js",
        token=token,
        csrf=by.csrf,
        person=by.staff,
        home=HOME[by.staff.role],
    )


@bp.post("/password")
@limits.failures
@tells(Done, takes=NewPassword)
def change_password() -> Response:
    """Choose another password; one's other sessions end."""
    # Not a door: hashing takes long, and a door holds the hall's lock.
    asked = bp.come_in(Power.SELF)
    given = read_body(NewPassword)
    by = asked.staff
    people.change_password(asked.hall, who=by.staff.id, session=by.session, old=given.old, new=given.new)
    return reply(Done())


@bp.get("/link/<token>")
def show_link(token: str) -> Response:
    """Where somebody with a one-time link chooses a password."""
    person = people.whose_link(house().database, token=token)
    return page("web", title=NEW_PASSWORD, template="new-password.html", house_script="sign-in.js", person=person)


@bp.post("/link/<token>")
@limits.failures
@tells(Done, takes=FirstPassword)
def use_link(token: str) -> Response:
    """Choose a password by a one-time link; the link is used up."""
    must_be_of_this_house()
    people.use_link(house().database, token=token, password=read_body(FirstPassword).password)
    return reply(Done())


def front_page() -> AnyResponse:
    """In demo mode the links to every screen; otherwise one's own work, or the way in."""
    here = house()
    if here.demo is not None:
        return page("web", title=FRONT, template="front.html", house_script="front.js", links=here.demo.links())
    try:
        by = here.identities.staff(bearer=None, cookie=request.cookies.get(SESSION_COOKIE))
    except NotSignedIn:
        return redirect("/sign-in")
    return redirect(HOME[by.staff.role])
