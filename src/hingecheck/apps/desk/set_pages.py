"""One set's pages: what was found, notes, corrections, joints, and its files."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ...core.rules.limits import Limits
from ...errors import ConfigError, InputError
from ...reports.desk.pages import desk_page
from ...reports.desk.words import say
from ...sources.files.config import limits_sha256
from ..changes import Changes
from ..correct import correct, open_result
from .cards import card_of, sets_of
from .forms import changes_of
from .guard import REPORT_POLICY
from .joint_picture import joint_moment, moved_joints
from .places import Desk, SetPlace
from .read_again import ReadAgain

#: Where a set is.
ONE_SET = "/sets/{lifter}/results/{name}"
#: Files of a result that browsers may be handed.
SERVED = {"report.html": "text/html; charset=utf-8", "report.json": "application/json", "series.csv": "text/csv"}


class SetPages:
    """Answers requests about one set.

    Parameters
    ----------
    desk : Desk
    again : ReadAgain
        Reads a set's film once more.
    """

    def __init__(self, desk: Desk, again: ReadAgain) -> None:
        self._desk, self._again = desk, again

    def routes(self) -> list[Route]:
        """All that a set's address holds."""
        get, post = ["GET"], ["POST"]
        return [
            Route(f"{ONE_SET}/", self.one_set, methods=get),
            Route(f"{ONE_SET}/notes", self.note, methods=post),
            Route(f"{ONE_SET}/correct", self.correct, methods=post),
            Route(f"{ONE_SET}/joints", self.joints, methods=get),
            Route(f"{ONE_SET}/joints", self.move_joints, methods=post),
            Route(f"{ONE_SET}/{{file}}", self.file, methods=get),
        ]

    async def file(self, request: Request) -> Response:
        """A file of a set."""
        name = request.path_params["file"]
        if name not in SERVED:
            raise InputError("{name}: there is no such file.", name=name)
        path = self._desk.file(_place(request), name)
        return FileResponse(path, media_type=SERVED[name], headers={"content-security-policy": REPORT_POLICY})

    async def one_set(self, request: Request) -> Response:
        """One set: its page, notes and corrections."""
        return HTMLResponse(
            await run_in_threadpool(self._set_page, _place(request), request.query_params.get("said"))
        )

    async def note(self, request: Request) -> Response:
        """Keep the notes."""
        form = await form_of(request)
        await run_in_threadpool(self._desk.note, _place(request), form.get("notes", ""))
        return RedirectResponse("./?said=kept", HTTPStatus.SEE_OTHER)

    async def correct(self, request: Request) -> Response:
        """Correct by hand."""
        async with request.form() as form:
            told = {name: value for name, value in form.items() if isinstance(value, str)}
            not_reps = [value for value in form.getlist("not") if isinstance(value, str)]

        def do() -> None:
            result = open_result(self._desk.result(_place(request)))
            changes = changes_of(told, not_reps, result.report["reps"])
            correct(result, changes, self._limits_of(result.report), self._again.remade)

        await run_in_threadpool(do)
        return RedirectResponse("./?said=kept", HTTPStatus.SEE_OTHER)

    async def joints(self, request: Request) -> Response:
        """The joints of one picture."""
        time_s = _seconds(request)

        def make() -> str:
            found = self._again.joints(self._desk.result(_place(request)), time_s)
            return desk_page("joints", shown=found.moment, picture=found.picture)

        return HTMLResponse(await run_in_threadpool(make))

    async def move_joints(self, request: Request) -> Response:
        """Put joints in their places."""
        form, time_s = await form_of(request), _seconds(request)

        def do() -> None:
            result = open_result(self._desk.result(_place(request)))
            moved = moved_joints(joint_moment(result, time_s), form)
            if not moved:
                raise ConfigError("no joint was moved.")
            correct(result, Changes(joints=moved), self._limits_of(result.report), self._again.remade)

        await run_in_threadpool(do)
        return RedirectResponse("./?said=kept", HTTPStatus.SEE_OTHER)

    def _set_page(self, place: SetPlace, said: str | None) -> str:
        result = open_result(self._desk.result(place))
        card = card_of(place, result)
        return desk_page(
            "set",
            card=card,
            lift=card.title.partition(",")[0],
            reps=result.report["reps"],
            sets=sets_of(result.report),
            corrected=", ".join(say(f"corrected_{what}") for what in result.report.get("corrected", {})),
            notes=self._desk.notes(place),
            said=say("kept") if said == "kept" else "",
        )

    def _limits_of(self, report: dict[str, Any]) -> Limits:
        """Those that a set was checked with: the desk's, or the house's own."""
        ours = self._desk.limits()
        return ours if report["provenance"]["config_sha256"] == limits_sha256(ours) else Limits()


async def form_of(request: Request) -> dict[str, str]:
    """The texts of a form."""
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _seconds(request: Request) -> float:
    text = request.query_params.get("t", "0")
    try:
        time_s = float(text)
    except ValueError:
        time_s = math.nan
    if not math.isfinite(time_s):
        raise ConfigError("{text!r} is no moment, in seconds.", text=text)
    return time_s


def _place(request: Request) -> SetPlace:
    return SetPlace(request.path_params["lifter"], request.path_params["name"])
