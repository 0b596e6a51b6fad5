"""Refusals as RFC 9457 problem+json: each with its HTTP status, in the reader's language."""

import json
import logging
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

import hall.errors
from hall.errors import Malformed, Refusal, TextTooLong
from web.languages import Language, _, preferred, say, text_of

log = logging.getLogger("haohao")

STATUS: dict[str, int] = {
    "unknown-service": 404,
    "unknown-ticket": 404,
    "unknown-window": 404,
    "unknown-handling": 404,
    "unknown-device": 404,
    "unknown-staff": 404,
    "unknown-record": 404,
    "unknown-tag-set": 404,
    "unknown-code": 404,
    "not-at-this-pad": 403,
    "too-many-wrong-codes": 429,
    "priority-at-desk": 403,
    "not-your-window": 403,
    "wrong-pad": 403,
    "staff-may-not-rate": 403,
    "same-person": 403,
    "own-rating": 403,
    "wrong-password": 401,
    "rating-closed": 410,
    "link-used": 410,
    "pairing-gone": 410,
    "too-many-services": 422,
    "lacking-not-said": 422,
    "pause-reason-missing": 422,
    "tag-set-too-early": 422,
    "unknown-tag": 422,
    "tag-of-another-level": 422,
    "reason-missing": 422,
    "ground-missing": 422,
    "unknown-case": 404,
    "case-not-yours": 403,
    "handler-not-fit": 422,
    "entry-missing": 422,
    "cause-not-fit": 422,
    "phone-unusable": 422,
    "seal-broken": 500,
    "weak-password": 422,
    "photo-refused": 422,
    "malformed": 422,
    "text-too-long": 422,
    "key-reused": 422,
    "busy": 503,
}
"""HTTP status by code; whatever is not listed is a conflict with how things stand: 409."""


class WebRefusal(Refusal):
    """Refused at the door, before any deed."""

    status: ClassVar[int] = 400


class NotSignedIn(WebRefusal):
    code, status = "not-signed-in", 401
    title = _("请先登录或配对设备")


class NotAllowed(WebRefusal):
    code, status = "not-allowed", 403
    title = _("您没有这项权限")


class WrongCsrf(WebRefusal):
    code, status = "wrong-csrf", 403
    title = _("页面已过期，请刷新后再试")


class ForeignOrigin(WebRefusal):
    code, status = "foreign-origin", 403
    title = _("请求来自别的网站，未予处理")


class ForeignHost(WebRefusal):
    code, status = "foreign-host", 403
    title = _("演示和重放只在本机打开，请用 127.0.0.1 访问")


class NotFound(WebRefusal):
    code, status = "not-found", 404
    title = _("没有这个页面")


class NotHere(WebRefusal):
    code, status = "method-not-allowed", 405
    title = _("这里不能这样操作")


class TooLarge(WebRefusal):
    code, status = "too-large", 413
    title = _("发送的内容太大")


class TooMany(WebRefusal):
    code, status = "too-many", 429
    title = _("操作太频繁，请稍后再试")


class Broken(WebRefusal):
    code, status = "internal", 500
    title = _("系统出错了，请稍后再试")


BY_STATUS: dict[int, type[WebRefusal]] = {
    401: NotSignedIn,
    403: NotAllowed,
    404: NotFound,
    405: NotHere,
    413: TooLarge,
    429: TooMany,
    500: Broken,
}

WRONG_SHAPE: dict[str, str] = {
    "missing": _("缺少这一项"),
    "extra_forbidden": _("没有这一项"),
    "string_too_short": _("不能为空"),
    "json_invalid": _("不是有效的 JSON"),
}
PROBLEMS = _("办不成时的说明")
RESERVED = frozenset({"type", "title", "status", "detail", "code", "text"})
NOT_VALID = _("内容不符合要求")


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return refusal.status if isinstance(refusal, WebRefusal) else STATUS.get(refusal.code, 409)


