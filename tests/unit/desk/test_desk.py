"""From a video that is dropped in to its page, notes, corrections and comparison; nothing is lost on the way."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from hingecheck.apps.batch.folder import BatchFolder
from hingecheck.apps.batch.folder_lock import only_writer
from hingecheck.apps.desk import uploads
from hingecheck.apps.desk.jobs import DeskJob, JobQueue, new_number
from hingecheck.apps.desk.uploads import keep_video, tidy_uploads
from hingecheck.core.rules.effective import effective
from hingecheck.core.rules.limits import Limits
from hingecheck.errors import ConfigError, OutputError

from .conftest import HOME, Opened, open_desk

SET = "/sets/Anna/results/deadlift/"


def test_a_video_becomes_a_set(opened: Opened) -> None:
    assert opened.drop("deadlift.mp4", load_kg="60", body_mass_kg="70", height_m="1.7") == 201
    opened.work()
    (job,) = opened.worker.jobs()
    assert (job.status, job.result, job.problem) == ("done", "deadlift", "")
    page = opened.client.get("/").text
    assert "Deadlift, 3 reps" in page
    assert "hips rise first" in page
    report = opened.client.get(f"{SET}report.json").json()
    assert report["told"] == {"load_kg": 60.0, "body_mass_kg": 70.0, "height_m": 1.7}
    html = opened.client.get(f"{SET}report.html")
    assert "form-action 'none'" in html.headers["content-security-policy"]
    assert "connect-src" not in html.headers["content-security-policy"]  # default-src 'none' holds
    assert BatchFolder(opened.desk.results_of("Anna")).marks()["deadlift"].status == 0
    assert "Deadlift: 1 set" in opened.client.get("/history/Anna").text


def test_notes_and_corrections_are_kept(opened: Opened) -> None:
    opened.drop("deadlift.mp4")
    opened.work()
    assert "Bar felt light" in opened.post(f"{SET}notes", notes="Bar felt light <b>")[1]
    assert "<b>" not in opened.post(f"{SET}notes", notes="Bar felt light <b>")[1].partition("Bar felt light ")[2][:3]
    reps = opened.client.get(f"{SET}report.json").json()["reps"]
    borders = {f"{name}-{rep['index']}": f"{rep[f'{name}_s']:.2f}" for rep in reps for name in ("start", "end")}
    status, said = opened.post(f"{SET}correct", **borders)
    assert (status, "nothing was changed" in said) == (400, True)
    end = str(reps[0]["end_s"] + 0.25)
    status, said = opened.post(f"{SET}correct", **{**borders, "end-1": end, "not": ["2"], "lift": "rdl"})
    assert status == 200
    assert "reps taken out" in said
    after = opened.client.get(f"{SET}report.json").json()
    assert len(after["reps"]) == len(reps) - 1
    assert after["lift"]["name"] == "rdl"
    assert after["reps"][0]["end_s"] == pytest.approx(float(end), abs=0.04)
    assert opened.post(f"{SET}correct", forget="yes")[0] == 200
    assert len(opened.client.get(f"{SET}report.json").json()["reps"]) == len(reps)
    assert "Bar felt light" in opened.client.get(SET).text


def test_a_joint_is_dragged(opened: Opened) -> None:
    opened.drop("deadlift.mp4")
    opened.work()
    page = opened.client.get(f"{SET}joints", params={"t": "5.2"}).text
    form = dict(re.findall(r'name="(\w+\.[xy])" value="([-\d.]+)"', page))
    assert len(form) == 28
    assert opened.post(f"{SET}joints?t=5.2", **form)[0] == 400  # nothing was moved
    moved = {**form, "right_knee.x": str(float(form["right_knee.x"]) + 20)}
    status, said = opened.post(f"{SET}joints?t=5.2", **moved)
    assert (status, "places of joints" in said) == (200, True)
    (joint,) = opened.client.get(f"{SET}report.json").json()["corrected"]["joints"]
    assert (joint["joint"], joint["x_px"]) == ("right_knee", float(moved["right_knee.x"]))
    again = opened.client.get(f"{SET}joints", params={"t": "5.2"}).text
    assert f'name="right_knee.x" value="{joint["x_px"]}"' in again
    for wrong in ("nan", "soon"):
        assert opened.client.get(f"{SET}joints", params={"t": wrong}).status_code == 400
    assert opened.post(f"{SET}joints?t=5.2", **{**form, "left_knee.y": "inf"})[0] == 400


def test_two_sets_are_compared(opened: Opened) -> None:
    opened.drop("deadlift.mp4")
    opened.drop("other.mp4", b"another video")
    opened.work()
    assert "Anna/deadlift" in opened.client.get("/compare").text
    page = opened.client.get("/compared", params={"a": "Anna/deadlift", "b": "Anna/other", "b_part": "2"}).text
    assert "No difference beyond the error" in page
    wrong = opened.client.get("/compared", params={"a": "Anna/deadlift", "b": "Anna/other", "b_part": "9"})
    assert (wrong.status_code, "no rep 9" in wrong.text) == (400, True)
    assert opened.client.get("/compared", params={"a": "Anna/..", "b": "x"}).status_code == 404


def test_one_that_fails_stops_no_other(opened: Opened) -> None:
    opened.drop("bad.mp4", b"broken")
    opened.drop("deadlift.mp4")
    opened.work()
    bad, good = opened.worker.jobs()
    assert (bad.status, good.status) == ("failed", "done")
    assert "cannot be decoded" in opened.client.get("/state").text
    assert opened.post("/queue/forget", number=bad.number)[0] == 200
    assert [job.number for job in opened.worker.jobs()] == [good.number]
    assert opened.post("/queue/forget", number="../../limits")[0] == 400


def test_what_is_no_video_is_refused_in_words(opened: Opened) -> None:
    answer = opened.client.put("/videos", params={"name": "a.exe"}, content=b"x", headers={"origin": HOME})
    assert (answer.status_code, "is no video" in answer.text) == (400, True)
    for told in ({"lift": "squat"}, {"load_kg": "-3"}, {"height_m": "tall"}, {"body_mass_kg": "nan"}):
        assert opened.drop("a.mp4", **told) == 400
    assert not opened.worker.jobs()
    assert not list(opened.desk.folder.rglob("*.part"))


def test_a_long_name_keeps_what_it_ends_with(opened: Opened) -> None:
    assert opened.drop(f"{'deadlift ' * 20}.mp4") == 201
    (job,) = opened.worker.jobs()
    assert job.video.endswith(".mp4")


def test_where_nothing_was_judged_nothing_is_called_clean(opened: Opened) -> None:
    opened.drop("deadlift.mp4")
    opened.work()
    path = opened.desk.results_of("Anna") / "deadlift" / "report.json"
    report = json.loads(path.read_text())
    left_open = report["not_assessable"][:1]
    for good, open_rules, said in (
        ([], left_open, "Nothing could be judged."),
        (["knee-dominant"], left_open, "No fault seen."),
        (
            ["knee-dominant"],
            report["not_assessable"],
            "No fault seen, but only 1 of 4 rules could be judged in every rep.",
        ),
    ):
        changed = {**report, "findings": [], "good": good, "not_assessable": open_rules}
        path.write_text(json.dumps(changed))
        for page in ("/state", "/sets/Anna/results/deadlift/"):
            assert said in opened.client.get(page).text


def test_two_hundred_at_once_lose_nothing(shut: Opened) -> None:
    shut.client.get("/enter", params={"token": shut.keys.token})
    for number in range(200):
        assert shut.drop("same name.mp4", f"video {number}".encode()) == 201
    jobs = shut.worker.jobs()
    assert len(jobs) == len({job.video for job in jobs}) == 200
    assert {Path(job.video).read_bytes() for job in jobs} == {f"video {n}".encode() for n in range(200)}


def test_the_form_works_without_scripts(shut: Opened) -> None:
    shut.client.get("/enter", params={"token": shut.keys.token})
    files = [("video", ("a.mp4", b"one")), ("video", ("b.mov", b"two"))]
    answer = shut.client.post("/videos", data={"lifter": "Ben"}, files=files, headers={"origin": HOME})
    assert answer.status_code == 200
    assert [Path(job.video).name for job in shut.worker.jobs()] == ["a.mp4", "b.mov"]


async def pieces(*parts: bytes, cut: bool = False) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    if cut:
        raise ConnectionResetError


@pytest.mark.parametrize("cut", [True, False], ids=["reset", "short"])
def test_what_is_cut_off_is_not_kept(tmp_path: Path, cut: bool) -> None:
    with pytest.raises(OutputError):
        asyncio.run(keep_video(tmp_path, "a.mp4", pieces(b"half", cut=cut), 8))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("length", [1 << 40, None], ids=["said before", "found out"])
def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int | None) -> None:
    monkeypatch.setattr(uploads, "FLUSH_BYTES", 1)
    monkeypatch.setattr(uploads.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(OutputError, match="no room for"):
        asyncio.run(keep_video(tmp_path, "a.mp4", pieces(b"some"), length))
    assert not list(tmp_path.iterdir())


def test_a_name_stays_inside(tmp_path: Path) -> None:
    for name in ("../../x.mp4", "..\\x.mp4", "/etc/x.mp4", ".hidden.mp4", "CON.mp4"):
        path = asyncio.run(keep_video(tmp_path / "videos", name, pieces(b"v"), 1))
        assert path.parent == tmp_path / "videos"
    assert asyncio.run(keep_video(tmp_path, "clips\\of\\Anna.mp4", pieces(b"v"), 1)).name == "Anna.mp4"
    with pytest.raises(ConfigError):
        asyncio.run(keep_video(tmp_path, "x.sh", pieces(b"v"), 1))


def test_a_desk_that_was_killed_goes_on(tmp_path: Path) -> None:
    first = open_desk(tmp_path)
    first.client.get("/enter", params={"token": first.keys.token})
    first.drop("deadlift.mp4")
    (job,) = first.worker.jobs()
    first.worker.queue.put(replace(job, status="working"))  # killed in the middle of it
    half = first.desk.videos_of("Anna") / ".other.mp4.1.part"
    half.write_bytes(b"half")
    (first.desk.queue / "damaged.json").write_text("{")
    second = open_desk(tmp_path)
    tidy_uploads([second.desk.videos_of("Anna")])
    second.worker.start()
    second.work()
    second.worker.stop()
    assert [job.status for job in second.worker.jobs()] == ["done"]
    assert not half.exists()


def test_a_batch_beside_it_is_waited_for(opened: Opened) -> None:
    results = opened.desk.results_of("Anna")
    results.mkdir(parents=True)
    with only_writer(results):
        opened.drop("deadlift.mp4")
        assert not threading.Event().wait(1.5)
        assert [job.status for job in opened.worker.jobs()] == ["working"]
        assert not (results / "deadlift").exists()
    opened.work()
    assert [job.status for job in opened.worker.jobs()] == ["done"]


def test_settings_are_those_of_the_file(opened: Opened) -> None:
    form = dict(re.findall(r'name="([\w.-]+)" value="([-\d.]+)"', opened.client.get("/settings").text))
    assert len(form) == 3 * len(effective(Limits()))
    name = next(iter(form))
    status, said = opened.post("/settings", **{**form, name: "1e9"})
    assert (status, "must" in said) == (400, True)
    assert opened.post("/settings", **{**form, name: "nan"})[0] == 400
    assert not opened.desk.limits_file.exists()
    assert opened.post("/settings", **form)[0] == 200
    assert opened.desk.limits_file.exists()
    assert opened.desk.limits() == Limits()


def test_a_queue_keeps_its_order(tmp_path: Path) -> None:
    queue = JobQueue(tmp_path)
    numbers = [new_number() for _ in range(20)]
    for number in numbers:
        queue.put(DeskJob(number, "Anna", f"/{number}.mp4"))
    assert [job.number for job in queue.jobs()] == sorted(numbers) == numbers
    plain = json.loads(next(tmp_path.iterdir()).read_text())
    assert "share" not in plain


def test_a_full_disk_ends_no_worker(shut: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits is done once there is room."""
    shut.client.get("/enter", params={"token": shut.keys.token})
    shut.drop("deadlift.mp4")
    keep, full = shut.worker.queue.put, [True]

    def put(job: DeskJob) -> None:
        if full:
            full.pop()
            raise OutputError("{path}: cannot be written ({why}).", path="queue", why="No space left on device")
        keep(job)

    monkeypatch.setattr(shut.worker.queue, "put", put)
    shut.worker.start()
    shut.work()
    assert not full
    assert [job.status for job in shut.worker.jobs()] == ["done"]


def test_only_what_is_not_under_way_is_forgotten(tmp_path: Path) -> None:
    queue = JobQueue(tmp_path)
    waits, begun = (DeskJob(new_number(), "Anna", "/a.mp4") for _ in range(2))
    queue.put(waits)
    queue.forget(waits.number)
    queue.put(begun)
    assert queue.begin_next() == replace(begun, status="working")
    assert queue.begin_next() is None
    with pytest.raises(ConfigError, match="under way"):
        queue.forget(begun.number)
