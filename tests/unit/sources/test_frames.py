from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from hingecheck.errors import InputError
from hingecheck.sources.files.fingerprint import sha256_of
from hingecheck.sources.video.frame_clock import STEPS, FrameClock
from hingecheck.sources.video.frame_sampler import FrameSampler
from hingecheck.sources.video.frames import open_frames


def times(path: Path, rate_hz: float | None = None) -> np.ndarray:
    return np.array([frame.time_s for frame in open_frames(path).frames(rate_hz)])


# What is kept of each rate


@pytest.mark.parametrize(
    ("rate", "kept", "gap_s"),
    [("30", 60, 1 / 30), ("24", 60, 1 / 24), ("60000/1001", 30, 2002 / 60000), ("120", 15, 1 / 30)],
)
def test_thirty_a_second_are_kept_evenly(clips, rate, kept, gap_s):
    source = open_frames(clips.plain(rate))
    frames = list(source.frames(30.0))
    assert len(frames) == kept
    assert source.frames_read == 60
    assert np.diff([f.time_s for f in frames]) == pytest.approx(gap_s, abs=1e-3)
    assert frames[-1].index == round(frames[-1].time_s * source.frame_rate_hz)


@pytest.mark.parametrize("file_hz", [24, 25, 29.97, 30, 40, 48, 50, 59.94, 60, 90, 119.88, 240])
def test_no_more_than_asked_on_average_and_never_half_as_few(file_hz):
    pace = FrameSampler(30.0, 1 / file_hz)
    kept = [n / file_hz for n in range(2000) if pace.keeps(n / file_hz)]
    rate_hz = (len(kept) - 1) / (kept[-1] - kept[0])
    assert rate_hz <= 30.0 + 0.05
    assert rate_hz >= min(file_hz, 30.0) * 0.8
    assert kept[0] == 0


def test_slightly_slow_double_rate_never_lets_an_odd_frame_in():
    pace = FrameSampler(30.0, 1001 / 60000)
    kept = [n for n in range(60_000) if pace.keeps(n * 1001 / 60000)]
    assert set(np.diff(kept)) == {2}


def test_all_frames_where_no_rate_is_given(clips):
    assert len(times(clips.plain("60000/1001"))) == 60


@pytest.mark.parametrize("rate_hz", [0.0, -1.0, float("nan")])
def test_a_rate_must_be_above_zero(rate_hz):
    with pytest.raises(ValueError, match="rate_hz must be above 0"):
        FrameSampler(rate_hz, 1 / 30)


# Times


def test_variable_frame_rate_keeps_the_files_own_times(clips):
    path, truth = clips.variable()
    assert times(path) == pytest.approx(truth, abs=1e-3)


def test_a_clip_trimmed_without_recoding_starts_at_zero_and_is_no_problem(clips):
    path = clips.run("trimmed.mp4", "-ss", "1.5", "-i", str(clips.plain(frames=240)), "-c", "copy")
    source = open_frames(path)
    got = [frame.time_s for frame in source.frames(None)]
    assert got[0] == 0
    assert (np.diff(got) > 0).all()
    assert source.problems == ()


def test_times_that_stand_still_are_replaced_and_counted(clips, monkeypatch):
    source = open_frames(clips.plain(frames=10))
    opened = cv2.VideoCapture

    class Stuck:
        def __init__(self, *args):
            self.inner = opened(*args)

        def __getattr__(self, name):
            return getattr(self.inner, name)

        def get(self, what):
            return 0.0 if what == cv2.CAP_PROP_POS_MSEC else self.inner.get(what)

    monkeypatch.setattr(cv2, "VideoCapture", Stuck)
    assert [f.time_s for f in source.frames(None)] == pytest.approx(np.arange(10) / 30)
    assert source.bad_timestamps == 9
    assert "9 frames carry no usable time" in source.problems[0]


def test_stamps_that_begin_anew_are_followed_from_there():
    clock = FrameClock(1 / 30)
    got = [clock.time_s(stamp) for stamp in [*np.zeros(31), *(np.arange(60) / 25)]]
    assert got[:31] == pytest.approx(np.arange(31) / 30)
    assert np.diff(got[45:]) == pytest.approx(1 / 25)
    assert clock.bad == 30 + 1 + STEPS - 1


