"""The language that each request is answered in: the reader's own choice, else what the browser asks for."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ...languages.speaking import current_language, speaking
from ...languages.table import BY_CODE, Language, accepted_language

#: Keeps the choice; a year, as browsers keep none for longer.
COOKIE, YEAR_S = "language", 365 * 24 * 3600


class InReadersLanguage:
    """Answers each request in the reader's language; work in other threads is started with it.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or a socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        with speaking(reader_language(Headers(scope=scope))):
            await self._app(scope, receive, send)


def reader_language(headers: Headers) -> Language:
    """The language kept in the cookie, else the first of ours that the browser accepts, else that of the desk."""
    kept = BY_CODE.get(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""))
    return kept or accepted_language(headers.get("accept-language", "")) or current_language()


async def keep_language(request: Request) -> Response:
    """Keep a choice of language, and go on where the reader was."""
    async with request.form() as form:
        code = form.get("language")
    answer = RedirectResponse(_place(request.headers.get("referer", "")), HTTPStatus.SEE_OTHER)
    if isinstance(code, str) and code in BY_CODE:
        answer.set_cookie(COOKIE, code, max_age=YEAR_S, httponly=True, samesite="strict", path="/")
    return answer


def _place(referer: str) -> str:
    """The page's path on this desk, which a form was sent from; the home page where that is not known."""
    path = "/" + referer.partition("://")[2].partition("/")[2]
    return path if not path.startswith("//") else "/"
