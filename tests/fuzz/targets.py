"""What is damaged, how, and what may come of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import mutations, page_socket
from .mutations import Chance
from .world import FILM, REPO, World, with_fake_poses


@dataclass(frozen=True)
class Case:
    """A run of the command, and what holds of it."""

    args: tuple[str, ...]
    statuses: frozenset[int]
    writes: tuple[str, ...] = ()  #: what may come or change, by the beginning of its path
    lines: int = 2  #: on standard error, at most
    prepare: Callable[[], None] = with_fake_poses
    same_as: Path | None = None  #: the folder `out` must be this, byte for byte
    says: str | None = None  #: standard output must be this
    mentions: str = ""  #: standard output must hold this


@dataclass(frozen=True)
class Target:
    """A kind of input: whole ones, what damages them, and the command that reads them."""

    whole: Callable[[World, Chance], tuple[str, bytes]]  #: a name and its content
    damage: Callable[[str, bytes, Chance], bytes]
    case: Callable[[World, Path, str, bytes], Case]  #: lays the damaged one into a folder
    share: int = field(default=10)  #: of a hundred inputs, about


def _of_file(path: Path) -> tuple[str, bytes]:
    return path.name, path.read_bytes()


# Media: the real readers, and a stick figure for poses.


def _damaged_media(name: str, data: bytes, chance: Chance) -> bytes:
    tables = name.endswith((".mp4", ".mov")) and chance.random() < 0.7
    return mutations.of_mp4(data, chance) if tables else mutations.of_bytes(data, chance)


def _media_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    (folder / name).write_bytes(data)
    args = ("check", name, "--json", "r.json", *_pages(data))
    return Case(args, frozenset((0, 3, 4)), ("r.json", "out/"))


def _pages(data: bytes) -> tuple[str, ...]:
    """All files of a result in a quarter of the runs: they take longer than the rest."""
    return ("--out", "out") if sum(data[-64:]) % 4 == 0 else ()


# Saved poses.


def _poses_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    (folder / name).write_bytes(data)
    args = ("check", "--pose", name, "--json", "r.json", *_pages(data))
    return Case(args, frozenset((0, 3, 4)), ("r.json", "out/"))


# Limits.


def _limits(world: World, chance: Chance) -> tuple[str, bytes]:
    from hingecheck.core.rules.limits import Limits
    from hingecheck.sources.files.config import to_toml

    return "mine.toml", to_toml(Limits()).encode()


def _limits_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    (folder / name).write_bytes(data)
    if len(data) % 4:
        return Case(("config", "show", "--config", name), frozenset((0, 2)))
    shutil.copy(world.poses, folder / "good.npz")
    return Case(("check", "--pose", "good.npz", "--config", name, "--json", "r.json"), frozenset((0, 2)), ("r.json",))


# Results: reports and the index, read by `history`; marks and all else in a batch's folder.

_REPORT = "lifter/report.json"


def _report_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    """Another recording's report beside it stays to be read, whatever is wrong with this one."""
    whole = (world.results / _REPORT).read_text(encoding="utf-8")
    of_another = whole.replace(json.loads(whole)["source"]["sha256"], "0" * 64)
    for place, content in (("old", of_another.encode("utf-8")), ("new", data)):
        (folder / "kept" / place).mkdir(parents=True)
        (folder / "kept" / place / "report.json").write_bytes(content)
    return Case(("history", "kept"), frozenset((0,)), ("kept/history.sqlite",), mentions="  old  ")


def _index(world: World, chance: Chance) -> tuple[str, bytes]:
    return _of_file(world.results / "history.sqlite")


def _index_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    shutil.copytree(world.results, folder / "results")
    (folder / "results" / name).write_bytes(data)
    return Case(("history", "results"), frozenset((0,)), ("results/history.sqlite",), says=world.history)


_KEPT = (
    "lifter/batch.json", "lifter/batch.json", "lifter/report.json", "lifter/poses.npz", "lifter/series.csv",
    "lifter/report.html", "broken/batch.json", "results.jsonl", "summary.csv", "index.html", ".lock",
)  # fmt: skip


def _kept(world: World, chance: Chance) -> tuple[str, bytes]:
    name = chance.choice(_KEPT)
    return name, (world.results / name).read_bytes()


