"""Several recordings in one go: where each one's result goes, and what was corrected by hand in each."""

from __future__ import annotations

from pathlib import Path

from hingecheck.apps.check_files import folder_names


def test_no_video_gets_the_folder_of_another() -> None:
    videos = [Path(name) for name in ("a/set.mp4", "b/set.mp4", "b/SET.mov", "set-2.mp4", "a/set.mp4", "con\x1b.mp4")]
    assert folder_names(videos) == {
        "a/set.mp4": "set",
        "b/set.mp4": "set-3",
        "b/SET.mov": "SET-4",
        "set-2.mp4": "set-2",
        "con\\x1b.mp4": "con_",
    }