def every_refusal() -> dict[str, type[Refusal]]:
    """Every refusal there is, by code."""
    kinds = [one for one in vars(hall.errors).values() if isinstance(one, type) and issubclass(one, Refusal)]
    kinds += BY_STATUS.values()
    kinds += [WrongCsrf, ForeignOrigin, ForeignHost]
    return {one.code: one for one in kinds if one is not Refusal}


def reader_language() -> Language:
    """The language of whoever asks."""
    return preferred(request.headers.get("Accept-Language"))


def problem_of(refusal: Refusal) -> Response:
    """A refusal as the browser gets it: type, title, status, detail in both languages, and the facts."""
    language = reader_language()
    told: dict[Language, str] = {one: say(refusal.title, one, **refusal.facts) for one in ("zh", "en")}
    body = {
        "type": f"/problems#{refusal.code}",
        "title": told[language],
        "status": status_of(refusal),
        "detail": _detail(refusal, language) or told[language],
        "code": refusal.code,
        "text": told,
        **{name: fact for name, fact in refusal.facts.items() if name not in RESERVED},
    }
    answer = Response(json.dumps(body, ensure_ascii=False, default=str), status_of(refusal))
    answer.content_type = "application/problem+json"
    answer.headers["Content-Language"] = "zh-Hans" if language == "zh" else "en"
    answer.headers["Cache-Control"] = "no-store"
    # What HTTP asks of these two, for programs: how to come in, and when to come again.
    if status_of(refusal) == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status_of(refusal) == 503:
        answer.headers["Retry-After"] = "1"
    return answer


def _detail(refusal: Refusal, language: Language) -> str:
    """Which field, and what is wrong with it, where the refusal says so."""
    why = refusal.facts.get("why")
    return f"{refusal.facts.get('field')}: {text_of(why, language)}" if isinstance(why, dict) else ""


def malformed(error: ValidationError) -> Refusal:
    """What pydantic found, as the house says it: the first wrong field by name."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "body"
    if first["type"] in ("string_too_long", "too_long"):
        return TextTooLong(field=field, most=first["ctx"]["max_length"])
    why = WRONG_SHAPE.get(first["type"], NOT_VALID)
    return Malformed(field=field, why={"zh": say(why, "zh"), "en": say(why, "en")})


def wants_page() -> bool:
    """Does whoever asks want to read a page rather than JSON?"""
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return request.method == "GET" and best == "text/html"


def install(app: Flask, page: Callable[..., Response]) -> None:
    """Answer every refusal and every fault of `app` as a problem, or as a page to those who read pages."""

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> AnyResponse:
        if wants_page() and isinstance(refusal, NotSignedIn):
            # Whoever came to read a page comes back to it from the way in.
            return redirect(f"/sign-in?{urlencode({'to': request.full_path.rstrip('?')})}")
        if wants_page():
            words = {one: say(refusal.title, one, **refusal.facts) for one in ("zh", "en")}
            status = status_of(refusal)
            facts = {"code": refusal.code, "problem": words, "status": status}
            return page("web", title=words, template="problem.html", house_script="front.js", **facts)
        return problem_of(refusal)

    @app.errorhandler(ValidationError)
    def wrong_shape(error: ValidationError) -> Response:
        return problem_of(malformed(error))

    @app.errorhandler(HTTPException)
    def refused_by_flask(error: HTTPException) -> AnyResponse:
        if error.code is not None and error.code < 400:
            return Response(status=error.code, headers=[("Location", getattr(error, "new_url", "/"))])
        answer = refused(BY_STATUS.get(error.code or 500, Malformed)())
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return answer

    @app.errorhandler(Exception)
    def broken(error: Exception) -> AnyResponse:
        # Which view, never the path, the query or the body: they hold tickets' links and what people wrote.
        log.exception("fault at %s %s", request.method, request.endpoint)
        return refused(Broken())

    @app.get("/problems")
    def problems() -> Response:
        """Every refusal with its status and its words: where a problem's `type` leads."""
        listed = [
            {"code": code, "title": kind.title, "status": status_of(kind())}
            for code, kind in sorted(every_refusal().items())
        ]
        return page("web", title=PROBLEMS, template="problems.html", problems=listed)