def _damaged_kept(name: str, data: bytes, chance: Chance) -> bytes:
    if chance.random() < 0.15:
        return chance.choice((b"", bytes(len(data)), data[: len(data) // 2]))
    return mutations.of_json(data, chance) if name.endswith("batch.json") else mutations.of_bytes(data, chance)


def _kept_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    shutil.copytree(world.results, folder / "out")
    (folder / "out" / name).write_bytes(data)
    args = ("batch", str(world.clips), "--out", "out")
    return Case(args, frozenset((3,)), ("out/",), lines=3, same_as=world.results)


# Networks: the measures' weights and the pose model's.


def _weights(world: World, chance: Chance) -> tuple[str, bytes]:
    return _of_file(REPO / "models" / "measures.npz")


def _weights_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    (folder / name).write_bytes(data)
    shutil.copy(world.poses, folder / "good.npz")

    def prepare() -> None:
        from hingecheck.sources.files import weights

        weights.default_weights.cache_clear()
        weights.weights_path = lambda: folder / name  # type: ignore[assignment]

    whole = data == (REPO / "models" / name).read_bytes()
    return Case(("check", "--pose", "good.npz", "--json", "r.json"), _refused(whole), ("r.json",), prepare=prepare)


def _refused(whole: bool) -> frozenset[int]:
    return frozenset((0, 4)) if whole else frozenset((5,))


def _network(world: World, chance: Chance) -> tuple[str, bytes]:
    return _of_file(REPO / "models" / chance.choice(("pose_detector.tflite", "pose_landmarks_full.tflite")))


def _network_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    models = folder / "models"
    models.mkdir()
    for path in (REPO / "models").iterdir():
        if path.name != name:
            (models / path.name).symlink_to(path)
    (models / name).write_bytes(data)
    shutil.copy(world.film, folder / FILM)

    def prepare() -> None:
        from hingecheck.sources.pose import manifest

        manifest.manifest_path = lambda: models / "manifest.toml"  # type: ignore[assignment]
        manifest.read_manifest.cache_clear()

    whole = data == (REPO / "models" / name).read_bytes()
    return Case(("check", FILM, "--json", "r.json"), _refused(whole), ("r.json",), prepare=prepare)


# Names.

_ODD_NAMES = (
    b"...mp4", b"..mp4", b"con.mp4", b"a\x1b[31m.mp4", b"caf\xe9.mp4", b"-.mp4", b"--help.mp4", b"\xff\xfe.mp4", b" .mp4",
    b"a\nb.mp4", b"[red].mp4", b"=1+1.mp4", b"<b>.mp4", b"\xe2\x80\xae4pm.mp4", b"index.html.mp4", b".mp4", b"%s%n.mp4",
    b"\xed\xa0\x80.mp4", b"summary.csv", b"results.jsonl", b"*?.mp4", b"~.mp4", b"$(id).mp4", b"\\..\\..\\x.mp4", b"a" * 251 + b".mp4",
)  # fmt: skip


def _name(world: World, chance: Chance) -> tuple[str, bytes]:
    return "name", chance.choice(_ODD_NAMES)


def _damaged_name(name: str, data: bytes, chance: Chance) -> bytes:
    bits = [data, chance.choice(_ODD_NAMES), chance.randbytes(chance.choice((1, 3, 40, 200)))]
    return b"".join(chance.sample(bits, chance.choice((1, 2, 3))))


def _name_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    """One that is odd beside one that is not: by `batch`, and by `check` in the name's own length's turn."""
    called = data.replace(b"/", b"_").replace(b"\0", b"_")[:255] or b"x"
    if called in (b".", b".."):
        called += b"x"
    (folder / "in").mkdir()
    odd = folder / "in" / os.fsdecode(called)
    shutil.copy(world.film, odd)
    if len(data) % 2:
        return Case(("check", "--out", "out", "--", str(odd)), frozenset((0, 3, 4)), ("out/",))
    shutil.copy(world.film, folder / "in" / FILM)
    return Case(("batch", "--out", "out", "--", "in"), frozenset((0, 3, 4)), ("out/",), lines=4)


# What a page sends to the desk's live session.


def _session(world: World, chance: Chance) -> tuple[str, bytes]:
    return "session", page_socket.session(chance.choice(("restart", "end", "what?", "")))


def _session_case(world: World, folder: Path, name: str, data: bytes) -> Case:
    def prepare() -> None:
        page_socket.play(folder / "desk", data)

    return Case(("--version",), frozenset((0,)), ("desk/",), prepare=prepare)


TARGETS: Mapping[str, Target] = {
    "media": Target(lambda world, chance: _of_file(chance.choice(world.media)), _damaged_media, _media_case, 30),
    "poses": Target(
        lambda world, chance: _of_file(world.poses), lambda name, data, c: mutations.of_npz(data, c), _poses_case, 25
    ),
    "limits": Target(_limits, lambda name, data, c: mutations.of_toml(data, c), _limits_case, 12),
    "reports": Target(
        lambda world, chance: _of_file(world.results / _REPORT),
        lambda name, data, c: mutations.of_json(data, c),
        _report_case,
        8,
    ),
    "marks": Target(_kept, _damaged_kept, _kept_case, 8),
    "index": Target(_index, lambda name, data, c: mutations.of_bytes(data, c), _index_case, 4),
    "weights": Target(_weights, lambda name, data, c: mutations.of_npz(data, c), _weights_case, 3),
    "networks": Target(_network, lambda name, data, c: mutations.of_bytes(data, c), _network_case, 2),
    "names": Target(_name, _damaged_name, _name_case, 8),
    "sessions": Target(_session, lambda name, data, c: mutations.of_bytes(data, c), _session_case, 5),
}
