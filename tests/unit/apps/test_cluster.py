"""What happens on a worker: a video by its path, or by its content, or neither."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hingecheck.apps.batch.cluster import check_there
from hingecheck.apps.batch.run import VideoDone, VideoTask
from hingecheck.apps.check import CheckOptions


def task_of(home: Path) -> VideoTask:
    return VideoTask(
        "set", Path("clips") / home.name, home, Path("clips"), CheckOptions(), None, Path("out"), "s", "p", None
    )


def read(task: VideoTask) -> VideoDone:
    return VideoDone(task.name, task.path, 0, f"{task.place.name} {task.place.read_text()}")


def test_by_its_path_where_the_worker_sees_it(tmp_path: Path) -> None:
    (tmp_path / "set.mp4").write_text("seen")
    done = check_there(read, task_of(tmp_path / "set.mp4"))
    assert done == VideoDone("set", Path("clips/set.mp4"), 0, "set.mp4 seen")


def test_unseen_is_no_result(tmp_path: Path) -> None:
    assert check_there(read, task_of(tmp_path / "set.mp4")) is None


def test_sent_content_has_the_same_name_and_is_not_left_behind(tmp_path: Path) -> None:
    places = []

    def note(task: VideoTask) -> VideoDone:
        places.append(task.place)
        return read(task)

    task = replace(task_of(tmp_path / "set.mp4"), path=Path("clips/set.mp4"))
    done = check_there(note, task, b"sent")
    assert done is not None
    assert done.text == "set.mp4 sent"
    assert not places[0].parent.exists()
