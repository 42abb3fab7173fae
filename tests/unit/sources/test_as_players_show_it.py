"""Pixel aspect, mirrors, aperture, fields, and files that OpenCV does not read, made here, read by frames."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import display_matrix
from hingecheck.errors import InputError
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.files.fingerprint import sha256_of
from hingecheck.sources.video import decoding, pyav, still_files
from hingecheck.sources.video.frames import open_frames
from hingecheck.sources.video.interlacing import is_combed, one_field
from hingecheck.sources.video.presentation import squared, turned
from hingecheck.sources.video.tracks import film_of, video_tracks
from hingecheck.sources.video.video_file import VideoFile

SAMPLE = Path(__file__).parents[3] / "sample_videos" / "deadlift-hips-rise-first.mp4"
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-an")


@pytest.fixture
def made(clips):
    """A cut of a sample video, coded otherwise; the test skips where this ffmpeg lacks the encoder."""

    def make(name: str, *options: str, seconds: float = 0.5, source: Path = SAMPLE) -> Path:
        try:
            return clips.run(name, "-t", str(seconds), "-i", str(source), *options)
        except subprocess.CalledProcessError as error:
            pytest.skip(f"ffmpeg here cannot make it: {error.stderr.decode()[-80:]}")

    return make


@pytest.fixture
def no_pyav(monkeypatch):
    for module in (decoding, still_files, pyav):
        monkeypatch.setattr(module, "pyav_if_there", lambda: None)


def with_matrix(path: Path, to: Path, a: int, b: int, c: int, d: int) -> Path:
    """The file with another display matrix in its track's header."""
    to.write_bytes(path.read_bytes())
    return display_matrix.turned(to, (a, b, c, d))