def test_stamps_in_the_order_of_decoding_do_not_stretch_time():
    clock = FrameClock(1 / 30)
    order = [first + n for first in range(0, 120, 4) for n in (0, 4, 1, 2, 3)[first > 0 :]]
    assert [clock.time_s(n / 30) for n in order][-1] == pytest.approx(120 / 30, abs=0.2)


def test_a_source_can_be_read_again(clips):
    source = open_frames(clips.plain())
    assert source.duration_s == pytest.approx(2.0)  # the file's word
    first = [f.time_s for f in source.frames(30.0)]
    assert [f.time_s for f in source.frames(30.0)] == first
    assert source.frames_read == 60
    assert source.duration_s == pytest.approx(2.0)


# Pictures


@pytest.mark.parametrize(("degrees", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_sideways_recordings_come_upright(clips, degrees, corner):
    source = open_frames(clips.rotated(degrees))
    frame = next(source.frames(None))
    assert (source.height, source.width) == frame.rgb.shape[:2] == ((96, 160), (160, 96))[degrees % 180 == 90]
    gray = frame.rgb.mean(axis=2)
    quarters = gray.reshape(2, gray.shape[0] // 2, 2, gray.shape[1] // 2).mean(axis=(1, 3))
    assert np.unravel_index(quarters.argmax(), (2, 2)) == corner


@pytest.mark.parametrize(("size", "count"), [("16x16", 3), ("3840x2160", 1), ("160x120", 1)])
def test_odd_sizes_and_lengths(clips, size, count):
    source = open_frames(clips.plain(size=size, frames=count))
    frames = list(source.frames(30.0))
    assert len(frames) == count
    assert f"{source.width}x{source.height}" == size
    assert frames[0].rgb.dtype == np.uint8
    assert frames[0].rgb.flags.c_contiguous


def test_colours_are_red_green_blue(clips, tmp_path):
    path = clips.run("red.mp4", "-f", "lavfi", "-i", "color=red:size=64x64:rate=5", "-frames:v", "2")
    cv2.imwrite(str(tmp_path / "red.png"), np.full((8, 8, 3), (0, 0, 255), np.uint8))
    for source in (open_frames(path), open_frames(tmp_path / "red.png")):
        red, green, blue = next(source.frames(None)).rgb.reshape(-1, 3).mean(axis=0)
        assert red > 200
        assert max(green, blue) < 60


# What cannot be read


def test_a_cut_file_gives_what_is_there_and_says_so(clips, tmp_path):
    whole = clips.plain(size="320x240", frames=120).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole[: int(len(whole) * 0.4)])
    source = open_frames(path)
    count = len(list(source.frames(None)))
    assert 20 < count < 80
    assert source.problems == (f"the file ends early: {count} of about 120 frames could be read",)


def holed(path: Path, folder: Path) -> Path:
    """A film with a tenth of its bytes zeroed, in the middle of its pictures."""
    coded = bytearray(path.read_bytes())
    coded[len(coded) // 2 : len(coded) * 6 // 10] = bytes(len(coded) * 6 // 10 - len(coded) // 2)
    (folder / "holed.mp4").write_bytes(coded)
    return folder / "holed.mp4"


def test_a_film_damaged_in_the_middle_is_read_on_after_it_and_says_so(clips, tmp_path):
    pytest.importorskip("av")
    source = open_frames(holed(clips.plain(size="320x240", frames=250), tmp_path))
    got = [frame.time_s for frame in source.frames(None)]
    assert 150 < len(got) < 245
    assert got[-1] == pytest.approx(249 / 30, abs=1e-3)
    assert np.diff(got).max() > 0.3
    assert source.problems == (f"the file is damaged in the middle: {len(got)} of about 250 frames could be read",)
    last = [frame.time_s for frame in source.chosen([len(got) - 1])]
    assert last == got[-1:]


def test_a_turned_film_damaged_in_the_middle_comes_upright_to_its_end(clips, tmp_path):
    pytest.importorskip("av")
    plain = clips.plain(size="320x240", frames=250)
    source = open_frames(
        holed(clips.run("lying.mp4", "-display_rotation", "90", "-i", str(plain), "-c", "copy"), tmp_path)
    )
    frames = list(source.frames(None))
    assert {frame.rgb.shape for frame in frames} == {(320, 240, 3)}
    assert np.abs(frames[-1].rgb.astype(int) - frames[0].rgb).mean() < 60  # turned otherwise: 90 and more
    assert source.problems


@pytest.mark.parametrize(("size", "kept"), [("320x240", 90), ("320x180", 60)], ids=["same shape", "another shape"])
def test_a_film_whose_pictures_change_their_size_is_read_on(clips, tmp_path, size, kept):
    pytest.importorskip("av")
    streams = [
        clips.run(f"part-{part}-{side}.ts", "-f", "lavfi", "-i", f"testsrc=size={side}:rate=30:duration={seconds}",
                  "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-output_ts_offset", start)
        for part, (side, seconds, start) in enumerate([("160x120", "2", "0"), (size, "1", "2")])
    ]  # fmt: skip
    path = tmp_path / "joined.ts"
    path.write_bytes(b"".join(stream.read_bytes() for stream in streams))
    source = open_frames(path)
    frames = list(source.frames(None))
    assert len(frames) == kept
    assert {frame.rgb.shape for frame in frames} == {(120, 160, 3)}
    assert np.diff([frame.time_s for frame in frames]) == pytest.approx(1 / 30, abs=1e-3)
    left_out = [p for p in source.problems if "30 frames were left out" in p]
    assert len(left_out) == (kept == 60)


@pytest.mark.parametrize("kind", ["mkv", "webm", "mp4", "ts"])
def test_a_whole_file_that_begins_later_than_at_0_does_not_end_early(clips, kind):
    codec = ("-c:v", "libvpx", "-deadline", "realtime") if kind == "webm" else ("-c", "copy")
    source = open_frames(clips.run(f"late.{kind}", "-i", str(clips.plain()), "-output_ts_offset", "5", *codec))
    assert abs(source.expected_frames - 60) <= 2
    assert len(list(source.frames(None))) == 60
    assert source.problems == ()


def test_a_cut_file_that_begins_later_than_at_0_still_ends_early(clips, tmp_path):
    whole = clips.run("late.mkv", "-i", str(clips.plain()), "-output_ts_offset", "5", "-c", "copy").read_bytes()
    path = tmp_path / "cut.mkv"
    path.write_bytes(whole[: int(len(whole) * 0.5)])
    source = open_frames(path)
    assert len(list(source.frames(None))) < 50
    assert any("ends early" in problem for problem in source.problems)


def broken(clips, folder: Path) -> dict[str, tuple[Path, str]]:
    index_last = clips.run("index-last.mp4", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=30", "-frames:v", "60")
    made = {
        "missing": (None, "no such file"),
        "text": (b"not a video at all\n" * 50, "this is text"),
        "JPEG XL": (b"\xff\n" + bytes(50), "JPEG XL"),
        "playlist": (b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n", "this is text"),
        "empty": (b"", "the file is empty"),
        "noise": (bytes(range(256)) * 50, "no picture could be read"),
        "no index": (index_last.read_bytes()[:4000], "no 'moov' part"),
        "sound": (clips.sound().read_bytes(), "sound but no picture"),
        "no frames": (clips.no_frames().read_bytes(), "without a picture"),
    }
    out = {}
    for name, (content, message) in made.items():
        path = folder / f"{name}.mp4"
        if content is not None:
            path.write_bytes(content)
        out[name] = (path, message)
    return out


@pytest.mark.parametrize(
    "case", ["missing", "text", "JPEG XL", "playlist", "empty", "noise", "no index", "sound", "no frames"]
)
def test_unreadable_files_say_why_in_one_line(clips, tmp_path, capfd, case):
    path, message = broken(clips, tmp_path)[case]
    with pytest.raises(InputError, match=message) as caught:
        open_frames(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_no_permission(clips, monkeypatch):
    path = clips.plain()
    monkeypatch.setattr(Path, "open", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "denied")))
    with pytest.raises(InputError, match="no permission"):
        open_frames(path)


# Stills


def test_one_still(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((20, 30, 3), np.uint8))
    source = open_frames(tmp_path / "a.png")
    assert [f.time_s for f in source.frames(30.0)] == [0.0]
    assert (source.width, source.height, source.duration_s, source.frame_rate_hz) == (30, 20, 0.0, None)
    assert source.problems == ()


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_any_number_of_channels(tmp_path, channels):
    cv2.imwrite(str(tmp_path / "a.png"), np.full((20, 30, channels), 200, np.uint8).squeeze())
    (frame,) = open_frames(tmp_path / "a.png").frames(None)
    assert frame.rgb.shape == (20, 30, 3)
    assert (frame.rgb == 200).all()


def test_exif_orientation_is_honoured(tmp_path):
    picture = np.zeros((16, 32, 3), np.uint8)
    picture[:, :16] = 255  # the left half
    jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
    # One entry: tag 0x0112 (orientation), 6 = turn a quarter clockwise to show.
    exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    (tmp_path / "a.jpg").write_bytes(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:])
    source = open_frames(tmp_path / "a.jpg")
    (frame,) = source.frames(None)
    assert (source.width, source.height) == (16, 32)
    assert frame.rgb[:16].mean() > 240 > 15 > frame.rgb[16:].mean()


def test_a_folder_of_a_film_thirty_a_second(tmp_path):
    for number in range(14):
        cv2.imwrite(str(tmp_path / f"f{number}.png"), np.full((9, 9, 3), number, np.uint8))
    source = open_frames(tmp_path)
    frames = list(source.frames(None))
    assert [int(f.rgb[0, 0, 0]) for f in frames] == list(range(14))
    assert [f.time_s for f in frames] == pytest.approx(np.arange(14) / 30)
    assert "30 a second" in source.problems[0]
    assert len(list(source.frames(15.0))) == 7


def test_a_folder_of_few_in_natural_order_one_a_second(tmp_path):
    for number in (10, 2, 1):
        cv2.imwrite(str(tmp_path / f"f{number}.png"), np.full((9, 9, 3), number, np.uint8))
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "f3.png").write_bytes(b"damaged")
    cv2.imwrite(str(tmp_path / "f4.png"), np.zeros((5, 9, 3), np.uint8))
    source = open_frames(tmp_path)
    frames = list(source.frames(None))
    assert [int(f.rgb[0, 0, 0]) for f in frames] == [1, 2, 10]
    assert [f.time_s for f in frames] == [0.0, 1.0, 4.0]
    assert source.problems[0].startswith("the pictures carry no times")
    assert "2 of 5 pictures were left out" in source.problems[1]
    assert source.duration_s == 5.0


def test_a_folder_is_known_by_its_pictures_alone(tmp_path):
    for number in range(2):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((40, 60, 3), 50 * number, np.uint8))
    before = sha256_of(tmp_path)
    for name in (".DS_Store", "._0.png", "poses.npz"):
        (tmp_path / name).write_bytes(b"x")
    assert sha256_of(tmp_path) == before
    cv2.imwrite(str(tmp_path / "2.png"), np.zeros((40, 60, 3), np.uint8))
    assert sha256_of(tmp_path) != before


def test_a_folder_without_pictures(tmp_path):
    with pytest.raises(InputError, match="a folder without pictures"):
        open_frames(tmp_path)


def test_a_damaged_still(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff" + b"x" * 99)
    with pytest.raises(InputError, match="damaged or not a picture"):
        open_frames(tmp_path / "a.jpg")


@pytest.mark.parametrize("size", [0xFF, 0x7F])
def test_parts_that_announce_more_than_there_is_are_no_riddle(tmp_path: Path, size: int) -> None:
    """A size of 64 bits that no file has."""
    path = tmp_path / "damaged.mp4"
    head = b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\1mdat" + bytes([size]) + 7 * b"\xff"
    path.write_bytes(head + 100 * b"\0")
    with pytest.raises(InputError, match="cut off before its index"):
        open_frames(path)
