"""The history of saved reports, and its index that can be lost."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hingecheck.apps.correct import ResultFolder
from hingecheck.apps.desk.cards import card_of
from hingecheck.apps.desk.places import SetPlace
from hingecheck.apps.history import day_of, lifter_of, past_sets
from hingecheck.cli.history import history
from hingecheck.errors import InputError
from hingecheck.languages.speaking import speaking, tr_error
from hingecheck.languages.table import BY_CODE, LANGUAGES
from hingecheck.reports.history_text import TextPage, curve, to_text
from hingecheck.sources.files.report_index import FILE_NAME, digests
from in_process import run_here


def save(folder: Path, name: str, hinge: float, lift: str = "rdl", **changes: Any) -> Path:
    rep = {
        "measures": {"hip_hinge_deg": {"bottom": hinge, "top": 1.0}},
        "tempo": {"lowering_s": 1.5, "pause_s": 0.1, "lifting_s": 1.0},
    }
    report = {
        "schema": "hingecheck.set-report/1",
        "source": {"path": f"{name}.mp4", "sha256": name, "duration_s": 9.0},
        "lift": {"name": lift, "confidence": 0.9, "working_side": "both"},
        "view": {"name": "side", "azimuth_deg": 90.0},
        "sets": [{}],
        "reps": [rep],
        "partial_reps": [],
        "findings": [],
        "not_assessable": [],
        "good": ["knee-dominant"],
        "quality": {"level": "good"},
        "provenance": {"created": "2026-01-02T10:00:00+00:00"},
    } | changes
    path = folder / name / "report.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report))
    return path


def test_sets_of_one_day_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = ["session-2/set-2", "session-2/set-10", "session-10/set-1"]
    for name in reversed(names):
        save(tmp_path, name, 80.0)
    assert [past.line.name for past in past_sets(tmp_path)[0]] == names


def test_a_folder_whose_name_is_no_text_hides_no_other(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9")
    save(tmp_path, "a", 70.0)
    try:
        save(tmp_path, name, 80.0, source={"path": "cafe.mp4", "sha256": "cafe", "duration_s": 9.0})
    except OSError:
        pytest.skip("this file system takes no such name")
    for _ in range(2):  # also where the index knows it
        sets, unread, _ = past_sets(tmp_path)
        assert ([past.line.name for past in sets], unread) == (["a", name], [])


def test_a_set_alone_has_the_name_of_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path, "a", 70.0)
    assert [past.line.name for past in past_sets(tmp_path / "a")[0]] == ["a"]
    monkeypatch.chdir(tmp_path / "a")
    assert [past.line.name for past in past_sets(Path())[0]] == ["a"]


FAULT = {"findings": [{"rule": "knee-dominant", "severity": "severe", "cue": "Sit back."}], "good": []}


def test_sets_by_day_and_lift(tmp_path: Path) -> None:
    save(tmp_path, "20250321", 90.0)
    save(tmp_path, "20250314", 70.0, **FAULT)
    save(tmp_path, "20250315", 60.0, lift="deadlift")
    save(tmp_path, "undated", 80.0)
    assert [(past.day, past.line.name) for past in past_sets(tmp_path, "rdl")[0]] == [
        ("2025-03-14", "20250314"), ("2025-03-21", "20250321"), ("2026-01-02", "undated"),
    ]  # fmt: skip
    text = to_text(past_sets(tmp_path)[0])
    assert "Deadlift: 1 set\n" in text
    assert "Romanian deadlift: 3 sets\n" in text
    (hinge,) = [line for line in text.splitlines() if "▁█▅" in line]
    assert hinge.split("  ")[-1] == "70° to 80°, median 80°"
    (faults,) = [line for line in text.splitlines() if line.strip().startswith("knee-dominant ")]
    assert faults.endswith("◆··")
    assert "  2025-03-14  20250314  1     70°    –     –     knee-dominant severe" in text


def lifted(speed: float, load_kg: float | None) -> dict[str, Any]:
    rep = {
        "measures": {"hip_hinge_deg": {"bottom": 80.0, "top": 1.0}},
        "tempo": {"lowering_s": 1.5, "pause_s": 0.1, "lifting_s": 1.0},
        "load": {"mean_concentric_m_s": {"value": speed, "sigma": 0.05}},
    }
    return {"reps": [rep], "load": {"kind": "barbell", "mass_kg": load_kg}}


def test_speed_over_the_weeks_and_how_it_falls_with_the_load(tmp_path: Path) -> None:
    for day, speed, load_kg in ((1, 0.9, 60.0), (8, 0.72, 80.0), (15, 0.68, 80.0), (22, 0.5, 100.0), (29, 0.9, None)):
        save(tmp_path, f"202503{day:02d}", 80.0, **lifted(speed, load_kg))
    text = to_text(past_sets(tmp_path)[0])
    assert "  2025-03-01  20250301  1     60 kg   0.90 m/s" in text
    assert "  2025-03-29  20250329  1     –       0.90 m/s" in text
    assert "Speed, fastest rep      █▅▄▁█  0.90 m/s to 0.90 m/s, median 0.72 m/s" in text
    said = "Speed by load 0.90 m/s at 60 kg, 0.50 at 100 kg: 0.10 ± 0.01 m/s less for each 10 kg, by 4 sets"
    assert said in " ".join(text.split())


def test_a_history_keeps_to_its_width(tmp_path: Path) -> None:
    for day, load_kg in ((1, 60.0), (8, 80.0), (15, 80.0), (22, 100.0)):
        save(
            tmp_path, f"anna-202503{day:02d}-heavy-deadlift-from-the-left-side", 80.0, **lifted(0.9, load_kg), **FAULT
        )
    for day in range(10, 30):
        save(tmp_path, f"202506{day}", 80.0, **lifted(1.0, 60.0))
    sets = past_sets(tmp_path)[0]
    for language in LANGUAGES:
        with speaking(language):
            for width in (80, 100):
                text = to_text(sets, TextPage(width))
                assert max(map(len, text.splitlines())) <= width
    words = " ".join(to_text(sets).split())
    assert "knee-dominant severe" in words
    assert "? not assessable" in words
    assert "anna-20250301" in words


def test_few_loads_or_loads_alike_give_no_line(tmp_path: Path) -> None:
    for day, load_kg in ((1, 60.0), (8, 62.5), (15, 65.0), (22, 60.0)):
        save(tmp_path, f"202503{day:02d}", 80.0, **lifted(0.7, load_kg))
    text = to_text(past_sets(tmp_path)[0])
    assert "62.5 kg" in text
    assert "Speed by load" not in text


def test_the_index_is_kept_up_to_date_and_can_be_lost(tmp_path: Path) -> None:
    save(tmp_path, "a", 70.0)
    gone = save(tmp_path, "b", 80.0)
    first, *_ = past_sets(tmp_path)
    assert [past.line.measures["hip_hinge_deg_bottom"] for past in first] == [70.0, 80.0]
    reads = []

    def digest(report: Any) -> Any:
        reads.append(report["source"]["path"])
        return {}

    digests(tmp_path, digest, "mine")
    assert reads == ["a.mp4", "b.mp4"]
    save(tmp_path, "a", 75.5)
    gone.unlink()
    reads.clear()
    assert list(digests(tmp_path, digest, "mine")[0]) == [str(Path("a", "report.json"))]
    assert reads == ["a.mp4"]  # only what changed
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 500)
    assert [past.line.measures["hip_hinge_deg_bottom"] for past in past_sets(tmp_path)[0]] == [75.5]
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"SQLite")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "hingecheck.set-report/3"}'])
def test_what_is_no_report_is_told(tmp_path: Path, text: str) -> None:
    save(tmp_path, "a", 70.0)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "report.json").write_text(text)
    for _ in range(2):  # also where the index knows it
        sets, unread, _ = past_sets(tmp_path)
        assert [past.line.name for past in sets] == ["a"]
        assert unread == [str(Path("b", "report.json"))]


def test_where_nothing_can_be_written_the_index_is_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path, "a", 70.0)
    connect = sqlite3.connect

    def refuses(path: Any, **options: Any) -> sqlite3.Connection:
        if path != ":memory:":
            raise sqlite3.OperationalError("unable to open database file")
        return connect(path, **options)

    monkeypatch.setattr(sqlite3, "connect", refuses)
    assert [past.line.name for past in past_sets(tmp_path)[0]] == ["a"]
    assert not (tmp_path / FILE_NAME).exists()


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report in there"):
        past_sets(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        past_sets(tmp_path / "missing")


def test_a_lift_of_which_nothing_is_there_is_named_by_its_title(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report of any other movement in there") as caught:
        past_sets(tmp_path, "other")
    with speaking(BY_CODE["de"]):
        assert "kein Bericht zu „andere Bewegung“ drin" in tr_error(caught.value)


@pytest.mark.parametrize(
    ("video", "day"),
    [
        ("a/IMG_2025-03-14.mov", "2025-03-14"),
        ("2025_03_14/x.mp4", "2025-03-14"),
        ("20259914/x.mp4", "2026-01-02"),
        ("1202503141/x.mp4", "2026-01-02"),
        ("VID20250314182033.mp4", "2025-03-14"),
        ("20250314182033/x.mp4", "2025-03-14"),
        ("20250314182.mp4", "2026-01-02"),
        ("202503141820330.mp4", "2026-01-02"),
    ],
)
def test_the_day_of_a_set(video: str, day: str) -> None:
    assert day_of(video, "2026-01-02T10:00:00+00:00") == day


@pytest.fixture
def auckland(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock 13 hours before UTC's."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XXX-13")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is set otherwise there")
@pytest.mark.usefixtures("auckland")
def test_the_day_of_a_report_is_the_lifters(tmp_path: Path) -> None:
    assert day_of("clip.mp4", "2026-01-02T10:00:00+00:00") == "2026-01-02"
    assert day_of("clip.mp4", "2026-01-02T11:00:00+00:00") == "2026-01-03"
    assert day_of("clip.mp4", "long ago") == "long ago"
    place = SetPlace("anna", "set")
    report = {"findings": [], "sets": [], "reps": [], "good": []}
    report["lift"] = {"name": "rdl", "working_side": "both"}
    report["provenance"] = {"created": "2026-01-02T11:00:00+00:00"}
    assert card_of(place, ResultFolder(tmp_path, report)).day == "2026-01-03"


@pytest.mark.parametrize(
    ("video", "lifter"),
    [("/desk/lifters/anna/videos/x.mp4", "anna"), ("videos/x.mp4", ""), ("videos/anna/x.mp4", "anna")],
)
def test_whose_set_it_is_in_the_desks_folders(video: str, lifter: str) -> None:
    assert lifter_of(video) == lifter


def test_a_curve_without_change_or_values() -> None:
    assert (curve([5.0, 5.0]), curve([None]), curve([])) == ("▁▁", " ", "")
    assert curve([128.0, 128.4], 10.0) == "▁▁"


def test_a_recording_with_two_lifts_counts_for_both(tmp_path: Path) -> None:
    def part(index: int, lift: str, reps: list[int], good: list[str]) -> dict[str, Any]:
        kind = {"name": lift, "confidence": 0.9, "working_side": "both"}
        return {
            "index": index,
            "reps": reps,
            "lift": kind,
            "view": {"name": "side", "azimuth_deg": 90.0},
            "good": good,
        }

    tempo = {"lowering_s": 1.5, "pause_s": 0.1, "lifting_s": 1.0}
    hinges = [100.0, 100.0, 70.0]
    save(
        tmp_path,
        "20250314",
        0.0,
        schema="hingecheck.set-report/2",
        lift={"name": "deadlift", "confidence": 0.9, "working_side": "both"},
        sets=[part(1, "deadlift", [1, 2], []), part(2, "rdl", [3], ["knee-dominant"])],
        reps=[
            {"index": place, "measures": {"hip_hinge_deg": {"bottom": hinge, "top": 1.0}}, "tempo": tempo}
            for place, hinge in enumerate(hinges, 1)
        ],
        findings=[{"rule": "knee-dominant", "severity": "mild", "cue": "Sit back.", "set": 1}],
    )
    sets, *_ = past_sets(tmp_path)
    assert [past.line.facts["lift"] for past in sets] == ["deadlift", "rdl"]
    assert [past.line.facts["reps"] for past in sets] == [2, 1]
    assert [past.line.measures["hip_hinge_deg_bottom"] for past in sets] == [100.0, 70.0]
    assert [past.line.rules["knee-dominant"] for past in sets] == ["mild", "clean"]


@pytest.mark.parametrize("digest", ["", "null", "{}", "[]", '{"lines": 3}', "\x00"])
def test_an_index_that_holds_something_else_is_made_anew(tmp_path: Path, digest: str) -> None:
    save(tmp_path, "20250321", 90.0)
    before = past_sets(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as index, index:
        index.execute("UPDATE digests SET digest = ?", (digest,))
    assert past_sets(tmp_path) == before


@pytest.mark.parametrize(
    "damage", ["", "[]", "{}", "[" * 100_000, '{"schema": "hingecheck.set-report/2"}', "\x00" * 9]
)
def test_one_damaged_report_hides_no_other(tmp_path: Path, damage: str) -> None:
    save(tmp_path, "20250321", 90.0)
    save(tmp_path, "20250322", 90.0).write_text(damage)
    sets, unread, _ = past_sets(tmp_path)
    assert len(sets) == 1
    assert unread == [str(Path("20250322", "report.json"))]


def test_an_index_of_broken_text_is_made_anew(tmp_path: Path) -> None:
    save(tmp_path, "20250321", 90.0)
    before = past_sets(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as index, index:
        index.execute("UPDATE digests SET path = CAST(x'a1ff' AS TEXT)")
    assert past_sets(tmp_path) == before


def test_an_index_that_is_damaged_inside_is_made_anew(tmp_path: Path) -> None:
    """The first page reads well, the table's does not."""
    save(tmp_path, "20250321", 90.0)
    before = past_sets(tmp_path)
    place = tmp_path / FILE_NAME
    data = bytearray(place.read_bytes())
    data[4096:8192] = b"\x0d" + bytes(4095)
    data[4096 + 3 : 4096 + 5] = b"\xff\xff"
    place.write_bytes(data)
    assert past_sets(tmp_path) == before