def light(rgb: np.ndarray) -> set[str]:
    """Which quarters of the picture are white."""
    height, width = rgb.shape[:2]
    rows = {"upper": slice(0, height // 2), "lower": slice(height // 2, None)}
    columns = {"left": slice(0, width // 2), "right": slice(width // 2, None)}
    return {f"{r} {c}" for r in rows for c in columns if rgb[rows[r], columns[c]].mean() > 128}


# Shape


@pytest.mark.parametrize(("size", "sar", "ends"), [
    ("480:360", "4/3", "mp4"), ("320:360", "2/1", "mp4"), ("480:360", "4/3", "mkv"), ("640:270", "3/4", "mov"),
])  # fmt: skip
def test_pixels_come_square(made, size, sar, ends):
    path = made(f"sar-{sar.replace('/', '-')}.{ends}", "-vf", f"scale={size},setsar={sar}", *X264)
    source = open_frames(path)
    assert (source.width, source.height) == (640, 360)
    frame = next(source.frames(None))
    assert frame.rgb.shape == (360, 640, 3)
    plain = next(open_frames(SAMPLE).frames(None)).rgb
    assert np.abs(frame.rgb.astype(int) - plain).mean() < 6


def test_a_turned_anamorphic_picture_is_widened_before_it_is_turned(made, clips):
    lying = made("sar-4-3.mp4", "-vf", "scale=480:360,setsar=4/3", *X264)
    path = clips.run("sar-turned.mp4", "-display_rotation", "90", "-i", str(lying), "-c", "copy")
    source = open_frames(path)
    assert (source.width, source.height) == (360, 640)


@pytest.mark.parametrize("aspect", [1.0, 404 / 405, 0.0, float("nan"), 100.0, 0.01])
def test_square_or_nonsense_leaves_the_very_same_picture(aspect):
    picture = np.zeros((36, 64, 3), np.uint8)
    assert squared(picture, aspect) is picture
    assert turned(picture, (1, 0, 0, 1)) is picture


@pytest.mark.parametrize(("matrix", "corner"), [
    ((1, 0, 0, 1), "upper left"), ((-1, 0, 0, 1), "upper right"), ((1, 0, 0, -1), "lower left"),
    ((-1, 0, 0, -1), "lower right"), ((0, 1, 1, 0), "upper left"), ((0, -1, -1, 0), "lower right"),
    ((0, 1, -1, 0), "upper right"), ((0, -1, 1, 0), "lower left"),
])  # fmt: skip
def test_mirrors_as_well_as_turns(clips, tmp_path, matrix, corner):
    source = open_frames(with_matrix(clips.upright(), tmp_path / "m.mp4", *matrix))
    assert (source.width, source.height) == ((160, 96) if matrix[0] else (96, 160))
    assert light(next(source.frames(None)).rgb) == {corner}


def test_clean_aperture(clips, tmp_path):
    coded = clips.upright().read_bytes()
    clap = struct.pack(">I4s8I", 40, b"clap", 80, 1, 48, 1, 2**32 - 40, 1, 2**32 - 24, 1)  # the upper left quarter
    at = coded.rindex(b"avc1") + 4 + 78
    out = bytearray(coded[:at] + clap + coded[at:])
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"avc1"):
        place = out.rindex(kind) - 4
        struct.pack_into(">I", out, place, struct.unpack_from(">I", out, place)[0] + len(clap))
    path = tmp_path / "clap.mov"
    path.write_bytes(out)  # the index lies behind the pictures: their places stay
    source = open_frames(path)
    assert (source.width, source.height) == (80, 48)
    assert next(source.frames(None)).rgb.mean() > 200


# Fields


@pytest.mark.parametrize("coding", [X264, ("-c:v", "mpeg2video", "-q:v", "3", "-flags", "+ilme+ildct", "-an")])
def test_combs_are_taken_out_and_said(made, coding):
    ends = "mp4" if coding is X264 else "mpg"
    path = made(f"fields.{ends}", "-vf", "tinterlace=interleave_top", *coding, seconds=2.0)
    source = open_frames(path)
    list(source.frames(None))
    assert any("interlaced" in problem for problem in source.problems)
    assert not any(is_combed(frame.rgb) for frame in source.frames(None))  # once known, from the first frame on


def test_a_gif_has_no_fields_however_it_is_dithered(made):
    path = made("dots.gif", "-vf", "fps=12.5,scale=480:-2", seconds=2.0)
    source = open_frames(path)
    assert any(is_combed(frame.rgb) for frame in source.frames(None))  # its dots pass for combs
    assert not any("interlaced" in problem for problem in source.problems)


def test_no_combs_in_a_whole_picture_nor_in_noise():
    frames = list(open_frames(SAMPLE).frames(2.0))
    assert not any(is_combed(frame.rgb) for frame in frames)
    assert not is_combed(np.random.default_rng(1).integers(0, 255, (360, 640, 3), np.uint8))
    assert not is_combed(np.zeros((8, 8, 3), np.uint8))


def test_the_last_lines_which_may_hold_anything_make_no_combs():
    picture = np.full((240, 320, 3), 128, np.uint8)
    picture[-4::2] = 255
    picture[-3::2] = 0
    assert not is_combed(picture)


@pytest.mark.parametrize("height", [4, 5, 17])
@pytest.mark.parametrize("first", ["top", "bottom"])
def test_one_field_keeps_its_lines(height, first):
    picture = np.random.default_rng(2).integers(0, 255, (height, 6, 3), np.uint8)
    field = one_field(picture, first)
    start = 0 if first == "top" else 1
    assert (field[start::2] == picture[start::2]).all()
    assert field.shape == picture.shape


# What OpenCV does not read


@pytest.mark.parametrize("name", ["av1.mp4", "av1.mkv"])
def test_av1_has_its_own_times(made, name):
    path = made(name, "-c:v", "libsvtav1", "-crf", "45", "-preset", "12", "-an")
    frames = list(open_frames(path).frames(None))
    assert len(frames) == 15
    assert [f.time_s for f in frames] == pytest.approx([n / 30 for n in range(15)], abs=1e-3)
    assert frames[0].rgb.shape == (360, 640, 3)


def test_without_pyav_av1_is_named_with_what_to_do(made, no_pyav):
    path = made("av1.mp4", "-c:v", "libsvtav1", "-crf", "45", "-preset", "12", "-an")
    with pytest.raises(InputError, match=r"AV1 video.*hingecheck\[video\].*H\.264") as caught:
        open_frames(path)
    assert "damaged" not in str(caught.value)


@pytest.fixture
def thumbnail_first(made, clips):
    film = made("film.mp4", *X264)
    thumbnail = made("thumbnail.jpg", "-frames:v", "1", "-vf", "scale=160:-2")
    return clips.run(
        "thumbnail-first.mov", "-i", str(thumbnail), "-i", str(film), "-map", "0:v", "-map", "1:v", "-c", "copy"
    )


def test_the_film_behind_a_thumbnail(thumbnail_first):
    assert film_of(video_tracks(thumbnail_first)) == 1
    source = open_frames(thumbnail_first)
    assert (source.width, len(list(source.frames(None)))) == (640, 15)


def test_without_pyav_a_thumbnail_is_not_taken_for_the_film(thumbnail_first, no_pyav):
    with pytest.raises(InputError, match=r"preview picture.*H\.264.*hingecheck\[video\]"):
        open_frames(thumbnail_first)


@pytest.mark.parametrize("name", ["film.webp", "film.png", "film.gif"])
def test_animated_pictures_are_films(made, name):
    kind = {"webp": ("-c:v", "libwebp", "-loop", "0"), "png": ("-f", "apng"), "gif": ()}[name[-4:].lstrip(".")]
    path = made(name, "-vf", "fps=10,scale=320:-1", *kind, seconds=1.0)
    source = open_frames(path)
    frames = list(source.frames(None))
    assert isinstance(source, VideoFile)
    assert len(frames) == 10
    assert np.diff([f.time_s for f in frames]) == pytest.approx(0.1, abs=0.02)
    plain = list(open_frames(SAMPLE).frames(10.0))[9].rgb
    small = plain[::2, ::2]
    assert np.abs(frames[9].rgb.astype(int) - small).mean() < 20  # the dots of the GIF


def test_avif(made, tmp_path):
    path = made("still.avif", "-frames:v", "1", "-c:v", "libaom-av1", "-still-picture", "1", "-cpu-used", "8")
    (frame,) = open_frames(path).frames(None)
    assert np.abs(frame.rgb.astype(int) - next(open_frames(SAMPLE).frames(None)).rgb).mean() < 10
    heic = tmp_path / "IMG_1.jpg"  # by its kind, whatever its name
    heic.write_bytes(path.read_bytes()[:8] + b"heic" + path.read_bytes()[12:200])
    with pytest.raises(InputError, match=r"HEIC picture.*JPEG"):
        open_frames(heic)


def test_a_picture_in_tiles_is_named_with_its_codec(made, clips):
    """Phones write a picture as dozens of small ones of one size, each a stream of its own to FFmpeg."""
    tile = made("tile.mp4", "-frames:v", "1", "-vf", "crop=128:128", *X264)
    tiles = clips.run("tiles.mp4", "-i", str(tile), *("-map", "0:v") * 6, "-c", "copy")
    heic = tiles.with_name("IMG_2.heic")
    heic.write_bytes(tiles.read_bytes()[:8] + b"heic" + tiles.read_bytes()[12:])
    with pytest.raises(InputError, match=r"HEIC picture in 6 tiles of H\.264.*JPEG"):
        open_frames(heic)


@pytest.fixture
def avif_sequence(made):
    return made("film.avif", "-vf", "fps=10,scale=320:-2", "-c:v", "libaom-av1", "-cpu-used", "8", seconds=1.0)


def test_the_film_behind_the_picture_of_an_avif_sequence(avif_sequence):
    assert film_of(video_tracks(avif_sequence)) == 1
    source = open_frames(avif_sequence)
    assert isinstance(source, VideoFile)
    assert len(list(source.frames(None))) == 10


def test_without_pyav_the_picture_of_an_avif_sequence_is_not_taken_for_the_film(avif_sequence, no_pyav):
    with pytest.raises(InputError, match=r"preview picture.*AV1.*hingecheck\[video\]"):
        open_frames(avif_sequence)


def test_without_pyav_avif_is_named_with_what_to_do(made, no_pyav):
    path = made("still.avif", "-frames:v", "1", "-c:v", "libaom-av1", "-still-picture", "1", "-cpu-used", "8")
    if quiet_cv2().imread(str(path)) is not None:
        pytest.skip("this OpenCV reads AVIF itself")
    with pytest.raises(InputError, match=r"AVIF picture.*hingecheck\[video\].*JPEG"):
        open_frames(path)


def test_a_film_by_the_name_of_a_picture_is_a_film(made):
    path = made("plain.mp4", *X264)
    named = path.with_name("plain.jpg")
    named.write_bytes(path.read_bytes())
    assert len(list(open_frames(named).frames(None))) == len(list(open_frames(path).frames(None)))


@pytest.mark.parametrize("kind", ["m4a", "mp3", "flac", "mka"])
def test_a_sound_file_with_a_cover_is_no_film(made, clips, kind):
    if kind == "mka":
        pytest.importorskip("av")  # what begins like this may be a film
    cover = str(made("cover.png", "-frames:v", "1"))
    attached = ("-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic")
    if kind == "mka":
        attached = ("-attach", cover, "-metadata:s:t", "mimetype=image/png")
    song = clips.run(f"song.{kind}", "-f", "lavfi", "-i", "sine=d=1", *attached)
    with pytest.raises(InputError, match="sound but no picture"):
        open_frames(song)


# What is no file


def test_a_pipe_is_refused_before_it_is_opened(tmp_path):
    os = pytest.importorskip("os")
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(tmp_path / "pipe.mp4")
    for read in (open_frames, sha256_of):
        with pytest.raises(InputError, match="is a pipe or a device"):
            read(tmp_path / "pipe.mp4")


def test_an_ordinary_recording_costs_no_second_ffmpeg():
    code = (
        "import sys; from pathlib import Path; from hingecheck.sources.video.frames import open_frames; "
        f"next(open_frames(Path({str(SAMPLE)!r})).frames(None)); sys.exit('av' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
