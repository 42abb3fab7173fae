"""Odd but ordinary inputs, made from the sample videos with ffmpeg: what comes out of each, against what should.

    python benchmarks/inputs.py --work DIR [--only KIND,NAME] [--footage DIR] [--json OUT]

Films and their poses stay in DIR, so a second run only analyses again (``--anew`` reads the poses anew). Inputs that
need real clips are left out without ``--footage``. Ends with status 1 where something came out otherwise.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CODES = {
    "SB": "single-leg-rdl-balance-loss",
    "SO": "single-leg-rdl-hips-opening",
    "HI": "hip-thrust-incomplete-lockout",
    "SL": "single-leg-rdl-clean",
    "KS": "kickstand-rdl-clean",
    "RC": "rdl-clean",
    "R": "rdl-lumbar-rounding",
    "DC": "deadlift-clean",
    "D": "deadlift-hips-rise-first",
    "HT": "hip-thrust-clean",
}
LIFTS = {code: name.rsplit("-clean")[0] for code, name in CODES.items()} | {
    "R": "rdl",
    "D": "deadlift",
    "SB": "single-leg-rdl",
    "SO": "single-leg-rdl",
    "HI": "hip-thrust",
}
#: The faults that the samples' truth names; all else is a false alarm.
FAULTS = {
    "R": {"lumbar-rounding", "back-dominant", "range-too-deep"},
    "D": {"hips-rise-first"},
    "SB": {"balance-loss"},
    "SO": {"hips-opening", "range-too-deep"},
    "HI": {"incomplete-lockout"},
}
#: The one of them that must be found.
MAIN_FAULT = {"R": "lumbar-rounding", "D": "hips-rise-first", "SB": "balance-loss", "SO": "hips-opening"}
H264 = "-c:v libx264 -crf 25 -preset veryfast -pix_fmt yuv420p -an"
BLAMED = ("moderate", "severe")


@dataclass(frozen=True)
class Odd:
    """One input and what should come of it."""

    kind: str
    name: str
    clips: str  #: codes of the samples, joined by "+"; or a clip of the real footage
    filters: tuple[str, ...] = ("null",)  #: one for each clip
    output: str = H264
    suffix: str = ".mp4"
    before: str = ""  #: ffmpeg's options before the first input
    sets: tuple[int, ...] = (3,)
    lifts: tuple[str, ...] | None = None  #: None: those of the samples
    unsure: bool = False  #: the lift may be named as the second candidate
    faults: frozenset[str] | None = None  #: rules that may be blamed; None: those of the samples' truth
    needs: frozenset[str] | None = None  #: rules that must be found; None: those of the samples' truth
    says: str = ""  #: in a problem, or in the error
    status: int | tuple[int, ...] = 0  #: or any of several
    options: tuple[str, ...] = ()
    check: str = ""  #: a measure that must hold, "lowering 1.8": that of the first repetition, ± 0.2 s


def pan(across: float, seconds: float, name: str, clip: str) -> Odd:
    """A camera that swings from side to side."""
    move = f"pad=1000:360:180:0:gray,crop=640:360:x='180+{across}*sin(2*PI*t/{seconds})':y=0"
    return Odd("camera moves", name, clip, (move,), says="camera moves")


def shake(across: float, up: float, clip: str) -> Odd:
    """A phone held by hand."""
    move = (
        f"crop=600:340:x='20+{across}*sin(2*PI*t*1.7)+{0.27 * across:.1f}*sin(2*PI*t*7)'"
        f":y='10+{up}*sin(2*PI*t*1.3)+{0.18 * up:.1f}*sin(2*PI*t*6)'"
    )
    return Odd("camera moves", f"shake-{across:g}-{clip.lower()}", clip, (move,), says="camera moves")


def roll(degrees: float, clip: str) -> Odd:
    """A phone that leans."""
    turn = f"rotate={degrees}*PI/180:c=gray"
    return Odd("camera roll", f"roll-{degrees:g}-{clip.lower()}", clip, (turn,), says="leans")


def tip(from_s: float, to_s: float, from_rad: float, to_rad: float, clip: str, sets: tuple[int, ...]) -> Odd:
    """A phone that falls over, or is set up."""
    turn = f"rotate='{from_rad}+({to_rad - from_rad})*min(max((t-{from_s})/({to_s - from_s}),0),1)':c=black"
    return Odd("camera falls", f"tip-{clip.lower()}", clip, (turn,), says="tipped over", sets=sets)


ALL = (
    shake(15, 8, "SL"),
    shake(12, 7, "D"),
    shake(12, 7, "HT"),
    pan(30, 8, "pan-sl-30", "SL"),
    pan(60, 8, "pan-sl-60", "SL"),
    pan(40, 7, "pan-dc-40", "DC"),
    pan(140, 9, "pan-r-140", "R"),
    pan(80, 8, "pan-ht-80", "HT"),
    Odd(
        "camera moves",
        "zoom-rc",
        "RC",
        ("scale=w='trunc((640+8*t)/2)*2':h='trunc((360+4.5*t)/2)*2':eval=frame,crop=640:360",),
        says="camera moves",
    ),
    Odd("camera moves", "orbit", "wild/rdl-aa-orbit.mp4", sets=(5,), lifts=("rdl",), unsure=True, faults=frozenset(),
        says="camera"),
    Odd("camera moves", "orbit-thrust", "wild/thrust-u-panning.mp4", sets=(4,), lifts=("hip-thrust",),
        faults=frozenset(), says="camera"),
    Odd("camera moves", "drift-so", "SO", ("pad=1000:360:180:0:gray,crop=640:360:x='80+15*t':y=0",),
        needs=frozenset(), says="camera moves"),
    roll(10, "RC"),
    roll(20, "RC"),
    roll(-12, "DC"),
    replace(roll(8, "HT"), says=""),  # who lies does not tell the vertical
    roll(-9, "SL"),
    roll(7, "KS"),
    Odd("camera roll", "m3-low", "wild/deadlift-m3-clean-1.mp4", sets=(), lifts=("deadlift",), faults=frozenset()),
    tip(9.6, 10.1, 0.0, 1.5, "RC", (2,)),
    tip(9.0, 9.3, 0.0, -1.5, "SL", (2,)),
    tip(2.0, 2.4, -1.45, 0.0, "KS", (3,)),
    Odd("camera falls", "falls-and-back", "R",
        ("rotate='if(between(t,5,7),min((t-5)*4,1.5),if(gt(t,7),max(1.5-(t-7)*4,0),0))':c=black",), sets=(1, 1),
        says="tipped over"),
    Odd("camera falls", "tips-slowly", "D", ("rotate='1.5*min(max((t-10)/2,0),1)':c=black",), says="camera moves"),
    Odd("picture", "door-frame", "wild/single-leg-w-hand-on-back.mp4",
        ("drawbox=x=0:y=0:w=110:h=960:color=0x604020:t=fill,drawbox=x=430:y=0:w=110:h=960:color=0x604020:t=fill",),
        lifts=("single-leg-rdl",), faults=frozenset()),
    Odd("parts", "turn-other-leg", "SL+SL", ("null", "hflip"), sets=(3, 3)),
    Odd("parts", "turn-16s", "SL+SL", ("tpad=stop_mode=clone:stop_duration=16", "hflip"), sets=(3, 3)),
    Odd("parts", "two-sides", "D+DC", ("null", "null"), sets=(3, 3)),
    Odd("parts", "deadlift-thrust", "DC+HT", ("null", "null"), sets=(3, 3)),
    Odd("parts", "deadlift-rdl", "DC+RC", ("null", "null"), sets=(3, 3)),
    Odd("parts", "three-lifts", "RC+DC+HI", ("null", "null", "null"), sets=(3, 3, 3)),
    Odd("parts", "nearer", "RC+RC", ("null", "crop=iw/1.3:ih/1.3,scale=640:360"), sets=(3, 3)),
    Odd("picture", "sar-4-3", "R", ("scale=480:360,setsar=4/3",)),
    Odd("picture", "sar-2-1", "R", ("scale=320:360,setsar=2/1",)),
    Odd("picture", "sideways", "RC", ("transpose=1",), says="on its side", status=4),
    Odd("picture", "av1", "D", output="-c:v libsvtav1 -crf 40 -preset 10 -an"),
    Odd("picture", "animated-webp", "D", ("fps=10,scale=320:-1",), output="-t 5 -c:v libwebp -loop 0", suffix=".webp",
        sets=(1,), needs=frozenset()),
    Odd("picture", "feet-out", "RC", ("crop=640:260:0:0",), says="feet", lifts=("rdl", "deadlift")),
    Odd("picture", "head-out", "SL", ("crop=640:265:0:85",), says="head"),
    Odd("picture", "head-leaves", "wild/deadlift-m1-rounded.mp4", sets=(), lifts=("deadlift",),
        faults=frozenset({"lumbar-rounding", "back-dominant"}), says="the head leaves the picture", status=(0, 4)),
    Odd("picture", "from-behind", "wild/deadlift-ad-rear.mp4", sets=(2,), lifts=("deadlift",), unsure=True,
        faults=frozenset()),
    Odd("picture", "rear-foot-light", "wild/kickstand-t.mp4", ("hflip",), sets=(2,), lifts=("kickstand-rdl",),
        unsure=True, faults=frozenset()),
    Odd("picture", "looked-down-on", "D",
        ("perspective=x0=0:y0=0:x1=640:y1=0:x2=90:y2=360:x3=550:y3=360:sense=destination",)),
    Odd("picture", "blocks", "SB", output="-c:v libx264 -crf 45 -preset veryfast -pix_fmt yuv420p -an"),
    Odd("picture", "scale-half", "DC", ("scale=320:180",)),
    Odd("picture", "bright", "KS", ("eq=brightness=0.15:contrast=1.2",)),
    Odd("time", "slow-4", "RC", ("setpts=4*PTS,fps=30",), says="slow motion"),
    Odd("time", "slow-4-told", "RC", ("setpts=4*PTS,fps=30",), options=("--speed", "0.25")),
    Odd("time", "fast-4", "RC", ("setpts=0.25*PTS,fps=30",), says="lapse"),
    Odd("time", "fast-8", "RC", ("setpts=0.125*PTS,fps=30",), sets=(), says="lapse"),
    Odd("time", "gap-40", "R", ("setpts='if(gt(T,5),PTS+40/TB,PTS)'",), output="-fps_mode vfr " + H264, sets=()),
    Odd("borders", "reencode-dc", "DC", check="start 0.8"),
    Odd("borders", "still-first", "DC", ("tpad=start_mode=clone:start_duration=3",), check="lowering 1.75"),
    Odd("borders", "fps-24", "SL", ("fps=24",)),
    Odd("borders", "fps-60", "DC", ("fps=60",), check="start 0.8"),
    Odd("borders", "starts-mid-lift", "D", before="-ss 1.4", sets=(3,)),
    Odd("low rate", "fps-5", "D", ("fps=5",), sets=(), lifts=("deadlift", "other"), needs=frozenset()),
    Odd("low rate", "fps-10", "D", ("fps=10",)),
    Odd("other", "good-morning", "wild/other-good-morning-1.mp4", sets=(), lifts=("other",), faults=frozenset()),
    Odd("other", "squat-front", "wild/other-squat-front.mp4", sets=(), lifts=("other",), faults=frozenset()),
    Odd(
        "other", "dropped", "wild/other-failed-deadlift.mp4", sets=(), lifts=("other", "deadlift"), faults=frozenset()
    ),
    Odd("mirror", "mirror-r", "R", ("hflip",)),
    Odd("mirror", "mirror-sl", "SL", ("hflip",)),
)  # fmt: skip


def codes_of(odd: Odd) -> list[str]:
    return [] if odd.clips.endswith(".mp4") else odd.clips.split("+")


def film(odd: Odd, work: Path, footage: Path | None) -> Path | None:
    """The input's film, made where it is not there yet."""
    codes = codes_of(odd)
    if not codes and footage is None:
        return None
    if not codes and footage is not None and odd.filters == ("null",):
        return footage / odd.clips
    path = work / f"{odd.name}{odd.suffix}"
    if path.exists():
        return path
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *odd.before.split()]
    sources = [ROOT / "sample_videos" / f"{CODES[code]}.mp4" for code in codes]
    for source in sources or [(footage or ROOT) / odd.clips]:
        command += ["-i", str(source)]
    chains = [f"[{k}:v]{one}[v{k}]" for k, one in enumerate(odd.filters)]
    joined = "".join(f"[v{k}]" for k in range(len(codes))) + f"concat=n={len(codes)}:v=1[v]"
    command += ["-filter_complex", ";".join([*chains, joined if len(codes) > 1 else "[v0]null[v]"]), "-map", "[v]"]
    subprocess.run([*command, *odd.output.split(), str(path)], check=True)
    return path


