from __future__ import annotations

import hashlib
import io
import logging
import subprocess
import sys
import zipfile
from dataclasses import replace
from email.message import Message
from pathlib import Path
from urllib.error import URLError

import pytest

from hingecheck.errors import ModelError
from hingecheck.sources.pose import bundle, models
from hingecheck.sources.pose.manifest import model_entry

SMALL = {"pose_detector.tflite": b"d" * 101, "pose_landmarks_detector.tflite": b"l" * 55}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HINGECHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def small_bundle(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A stand-in for the real bundle, which takes two seconds to make."""
    made = bundle.pack(SMALL)
    monkeypatch.setattr(bundle, "build_bundle", lambda entry: made)
    pinned = replace(model_entry("full"), sha256=hashlib.sha256(made).hexdigest())
    monkeypatch.setattr(models, "model_entry", lambda name: pinned)
    return made


# The bundle


def test_packing_is_aligned_stored_and_always_the_same():
    packed = bundle.pack(SMALL)
    assert packed == bundle.pack(SMALL)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.testzip() is None
        for info in opened.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            at = packed.index(SMALL[info.filename])
            assert at % bundle.ALIGNMENT_BYTES == 0
            assert opened.read(info) == SMALL[info.filename]


@pytest.mark.model
def test_the_default_is_the_bundle_of_the_manifest(cache):
    pytest.importorskip("mediapipe")  # its networks are what is bundled
    made = models.default_model()
    assert made.path.parent == cache
    assert hashlib.sha256(made.path.read_bytes()).hexdigest() == made.sha256
    import flatbuffers

    if flatbuffers.__version__ == "25.12.19":  # other versions may write the metadata differently
        assert made.sha256 == model_entry("full").sha256
    assert models.model_at(made.path).sha256 == made.sha256


@pytest.mark.model
def test_two_processes_at_once_make_one_good_file(cache):
    pytest.importorskip("mediapipe")
    code = "from hingecheck.sources.pose.models import default_model; print(default_model().sha256)"
    both = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(2)]
    hashes = {process.communicate(timeout=120)[0].decode().strip() for process in both}
    assert all(process.returncode == 0 for process in both)
    (file,) = cache.iterdir()  # no half-written file is left
    assert hashes == {hashlib.sha256(file.read_bytes()).hexdigest()}


def test_a_good_bundle_is_not_made_again(cache, small_bundle, monkeypatch):
    first = models.default_model()
    monkeypatch.setattr(bundle, "build_bundle", lambda entry: pytest.fail("made again"))
    assert models.default_model() == first


@pytest.mark.parametrize("damage", [b"", b"junk", bundle.pack(SMALL)[:-30]])
def test_a_wrong_bundle_is_made_again(cache, small_bundle, damage):
    path = models.default_model().path
    path.write_bytes(damage)
    models.default_model()
    assert path.read_bytes() == small_bundle


def test_a_bundle_written_by_another_flatbuffers_is_taken_and_logged(cache, small_bundle, monkeypatch, caplog):
    entry = replace(model_entry("full"), sha256="0" * 64)
    monkeypatch.setattr(models, "model_entry", lambda name: entry)
    with caplog.at_level(logging.INFO):
        made = models.default_model()
    assert made.sha256 == hashlib.sha256(small_bundle).hexdigest()
    assert "another flatbuffers" in caplog.text


def test_a_cache_that_cannot_be_written_says_what_to_set(small_bundle, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("HINGECHECK_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(ModelError, match="Set HINGECHECK_CACHE to a folder that can be written"):
        models.default_model()


@pytest.mark.parametrize(
    ("change", "message"),
    [({"sha256": "0" * 64}, "not the network it should be"), ({"file": "none"}, "cannot be read")],
)
def test_changed_or_missing_networks_are_refused(change, message):
    entry = model_entry("full")
    with pytest.raises(ModelError, match=f"{message}.*Reinstall"):
        bundle.build_bundle(replace(entry, parts=(replace(entry.parts[0], **change),)))


def test_what_comes_with_hingecheck_is_not_fetched(cache):
    with pytest.raises(ModelError, match="nothing to fetch"):
        models.fetch_model("full")
    assert not cache.exists()


def test_finding_the_model_does_not_import_mediapipe(cache):
    cache.mkdir()
    code = (
        "import sys; from hingecheck.sources.pose import models, manifest; models.list_models();"
        "[manifest.read_part(part) for part in manifest.model_entry('full').parts];"
        "print([name for name in ('mediapipe', 'cv2', 'numpy') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"


# The user's own, and the official ones


def test_a_users_own_model(tmp_path):
    path = tmp_path / "mine.task"
    path.write_bytes(bundle.pack(SMALL))
    found = models.model_at(path)
    assert (found.name, found.path) == ("mine", path)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"not a zip", r"not a MediaPipe \.task bundle"),
        (bundle.pack({"pose_detector.tflite": b"x"}), "pose_landmarks_detector.tflite is not in it"),
    ],
)
def test_a_file_that_is_no_model(tmp_path, content, message):
    path = tmp_path / "mine.task"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=message):
        models.model_at(path)


def test_the_list_says_what_is_ready(cache):
    ready = {status.name: status.ready for status in models.list_models()}
    assert ready == {"full": True, "lite": False, "heavy": False}


def test_unknown_and_unfetched_names_say_what_to_do(cache):
    with pytest.raises(ModelError, match=r"no model is named 'huge'\. There are: full, lite, heavy"):
        models.model_named("huge")
    with pytest.raises(ModelError, match="hingecheck models fetch lite"):
        models.model_named("lite")


class Answer(io.BytesIO):
    def __init__(self, content: bytes, url: str = "https://example.org/m.task") -> None:
        super().__init__(content)
        self.url = url
        self.headers = Message()


def answer_with(monkeypatch: pytest.MonkeyPatch, answer: Answer | Exception) -> None:
    def urlopen(url: str, timeout: float) -> Answer:
        assert url.startswith("https://storage.googleapis.com/mediapipe-models/")
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("urllib.request.urlopen", urlopen)


def test_fetching_keeps_the_model_and_tells_its_hash(cache, monkeypatch):
    content = bundle.pack(SMALL)
    answer_with(monkeypatch, Answer(content))
    got = models.fetch_model("lite")
    assert got.path.read_bytes() == content
    assert models.model_named("lite") == got
    assert got.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (URLError("Name or service not known"), "cannot be downloaded .*Name or service not known"),
        (TimeoutError("timed out"), "cannot be downloaded .*timed out"),
        (Answer(b"<html>log in first</html>"), r"not a MediaPipe \.task bundle"),
        (Answer(bundle.pack(SMALL), "http://example.org/m.task"), "which is not https"),
    ],
    ids=["offline", "slow", "another page", "redirected"],
)
def test_a_failed_fetch_says_why_and_keeps_nothing(cache, monkeypatch, answer, message):
    answer_with(monkeypatch, answer)
    with pytest.raises(ModelError, match=message):
        models.fetch_model("heavy")
    assert not cache.exists() or list(cache.iterdir()) == []
