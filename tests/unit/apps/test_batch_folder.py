"""What a batch finds, how it names folders, what counts as done, and who may write."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from hingecheck.apps.batch import names as naming
from hingecheck.apps.batch.folder import NEEDED, BatchFolder, DoneMark
from hingecheck.apps.batch.folder_lock import only_writer
from hingecheck.apps.batch.names import assign_names
from hingecheck.apps.machine import free_bytes, jobs_for
from hingecheck.errors import ConfigError, OutputError
from hingecheck.sources.files.fingerprint import sha256_of
from hingecheck.sources.video.discovery import find_videos


def touch(path: Path, content: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def mark_of(video: Path, status: int = 0) -> DoneMark:
    return DoneMark(str(video.resolve()), sha256_of(video), "s", "p", status, "")


class TestFinding:
    def test_videos_of_all_folders_in_natural_order(self, tmp_path: Path) -> None:
        for name in (
            "b/set10.MP4",
            "b/set2.mov",
            "a.webm",
            "notes.txt",
            ".hidden.mp4",
            ".cache/x.mp4",
            "b/._set2.mov",
        ):
            touch(tmp_path / name)
        found = [str(path.relative_to(tmp_path)) for path in find_videos([tmp_path])]
        assert found == ["a.webm", "b/set2.mov", "b/set10.MP4"]

    def test_each_once_and_named_files_whatever_they_are_called(self, tmp_path: Path) -> None:
        odd, clip = touch(tmp_path / "clip.dat"), touch(tmp_path / "in" / "a.mp4")
        missing = tmp_path / "missing.mp4"
        assert find_videos([odd, clip, tmp_path / "in", missing]) == [odd, clip, missing]

    def test_a_folder_of_stills_is_one_recording(self, tmp_path: Path) -> None:
        touch(tmp_path / "stills" / "1.png")
        assert find_videos([tmp_path / "stills"]) == [tmp_path / "stills"]
        touch(tmp_path / "hidden" / "._1.png")
        assert find_videos([tmp_path / "hidden"]) == []
        touch(tmp_path / "nothing" / "x.txt")
        assert find_videos([tmp_path / "nothing"]) == []

    def test_what_a_batch_made_is_no_video(self, tmp_path: Path) -> None:
        touch(tmp_path / "out" / "a" / "annotated.mp4")
        touch(tmp_path / "out" / "a" / "report.json")
        own = touch(tmp_path / "annotated.mp4")
        assert find_videos([tmp_path]) == [own]


class TestNames:
    def test_same_names_do_not_clash(self, tmp_path: Path) -> None:
        videos = [
            tmp_path / name for name in ("a/set.mp4", "b/Set.mov", "c/set-2.mp4", "index.html.mp4", ".lock.mp4")
        ]
        names = assign_names(videos, {}, tmp_path)
        assert list(names.values()) == ["set", "Set-2", "set-2-2", "index.html-2", "_lock"]

    def test_a_video_keeps_its_folder_whatever_comes_before_it(self, tmp_path: Path) -> None:
        first, later = touch(tmp_path / "b" / "set.mp4", "b"), touch(tmp_path / "a" / "set.mp4", "a")
        assert assign_names([later, first], {"set": mark_of(first)}, tmp_path) == {later: "set-2", first: "set"}

    @pytest.mark.parametrize("done", ["set", "set-2"])
    def test_an_interrupted_batch_goes_on_with_the_same_names(self, tmp_path: Path, done: str) -> None:
        videos = [touch(tmp_path / folder / "set.mp4", folder) for folder in "ab"]
        whole = assign_names(videos, {}, tmp_path)
        video = next(path for path, name in whole.items() if name == done)
        assert assign_names(videos, {done: mark_of(video)}, tmp_path) == whole

    def test_moved_clips_keep_their_folder_others_do_not_take_it(self, tmp_path: Path) -> None:
        old = touch(tmp_path / "old" / "set.mp4", "content")
        marks = {"set": mark_of(old)}
        moved, other = tmp_path / "new" / "set.mp4", touch(tmp_path / "other" / "set.mp4", "other")
        moved.parent.mkdir()
        old.rename(moved)
        assert assign_names([other, moved], marks, tmp_path) == {other: "set-2", moved: "set"}

    def test_a_renamed_clip_keeps_its_folder_a_copy_gets_one_of_its_own(self, tmp_path: Path) -> None:
        old, other = touch(tmp_path / "set.mp4", "content"), touch(tmp_path / "other.mp4", "other")
        marks = {"set": mark_of(old), "other": mark_of(other)}
        new = touch(tmp_path / "heavy.mp4", "content")
        assert assign_names([old, new], marks, tmp_path) == {old: "set", new: "heavy"}
        old.unlink()
        assert assign_names([new], marks, tmp_path) == {new: "set"}
        old.write_text("another film at its old path")
        assert assign_names([old, new, other], marks, tmp_path) == {old: "set-2", new: "set", other: "other"}

    @pytest.mark.parametrize(("old", "new"), [("s1", "s2"), ("s2", "s1")])
    def test_a_clip_renamed_to_a_known_name_keeps_its_folder(self, tmp_path: Path, old: str, new: str) -> None:
        clips = {name: touch(tmp_path / f"{name}.mp4", name) for name in ("s1", "s2")}
        marks = {name: mark_of(clip) for name, clip in clips.items()}
        clips[old].rename(clips[new])
        assert assign_names([clips[new]], marks, tmp_path) == {clips[new]: old}
        marks[old] = mark_of(clips[new])  # as the batch leaves it: both folders are marked for the one path
        assert assign_names([clips[new]], marks, tmp_path) == {clips[new]: old}
        clips[new].write_text("another film")
        assert len(set(assign_names([clips[new]], marks, tmp_path).values())) == 1

    def test_swapped_and_passed_on_names_are_followed_a_copy_over_a_known_one_is_none(self, tmp_path: Path) -> None:
        a, b, c = clips = [touch(tmp_path / f"{name}.mp4", name) for name in "abc"]
        marks = {clip.stem: mark_of(clip) for clip in clips}
        a.write_text("b")
        b.write_text("a")
        assert assign_names(clips, marks, tmp_path) == {a: "b", b: "a", c: "c"}
        b.write_text("c")
        assert assign_names([a, b], marks, tmp_path) == {a: "b", b: "b-2"}  # c is still there: a copy
        c.unlink()
        assert assign_names([a, b], marks, tmp_path) == {a: "b", b: "c"}

    def test_only_what_changed_since_it_was_done_is_hashed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clips = [touch(tmp_path / f"{name}.mp4", name) for name in ("s1", "s2", "s3")]
        marks = {clip.stem: mark_of(clip) for clip in clips}
        for name in marks:
            mark = touch(tmp_path / name / "batch.json")
            os.utime(mark, (mark.stat().st_mtime + 60,) * 2)
        monkeypatch.setattr(naming, "sha256_of", lambda path: pytest.fail(f"{path} was hashed"))
        assert assign_names(clips, marks, tmp_path) == {clip: clip.stem for clip in clips}

    def test_no_video_takes_the_folder_of_another_recordings_result(self, tmp_path: Path) -> None:
        video = touch(tmp_path / "in" / "set-1.mp4", "mine")
        report = touch(tmp_path / "set-1" / "report.json", '{"source": {"sha256": "of a live set"}}')
        assert assign_names([video], {}, tmp_path) == {video: "set-1-2"}
        report.write_text(json.dumps({"source": {"sha256": sha256_of(video)}}))
        assert assign_names([video], {}, tmp_path) == {video: "set-1"}
        report.write_text("[]")
        assert assign_names([video], {}, tmp_path) == {video: "set-1"}

    @pytest.mark.parametrize("name", ["...mp4", "..mp4", "con.mp4", "a\x1b[31m.mp4", "b\udcff.mp4"])
    def test_odd_names_get_a_folder_of_their_own_inside(self, tmp_path: Path, name: str) -> None:
        (folder,) = assign_names([tmp_path / name], {}, tmp_path).values()
        assert (tmp_path / folder).parent == tmp_path
        assert folder.isprintable()
        assert folder not in ("", ".", "..")

    @pytest.mark.parametrize("name", ["..", "."])
    def test_no_name_leads_out_of_the_folder(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "in" / "deep").mkdir(parents=True)
        video = tmp_path / "in" / "deep" / name
        assert list(assign_names([video], {}, tmp_path).values()) == ["in" if name == ".." else "deep"]


class TestStoring:
    FILES = dict.fromkeys(NEEDED, b'{"source": 1}')

    def test_a_mark_stands_for_a_complete_folder(self, tmp_path: Path) -> None:
        folder, video = BatchFolder(tmp_path), touch(tmp_path / "v.mp4", "v")
        mark = mark_of(video)
        folder.store("a", mark, self.FILES)
        (kept,) = folder.marks().values()
        assert replace(kept, digests={}) == mark
        assert set(kept.digests) == set(self.FILES)
        (tmp_path / "a" / "series.csv").unlink()
        assert folder.marks() == {}

    @pytest.mark.parametrize("name", NEEDED)
    @pytest.mark.parametrize("damage", [b"", b"{}", b"\0" * 13])
    def test_a_folder_with_a_damaged_file_is_done_again(self, tmp_path: Path, name: str, damage: bytes) -> None:
        folder, video = BatchFolder(tmp_path), touch(tmp_path / "v.mp4", "v")
        folder.store("a", mark_of(video), self.FILES)
        (tmp_path / "a" / name).write_bytes(damage)
        assert folder.marks() == {}

    @pytest.mark.parametrize("field", ["status", "video", "digests"])
    def test_a_mark_of_other_types_is_none(self, tmp_path: Path, field: str) -> None:
        folder, video = BatchFolder(tmp_path), touch(tmp_path / "v.mp4", "v")
        folder.store("a", mark_of(video), self.FILES)
        place = tmp_path / "a" / "batch.json"
        place.write_text(json.dumps({**json.loads(place.read_text()), field: [1]}))
        assert folder.marks() == {}

    @pytest.mark.parametrize(
        ("whole", "damaged"),
        [('"status": 0', '"status": 4'), ('"problem": ""', '"problem": "x"'), ("v.mp4", "w.mp4"), (",", " ,")],
    )
    def test_a_mark_that_was_changed_is_none(self, tmp_path: Path, whole: str, damaged: str) -> None:
        folder, video = BatchFolder(tmp_path), touch(tmp_path / "v.mp4", "v")
        folder.store("a", mark_of(video), self.FILES)
        place = tmp_path / "a" / "batch.json"
        text = place.read_text()
        assert whole in text
        place.write_text(text.replace(whole, damaged, 1))
        assert folder.marks() == {}

    def test_nothing_is_written_through_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "a").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(OutputError, match="is a link"):
            BatchFolder(tmp_path / "out").store("a", mark_of(touch(tmp_path / "v.mp4", "v")), self.FILES)
        assert list((tmp_path / "elsewhere").iterdir()) == []

    @pytest.mark.parametrize("damage", ["", "[]", "{}", '{"schema": "hingecheck.batch/1"}', '{"schema": "other"}'])
    def test_a_damaged_mark_is_none(self, tmp_path: Path, damage: str) -> None:
        folder, video = BatchFolder(tmp_path), touch(tmp_path / "v.mp4", "v")
        folder.store("a", mark_of(video), self.FILES)
        (tmp_path / "a" / "batch.json").write_text(damage)
        assert folder.marks() == {}

    def test_what_a_video_no_longer_gets_is_removed_and_other_files_stay(self, tmp_path: Path) -> None:
        folder, video = BatchFolder(tmp_path), touch(tmp_path / "v.mp4", "v")
        folder.store("a", mark_of(video), self.FILES)
        touch(tmp_path / "a" / "notes.txt", "mine")
        folder.store("a", mark_of(video, status=4), {"poses.npz": b"p"})
        assert sorted(p.name for p in (tmp_path / "a").iterdir()) == ["batch.json", "notes.txt", "poses.npz"]
        assert folder.marks()["a"].status == 4

    def test_each_report_is_appended_as_it_ends(self, tmp_path: Path) -> None:
        folder, video = BatchFolder(tmp_path), touch(tmp_path / "v.mp4", "v")
        for name in "ba":
            folder.store(name, mark_of(video), {**self.FILES, "report.json": b'{"of": "%s"}' % name.encode()})
        lines = (tmp_path / "results.jsonl").read_text().splitlines()
        assert [json.loads(line) for line in lines] == [{"of": "b"}, {"of": "a"}]

    def test_half_written_files_are_cleared_away(self, tmp_path: Path) -> None:
        for place in (tmp_path, tmp_path / "a"):
            touch(place / ".report.json.12-abcdef01.part")
        touch(tmp_path / "a" / "b.part")
        BatchFolder(tmp_path).tidy()
        assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["b.part"]


class TestLock:
    def test_a_second_writer_is_told_of_the_first(self, tmp_path: Path) -> None:
        with only_writer(tmp_path), pytest.raises(ConfigError, match=f"process {os.getpid()}"), only_writer(tmp_path):
            pass
        with only_writer(tmp_path):  # and it is let go of
            pass


class TestMachine:
    @pytest.mark.parametrize(("cores", "gib", "jobs"), [(8, 64, 8), (8, 3, 2), (2, 0, 1), (4, None, 4)])
    def test_jobs_leave_memory(self, cores: int, gib: int | None, jobs: int) -> None:
        assert jobs_for(cores, None if gib is None else gib << 30) == jobs

    def test_the_lesser_of_system_and_container(self, tmp_path: Path) -> None:
        proc = touch(tmp_path / "meminfo", "MemTotal: 9 kB\nMemAvailable:    2048 kB\n")
        assert free_bytes(proc, tmp_path) == 2 << 20
        for name, text in (("max", "1000000\n"), ("current", "700000\n"), ("stat", "anon 5\ninactive_file 200000\n")):
            touch(tmp_path / f"memory.{name}", text)
        assert free_bytes(proc, tmp_path) == 500_000
        touch(tmp_path / "memory.max", "max\n")
        assert free_bytes(proc, tmp_path) == 2 << 20