@pytest.mark.parametrize(("part", "name"), [("source", "path"), ("source", "sha256"), ("provenance", "created")])
@pytest.mark.parametrize("value", [1.5, None, [], {}, True])
def test_a_report_whose_texts_are_none_is_damaged(tmp_path: Path, part: str, name: str, value: Any) -> None:
    save(tmp_path, "20250321", 90.0)
    odd = save(tmp_path, "20250322", 90.0)
    report = json.loads(odd.read_text())
    report[part][name] = value
    odd.write_text(json.dumps(report))
    sets, unread, _ = past_sets(tmp_path)
    assert (len(sets), unread) == (1, [str(Path("20250322", "report.json"))])


def test_of_two_reports_of_one_recording_the_newest_counts(tmp_path: Path) -> None:
    """A folder that was copied, and one that was made anew elsewhere; live sets can have a file in common."""
    film = {"path": "film.mp4", "sha256": "of the film"}
    made = {"provenance": {"created": "2026-01-03T10:00:00+00:00"}}
    save(tmp_path, "batch/film", 80.0, lift="deadlift", source={**film, "duration_s": 9.0})
    save(tmp_path, "check/film", 80.0, source={**film, "duration_s": 9.0}, **made)
    save(tmp_path, "copied/film", 80.0, source={**film, "duration_s": 9.0}, **made)
    save(tmp_path, "live/set-2", 80.0, source={**film, "duration_s": 7.5})
    for _ in range(2):  # also where the index knows it
        sets, unread, older = past_sets(tmp_path)
        assert [past.line.name for past in sets] == ["live/set-2", "check/film"]
        assert unread == []
        assert older == [str(Path(name, "film", "report.json")) for name in ("batch", "copied")]


def test_other_movements_alone(tmp_path: Path) -> None:
    save(tmp_path, "a", 80.0, lift="other")
    save(tmp_path, "b", 80.0)
    status, out, _ = run_here(
        ["history", ".", "--lift", "other"], tmp_path, {**os.environ, "HINGECHECK_CACHE": str(tmp_path)}
    )
    assert (status, out.splitlines()[0]) == (0, "Other movement: 1 set")


def test_what_is_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b", "c"):
        save(tmp_path, name, 80.0, source={"path": "film.mp4", "sha256": "film", "duration_s": 9.0})
        history(folder=tmp_path, lift="all", lang=None)
    said = capsys.readouterr().err.splitlines()
    assert (
        said[0]
        == f"hingecheck: {tmp_path / 'b' / 'report.json'}: is left out, since its recording has a newer report."
    )
    assert "b/report.json and 1 more: are left out" in said[1].replace(os.sep, "/")


def test_where_there_is_no_report_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report"):
        past_sets(tmp_path)
    assert list(tmp_path.iterdir()) == []