def checked(odd: Odd, path: Path, work: Path, *, anew: bool) -> tuple[int, dict[str, Any], str]:
    """Exit status, report and messages of ``hingecheck check``."""
    poses, out = work / f"{odd.name}.npz", work / f"{odd.name}.json"
    command = [sys.executable, "-m", "hingecheck", "check", str(path), "--json", str(out), *odd.options]
    command += ["--pose", str(poses)] if poses.exists() and not anew else ["--save-pose", str(poses)]
    out.unlink(missing_ok=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(out.read_text("utf-8")) if out.exists() else {}, done.stderr


def wrong(odd: Odd, status: int, report: dict[str, Any], messages: str) -> list[str]:
    """What came out otherwise than it should."""
    if status not in (odd.status if isinstance(odd.status, tuple) else (odd.status,)):
        return [f"status {status}: {messages.strip()[:160]}"]
    told = messages + " ".join(report.get("quality", {}).get("problems", ()))
    out = [] if odd.says.lower() in told.lower() else [f"does not say {odd.says!r}"]
    if not report:
        return out
    codes = codes_of(odd)
    sets = tuple(len(one["reps"]) for one in report["sets"])
    if odd.sets and sets != odd.sets:
        out.append(f"sets of {sets}")
    lifts = odd.lifts or tuple(LIFTS[code] for code in codes)
    names = [(one["lift"]["name"], one["lift"].get("runner_up")) for one in report["sets"]]
    named = [second if odd.unsure and second in lifts else first for first, second in names]
    if any(name not in lifts for name in named) or (odd.lifts is None and odd.sets and len(named) != len(odd.sets)):
        out.append(f"named {named}")
    blamed = {one["rule"]: one["severity"] for one in report["findings"] if one["severity"] in BLAMED}
    truth = set().union(*(FAULTS.get(code, set()) for code in codes))
    out += [
        f"{rule} {how}" for rule, how in blamed.items() if rule not in (truth if odd.faults is None else odd.faults)
    ]
    needs = {MAIN_FAULT[code] for code in codes if code in MAIN_FAULT}
    found = {one["rule"] for one in report["findings"]}
    out += [f"{rule} missed" for rule in sorted((needs if odd.needs is None else odd.needs) - found)]
    return out + timing(odd, report)


def timing(odd: Odd, report: dict[str, Any]) -> list[str]:
    if not odd.check or not report["reps"]:
        return []
    what, value = odd.check.split()
    first = report["reps"][0]
    got = first["start_s"] if what == "start" else first["tempo"]["lowering_s"]
    near = got is not None and abs(got - float(value)) <= 0.2
    return [] if near else [f"{what} {got} for {value} s"]


def main() -> int:
    """Run them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--footage", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--anew", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    only = set(filter(None, given.only.split(",")))
    results: dict[str, list[str]] = {}
    for odd in ALL:
        if only and not only & {odd.kind, odd.name}:
            continue
        path = film(odd, given.work, given.footage)
        if path is None:
            continue
        results[odd.name] = wrong(odd, *checked(odd, path, given.work, anew=given.anew))
        print(f"{odd.kind:13} {odd.name:18} {'; '.join(results[odd.name]) or 'as it should'}", flush=True)
    right = sum(not one for one in results.values())
    print(f"{right} of {len(results)} as they should")
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    return 0 if right == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
