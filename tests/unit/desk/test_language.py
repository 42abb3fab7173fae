"""The desk in the reader's language: what the browser asks for, or what was chosen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stick_figure import RDL, figure, reps

from .conftest import HOME, SOCKET, Opened
from .test_live_page import grey, picture


def home(opened: Opened, asked: str) -> str:
    return opened.client.get("/", headers={"accept-language": asked}).text


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de", "Videos prüfen"),
        ("es-MX", "es", "Revisar vídeos"),
        ("fr,ja;q=0.5", "en", "Check videos"),
    ],
)
def test_the_browser_is_answered_in_its_language(opened: Opened, asked: str, code: str, said: str) -> None:
    page = home(opened, asked)
    assert f'<html lang="{code}">' in page
    assert said in page


def test_a_choice_goes_before_what_the_browser_asks_for_and_is_kept(opened: Opened) -> None:
    headers = {"origin": HOME, "referer": f"{HOME}/settings"}
    answer = opened.client.post("/language", data={"language": "es"}, headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings")
    assert "Revisar vídeos" in home(opened, "de")


@pytest.mark.parametrize("referer", ["", "http://127.0.0.1:8123//elsewhere.example/", "nonsense"])
def test_a_choice_never_leads_elsewhere(opened: Opened, referer: str) -> None:
    headers = {"origin": HOME, "referer": referer}
    answer = opened.client.post("/language", data={"language": "de"}, headers=headers, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_a_language_that_is_not_there_is_not_kept(opened: Opened) -> None:
    answer = opened.client.post(
        "/language", data={"language": "xx"}, headers={"origin": HOME}, follow_redirects=False
    )
    assert "set-cookie" not in answer.headers


def test_the_page_of_a_set_is_in_the_language_of_who_dropped_it(opened: Opened) -> None:
    opened.client.headers["accept-language"] = "de"
    assert opened.drop("set.mp4") == 201
    opened.work()
    (place,) = opened.desk.sets()
    address = f"/sets/{place.lifter}/results/{place.name}/"
    assert '<html lang="de">' in opened.client.get(f"{address}report.html").text
    assert "Hüfte steigt zuerst" in opened.client.get(address).text
    assert "Your hips shoot up first" in opened.client.get(f"{address}report.json").text


def test_live_in_the_page_speaks_the_language_of_the_page(opened: Opened) -> None:
    headers = {"origin": HOME, "accept-language": "de"}
    track = figure(reps(2, bottom=RDL))
    jpeg = grey(track.width_px, track.height_px)  # in a smaller picture her legs are cut off, and not judged
    events: list[dict[str, Any]] = []
    with opened.client.websocket_connect(f"{SOCKET}?lifter=Anna&lift=rdl", headers=headers) as socket:
        for time_s in track.time_s:
            socket.send_bytes(picture(float(time_s), jpeg))
            while not events or events[-1]["event"] != "state":
                events.append(json.loads(socket.receive_text()))
            events.append({"event": "next"})
        socket.send_text("end")
        while events[-1]["event"] != "over":
            events.append(json.loads(socket.receive_text()))
    assert {said["phase"] for said in events if said["event"] == "state"} >= {"ab", "auf"}
    assert [said["words"].split(":")[0] for said in events if said["event"] == "rep"] == [
        "Wiederholung 1",
        "Wiederholung 2",
    ]
    page = opened.desk.results_of("Anna") / "set-1" / "report.html"
    assert '<html lang="de">' in page.read_text(encoding="utf-8")
