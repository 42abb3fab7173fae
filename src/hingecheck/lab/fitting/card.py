"""The model card of the fitted networks: training clips, errors and where not to trust them, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ... import __version__
from ...core.learned.features import FEATURES_VERSION
from ...core.learned.networks import QUANTITIES, STANCE_QUANTITIES, Learned
from .calibration import SigmaStretch
from .fit import RECIPES, TAUGHT_BY
from .refining import EPOCHS, RATE
from .training import Fitted

#: Quantities that are lengths; the others are degrees, or votes that are counted in them.
HUNDREDTHS_OF_LEG = STANCE_QUANTITIES[:3]
SECTOR_NAMES = ("front", "front-oblique", "side", "behind")
LIMITS_HEADING = "## Where not to trust them"
REFINED_HEADING = "## Refined"
CALIBRATION_HEADING = "## Calibration"


def card(name: str, sha256: str, fitted: Mapping[str, Fitted], clips: Sequence[str], seed: int) -> str:
    """Markdown for ``models/MEASURES.md``.

    Parameters
    ----------
    name, sha256 : str
        Of the weights.
    fitted : mapping
    clips : sequence of str
        Names of the clips that were learnt from.
    seed : int
    """
    lines = [
        f"# Model card: {name}",
        "",
        "Four small ensembles that turn MediaPipe's landmarks and the body's outline into corrected joint angles",
        "(`joints`), lumbar flexion (`spine`), pelvis rotation (`pelvis`), and feet and load (`stance`), each number",
        "with its standard error. They are fitted to rendered bodies only: no picture of a real person was used.",
        "Written by `hingecheck lab fit`; accuracy on people, clothes and cameras that no fit ever sees is in",
        "[benchmarks/accuracy.md](../benchmarks/accuracy.md).",
        "",
        f"- weights: `measures.npz`, sha256 `{sha256}`",
        f"- hingecheck {__version__}, features of version {FEATURES_VERSION}, seed {seed}",
        f"- {len(clips)} clips, as [benchmarks/fit.toml](../benchmarks/fit.toml) renders them",
        "",
        "| network | lifts | clips | frames | members | hidden | epochs | jitter, offset | dropout, decay |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for key, result in fitted.items():
        r = RECIPES[key]
        lines.append(
            f"| {key} | {', '.join(TAUGHT_BY[key])} | {result.clips} | {result.rows} | {r.members} | "
            f"{r.hidden} | {r.epochs} | {r.jitter}, {r.offset} | {r.dropout}, {r.decay} |"
        )
    lines += [
        "",
        "Error on the clips left out of the fit, all views, good and faulty lifts and loose clothes together:",
        "",
        "| quantity | MAE | within 1 sigma | 2 sigma |",
        "|---|---|---|---|",
    ]
    for key, result in fitted.items():
        for column, quantity in enumerate(QUANTITIES[key]):
            one, two = result.unseen_within[:, column]
            unit = " % of the leg" if quantity in HUNDREDTHS_OF_LEG else "\u00b0"
            lines.append(f"| {quantity} | {result.unseen_mae_deg[column]:.1f}{unit} | {one:.0%} | {two:.0%} |")
    lines += [
        "",
        LIMITS_HEADING,
        "",
        "A frame unlike those of the fit (its features far from their principal plane) falls back to the raw angle",
        "with a wider error; spine and pelvis are then not given at all. They know five lifts: a squat or a lunge is",
        "outside. Lumbar flexion counts from the body's own straight posture as the lab has it, not from an X-ray.",
        "",
    ]
    return "\n".join(lines)


def refined(page: str, before: Learned, after: Learned, clips: int, seed: int) -> str:
    """The card with its weights' new name and hash, and what they went on learning from.

    Parameters
    ----------
    page : str
        The card of `before`.
    before, after : Learned
    clips : int
        Seen from before the lifter, with truth.
    seed : int
    """
    names = ", ".join(f"`{name}`" for name in after.before)
    lines = [
        f"Where the camera stands before the lifter, straight or at 45°, {names} learnt on from {clips} clips of",
        "[refine.toml](../benchmarks/refine.toml), usual lifts of people, clothes and cameras that no fit saw:",
        f"`hingecheck lab refine`, {EPOCHS} epochs at {RATE:g}, seed {seed}, from the weights {before.name},",
        f"sha256 `{before.sha256}`.",
    ]
    return _with_section(_renamed(page, before, after), REFINED_HEADING, lines)


def recalibrated(page: str, before: Learned, after: Learned, found: Sequence[SigmaStretch]) -> str:
    """The card with its weights' new name and hash, and what their sigma was multiplied by.

    Parameters
    ----------
    page : str
        The card of `before`.
    before, after : Learned
    found : sequence of SigmaStretch
    """
    lines = [
        "Sigma alone was then set by the clips of [calibration.toml](../benchmarks/calibration.toml): other people,",
        "clothes and cameras again, measured from end to end by `hingecheck lab calibrate`, which found the weights",
        f"{before.name}, sha256 `{before.sha256}`.",
        "",
        "| measure | camera | clips | sigma times | within 1 sigma | 2 sigma |",
        "|---|---|---|---|---|---|",
    ]
    for one in found:
        shares = [f"{was:.0%} → {now:.0%}" for was, now in zip(one.before, one.after, strict=True)]
        camera = SECTOR_NAMES[one.sector]
        lines.append(f"| {one.measure} | {camera} | {one.clips} | {one.factor:.2f} | {' | '.join(shares)} |")
    return _with_section(_renamed(page, before, after), CALIBRATION_HEADING, lines)


def _renamed(page: str, before: Learned, after: Learned) -> str:
    """Name and hash of the weights, which stand before the first section."""
    head, mark, rest = page.partition("\n## ")
    return head.replace(before.name, after.name).replace(before.sha256, after.sha256) + mark + rest


def _with_section(page: str, heading: str, lines: Sequence[str]) -> str:
    """A section in the place of its former one, or before the limits."""
    before, mark, rest = page.partition(f"{heading}\n")
    if mark:
        after = rest[rest.index("\n## ") + 1 :]
    else:
        before, _, rest = page.partition(LIMITS_HEADING)
        after = LIMITS_HEADING + rest
    return before + "\n".join([heading, "", *lines, "", after])
