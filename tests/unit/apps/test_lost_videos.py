"""Videos under which a process died, or of which nothing more came: a line each, and the others are done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hingecheck.apps.batch.pool import Ended
from hingecheck.apps.batch.run import BatchJob, VideoDone, VideoTask, batch, check_one


@pytest.mark.parametrize(("stuck", "words"), [(True, "nothing more came of it for 600 s"), (False, "died, twice")])
def test_the_next_video_goes_on(tmp_path: Path, stuck: bool, words: str) -> None:
    videos = [tmp_path / name for name in ("a.mp4", "b.mp4")]
    for video in videos:
        video.write_text("no video")
    done: list[VideoDone] = []

    def run(do: object, tasks: Iterator[VideoTask]) -> Iterator[Ended[VideoTask, VideoDone]]:
        yield Ended(next(tasks), None, stuck)
        yield from (Ended(task, check_one(task)) for task in tasks)

    ended = batch(BatchJob(tuple(videos), tmp_path / "out", 1), lambda videos: done.append, run)
    assert ended.status == 1
    assert [result.status for result in done] == [1, 3]
    assert done[0].text.startswith(f"{videos[0]}: ")
    assert words in done[0].text
    assert "\n" not in done[0].text
