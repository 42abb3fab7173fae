"""The desk's pages and what they ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute

from ...core.known_facts import KnownFacts
from ...core.phrases import N_
from ...core.rules.limits import Limits
from ...errors import HingecheckError, InputError
from ...languages.speaking import current_language, tr, tr_error
from ...plain_text import safe_name
from ...reports.desk.pages import ASSETS, desk_asset, desk_page, limit_rows, rows_of
from ...reports.desk.words import say
from ...sources.files.config import to_toml
from ..check import CheckOptions
from ..compare import SideName
from ..outputs import write_text
from .cards import cards_of, history_words, job_rows
from .forms import facts_of, limits_in
from .guard import REPORT_POLICY, Keys
from .jobs import DeskJob, new_number
from .places import Desk, SetPlace
from .read_again import ReadAgain
from .reader import InReadersLanguage, keep_language
from .set_pages import SetPages, form_of
from .sockets import LiveSockets
from .uploads import keep_video
from .worker import Worker

if TYPE_CHECKING:
    from ...core.landmarks import Side

#: Most files in one form without scripts; with scripts each comes by itself.
MAX_FILES = 500
REFUSED = N_("Refused: this address works once. Start hingecheck app again.")


class DeskPages:
    """Answers requests; whatever goes wrong is said in a page.

    Parameters
    ----------
    desk : Desk
    worker : Worker
    keys : Keys
    sockets : LiveSockets
    again : ReadAgain
        Reads films of sets once more.
    """

    def __init__(self, desk: Desk, worker: Worker, keys: Keys, sockets: LiveSockets, again: ReadAgain) -> None:
        self._desk, self._worker, self._keys, self._sockets, self._again = desk, worker, keys, sockets, again

    def app(self) -> Starlette:
        """The application, without its guard."""
        get, post = ["GET"], ["POST"]
        return Starlette(
            routes=[
                Route("/enter", self.enter, methods=get),
                Route("/", self.home, methods=get),
                Route("/state", self.state, methods=get),
                Route("/favicon.ico", _no_icon, methods=get),
                Route("/assets/{name}", self.asset, methods=get),
                Route("/videos", self.put_video, methods=["PUT"]),
                Route("/videos", self.post_videos, methods=post),
                Route("/language", keep_language, methods=post),
                Route("/queue/forget", self.forget, methods=post),
                Route("/sets/{lifter}/videos/{name}", self.video, methods=get),
                *SetPages(self._desk, self._again).routes(),
                Route("/history/{lifter}", self.history, methods=get),
                Route("/compare", self.compare, methods=get),
                Route("/compared", self.compared, methods=get),
                Route("/settings", self.settings, methods=get),
                Route("/settings", self.keep_settings, methods=post),
                Route("/live", self.live, methods=get),
                WebSocketRoute("/live/socket", self._sockets.serve),
            ],
            middleware=[Middleware(InReadersLanguage)],
            exception_handlers={HingecheckError: _trouble, 404: _missing, 405: _missing},
        )

    async def enter(self, request: Request) -> Response:
        """Sell the session's cookie for the token."""
        session = self._keys.buy(request.query_params.get("token", ""))
        if session is None:
            return PlainTextResponse(f"{tr(REFUSED)}\n", 403)
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        answer.set_cookie(self._keys.cookie, session, httponly=True, samesite="strict", path="/")
        return answer

    async def home(self, request: Request) -> Response:
        """Sets, the queue, and where videos are dropped."""
        return HTMLResponse(await run_in_threadpool(lambda: desk_page("home", **self._state())))

    async def state(self, request: Request) -> Response:
        """The part of the home page that changes."""
        return HTMLResponse(await run_in_threadpool(lambda: desk_page("state", **self._state())))

    async def asset(self, request: Request) -> Response:
        """Style and scripts."""
        name = request.path_params["name"]
        if name not in ASSETS:
            return await _missing(request, None)
        return Response(desk_asset(name), media_type=ASSETS[name])

    async def put_video(self, request: Request) -> Response:
        """Take one video, streamed."""
        told = dict(request.query_params)
        length = request.headers.get("content-length", "")
        try:
            facts = facts_of(told)
            await self._keep(told, facts, told.get("name", ""), request.stream(), int(length) if length else None)
        except ClientDisconnect:
            return PlainTextResponse("cut off\n", 400)
        except HingecheckError as error:
            return PlainTextResponse(f"{tr_error(error)}\n", _status_of(error))
        return PlainTextResponse("taken\n", HTTPStatus.CREATED)

    async def post_videos(self, request: Request) -> Response:
        """Take videos from the form, where scripts are off."""
        async with request.form(max_files=MAX_FILES) as form:
            told = {name: value for name, value in form.items() if isinstance(value, str)}
            facts = facts_of(told)
            for file in form.getlist("video"):
                if isinstance(file, UploadFile) and file.filename:
                    await self._keep(told, facts, file.filename, _pieces(file), file.size)
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)

    async def forget(self, request: Request) -> Response:
        """Take an entry off the list."""
        form = await form_of(request)
        await run_in_threadpool(self._worker.queue.forget, form.get("number", ""))
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)

    async def video(self, request: Request) -> Response:
        """A lifter's video, for the page beside it."""
        lifter, name = request.path_params["lifter"], request.path_params["name"]
        path = self._desk.videos_of(lifter) / safe_name(name)
        if path.name != name or not path.is_file() or path.is_symlink():
            return await _missing(request, None)
        return FileResponse(path)

    async def history(self, request: Request) -> Response:
        """A lifter's sets over the weeks."""
        lifter = request.path_params["lifter"]
        text = await run_in_threadpool(history_words, self._desk, lifter)
        return HTMLResponse(desk_page("history", lifter=lifter, text=text))

    async def compare(self, request: Request) -> Response:
        """Choose two sets."""
        cards = await run_in_threadpool(lambda: cards_of(self._desk, self._desk.sets()))
        asked = _place_of(request.query_params.get("a", "/"))
        there = [SetPlace(card.lifter, card.name) for card in cards]
        before = there.index(asked) if asked in there else min(1, len(there) - 1)
        now = 0 if before != 0 else min(1, len(there) - 1)
        most = max((max(card.reps, default=0) for card in cards), default=0)
        return HTMLResponse(
            desk_page("compare", cards=cards, chosen={"a": before, "b": now}, most_reps=min(most, 50))
        )

    async def compared(self, request: Request) -> Response:
        """The page of a comparison."""
        asked = dict(request.query_params)

        def make() -> str:
            sides = [
                SideName(self._desk.result(_place_of(asked.get(k, "/"))), _part(asked.get(f"{k}_part", "")))
                for k in "ab"
            ]
            return self._again.comparison(sides[0], sides[1], CheckOptions(limits=self._desk.limits()))

        text = await run_in_threadpool(make)
        return HTMLResponse(text, headers={"content-security-policy": REPORT_POLICY})

    async def settings(self, request: Request) -> Response:
        """The limits in force."""
        said = say("kept") if request.query_params.get("said") == "kept" else ""
        return HTMLResponse(desk_page("settings", rows=limit_rows(self._desk.limits()), said=said))

    async def keep_settings(self, request: Request) -> Response:
        """Keep other limits, or go back to the house's own."""
        form = await form_of(request)
        limits = Limits() if form.get("reset") else limits_in(form)
        await run_in_threadpool(write_text, self._desk.limits_file, to_toml(limits))
        return RedirectResponse("/settings?said=kept", HTTPStatus.SEE_OTHER)

    async def live(self, request: Request) -> Response:
        """Train in the page."""
        return HTMLResponse(desk_page("live", lifters=self._desk.lifters()))

    def _state(self) -> dict[str, Any]:
        cards = cards_of(self._desk, self._desk.sets())
        return {"jobs": job_rows(self._worker.jobs()), "groups": rows_of(cards), "lifters": self._desk.lifters()}

    async def _keep(
        self, told: dict[str, str], facts: KnownFacts, name: str, pieces: AsyncIterator[bytes], length: int | None
    ) -> None:
        lifter = safe_name(told.get("lifter", "").strip(), "me")
        path = await keep_video(self._desk.videos_of(lifter), name, pieces, length)
        given = {key: value for key, value in asdict(facts).items() if value is not None}
        await run_in_threadpool(
            self._worker.queue.put, DeskJob(new_number(), lifter, str(path), given, language=current_language().code)
        )
        self._worker.wake()


async def _no_icon(request: Request) -> Response:
    """Browsers ask for one on pages that name none, such as a comparison."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(1 << 20):
        yield piece


def _place_of(text: str) -> SetPlace:
    """``anna/set%201`` as forms send it."""
    lifter, _, name = text.partition("/")
    return SetPlace(unquote(lifter), unquote(name))


def _part(text: str) -> int | Side | None:
    if text.isdecimal():
        return int(text[:6])
    if text == "left":
        return "left"
    return "right" if text == "right" else None


def _status_of(error: HingecheckError) -> int:
    return HTTPStatus.NOT_FOUND if type(error) is InputError else HTTPStatus.BAD_REQUEST


async def _trouble(request: Request, error: Exception) -> Response:
    back = "./" if "/results/" in request.url.path else "/"
    status = _status_of(error) if isinstance(error, HingecheckError) else 500
    return HTMLResponse(desk_page("trouble", problem=tr_error(error), back=back), status)


async def _missing(request: Request, error: Exception | None) -> Response:
    return PlainTextResponse(f"{tr('There is nothing here.')}\n", 404)
